import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { spreadOf } from '../data/intervals.ts';
import { shareOf } from '../evaluation/measure.ts';
import type { MeasureResult } from '../evaluation/results.ts';
import { compareResults } from './commands/eval-compare.ts';
import { runCommand } from './parse-options.ts';
import { readResults, writeResults } from './results-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-results-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fit = { cut: 0, tooLong: 0 };
const results = (bits: number, correct: number): MeasureResult[] => [
  { kind: 'text', set: 'heldout.txt', loss: 1, perplexity: Math.E, bitsPerByte: bits / 50, tokens: 9, bytes: 30 },
  { kind: 'flores', set: 'dev.txt', bits: spreadOf([bits - 1, bits + 1]), ...fit },
  { kind: 'pairs', set: 'azblimp', all: shareOf(correct, 100), phenomena: [], problems: [], ...fit },
];
const kept = async (name: string, bits: number, correct: number): Promise<string> => {
  await writeResults(at(name), 'model', results(bits, correct));
  return at(name);
};

describe('a file of results', () => {
  it('gives back what was kept', async () => {
    expect(await readResults(await kept('one.json', 90, 60))).toEqual(results(90, 60));
  });

  it.each([
    ['is no JSON of results', '{"perplexity": 3}', 'holds no results'],
    ['is of a later version', '{"format": "ocaq-results", "version": 2, "results": []}', 'later version'],
    [
      'has a result of no kind',
      '{"format": "ocaq-results", "version": 1, "results": [{"kind": "x", "set": "a"}]}',
      'damaged',
    ],
    [
      'has a result without figures',
      '{"format": "ocaq-results", "version": 1, "results": [{"kind": "flores", "set": "a"}]}',
      'damaged',
    ],
    ['has null for one', '{"format": "ocaq-results", "version": 1, "results": [null]}', 'damaged'],
  ])('that %s is refused', async (_, content, said) => {
    writeFileSync(at('other.json'), content);
    await expect(readResults(at('other.json'))).rejects.toThrow(said);
  });
});

describe('eval compare', () => {
  it('puts the figures of several seeds together', async () => {
    const files = [await kept('a.json', 90, 60), await kept('b.json', 92, 64)];
    const told = await runCommand(compareResults, ['--first', ...files]);
    expect(told).toMatchObject({
      runs: 2,
      figures: [{ name: 'bits_per_byte' }, { name: 'flores_bits', mean: 91 }, { mean: 0.62 }],
    });
  });

  it('says whether two recipes differ by more than seeds do', async () => {
    const first = [await kept('a.json', 90, 60), await kept('b.json', 91, 64), await kept('c.json', 90.5, 52)];
    const second = [await kept('d.json', 80, 61), await kept('e.json', 80.5, 57)];
    const told = await runCommand(compareResults, ['--first', ...first, '--second', ...second]);
    expect(told).toMatchObject({
      runs: [3, 2],
      figures: [
        { verdict: 'second-better' },
        { name: 'flores_bits', verdict: 'second-better' },
        { verdict: 'within-noise' },
      ],
    });
  });

  it('refuses files that share no figure', async () => {
    await writeResults(at('text.json'), 'model', results(90, 60).slice(0, 1));
    await writeResults(at('pairs.json'), 'model', results(90, 60).slice(2));
    const told = runCommand(compareResults, ['--first', at('text.json'), '--second', at('pairs.json')]);
    await expect(told).rejects.toThrow('No figure is in all of text.json, pairs.json');
  });
});
