import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { missingPart } from '../named-test.ts';
import { GUARDS } from './guards.ts';
import { withoutGuard } from './without-guard.ts';

describe('the guards', () => {
  it('have names of their own', () => {
    expect(new Set(GUARDS.map(({ name }) => name)).size).toBe(GUARDS.length);
  });

  it.each(GUARDS)('$name stands once in its file, and its test is there', ({ file, guard, without, test }) => {
    expect(readFileSync(file, 'utf8').split(guard)).toHaveLength(2);
    expect(without).not.toContain(guard);
    expect(missingPart(test)).toBeNull();
  });

  it('are taken out by name', () => {
    expect(() => withoutGuard('none')).toThrow('There is no guard "none"');
  });
});
