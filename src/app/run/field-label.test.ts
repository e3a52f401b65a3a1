import { expect, test } from 'vitest';
import { en } from '../messages/en/en.ts';
import { fieldLabel } from './field-label.ts';

test.each([
  ['hiddenSize', en.messages.model.fields.width],
  ['groups.tables.rate', en.messages.train.fields.tableRate],
  ['steps', en.messages.train.fields.steps],
  ['unheardOf', 'unheardOf'],
  ['constructor', 'constructor'],
  ['__proto__', '__proto__'],
])('%s is called %s', (field, label) => {
  expect(fieldLabel(field, en.messages)).toBe(label);
});
