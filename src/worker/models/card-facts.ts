/** What the card of an exported checkpoint says that is known without measuring: what it is, what it learned from, and how. */
import { OcaqError } from '../../errors.ts';
import type { CardRecipe } from '../../formats/card-recipe.ts';
import type { CardBase, CardTraining, ModelCard } from '../../formats/model-card.ts';
import { familyOf } from '../../model/families/table.ts';
import { getRun } from '../../storage/runs.ts';
import { cardRecipe, cardTraining } from '../../training/card-recipe.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { type RunConfig, runConfig, toRun } from '../stored.ts';
import { jinjaOf } from './chat-template.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { engineMethod } from './method.ts';

/** @param baseName what the page calls the model that it was tuned from; empty: that has no name of its own */
export async function cardFacts(
  hub: Hub,
  checkpoint: Checkpoint,
  run: RunConfig,
  baseName: string,
): Promise<Omit<ModelCard, 'name'>> {
  const { config, parameters } = checkpoint.details;
  const base = run.baseCheckpoint === null ? null : await baseOf(hub, run.baseCheckpoint, baseName);
  return {
    config,
    family: familyOf(config).title,
    parameters,
    // Rows of examples are padded, so their tokens are not known from the steps.
    ...(run.data.kind === 'corpus' && run.imported === undefined
      ? { training: trainingOf(toRun(await getRun(hub.database, checkpoint.runId)), checkpoint.step) }
      : {}),
    ...(run.imported === undefined ? { recipe: recipeOf(run) } : {}),
    changes: checkpoint.changes,
    sources: run.learnedFrom ?? [],
    chat: jinjaOf(checkpoint.details) !== '',
    ...(base === null ? {} : { base }),
  };
}

function recipeOf({ settings, choice, method }: RunConfig): CardRecipe {
  const { batch, seq, accumulate, precision } = choice;
  return cardRecipe({ ...settings, batch, seq, accumulate }, precision, engineMethod(method, precision));
}

function trainingOf({ choice, settings, rowsPerEpoch, tokensPerEpoch }: api.RunRecord, steps: number): CardTraining {
  const { batch, seq, accumulate } = choice;
  const rowTokens = rowsPerEpoch === null || tokensPerEpoch === null ? seq : tokensPerEpoch / rowsPerEpoch;
  return cardTraining({ ...settings, batch, accumulate }, rowTokens, steps);
}

/** null where it has been deleted since. */
async function baseOf(hub: Hub, id: api.Id, baseName: string): Promise<CardBase | null> {
  try {
    const { runId, step } = await openCheckpoint(hub, id);
    const run = await getRun(hub.database, runId);
    return { name: run.name || baseName || (runConfig(run).choice.preset ?? ''), ...(step > 0 && { step }) };
  } catch (error) {
    if (error instanceof OcaqError && ['checkpoint-missing', 'run-missing'].includes(error.code)) return null;
    throw error;
  }
}
