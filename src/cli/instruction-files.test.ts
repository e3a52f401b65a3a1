import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isHeldOutRecord } from '../data/instruct/held-out.ts';
import { OcaqError } from '../errors.ts';
import { encodeSplit, readInstructionFile } from './instruction-files.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'ocaq-sets-'));
const write = async (name: string, content: unknown) => {
  const file = path.join(folder, name);
  await writeFile(file, JSON.stringify(content));
  return file;
};
const said: string[] = [];
const say = (text: string) => said.push(text);

test('a file that is not there, or is a folder, is an error in words', async () => {
  await expect(readInstructionFile(path.join(folder, 'none.json'), say)).rejects.toMatchObject({
    code: 'file-unreadable',
  });
  await expect(readInstructionFile(folder, say)).rejects.toMatchObject({ code: 'not-a-file' });
});

test('lists in the place of texts are joined where that is asked for, and said', async () => {
  const file = await write('lists.json', [
    { instruction: 'S', output: 'C' },
    { instruction: 'T', output: ['a', 'b'] },
  ]);
  expect(await readInstructionFile(file, say, false)).toHaveLength(1);
  expect(said.splice(0).join('\n')).toContain('--join-lists');
  expect((await readInstructionFile(file, say, true)).map(({ output }) => output)).toEqual(['C', 'a\nb']);
  expect(said.splice(0)).toEqual([expect.stringContaining('joined by line breaks: 1 (rows 2)')]);
});

test('where all answers are lists, the option that joins them is named', async () => {
  const file = await write('all-lists.json', [{ instruction: 'S', output: ['a', 'b'] }]);
  const none = { code: 'instructions-none', details: { file, rows: 1, reason: 'lists' } };
  await expect(readInstructionFile(file, say, false)).rejects.toMatchObject({
    ...none,
    message: expect.stringContaining('--join-lists'),
  });
  await expect(readInstructionFile(file, say)).rejects.toMatchObject({
    ...none,
    message: expect.not.stringContaining('--join-lists'),
  });
  expect(await readInstructionFile(file, say, true)).toHaveLength(1);
});

const records = Array.from({ length: 400 }, (_, i) => ({ instruction: `${i}`, input: '', output: 'C', row: i + 1 }));
const heldOut = records.filter(isHeldOutRecord);
const encoder = {
  async example({ row }: { row: number }) {
    if (row % 100 === 1) throw new OcaqError('chat-template-failed', 'No.');
    return { tokens: Uint32Array.of(1, 2), labels: Int32Array.of(2, -100), promptLength: 1 };
  },
  prompt: async () => Uint32Array.of(1),
  conversation: async () => Uint32Array.of(1),
  stopTokens: [],
  close() {},
};

test('records that a template refuses are listed, those that are held out too', async () => {
  const { train, heldOut: kept, refused } = await encodeSplit([records], [1], encoder, 128);
  expect(refused.map((set) => set.map(({ row }) => row))).toEqual([[1, 101, 201, 301]]);
  expect((train[0]?.examples.length ?? 0) + kept.length).toBe(396);
});

test('it is said that all records are held out', async () => {
  await expect(encodeSplit([heldOut], [1], encoder, 128)).rejects.toMatchObject({
    code: 'examples-held-out',
    details: { records: heldOut.length },
  });
});
