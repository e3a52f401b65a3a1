import { expect, test } from 'vitest';
import { openStudio } from './fixtures.ts';
import { withoutLoneWeight } from './instruct.ts';

const json = (value: unknown) => new File([JSON.stringify(value)], 'tokenizer_config.json');

test.each([
  ['a file that is one', new File(['{{ x }}'], 'chatml.jinja'), '{{ x }}'],
  ['the text in a config', json({ chat_template: '{{ y }}' }), '{{ y }}'],
  ['the default of a list', json({ chat_template: [{ name: 'default', template: '{{ z }}' }] }), '{{ z }}'],
])('a chat template is taken from %s', async (_, file, expected) => {
  const { instruct } = await openStudio();
  await instruct.addTemplate(file);
  expect(instruct.store.getState()).toMatchObject({ jinja: expected, errors: [] });
});

test.each([
  [json({}), 'chat-template-invalid'],
  [new File([' \n'], 'a.jinja'), 'chat-template-invalid'],
  [new File(['{'], 'a.json'), 'file-not-json'],
  [new File([Uint8Array.of(0xff)], 'a.jinja'), 'file-not-utf8'],
])('a file without one says so, and the one before stays', async (file, code) => {
  const { instruct } = await openStudio();
  instruct.change({ jinja: 'before' });
  await instruct.addTemplate(file);
  expect(instruct.store.getState()).toMatchObject({ jinja: 'before', errors: [{ code }] });
});

test.each([
  { sets: [], weights: [] },
  { sets: [2], weights: [1] },
  { sets: [2, 0.5], weights: [2, 0.5] },
])('sets of weights $sets are seen by weights $weights', ({ sets, weights }) => {
  expect(withoutLoneWeight(sets.map((weight) => ({ weight }))).map(({ weight }) => weight)).toEqual(weights);
});
