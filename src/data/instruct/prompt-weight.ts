/**
 * The loss on prompts. It is customary to leave it out; small models, and sets of short answers, can gain from a little of
 * it (Huerta-Enochian and Ko 2024, arXiv:2401.13586; Shi et al. 2024, arXiv:2405.14394). The mean over a step is weighted.
 */
import type { Example } from '../examples.ts';
import type { EncodedExample } from './encode.ts';

/** Values that a person chooses from. */
export const PROMPT_WEIGHTS = [0, 0.2] as const;

/** The example with its prompt's tokens, but for the first, as targets of this weight; at 0 the example as it is. */
export function withPromptWeight({ tokens, labels, promptLength }: EncodedExample, weight: number): Example {
  if (weight === 0) return { tokens, labels };
  const weighed = { tokens, labels: labels.slice(), weights: new Float32Array(tokens.length).fill(1) };
  weighed.labels.set(tokens.subarray(1, promptLength));
  weighed.weights.fill(weight, 0, promptLength - 1);
  return weighed;
}
