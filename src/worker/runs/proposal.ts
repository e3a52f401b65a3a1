/** Training settings that are proposed for a model, before anybody has changed them. */
import { PRESETS } from '../../model/presets.ts';
import { type Recipe, recipeFor } from '../../model/recipe.ts';
import { listSources } from '../../storage/documents.ts';
import { getProject } from '../../storage/projects.ts';
import { getTokenizer } from '../../storage/tokenizers.ts';
import { getTokenSet } from '../../storage/tokens.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { projectDetails, type TokenizerDetails } from '../stored.ts';

/** As its authors published it for a preset that is theirs, else as suits the model's width, its batch and the corpus. */
export async function proposeTraining(
  hub: Hub,
  project: api.Id,
  choice: api.ModelChoice,
  steps: number,
): Promise<api.TrainingSettings> {
  const published = PRESETS.find(({ id }) => id === choice.preset)?.published;
  return settingsFor(published ?? suitedRecipe(choice, steps, await corpusTokens(hub, project)), steps);
}

/** @param corpusTokens 0: unknown */
export function suitedRecipe(
  { config, batch, seq, accumulate }: api.ModelChoice,
  steps: number,
  corpusTokens: number,
): Recipe {
  const tokensPerStep = batch * seq * accumulate;
  const passes = corpusTokens > 0 ? (steps * tokensPerStep) / corpusTokens : 1;
  return recipeFor({ hiddenSize: config.hiddenSize, tied: config.tied, tokensPerStep, steps, passes });
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

/** Counted where they have been, else judged by the length of the text and of a token; 0 without a corpus or a tokenizer. */
async function corpusTokens({ database }: Hub, project: api.Id): Promise<number> {
  const { tokenizer: id } = projectDetails(await getProject(database, project));
  if (id === null) return 0;
  const counted = await getTokenSet(database, project, id);
  if (counted) return counted.splits.train.tokens;
  const tokenizer = await getTokenizer(database, id);
  if (!tokenizer) return 0;
  const { bytesPerToken } = tokenizer.details as TokenizerDetails;
  const bytes = (await listSources(database, project)).reduce((sum, { textBytes }) => sum + textBytes, 0);
  return bytes / bytesPerToken;
}
