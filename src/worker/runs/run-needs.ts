/** What a run will store: its checkpoints, and the tokens that it learns from where they are not there yet. */
import { stateBytes } from '../../engine/state-tensors.ts';
import { planWithin } from '../../model/planner.ts';
import { muonSettings } from '../../model/recipe.ts';
import { TILED } from '../../ops/operator.ts';
import { getTokenSet, isTokenSetWhole } from '../../storage/tokens.ts';
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
  const { averageWeights: mean, documentMask: packed } = settings;
  const { plan } = planWithin({ ...request, packed, mean, muon: muonSettings(settings) }, budgetBytes);
  const { corpus, tokenizer } = await snapshotOf(hub.database, project, new Set());
  const tokens = await tokensToMake(hub, project, corpus, tokenizer);
  const hasHeldOut = corpus.tokens === null || corpus.tokens.heldOut > 0;
  return needsOf(stateBytes(plan), checkpointsAtOnce(hasHeldOut, settings), tokens);
}

/** Of tokens that were let go of, what they took; else as many as the tokenizer makes of the text, each source by its weight. */
async function tokensToMake(
  hub: Hub,
  project: api.Id,
  corpus: api.ProjectSnapshot['corpus'],
  tokenizer: api.TokenizerReport | null,
): Promise<number> {
  if (tokenizer === null) return 0;
  const set = corpus.tokens === null ? undefined : await getTokenSet(hub.database, project, tokenizer.id);
  if (set && (await isTokenSetWhole(hub.database, set))) return 0;
  if (set) return bytesOfTokens(set.vocabSize, set.splits.train, set.splits.heldout);
  const bytes = corpus.sources.reduce((sum, { keptBytes, weight }) => sum + keptBytes * weight, 0);
  return bytesOfTokens(tokenizer.vocabSize, { tokens: bytes / tokenizer.bytesPerToken, documents: corpus.documents });
}
