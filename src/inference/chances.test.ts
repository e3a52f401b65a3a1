import { describe, expect, it } from 'vitest';
import { likeliest, softmax } from './chances.ts';

describe('softmax', () => {
  it('gives probabilities in the ratio of the exponentials', () => {
    const probabilities = softmax(Float32Array.of(Math.log(1), Math.log(2), Math.log(5)));
    for (const [i, expected] of [0.125, 0.25, 0.625].entries()) expect(probabilities[i]).toBeCloseTo(expected, 6);
  });

  it('is the same for logits that are all larger by as much, however large', () => {
    expect(softmax(Float32Array.of(1e4, 1e4))).toEqual(Float32Array.of(0.5, 0.5));
    expect(softmax(Float32Array.of(-1e4, -1e4, -1e4, -1e4))).toEqual(new Float32Array(4).fill(0.25));
  });

  it('gives a token of logit −∞ no probability, and leaves the logits as they are', () => {
    const logits = Float32Array.of(Number.NEGATIVE_INFINITY, 3);
    expect(softmax(logits)).toEqual(Float32Array.of(0, 1));
    expect(logits).toEqual(Float32Array.of(Number.NEGATIVE_INFINITY, 3));
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('gives no probabilities of logits of which one is %f', (logit) => {
    expect(() => softmax(Float32Array.of(1, logit, 2))).toThrow(expect.objectContaining({ code: 'logits-not-finite' }));
  });
});

describe('likeliest', () => {
  it('is in descending order, ties by id', () => {
    expect(likeliest(Float32Array.of(0.1, 0.3, 0.05, 0.3, 0.25), 3)).toEqual([1, 3, 4]);
    expect(likeliest(Float32Array.of(0.2, 0.2, 0.2), 2)).toEqual([0, 1]);
  });

  it('gives all where there are fewer, and none of none', () => {
    expect(likeliest(Float32Array.of(0.4, 0.6), 5)).toEqual([1, 0]);
    expect(likeliest(Float32Array.of(0.4, 0.6), 0)).toEqual([]);
    expect(likeliest(new Float32Array(0), 5)).toEqual([]);
  });
});
