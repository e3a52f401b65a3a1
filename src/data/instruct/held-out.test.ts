import { expect, test } from 'vitest';
import { answerable, isHeldOutRecord } from './held-out.ts';
import { PROMPT_TEMPLATES } from './templates.ts';

const tokenizer = { encode: (text: string) => new Uint32Array(text.length), eosId: 0, beginIds: [] };
const records = Array.from({ length: 2000 }, (_, row) => ({
  row,
  instruction: `${row} ${'x'.repeat(row % 2 === 0 ? 0 : 500)}`,
  input: '',
  output: 'y',
}));

test('held-out records are answered where their prompt leaves room', () => {
  const heldOut = records.filter(isHeldOutRecord);
  expect(answerable(tokenizer, PROMPT_TEMPLATES.az, records, 1e4)).toEqual(heldOut);
  const short = heldOut.filter(({ row }) => row % 2 === 0);
  expect(short.length).toBeGreaterThan(0);
  expect(short.length).toBeLessThan(heldOut.length);
  expect(answerable(tokenizer, PROMPT_TEMPLATES.az, records, 400)).toEqual(short);
});
