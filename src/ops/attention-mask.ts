/**
 * Which keys a query sees within its sequence, and what is added to its scores: the same words for every attention kernel
 * (shaders/lib/attention_mask.wgsl). What a query sees is always one run of keys, so that kernels skip all tiles outside.
 */
import { expectThat } from './operator.ts';

export interface AttentionMask {
  /** No key after the query. */
  readonly causal: boolean;
  /** Only keys less than this many rows away (Mistral's `sliding_window`: the query and the window − 1 before it); 0: all. */
  readonly window: number;
  /** Adds −slope · distance to each score (Press et al. 2022, arXiv:2108.12409), with the paper's slope of each head. */
  readonly alibi: boolean;
  /**
   * A sequence holds documents one after the other, and no query sees another one's keys. Positions tell them apart: they
   * begin at 0 with each document. Training only: a cache holds one document.
   */
  readonly documents: boolean;
}

export const CAUSAL: AttentionMask = { causal: true, window: 0, alibi: false, documents: false };

/** @throws when the window is no count */
export function checkMask(operator: string, { window }: AttentionMask): void {
  expectThat(Number.isInteger(window) && window >= 0, operator, 'window', 'a whole number from 0 on', window);
}

/** Overrides of shaders/lib/attention_mask.wgsl. A window as long as the keys hides nothing: the same kernel as without. */
export const maskOverrides = ({ causal, window, alibi }: AttentionMask, keys: number): Record<string, number> => ({
  CAUSAL: causal ? 1 : 0,
  WINDOW: window < keys ? window : 0,
  ALIBI: alibi ? 1 : 0,
});

/** (query, key) pairs that see each other in a sequence of one document. */
export function visiblePairs({ causal, window }: AttentionMask, seq: number): number {
  const reach = window > 0 ? Math.min(window, seq) : seq;
  // Of `reach` keys up to the query itself the first rows miss 0 + 1 + … + (reach − 1).
  const upToQuery = seq * reach - (reach * (reach - 1)) / 2;
  return causal ? upToQuery : 2 * upToQuery - seq;
}
