import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../data/random.ts';
import {
  limitsOf,
  MAX_RAISED,
  MIN_CALM,
  NEW_TRAIL,
  type ObservedStep,
  observe,
  type Trail,
  WINDOW,
} from './divergence.ts';

const LIMITS = limitsOf('f32', Math.log(32_000));
const CALM = { loss: 3, gradNorm: 0.5, finite: true };
type Step = Pick<ObservedStep, 'loss' | 'gradNorm' | 'finite'>;

/** Verdicts of steps one after the other, and the trail at the end. */
function walk(steps: readonly Step[], limits = LIMITS): { verdicts: string[]; trail: Trail } {
  let trail: Trail = NEW_TRAIL;
  const verdicts = steps.map((step, i) => {
    const seen = observe(trail, { step: i + 1, from: { epoch: 0, position: i }, ...step }, limits);
    trail = seen.trail;
    return seen.verdict;
  });
  return { verdicts, trail };
}

const repeated = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

/** Near enough to normal: the sum of twelve uniform numbers. */
const noise = (random: Random): number => Array.from({ length: 12 }, () => random.next()).reduce((a, b) => a + b, -6);

/** A curve as real ones are: a power law, whose noise is that of small batches, and gradient norms that begin high. */
function ordinary(seed: number, deviation: number, steps = 3000): Step[] {
  const random = new Random(seed);
  return Array.from({ length: steps }, (_, step) => ({
    loss: Math.max(0.01, 2.5 + 8 * (step + 1) ** -0.35 + deviation * noise(random)),
    gradNorm: (0.4 + 5 / (step + 1)) * Math.exp(0.4 * noise(random)),
    finite: true,
  }));
}

describe('ordinary runs', () => {
  it('of any noise of small batches never diverge, and hardly a step of theirs is raised', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(0, 0.01, 0.1, 0.5, 1), (seed, deviation) => {
        const { verdicts } = walk(ordinary(seed, deviation));
        expect(verdicts.filter((verdict) => verdict !== 'calm').length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 12 },
    );
  });

  it('that end in a plain are calm: a curve without any noise leaves room', () => {
    expect(new Set(walk(repeated(500, CALM)).verdicts)).toEqual(new Set(['calm']));
    expect(walk([...repeated(100, CALM), { ...CALM, loss: 3.4 }]).verdicts.at(-1)).toBe('calm');
  });

  it('remember the last steps and no more', () => {
    const { losses, gradNorms } = walk(repeated(500, CALM)).trail;
    expect([losses.length, gradNorms.length]).toEqual([WINDOW, WINDOW]);
  });
});

describe('a raised step', () => {
  it('is known from the first step on that has enough before it', () => {
    const raised = { ...CALM, loss: 9 };
    expect(walk([...repeated(MIN_CALM - 1, CALM), raised]).verdicts.at(-1)).toBe('calm');
    expect(walk([...repeated(MIN_CALM, CALM), raised]).verdicts.at(-1)).toBe('raised');
  });

  it.each([
    ['the loss alone', 3 + 3 * 0.02 * 8.1, 0.5, 'raised'],
    ['just below', 3 + 3 * 0.02 * 7.9, 0.5, 'calm'],
    ['loss and gradient norm', 3 + 3 * 0.02 * 4.1, 5.1, 'raised'],
    ['loss and gradient norm, just below', 3 + 3 * 0.02 * 3.9, 5.1, 'calm'],
    ['the gradient norm alone', 3, 500, 'calm'],
  ])('by %s: loss %d, norm %d', (_, loss, gradNorm, verdict) => {
    expect(walk([...repeated(100, CALM), { loss, gradNorm, finite: true }]).verdicts.at(-1)).toBe(verdict);
  });

  it('is one beyond twice the loss of a model that knows nothing, whatever came before', () => {
    const limit = 2 * Math.log(32_000);
    expect(walk([{ ...CALM, loss: limit * 0.99 }]).verdicts).toEqual(['calm']);
    expect(walk([{ ...CALM, loss: limit * 1.01 }]).verdicts).toEqual(['raised']);
  });

  it('leaves nothing behind that would hide the next', () => {
    const { verdicts } = walk([
      ...repeated(100, CALM),
      ...repeated(5, { ...CALM, loss: 9 }),
      CALM,
      { ...CALM, loss: 9 },
    ]);
    expect(verdicts.slice(100)).toEqual([...repeated(5, 'raised'), 'calm', 'raised']);
  });

  it(`is divergence where ${MAX_RAISED} came right before it, with the place of the first`, () => {
    const { verdicts, trail } = walk([...repeated(100, CALM), ...repeated(MAX_RAISED + 1, { ...CALM, loss: 9 })]);
    expect(verdicts.slice(100, -1)).toEqual(repeated(MAX_RAISED, 'raised'));
    expect(verdicts.at(-1)).toBe('stays-raised');
    expect(trail.trouble).toMatchObject({ step: 101, from: { epoch: 0, position: 100 } });
  });
});

describe('steps that are not finite', () => {
  const bad = { loss: Number.NaN, gradNorm: Number.NaN, finite: false };

  it.each([
    ['f32', 4],
    ['packed', 28],
    ['f16', 28],
  ] as const)('in %s may be %i in a row', (storage, most) => {
    const limits = limitsOf(storage, Math.log(32_000));
    const { verdicts, trail } = walk([CALM, ...repeated(most + 1, bad)], limits);
    expect(verdicts.slice(1, -1)).toEqual(repeated(most, 'skipped'));
    expect(verdicts.at(-1)).toBe('not-finite');
    expect(trail.trouble).toMatchObject({ step: 2, skipped: most + 1 });
  });

  it('are counted anew after one that is', () => {
    const { verdicts } = walk([...repeated(4, bad), CALM, ...repeated(4, bad)]);
    expect(verdicts).toEqual([...repeated(4, 'skipped'), 'calm', ...repeated(4, 'skipped')]);
  });

  it('begin the trouble that raised steps continue', () => {
    const { trail } = walk([...repeated(100, CALM), bad, { ...CALM, loss: 9 }, bad]);
    expect(trail.trouble).toEqual({ step: 101, from: { epoch: 0, position: 100 }, skipped: 1, raised: 1 });
  });
});
