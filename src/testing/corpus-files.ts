/** Small files for tests of the corpus commands. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of its own, which the test removes. */
export function corpusFolder() {
  const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-corpus-'));
  const at = (...names: string[]) => path.join(dir, ...names);
  const file = (name: string, content: string | Uint8Array): string => {
    mkdirSync(path.dirname(at(name)), { recursive: true });
    writeFileSync(at(name), content);
    return at(name);
  };
  const readLines = (name: string) =>
    readFileSync(at(name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { text: string; source: string });
  return { dir, at, file, readLines };
}

export const lines = (...values: unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Different sentences, long enough to be compared. */
export const sentence = (n: number): string =>
  `${n} nömrəli bağda ${n * 7} alma, ${n * 11} armud və ${n * 13} nar ağacı əkilib; hər payız qonşular onları birlikdə yığır.`;
