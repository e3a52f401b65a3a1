import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { proposalOf, type RateTrial, trialLoss } from './rate-finder.ts';

const trials = (...losses: (number | null)[]): RateTrial[] =>
  losses.map((loss, i) => ({ learningRate: 0.001 * 2 ** i, loss }));

describe('the loss of a trial', () => {
  it.each<[string, number[], number | null]>([
    ['is the mean over its last quarter', [9, 9, 9, 9, 9, 9, 2, 4], 3],
    ['which is a step at least', [9, 9, 2], 2],
    ['is of no account before that', [9, Number.NaN, 9, 9, 9, 9, 2, 4], 3],
    ['is none where its end is no number', [9, 9, 9, 9, 9, 9, 2, Number.NaN], null],
    ['is none where its end is beyond all', [9, 9, 9, Number.POSITIVE_INFINITY], null],
    ['is none without a step', [], null],
  ])('%s', (_, losses, loss) => expect(trialLoss(losses)).toBe(loss));
});

describe('the proposed rate', () => {
  it.each<[string, RateTrial[], number | null, boolean]>([
    ['the best one where both neighbours are alike', trials(5, 4, 3, 4, 5), 0.004, false],
    ['pulled to the better neighbour', trials(5, 4, 3, 3.5, 5), 0.0045, false],
    ['the lowest, and a better one may lie below', trials(3, 4, 5), 0.001, true],
    ['the highest, and a better one may lie above', trials(5, 4, 3), 0.004, true],
    ['the last before one that diverged', trials(5, 4, null), 0.002, false],
    ['the only one', trials(4), 0.001, true],
    ['the only one before one that diverged', trials(4, null), 0.001, true],
    ['the first of equals', trials(4, 4, 4), 0.001, true],
    ['none where all diverged', trials(null), null, false],
    ['none where nothing was tried', [], null, false],
  ])('is %s', (_, tried, proposed, isAtEdge) => {
    expect(proposalOf(tried)).toEqual({ proposed, isAtEdge });
  });

  it('lies between the neighbours of the best', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 3, maxLength: 8 }), (losses) => {
        const tried = trials(...losses);
        const best = losses.indexOf(Math.min(...losses));
        const { proposed, isAtEdge } = proposalOf(tried);
        expect(isAtEdge).toBe(best === 0 || best === losses.length - 1);
        expect(proposed).toBeGreaterThanOrEqual((tried[best]!.learningRate / 2) * 0.94);
        expect(proposed).toBeLessThanOrEqual(tried[best]!.learningRate * 2 * 1.06);
      }),
    );
  });
});
