/** A short real run: a tokenizer and a small model trained on texts, through the same session as every run. */
import { memoryStream, windowBatches } from '../../data/batches.ts';
import { joinedTokens } from '../../data/joined-text.ts';
import { trainBpe } from '../../data/tokenizer/bpe-trainer.ts';
import { LLAMA3_SPLIT_PATTERN } from '../../data/tokenizer/split-rules.ts';
import { SPECIAL_TOKENS, Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { WordCounter } from '../../data/tokenizer/word-counter.ts';
import { parameterCount } from '../../model/families/table.ts';
import { llamaConfig } from '../../model/presets.ts';
import { recipeFor } from '../../model/recipe.ts';
import type { LoopSettings } from '../loop-settings.ts';
import { openSession, prepareSession, runSession } from '../session.ts';
import type { Findings, ReportContext } from './report.ts';

interface Sizes {
  readonly width: number;
  readonly layers: number;
  readonly vocab: number;
  readonly seq: number;
  readonly batch: number;
  readonly steps: number;
}

const ON_CARDS: Sizes = { width: 256, layers: 4, vocab: 2048, seq: 128, batch: 16, steps: 200 };
const ON_SOFTWARE: Sizes = { width: 64, layers: 1, vocab: 512, seq: 32, batch: 4, steps: 12 };
/** Steps whose losses make up the last one. */
const LAST = 5;

/** Ends before its last step where its time is over. */
export async function runOnTexts(context: ReportContext, signal: AbortSignal): Promise<Findings> {
  const { dawn, adapter, budgetBytes } = context;
  const sizes = adapter.software ? ON_SOFTWARE : ON_CARDS;
  const { seq } = sizes;
  const { tokenizer, tokens } = await tokenised(await context.texts(), sizes.vocab, signal);
  const { config, settings } = modelFor(tokenizer, sizes);
  const prepared = await prepareSession({
    ...{ adapter, config, settings, budgetBytes },
    generate: 0,
    storage: 'f32',
    kernels: (storage) => context.kernels(storage, signal),
    start: { from: 'seed' },
  });
  const source = windowBatches(memoryStream(tokens), { seq, seed: settings.seed });
  const session = await openSession(dawn, prepared, source, { signal });
  const losses: number[] = [];
  const began = performance.now();
  const nothing = () => Promise.resolve();
  try {
    await runSession(session, {
      onStep: ({ loss }) => losses.push(loss),
      request: () => (signal.aborted ? 'stop' : 'continue'),
      isInterrupted: () => signal.aborted,
      ...{ evaluate: nothing, sample: nothing, save: nothing },
    });
  } finally {
    session.model.destroy();
  }
  const seconds = (performance.now() - began) / 1000;
  if (losses.length === 0) signal.throwIfAborted();
  const last = losses.slice(-LAST);
  const first = losses[0] ?? Number.NaN;
  return {
    figures: [
      { name: 'steps done', value: losses.length },
      { name: 'first loss', value: first },
      { name: 'last loss', value: last.reduce((sum, loss) => sum + loss, 0) / last.length, atMost: first },
      { name: 'speed', value: (losses.length * sizes.batch * seq) / seconds },
    ],
  };
}

async function tokenised(texts: readonly string[], vocabSize: number, signal: AbortSignal) {
  const counter = new WordCounter({ splitPattern: LLAMA3_SPLIT_PATTERN });
  for (const text of texts) counter.add(text);
  const options = { vocabSize, specialTokens: SPECIAL_TOKENS, splitPattern: LLAMA3_SPLIT_PATTERN, signal };
  const tokenizer = Tokenizer.fromModel(await trainBpe(counter.counts, { ...options, allowSmaller: true }));
  return { tokenizer, tokens: await joinedTokens(texts, tokenizer) };
}

function modelFor({ vocabSize }: Tokenizer, { width, layers, seq, batch, steps }: Sizes) {
  const config = llamaConfig({ width, layers, heads: 4, ffn: (11 * width) / 4, context: seq, vocab: vocabSize });
  const { hiddenSize, tied } = config;
  const tokensPerStep = batch * seq;
  const settings: LoopSettings = {
    ...recipeFor({ hiddenSize, tied, parameters: parameterCount(config), tokensPerStep, steps }),
    ...{ steps, batch, seq, accumulate: 1, seed: 1 },
    ...{ evalEvery: 0, sampleEvery: 0, saveEvery: 0 },
  };
  return { config, settings };
}
