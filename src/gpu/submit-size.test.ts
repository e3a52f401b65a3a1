import { afterEach, describe, expect, it } from 'vitest';
import { SubmitSize, watch } from './submit-size.ts';

afterEach(() => watch(false));

describe('a submit', () => {
  it('holds a tenth of a second of work on a card, and two hundredths while the page is visible', () => {
    const size = new SubmitSize({ software: false });
    size.correct(5e12, 1000);
    expect(size.work).toBe(5e11);
    watch(true);
    expect(size.work).toBe(1e11);
    watch(false);
    expect(size.work).toBe(5e11);
  });

  it('follows the last step, whatever was thought of the card before', () => {
    const size = new SubmitSize({ software: false });
    const guessed = size.work;
    size.correct(3e12, 250);
    expect(size.work).toBe(1.2e12);
    size.correct(3e12, 500);
    expect(size.work).toBe(6e11);
    expect(guessed).toBe(2e11);
  });

  it('is never cut on a software adapter', () => {
    const size = new SubmitSize({ software: true });
    size.correct(1, 1000);
    watch(true);
    expect(size.work).toBe(Number.POSITIVE_INFINITY);
  });
});
