/**
 * Picks the next token from logits: repetition penalty (Keskar et al. 2019), temperature, top-k, top-p (Holtzman et al.
 * 2020), min-p (Nguyen et al. 2024), in this order. Temperature 0 takes the largest logit. Ties go to the smaller id.
 */
import { Random } from '../data/random.ts';
import { OcaqError } from '../errors.ts';

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

/** A probability under e^-30 of the best one's could not be drawn, and need not be sorted. */
const NEGLIGIBLE = -30;

function checkOptions({ temperature, topK, topP, minP, repetitionPenalty }: SamplingOptions): void {
  const refuse = (setting: string, expected: string, got: number): never => {
    throw new OcaqError('sampling-out-of-range', `The setting "${setting}" should be ${expected}, but is ${got}.`, {
      setting,
      expected,
      got,
    });
  };
  if (!(temperature >= 0 && temperature <= 100)) refuse('temperature', 'from 0 to 100', temperature);
  if (!(Number.isSafeInteger(topK) && topK >= 0)) refuse('top-k', 'a whole number, 0 or more', topK);
  if (!(topP > 0 && topP <= 1)) refuse('top-p', 'more than 0 and at most 1', topP);
  if (!(minP >= 0 && minP <= 1)) refuse('min-p', 'from 0 to 1', minP);
  if (!(repetitionPenalty > 0 && repetitionPenalty <= 100))
    refuse('repetition penalty', 'more than 0 and at most 100', repetitionPenalty);
}

export class Sampler {
  private readonly options: SamplingOptions;
  private readonly random: Random;
  private readonly seen = new Set<number>();

  /** @throws OcaqError('sampling-out-of-range') */
  constructor(options: SamplingOptions) {
    checkOptions(options);
    this.options = options;
    this.random = new Random(options.seed);
  }

  /** Tokens that the repetition penalty looks at: the prompt, then everything picked. */
  observe(tokens: Iterable<number>): void {
    for (const token of tokens) this.seen.add(token);
  }

  /**
   * @param logits [vocab]
   * @throws OcaqError('logits-not-finite') of a model that has diverged
   */
  pick(logits: Float32Array): number {
    const penalised = this.penalised(logits);
    const best = argmax(penalised);
    if (!Number.isFinite(penalised[best]))
      throw new OcaqError(
        'logits-not-finite',
        'The model gives no finite number for the next token: its weights are damaged or training diverged. Use an earlier checkpoint.',
      );
    const token = this.options.temperature === 0 ? best : this.draw(penalised, penalised[best] as number);
    this.seen.add(token);
    return token;
  }

  private penalised(logits: Float32Array): Float32Array {
    const { repetitionPenalty } = this.options;
    if (repetitionPenalty === 1) return logits;
    const penalised = logits.slice();
    for (const token of this.seen) {
      const logit = logits[token];
      if (logit !== undefined) penalised[token] = logit > 0 ? logit / repetitionPenalty : logit * repetitionPenalty;
    }
    return penalised;
  }

  private draw(logits: Float32Array, max: number): number {
    const { temperature, topK, topP, minP } = this.options;
    // Sorting a whole vocabulary would take longer than the device takes for a token.
    const least = topK > 0 ? kthLargest(logits, topK) : Number.NEGATIVE_INFINITY;
    let candidates: { token: number; weight: number }[] = [];
    for (let token = 0; token < logits.length; token++) {
      if ((logits[token] as number) < least) continue;
      const scaled = ((logits[token] as number) - max) / temperature;
      if (scaled >= NEGLIGIBLE) candidates.push({ token, weight: Math.exp(scaled) });
    }
    candidates.sort((a, b) => b.weight - a.weight || a.token - b.token);
    if (topK > 0) candidates = candidates.slice(0, topK);
    if (topP < 1) candidates = nucleus(candidates, topP);
    candidates = candidates.filter(({ weight }) => weight >= minP); // the best one's weight is 1
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

/** Above so many, sorting is quicker than keeping the largest in order. */
const FEW = 256;

/** −∞ where there are fewer than k. */
function kthLargest(values: Float32Array, k: number): number {
  if (k > values.length) return Number.NEGATIVE_INFINITY;
  if (k > FEW) return values.slice().sort()[values.length - k] as number;
  const largest = new Float32Array(k).fill(Number.NEGATIVE_INFINITY); // the smallest of them first
  for (const value of values) {
    if (!(value > (largest[0] as number))) continue;
    let at = 0;
    for (; at + 1 < k && (largest[at + 1] as number) < value; at++) largest[at] = largest[at + 1] as number;
    largest[at] = value;
  }
  return largest[0] as number;
}

function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
