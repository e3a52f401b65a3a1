/** docs/faults.md names tests that are there. */
import { describe, expect, it } from 'vitest';
import { namedRows } from './named-rows.ts';
import { missingPart } from './named-test.ts';

const rows = namedRows('docs/faults.md');

describe('docs/faults.md', () => {
  it('has rows, and no fault twice', () => {
    expect(rows.length).toBeGreaterThan(150);
    expect(rows.length).toBe(new Set(rows.map(({ subject }) => subject)).size);
  });

  it.each(rows)('$subject', ({ happens, tests }) => {
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
