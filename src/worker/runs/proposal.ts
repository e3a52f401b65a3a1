/** Training settings that are proposed for a model, before anybody has changed them. */
import { withOptimizer } from '../../defaults.ts';
import { parameterCount } from '../../model/families/table.ts';
import { PRESETS } from '../../model/presets.ts';
import { type Recipe, recipeFor } from '../../model/recipe.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { textOf } from '../text/corpus-text.ts';

export async function proposeTraining(
  hub: Hub,
  project: api.Id,
  choice: api.ModelChoice,
  steps: number,
): Promise<api.TrainingSettings> {
  return settingsFor(recipeOf(choice, steps, await corpusTokens(hub, project)), steps);
}

/**
 * As its authors published it for a preset that is theirs, else as suits the model's width, its batch and the corpus.
 * @param corpusTokens 0: unknown
 */
export function recipeOf(choice: api.ModelChoice, steps: number, corpusTokens: number): Recipe {
  const preset = PRESETS.find(({ id }) => id === choice.preset);
  return preset?.published ?? withOptimizer(suitedRecipe(choice, steps, corpusTokens), preset?.optimizer ?? 'adamw');
}

function suitedRecipe(
  { config, batch, seq, accumulate }: api.ModelChoice,
  steps: number,
  corpusTokens: number,
): Recipe {
  const tokensPerStep = batch * seq * accumulate;
  const { hiddenSize, tied } = config;
  const basis = { hiddenSize, tied, parameters: parameterCount(config), tokensPerStep, steps };
  return recipeFor(corpusTokens > 0 ? { ...basis, corpusTokens } : basis);
}

/** Saved where it is evaluated: a best checkpoint then takes no save of its own. */
export const settingsFor = (recipe: Recipe, steps: number): api.TrainingSettings => ({
  ...recipe,
  steps,
  seed: 1,
  evalEvery: Math.max(10, Math.round(steps / 10)),
  sampleEvery: Math.max(10, Math.round(steps / 10)),
  saveEvery: Math.max(10, Math.round(steps / 10)),
  samplePrompt: 'Azərbaycan',
});

/** 0 without a corpus or a tokenizer. */
async function corpusTokens(hub: Hub, project: api.Id): Promise<number> {
  const text = await textOf(hub, project);
  return text && 'tokens' in text ? text.tokens : 0;
}
