/** Arithmetic of a training step. */
import type { ModelConfig } from '../formats/hf-config.ts';
import type { Launch } from '../ops/operator.ts';
import type { StepPlan } from '../plan/step-plan.ts';
import { elementCount, parameterTable } from './families/table.ts';

/**
 * FLOPs per token of forward and backward by the usual convention: 6·N + 12·layers·heads·headSize·seq, where N counts
 * every parameter that takes part in a matrix product (a tied table once, an untied input table not at all) and
 * attention is counted without the causal saving (Chowdhery et al. 2022, appendix B).
 */
export function trainingFlopsPerToken(config: ModelConfig, seq: number): number {
  const products = parameterTable(config).filter(
    (p) => p.isCompact || (p.isTable && (p.id !== 'embed' || config.tied)),
  );
  return 6 * elementCount(products) + 12 * config.layers * config.heads * config.headSize * seq;
}

/**
 * FLOPs of forward work done a second time in the backward pass, over the count of the convention above for the same
 * tokens: what the plan repeats rather than keeps, and apart from it the attention kernels among that.
 */
export function repeatedShares(
  launches: readonly Launch[],
  conventionalFlops: number,
): { readonly outsideAttention: number; readonly attention: number } {
  const shareOf = (isCounted: (launch: Launch) => boolean) =>
    launches.filter(isCounted).reduce((sum, { repeatedFlops }) => sum + repeatedFlops, 0) / conventionalFlops;
  const isAttention = ({ shader }: Launch) => shader === 'attention_forward';
  return { outsideAttention: shareOf((l) => !isAttention(l)), attention: shareOf(isAttention) };
}

const flopsOf = (launches: readonly Launch[] = []): number => launches.reduce((sum, { flops }) => sum + flops, 0);

/** FLOPs of the update at the end of a step over those of its micro-batches, by the launches of a plan. */
export const updateShare = ({ programs }: Pick<StepPlan, 'programs'>, accumulate: number): number =>
  flopsOf(programs.update) / (accumulate * flopsOf(programs.train));

/** Tokens of a step from which on Muon costs little in any model … */
const MUON_TOKENS = 65_536;
/** … and the share of a step that its update may take in smaller ones. */
const MUON_SHARE = 0.1;

/** Whether Muon learns more than it costs. @param share of its update, see `updateShare` */
export const suitsMuon = (tokensPerStep: number, share: number): boolean =>
  tokensPerStep >= MUON_TOKENS || share < MUON_SHARE;
