/** Tests named as in docs/faults.md: `<file> › <group> › <test>`, each as it is written in the file. */
import { existsSync, readFileSync } from 'node:fs';

const SEPARATOR = ' › ';

export function splitName(test: string): { readonly file: string; readonly names: readonly string[] } {
  const [file = '', ...names] = test.split(SEPARATOR);
  return { file, names };
}

/** What is wrong with it: its file is not there, or a name is no text of the file; null where it is there. */
export function missingPart(test: string): string | null {
  const { file, names } = splitName(test);
  if (!existsSync(file)) return `there is no file ${file}`;
  if (names.length === 0) return `no test of ${file} is named`;
  const texts = textsOf(readFileSync(file, 'utf8'));
  const missing = names.find((name) => !texts.has(name));
  return missing === undefined ? null : `"${missing}" does not stand in ${file}`;
}

/** Every text that begins and ends on one line, without its quotes and escapes. */
function textsOf(source: string): Set<string> {
  const literals = source.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\\n]|\\.)*)`/g);
  return new Set(
    [...literals].map(([, ...texts]) => (texts.find((text) => text !== undefined) ?? '').replace(/\\(.)/g, '$1')),
  );
}
