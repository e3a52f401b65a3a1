import { expect, test } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { ExampleLengths } from './example-lengths.ts';

const records = [1, 2, 3].map((row) => ({ row, instruction: 'S', input: '', output: 'C' }));
const encoder = {
  async example({ row }: { row: number }) {
    if (row === 2) throw new OcaqError('chat-template-failed', 'No.');
    return { tokens: new Uint32Array(row + 1), labels: new Int32Array(row + 1), promptLength: row };
  },
  prompt: async () => new Uint32Array(1),
  conversation: async () => new Uint32Array(1),
  stopTokens: [],
  close() {},
};

test('records that the template refuses are listed, and the others measured', async () => {
  const [measured] = await new ExampleLengths().of([{ key: 'a', records }], encoder);
  expect(measured).toEqual({
    whole: Uint32Array.of(2, 4),
    prompt: Uint32Array.of(1, 3),
    refused: [{ row: 2, error: expect.objectContaining({ code: 'chat-template-failed' }) }],
  });
});
