import { expect, it } from 'vitest';
import { secondsOfLargeRun } from './software-pace.ts';

it('is by what was measured, or by an order of magnitude', () => {
  expect(secondsOfLargeRun(6e12)).toBe(1e5);
  expect(secondsOfLargeRun(null)).toBe(700 * 86_400);
});
