import { expect, test } from 'vitest';
import { az } from './az/az.ts';
import { en } from './en/en.ts';
import { fieldLabel, valueLabel } from './field-label.ts';

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

test.each([
  ['onDivergence', 'roll-back', az.messages.train.policies['roll-back']],
  ['optimizer', 'muon', az.messages.train.optimizers.muon],
  ['schedule', 'hold', az.messages.train.schedules.hold],
  ['precision', 'f16', az.messages.model.precisions.f16],
  ['onDivergence', 'unheardOf', 'unheardOf'],
  ['onDivergence', 'constructor', 'constructor'],
  ['constructor', 'name', 'name'],
  ['family', 'llama', 'llama'],
])('%s, %s is called %s', (field, value, label) => {
  expect(valueLabel(field, value, az.messages)).toBe(label);
});
