/** A model that is to be trained on texts: what its files say, and the recipe that suits it. */
import { openTokenizer } from '../data/tokenizer/open-tokenizer.ts';
import { rolesOf } from '../data/tokenizer/token-roles.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { parameterCount, parseModelConfig } from '../model/families/table.ts';
import type { Recipe } from '../model/recipe.ts';
import { startedConfig } from './checkpoint-folder.ts';
import { TEXTS_HELP } from './corpus.ts';
import { readJson } from './files.ts';
import { checkFit } from './model-folder.ts';
import type { OptionTable, OptionValues } from './options.ts';
import { proposedRecipe, type RecipeOptions } from './recipe-options.ts';
import { trainedConfig } from './special-tokens.ts';
import { openTokenizerFile } from './tokenizer-file.ts';

export const NEW_MODEL_OPTIONS = {
  corpus: { kind: 'list', value: 'FILE', required: true, help: TEXTS_HELP },
  tokenizer: { kind: 'text', value: 'FILE', required: true, help: 'The tokenizer.json.' },
  config: { kind: 'text', value: 'FILE', required: true, help: "The model's config.json." },
} as const satisfies OptionTable;

type NewModelOptions = OptionValues<typeof NEW_MODEL_OPTIONS> & { readonly seq: number };

/** @param resumed the folder of the run that is resumed; null of a new one */
export async function openNewModel(
  { config: file, tokenizer: tokenizerFile, seq }: NewModelOptions,
  resumed: string | null,
) {
  const json = await readJson(file);
  const { json: tokenizerJson, tokenizer: named } = await openTokenizerFile(tokenizerFile);
  checkFit(parseModelConfig(json, file), named, seq);
  const config = trainedConfig(json, named, file, resumed === null ? null : await startedConfig(resumed));
  return { config, tokenizerJson, tokenizer: await openTokenizer(tokenizerJson, rolesOf(config)) };
}

interface RunSizes {
  readonly steps: number;
  readonly batch: number;
  readonly seq: number;
  readonly accumulate: number;
}

/** @param init whether it starts from a model's weights */
export function newRecipe(
  options: RecipeOptions & RunSizes,
  config: ModelConfig,
  corpusTokens: number,
  init: boolean,
): Recipe {
  const { steps, batch, seq, accumulate } = options;
  const { hiddenSize, tied } = config;
  const tokensPerStep = batch * seq * accumulate;
  const basis = { hiddenSize, tied, parameters: parameterCount(config), tokensPerStep, steps, corpusTokens };
  return proposedRecipe(options, init, basis);
}
