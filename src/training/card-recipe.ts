/** What a run learns by and how far it is, as the card of its model says it. */
import type { CardAdapter, CardRecipe } from '../formats/card-recipe.ts';
import type { CardTraining } from '../formats/model-card.ts';
import type { StorageType } from '../gpu/launch.ts';
import type { Method } from '../model/method.ts';
import type { LoopSettings } from './loop-settings.ts';

type LearnedBy = Omit<LoopSettings, 'evalEvery' | 'sampleEvery' | 'saveEvery'>;

/** @param storage of activations */
export function cardRecipe(settings: LearnedBy, storage: StorageType, method: Method): CardRecipe {
  const { optimizer, learningRate, minLearningRate, schedule, holdShare, warmupSteps, steps, weightDecay } = settings;
  const { beta1, beta2, clip, batch, accumulate, seq, averageWeights, seed, groups } = settings;
  return {
    ...{ optimizer, learningRate, minLearningRate, schedule, holdShare, warmupSteps, weightDecay },
    ...{ beta1, beta2, clip, batch, accumulate, seq, seed },
    tableRate: groups.tables.rate * learningRate,
    plannedSteps: steps,
    bits: storage === 'f32' ? 32 : 16,
    isMean: averageWeights,
    ...(method.kind === 'lora' && { adapter: cardAdapter(method) }),
  };
}

const cardAdapter = ({
  lora: { rank, alpha },
  base: { matrices },
}: Extract<Method, { kind: 'lora' }>): CardAdapter => ({
  rank,
  alpha,
  ...(matrices && { quantised: matrices }),
});

/** What of it is done. @param rowTokens of a row, without padding, in the mean */
export function cardTraining(
  { batch, accumulate, packing, documentMask }: Pick<LearnedBy, 'batch' | 'accumulate' | 'packing' | 'documentMask'>,
  rowTokens: number,
  steps: number,
): CardTraining {
  const tokens = Math.round(steps * batch * accumulate * rowTokens);
  return { steps, tokens, isPacked: packing === 'best-fit', documentMask };
}
