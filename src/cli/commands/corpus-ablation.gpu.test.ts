/** The whole of an ablation on a small text, with a model that learns next to nothing. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LeakIndex } from '../../data/cleaning/leak-index.ts';
import { documentHash } from '../../data/heldout.ts';
import { runCommand } from '../parse-options.ts';
import { ablateCorpus } from './corpus-ablation.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-ablation-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const INPUT = ['ensiklopediya', 'xeberler', 'hekayeler'].map((name) => `public/sample/corpus/${name}.txt`);
const SMALL = '--vocab 300 --width 16 --layers 1 --seq 16 --batch 2 --tokens 512 --no-tune'.split(' ');
const ablate = (out: string, ...more: string[]) =>
  runCommand(ablateCorpus, ['--input', ...INPUT, '--out', path.join(dir, out), ...SMALL, ...more]);
const textsOf = (out: string, name: string) =>
  readFileSync(path.join(dir, out, `${name}.jsonl`), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { text: string }).text]));

interface Result {
  readonly text: string;
  readonly documents: number;
  readonly bits_per_byte: readonly number[];
}

describe('corpus ablation', () => {
  it('trains on the clean, the messy and the cleaned text, and measures on what none of them has', async () => {
    const result = await ablate('all', '--seeds', '1');
    const texts = result.texts as Result[];
    expect(texts.map(({ text }) => text)).toEqual(['clean', 'messy', 'cleaned']);
    for (const { text, documents, bits_per_byte: bits } of texts) {
      expect(documents).toBe(textsOf('all', text).length);
      expect(bits.length).toBe(1);
      expect(bits[0]).toBeGreaterThan(0);
      expect(bits[0]).toBeLessThan(8); // what is known of bytes alone
    }
    const [clean = [], [messy = 0] = [], [cleaned = 0] = []] = texts.map(({ bits_per_byte: bits }) => bits);
    expect(result.messy_minus_cleaned).toMatchObject({ by_seed: [messy - cleaned], mean: messy - cleaned });

    const heldOut = textsOf('all', 'heldout');
    const hashes = new Set(heldOut.map(documentHash));
    const index = new LeakIndex();
    for (const text of heldOut) index.add(text);
    expect(heldOut.length).toBeGreaterThan(0);
    for (const { text } of texts)
      for (const document of textsOf('all', text)) {
        expect(hashes.has(documentHash(document))).toBe(false);
        expect(index.firstIn(document)).toBeNull();
      }

    const copies = await ablate('copies', '--seeds', '2', '--mess', 'copies', '--texts', 'clean');
    expect(copies.mess).toEqual([{ id: 'copies', documents: Math.round(0.2 * textsOf('copies', 'clean').length) }]);
    expect(new Set(textsOf('copies', 'messy'))).toEqual(new Set(textsOf('copies', 'clean')));
    const [first, second] = (copies.texts as Result[])[0]?.bits_per_byte ?? [];
    expect(first).toBe(clean[0]);
    expect(second).not.toBe(first);
  });

  it('names what it does not know', async () => {
    await expect(ablate('no', '--mess', 'copy')).rejects.toThrow('--mess should be of copies');
    await expect(ablate('no', '--texts', 'raw')).rejects.toThrow('--texts should be of clean');
    await expect(ablate('no', '--width', '20')).rejects.toThrow('multiple of 16');
  });
});
