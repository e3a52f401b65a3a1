import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREEDY, Sampler, type SamplingOptions } from './sampler.ts';

const options = (change: Partial<SamplingOptions>): SamplingOptions => ({ ...GREEDY, temperature: 1, ...change });
const draws = (logits: number[], change: Partial<SamplingOptions>, count = 400): number[] => {
  const sampler = new Sampler(options({ seed: 5, ...change }));
  return Array.from({ length: count }, () => sampler.pick(Float32Array.from(logits)));
};
const share = (tokens: number[], token: number): number => tokens.filter((t) => t === token).length / tokens.length;

describe('Sampler', () => {
  it('leaves the logits as they are', () => {
    const sampler = new Sampler(options({ repetitionPenalty: 2 }));
    sampler.observe([0, 1]);
    const logits = Float32Array.of(1, -1, 0.5);
    sampler.pick(logits);
    expect(logits).toEqual(Float32Array.of(1, -1, 0.5));
  });

  it('is greedy at temperature 0; ties go to the smaller id', () => {
    expect(new Sampler(GREEDY).pick(Float32Array.of(1, 3, 3, 2))).toBe(1);
  });

  it('draws in proportion to the softmax', () => {
    const tokens = draws([Math.log(0.7), Math.log(0.2), Math.log(0.1)], {}, 4000);
    expect(share(tokens, 0)).toBeCloseTo(0.7, 1);
    expect(share(tokens, 1)).toBeCloseTo(0.2, 1);
    expect(share(tokens, 2)).toBeCloseTo(0.1, 1);
  });

  it('sharpens and flattens with the temperature', () => {
    expect(share(draws([1, 0], { temperature: 0.1 }), 0)).toBe(1);
    expect(share(draws([1, 0], { temperature: 100 }, 2000), 0)).toBeCloseTo(0.5, 1);
  });

  it('top-k keeps the k most likely', () => {
    expect(new Set(draws([3, 2.9, 2.8, 2.7], { topK: 2 }))).toEqual(new Set([0, 1]));
    expect(new Set(draws([2.7, 2.8, 3, 2.9, 2.6], { topK: 3 }))).toEqual(new Set([1, 2, 3]));
    expect(new Set(draws([2.9, 3, 2.9, 2.9], { topK: 2 }))).toEqual(new Set([0, 1]));
    expect(new Set(draws([3, 2.9], { topK: 9 }))).toEqual(new Set([0, 1]));
  });

  it('top-p keeps the smallest set that reaches p', () => {
    const logits = [0.5, 0.3, 0.15, 0.05].map(Math.log);
    expect(new Set(draws(logits, { topP: 0.5 }))).toEqual(new Set([0]));
    expect(new Set(draws(logits, { topP: 0.6 }))).toEqual(new Set([0, 1]));
  });

  it('min-p keeps what is near the best', () => {
    expect(new Set(draws([1, 0.4, 0.1, 0.01].map(Math.log), { minP: 0.3 }))).toEqual(new Set([0, 1]));
  });

  it('penalises repetition on both sides of zero', () => {
    const sampler = new Sampler({ ...GREEDY, repetitionPenalty: 2 });
    sampler.observe([0, 2]);
    expect(sampler.pick(Float32Array.of(3, 2, -1))).toBe(1);
    const negative = new Sampler({ ...GREEDY, repetitionPenalty: 2 });
    negative.observe([0]);
    expect(negative.pick(Float32Array.of(-1, -1.5))).toBe(1);
  });

  it('takes min-p of what top-p has left, and keeps the best whatever the settings', () => {
    const logits = [0.5, 0.3, 0.15, 0.05].map(Math.log);
    expect(new Set(draws(logits, { topP: 0.95, minP: 0.2 }))).toEqual(new Set([0, 1, 2]));
    expect(new Set(draws(logits, { minP: 1, topP: 1e-9, topK: 1 }))).toEqual(new Set([0]));
  });

  it('never picks what would repeat a sequence, of the prompt or of its own', () => {
    const sampler = new Sampler({ ...GREEDY, noRepeatNgram: 2 });
    sampler.observe([0, 1, 0]);
    const logits = Float32Array.of(1, 3, 2);
    expect([1, 2, 3, 4, 5].map(() => sampler.pick(logits))).toEqual([2, 1, 1, 2, 2]);
    expect(logits).toEqual(Float32Array.of(1, 3, 2));
  });

  it('penalises first, then bans; top-k and top-p count what is left', () => {
    const sampler = () => {
      const made = new Sampler(options({ repetitionPenalty: 10, noRepeatNgram: 1, topK: 1 }));
      made.observe([0, 1]);
      return made;
    };
    expect(sampler().pick(Float32Array.of(9, -9, 0.5, 0.6))).toBe(3);
    const most = new Sampler(options({ noRepeatNgram: 1, topP: 0.5 }));
    most.observe([0]);
    expect(most.pick(Float32Array.of(100, 2, 1))).toBe(1);
  });

  it('says when every token would repeat a sequence', () => {
    const sampler = new Sampler({ ...GREEDY, noRepeatNgram: 1 });
    sampler.observe([0, 1]);
    expect(() => sampler.pick(Float32Array.of(1, 2))).toThrow(
      expect.objectContaining({ code: 'sampling-nothing-left' }),
    );
  });

  it.each([
    { temperature: -1 },
    { topK: 1.5 },
    { topP: 0 },
    { minP: 2 },
    { repetitionPenalty: 0 },
    { noRepeatNgram: 1.5 },
    { noRepeatNgram: -1 },
  ])('refuses %o', (change) => {
    expect(() => new Sampler(options(change))).toThrow('should be');
  });

  it.each([
    [Number.NaN, Number.NaN],
    [3, Number.NaN],
    [Number.POSITIVE_INFINITY, 1],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ])('says that a model has diverged: %f, %f', (...logits) => {
    const pick = () => new Sampler(options({})).pick(Float32Array.from(logits));
    expect(pick).toThrow(expect.objectContaining({ code: 'logits-not-finite' }));
  });

  it('gives the same tokens for the same seed, and only tokens that exist', () => {
    const logits = fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        logits,
        fc.nat(1000),
        fc.double({ min: 0.05, max: 3, noNaN: true }),
        fc.nat(5),
        (values, seed, temperature, topK) => {
          const pick = () => new Sampler(options({ seed, temperature, topK })).pick(Float32Array.from(values));
          const token = pick();
          expect(pick()).toBe(token);
          expect(token).toBeGreaterThanOrEqual(0);
          expect(token).toBeLessThan(values.length);
        },
      ),
    );
  });
});
