/** docs/faults.md names tests that are there. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missingPart } from './named-test.ts';

interface Row {
  readonly fault: string;
  readonly happens: string;
  readonly tests: readonly string[];
}

const rows = readFileSync('docs/faults.md', 'utf8')
  .split('## Known and not held by a test')[0]!
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| fault '))
  .map((line): Row => {
    const [fault = '', happens = '', test = ''] = line.slice(2, -2).split(' | ');
    return { fault, happens, tests: [...test.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name) };
  });

describe('docs/faults.md', () => {
  it('has rows, and no fault twice', () => {
    expect(rows.length).toBeGreaterThan(150);
    expect(rows.length).toBe(new Set(rows.map(({ fault }) => fault)).size);
  });

  it.each(rows)('$fault', ({ happens, tests }) => {
    expect(happens).not.toBe('');
    expect(tests).not.toEqual([]);
    expect(tests.map(missingPart).filter((missing) => missing !== null)).toEqual([]);
  });
});

describe('the name of a test', () => {
  const here = 'src/testing/faults.test.ts';

  it.each([
    ['is there', `${here} › docs/faults.md › has rows, and no fault twice`, null],
    ['has no file', 'src/none.test.ts › a', 'there is no file src/none.test.ts'],
    ['names a file alone', here, `no test of ${here} is named`],
    ['is not in its file', `${here} › docs/faults.md › has ${'columns'}`, `"has columns" does not stand in ${here}`],
  ])('that %s', (_how, test, missing) => {
    expect(missingPart(test)).toBe(missing);
  });
});
