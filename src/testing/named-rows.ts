/** Rows of a document that says what happens where something goes wrong, and names the tests that hold it. */
import { readFileSync } from 'node:fs';

export interface NamedRow {
  readonly subject: string;
  readonly happens: string;
  readonly tests: readonly string[];
}

/** Of its tables of three columns, up to what is known and not held by a test. */
export const namedRows = (document: string): NamedRow[] =>
  readFileSync(document, 'utf8')
    .split('## Known and not held by a test')[0]!
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.endsWith(' | test |'))
    .map((line) => {
      const [subject = '', happens = '', test = ''] = line.slice(2, -2).split(' | ');
      return { subject, happens, tests: [...test.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name) };
    });
