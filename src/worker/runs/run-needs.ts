/** What a run will store: its checkpoints, and the tokens that it learns from where they are not there yet. */
import { stateBytes } from '../../engine/state-tensors.ts';
import { planWithin } from '../../model/planner.ts';
import { TILED } from '../../ops/operator.ts';
import { bytesOfTokens } from '../../storage/usage.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { adapterBasis, trainingRequest } from '../models/model.ts';
import { snapshotOf } from '../stored.ts';
import { checkpointsAtOnce, needsOf } from './checkpoint-needs.ts';

/** Of a new run on the corpus of a project. @throws what `checkChoice` throws */
export async function runNeeds(
  hub: Hub,
  project: api.Id,
  choice: api.ModelChoice,
  settings: api.TrainingSettings,
  budgetBytes: number,
): Promise<api.RunNeeds> {
  const request = trainingRequest(choice, { kernels: TILED, ...(await adapterBasis(choice.precision)) });
  const { plan } = planWithin({ ...request, mean: settings.averageWeights }, budgetBytes);
  const { corpus, tokenizer } = await snapshotOf(hub.database, project, new Set());
  const hasHeldOut = corpus.tokens === null || corpus.tokens.heldOut > 0;
  return needsOf(stateBytes(plan), checkpointsAtOnce(hasHeldOut, settings), tokensToMake(corpus, tokenizer));
}

/** As many tokens as the tokenizer makes of so many bytes of text, each source as often as its weight says. */
function tokensToMake(corpus: api.ProjectSnapshot['corpus'], tokenizer: api.TokenizerReport | null): number {
  if (corpus.tokens !== null || tokenizer === null) return 0;
  const bytes = corpus.sources.reduce((sum, { keptBytes, weight }) => sum + keptBytes * weight, 0);
  return bytesOfTokens(tokenizer.vocabSize, { tokens: bytes / tokenizer.bytesPerToken, documents: corpus.documents });
}
