import { describe, expect, it } from 'vitest';
import { trainingFlopsPerToken } from './cost.ts';
import { llamaConfig } from './presets.ts';
import { type SpeedSample, secondsPerToken, sustained } from './speed.ts';

/** A shape of docs/performance.md, with the launches of its step and the speed that was measured. */
const measured = (
  shape: Parameters<typeof llamaConfig>[0],
  { seq, tokens, launches }: { seq: number; tokens: number; launches: number },
  tokensPerSecond: number,
): SpeedSample => ({
  flopsPerToken: trainingFlopsPerToken(llamaConfig(shape), seq),
  launchesPerToken: launches / tokens,
  precision: 'f32',
  tokensPerSecond,
});

const AZ_100M = { width: 768, layers: 12, heads: 12, ffn: 2048, context: 1024, vocab: 32_000 };
const SMALL = { width: 128, layers: 2, heads: 4, ffn: 352, context: 128, vocab: 512 };
/** On an H100. */
const large = measured(AZ_100M, { seq: 1024, tokens: 4096, launches: 283 }, 18_900);
const shorter = measured({ ...AZ_100M, vocab: 8000 }, { seq: 512, tokens: 2048, launches: 283 }, 24_600);
const small = measured(SMALL, { seq: 128, tokens: 512, launches: 57 }, 146_000);

describe('seconds of a token of a shape', () => {
  it.each([
    ['of a small one from a large one', small, large],
    ['of a large one from a small one', large, small],
    ['of a shorter one from a longer one', shorter, large],
    ['of a longer one from a shorter one', large, shorter],
  ])('are never fewer than were measured: %s', (_, shape, sample) => {
    expect(secondsPerToken(shape, [sample])).toBeGreaterThanOrEqual(1 / shape.tokensPerSecond);
  });

  it.each([
    ['of a small one from a large one', small, [large]],
    ['of a shorter one from a longer one', shorter, [large]],
    ['of a large one from both others', large, [small, shorter]],
    ['of a small one from the arithmetic that the card sustains', small, [sustained(15e12)]],
    ['of a large one from the arithmetic that the card sustains', large, [sustained(15e12)]],
  ])('are at most 1.7 times those that were measured: %s', (_, shape, samples) => {
    expect(secondsPerToken(shape, samples) * shape.tokensPerSecond).toBeLessThan(1.7);
  });

  it('are those that were measured of the shape itself, whatever others promise', () => {
    expect(secondsPerToken(small, [sustained(1e15), small])).toBe(1 / small.tokensPerSecond);
  });

  it('are not more when more was measured', () => {
    expect(secondsPerToken(shorter, [small, large])).toBeLessThanOrEqual(secondsPerToken(shorter, [small]));
  });
});
