/** A small Llama trained on a text with a tokenizer of its own, as whoever had this text would, and what it makes of another. */
import { evaluationBatches, memoryStream, windowBatches } from '../../data/batches.ts';
import { joinedTokens } from '../../data/joined-text.ts';
import { trainBpe } from '../../data/tokenizer/bpe-trainer.ts';
import { LLAMA3_SPLIT_PATTERN } from '../../data/tokenizer/split-rules.ts';
import { SPECIAL_TOKENS, Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { WordCounter } from '../../data/tokenizer/word-counter.ts';
import { utf8Length } from '../../data/utf8.ts';
import { type Evaluation, evaluate } from '../../evaluation/evaluate.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { parameterCount, parseModelConfig } from '../../model/families/table.ts';
import { recipeFor } from '../../model/recipe.ts';
import type { LoopSettings } from '../../training/loop-settings.ts';
import { openSession, prepareSession, runSession } from '../../training/session.ts';
import { type DeviceValues, storageOf } from '../device.ts';
import { type KernelValues, kernelsOf } from '../kernels.ts';
import type { Progress } from '../progress.ts';

export interface AblationSizes {
  readonly vocab: number;
  readonly width: number;
  readonly layers: number;
  readonly seq: number;
  readonly batch: number;
  readonly steps: number;
}

export interface TokenisedText {
  readonly tokenizer: Tokenizer;
  readonly config: ModelConfig;
  readonly tokens: Uint32Array;
  /** Of UTF-8. */
  readonly bytes: number;
}

export async function tokeniseText(documents: readonly string[], sizes: AblationSizes): Promise<TokenisedText> {
  const counter = new WordCounter({ splitPattern: LLAMA3_SPLIT_PATTERN });
  for (const document of documents) counter.add(document);
  const tokenizer = Tokenizer.fromModel(
    await trainBpe(counter.counts, {
      vocabSize: sizes.vocab,
      specialTokens: SPECIAL_TOKENS,
      splitPattern: LLAMA3_SPLIT_PATTERN,
    }),
  );
  return {
    tokenizer,
    config: configOf(tokenizer, sizes),
    tokens: await joinedTokens(documents, tokenizer),
    bytes: bytesOf(documents),
  };
}

/** What every run of an ablation has in common. */
export interface AblationRuns {
  readonly gpu: GPU;
  readonly options: DeviceValues & KernelValues;
  readonly sizes: AblationSizes;
  readonly heldOut: readonly string[];
  readonly progress: Progress;
}

/** Trains a new model and measures it on the held-out documents. */
export async function trainOn(
  { tokenizer, config, tokens }: TokenisedText,
  seed: number,
  what: string,
  { gpu, options, sizes, heldOut, progress }: AblationRuns,
): Promise<Evaluation> {
  const { seq, batch } = sizes;
  const adapter = await describeAdapter(gpu);
  const settings = settingsOf(config, sizes, seed);
  const prepared = await prepareSession({
    adapter,
    config,
    settings,
    generate: 0,
    storage: storageOf(options, adapter),
    kernels: (storage) => kernelsOf(options, gpu, storage),
    budgetBytes: Number.POSITIVE_INFINITY,
    start: { from: 'seed' },
  });
  const session = await openSession(gpu, prepared, windowBatches(memoryStream(tokens), { seq, seed }));
  const { model } = session;
  try {
    await runSession(session, {
      onStep: ({ step, loss, tokensPerSecond }) =>
        progress.show(
          `${what}: step ${step} of ${sizes.steps}, loss ${loss.toFixed(3)}, ${tokensPerSecond.toFixed(0)} tokens/s`,
        ),
      evaluate: () => Promise.resolve(),
      sample: () => Promise.resolve(),
      save: () => Promise.resolve(),
      request: () => 'continue',
    });
    const stream = memoryStream(await joinedTokens(heldOut, tokenizer));
    const batches = evaluationBatches(stream, { seq, batch, padId: 0, given: tokenizer.beginIds });
    return await evaluate(model, batches, { bytes: bytesOf(heldOut) });
  } finally {
    model.destroy();
  }
}

function configOf({ vocabSize }: Tokenizer, { width, layers, seq }: AblationSizes): ModelConfig {
  return parseModelConfig({
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    vocab_size: vocabSize,
    hidden_size: width,
    num_hidden_layers: layers,
    num_attention_heads: 4,
    num_key_value_heads: 4,
    intermediate_size: (11 * width) / 4,
    max_position_embeddings: seq,
    rms_norm_eps: 1e-5,
    tie_word_embeddings: true,
  });
}

/** The recipe knows nothing of the text, so that it is the same for all. */
function settingsOf(config: ModelConfig, { batch, seq, steps }: AblationSizes, seed: number): LoopSettings {
  const { hiddenSize, tied } = config;
  const recipe = recipeFor({ hiddenSize, tied, parameters: parameterCount(config), tokensPerStep: batch * seq, steps });
  return { ...recipe, steps, batch, seq, accumulate: 1, seed, evalEvery: 0, sampleEvery: 0, saveEvery: 0 };
}

const bytesOf = (documents: readonly string[]): number =>
  documents.reduce((sum, document) => sum + utf8Length(document), 0);
