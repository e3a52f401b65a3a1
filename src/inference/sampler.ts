/**
 * Picks the next token from logits: repetition penalty (Keskar et al. 2019), temperature, top-k, top-p (Holtzman et al.
 * 2020), min-p (Nguyen et al. 2024), in this order. Temperature 0 takes the largest logit. Ties go to the smaller id.
 */
import { Random } from '../data/random.ts';

export interface SamplingOptions {
  /** 0 = greedy. */
  readonly temperature: number;
  /** Keep the k most likely; 0 = all. */
  readonly topK: number;
  /** Keep the smallest set whose probability reaches this; 1 = all. */
  readonly topP: number;
  /** Keep what is at least this share of the most likely; 0 = all. */
  readonly minP: number;
  /** > 1 makes tokens that already occurred less likely; 1 = off. */
  readonly repetitionPenalty: number;
  readonly seed: number;
}

export const GREEDY: SamplingOptions = { temperature: 0, topK: 0, topP: 1, minP: 0, repetitionPenalty: 1, seed: 0 };

export class Sampler {
  private readonly options: SamplingOptions;
  private readonly random: Random;
  private readonly seen = new Set<number>();

  constructor(options: SamplingOptions) {
    this.options = options;
    this.random = new Random(options.seed);
  }

  /** Tokens that the repetition penalty looks at: the prompt, then everything picked. */
  observe(tokens: Iterable<number>): void {
    for (const token of tokens) this.seen.add(token);
  }

  /** @param logits [vocab]; changed in place by the repetition penalty. */
  pick(logits: Float32Array): number {
    this.penalise(logits);
    const token = this.options.temperature === 0 ? argmax(logits) : this.draw(logits);
    this.seen.add(token);
    return token;
  }

  private penalise(logits: Float32Array): void {
    const { repetitionPenalty } = this.options;
    if (repetitionPenalty === 1) return;
    for (const token of this.seen) {
      const logit = logits[token];
      if (logit !== undefined) logits[token] = logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty;
    }
  }

  private draw(logits: Float32Array): number {
    const { temperature, topK, topP, minP } = this.options;
    const max = logits[argmax(logits)] as number;
    // Below this a token's probability is under e^-30 of the best one's: it could not be drawn, and need not be sorted.
    const threshold = minP > 0 ? Math.log(minP) : -30;
    let candidates: { token: number; weight: number }[] = [];
    for (let token = 0; token < logits.length; token++) {
      const scaled = ((logits[token] as number) - max) / temperature;
      if (scaled >= threshold) candidates.push({ token, weight: Math.exp(scaled) });
    }
    candidates.sort((a, b) => b.weight - a.weight || a.token - b.token);
    if (topK > 0) candidates = candidates.slice(0, topK);
    if (topP < 1) candidates = nucleus(candidates, topP);
    let left = this.random.next() * candidates.reduce((sum, c) => sum + c.weight, 0);
    for (const { token, weight } of candidates) {
      left -= weight;
      if (left < 0) return token;
    }
    return (candidates.at(-1) as { token: number }).token;
  }
}

function nucleus<T extends { weight: number }>(sorted: readonly T[], topP: number): T[] {
  const wanted = topP * sorted.reduce((sum, c) => sum + c.weight, 0);
  let reached = 0;
  const end = sorted.findIndex((c) => {
    reached += c.weight;
    return reached >= wanted;
  });
  return sorted.slice(0, end < 0 ? sorted.length : end + 1);
}

function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
