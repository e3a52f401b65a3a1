/** docs/exchange-cases.md names tests that are there. */
import { describe, expect, it } from 'vitest';
import { namedRows } from './named-rows.ts';
import { missingPart } from './named-test.ts';

const rows = namedRows('docs/exchange-cases.md');

describe('docs/exchange-cases.md', () => {
  it('has rows, and no case twice', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.length).toBe(new Set(rows.map(({ subject }) => subject)).size);
  });

  it.each(rows)('$subject', ({ happens, tests }) => {
    expect(happens).not.toBe('');
    expect(tests).not.toEqual([]);
    expect(tests.map(missingPart).filter((missing) => missing !== null)).toEqual([]);
  });
});
