/** `minimal-pairs`: the file that it writes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { minimalPairs } from '../../data/tasks/minimal-pairs/minimal-pairs.ts';
import { runCommand } from '../parse-options.ts';
import { writeMinimalPairs } from './minimal-pairs.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-minimal-pairs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('writes a pair a line, the same with the same seed', async () => {
  const out = path.join(folder, 'made', 'pairs.jsonl');
  const result = await runCommand(writeMinimalPairs, ['--out', out, '--seed', '3']);
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(minimalPairs(3));
  expect(Object.keys(JSON.parse(lines[0] ?? '') as object)).toEqual(['phenomenon', 'good', 'bad', 'source']);
  expect(result).toMatchObject({ pairs: lines.length, seed: 3, out });
});

it('needs a file', async () => {
  await expect(runCommand(writeMinimalPairs, [])).rejects.toMatchObject({ code: 'usage' });
});
