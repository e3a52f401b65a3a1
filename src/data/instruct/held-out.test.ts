import { expect, test } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { promptEncoder } from './encoder.ts';
import { answerable, isHeldOutRecord } from './held-out.ts';
import { PROMPT_TEMPLATES, type Prompted } from './templates.ts';

const tokenizer = { encode: (text: string) => new Uint32Array(text.length), eosId: 0, beginIds: [], stopTokens: [] };
const encoder = promptEncoder(tokenizer, PROMPT_TEMPLATES.az);
const records = Array.from({ length: 2000 }, (_, row) => ({
  row,
  instruction: `${row} ${'x'.repeat(row % 2 === 0 ? 0 : 500)}`,
  input: '',
  output: 'y',
}));

test('held-out records are answered where their prompt leaves room, or the first few of them', async () => {
  const heldOut = records.filter(isHeldOutRecord);
  expect(await answerable(encoder, records, 1e4)).toEqual(heldOut);
  expect(await answerable(encoder, records, 1e4, 3)).toEqual(heldOut.slice(0, 3));
  const short = heldOut.filter(({ row }) => row % 2 === 0);
  expect(short.length).toBeGreaterThan(0);
  expect(short.length).toBeLessThan(heldOut.length);
  expect(await answerable(encoder, records, 400)).toEqual(short);
});

test('held-out records that the template refuses are passed over', async () => {
  const [first, ...others] = records.filter(isHeldOutRecord);
  const refusing = {
    async prompt(asked: Prompted) {
      if (asked === first) throw new OcaqError('chat-template-failed', 'No.');
      return encoder.prompt(asked);
    },
  };
  expect(await answerable(refusing, records, 1e4)).toEqual(others);
});
