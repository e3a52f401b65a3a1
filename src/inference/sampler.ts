/**
 * Picks the next token from logits by rules in the order in which transformers applies them (GenerationMixin.
 * _get_logits_processor): repetition penalty (Keskar et al. 2019), sequences that may not be repeated, temperature, top-k,
 * top-p (Holtzman et al. 2020), min-p (Nguyen et al. 2024). Temperature 0 takes the largest logit that the first two leave.
 * Ties go to the smaller id.
 */
import { Random } from '../data/random.ts';
import { OcaqError } from '../errors.ts';
import { largestLogit } from './logits.ts';
import { NoRepeatNgram } from './no-repeat-ngram.ts';

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
  /** Sequences of so many tokens come once only; 0 = off. */
  readonly noRepeatNgram: number;
  readonly seed: number;
}

export const GREEDY: SamplingOptions = {
  temperature: 0,
  topK: 0,
  topP: 1,
  minP: 0,
  repetitionPenalty: 1,
  noRepeatNgram: 0,
  seed: 0,
};

/** A probability under e^-30 of the best one's could not be drawn, and need not be sorted. */
const NEGLIGIBLE = -30;

function checkOptions({ temperature, topK, topP, minP, repetitionPenalty, noRepeatNgram }: SamplingOptions): void {
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
  if (!(Number.isSafeInteger(noRepeatNgram) && noRepeatNgram >= 0))
    refuse('no-repeat n-gram', 'a whole number, 0 or more', noRepeatNgram);
}

export class Sampler {
  private readonly options: SamplingOptions;
  private readonly random: Random;
  private readonly seen = new Set<number>();
  private readonly ngrams: NoRepeatNgram | null;

  /** @throws OcaqError('sampling-out-of-range') */
  constructor(options: SamplingOptions) {
    checkOptions(options);
    this.options = options;
    this.random = new Random(options.seed);
    this.ngrams = options.noRepeatNgram > 0 ? new NoRepeatNgram(options.noRepeatNgram) : null;
  }

  /** Tokens that may not be repeated, or not as easily: the prompt, then everything picked. */
  observe(tokens: Iterable<number>): void {
    for (const token of tokens) {
      this.seen.add(token);
      this.ngrams?.push(token);
    }
  }

  /**
   * @param logits [vocab]
   * @throws OcaqError `logits-not-finite` of a model that has diverged; `sampling-nothing-left` where every token would
   *   repeat a sequence
   */
  pick(logits: Float32Array): number {
    largestLogit(logits);
    const allowed = this.withoutRepeats(this.penalised(logits));
    const best = argmax(allowed);
    const largest = allowed[best] as number;
    if (largest === Number.NEGATIVE_INFINITY) throw nothingLeft(this.options.noRepeatNgram);
    const token = this.options.temperature === 0 ? best : this.draw(allowed, largest);
    this.observe([token]);
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

  private withoutRepeats(logits: Float32Array): Float32Array {
    const banned = this.ngrams?.banned();
    if (!banned || banned.size === 0) return logits;
    const allowed = logits.slice();
    for (const token of banned) allowed[token] = Number.NEGATIVE_INFINITY;
    return allowed;
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

const nothingLeft = (size: number): OcaqError =>
  new OcaqError(
    'sampling-nothing-left',
    `Every token would repeat a sequence of ${size} tokens, so none is left to choose. Allow shorter sequences to be repeated: set a larger number, or 0.`,
    { size },
  );

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
