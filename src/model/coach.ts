/**
 * Which model to train, and for how long, given a text, a device and a time. The coach climbs the ladder of shapes and stops
 * before the first that one of three things is too small for; then it trains for as long as time and text are worth it.
 *
 *   time     A model should see at least 10 tokens for each of its weights: Hoffmann et al. 2022 (arXiv:2203.15556) found
 *            about 20 to be best for a given amount of arithmetic, nanochat about 10.5 for each weight of a matrix or head.
 *            With fewer, a smaller model would have got further in the same time.
 *   text     At most 3 weights for each token of the text, as in runs that make the most of little text with strong decay
 *            (qlabs-eng/slowrun: 300 M weights, 100 M tokens), and at most 16 passes: up to 4 are nearly as good as fresh
 *            text, and after about 16 little is gained (Muennighoff et al. 2023, arXiv:2305.16264). A larger model learns
 *            the text by heart; `recipeFor` decays hard the more passes there are.
 *   memory   A plan within the budget that does not recompute whole layers; rows of a batch are halved for it, and batches of
 *            a step doubled.
 *
 * Each condition is asked of a shape with the vocabulary that it has on the ladder, or that of the project's tokenizer. So
 * more text, time, memory or speed never leads to a smaller model.
 */
import { type StorageType, TILED } from '../ops/operator.ts';
import { LADDER, type Rung } from './coach-ladder.ts';
import { parameterCount } from './families/table.ts';
import { beyondBudget, type MemoryChoice, type PlanningRequest, planWithin } from './planner.ts';
import { costOf, type Shape, type SpeedSample, secondsPerToken, tokensPerStep } from './speed.ts';

/** A run passes over its text at most so many times. */
export const MOST_PASSES = 16;
/** A model that sees fewer tokens for each weight is too large for the time. */
export const TOKENS_PER_WEIGHT = 10;
/** A model with more weights for each token of the text is too large for it. */
export const WEIGHTS_PER_TOKEN = 3;
/** Seconds until a run takes its first step: kernels are compiled. */
const START_SECONDS = 20;
/** Evaluation, samples and checkpoints take up to a tenth of the time of the steps. */
const BESIDES_STEPS = 1.1;

/** Text to learn from. Of a text without a tokenizer yet, tokens are estimated and a vocabulary is proposed. */
export type CoachedText =
  | { readonly bytes: number }
  /** `tokens`: those to learn from, without what is held out. */
  | { readonly tokens: number; readonly vocabSize: number };

export interface CoachedDevice {
  /** At least one. */
  readonly speeds: readonly SpeedSample[];
  readonly budgetBytes: number;
  readonly bindingBytes: number;
  /** How 16 bits are stored on it. */
  readonly halfStorage: StorageType;
}

/** What keeps the model from being larger: `ladder`, that there is none. */
export type SizeLimit = 'text' | 'time' | 'memory' | 'ladder';

export interface Proposal extends Rung {
  readonly steps: number;
  readonly parameters: number;
  /** Of the plan. */
  readonly totalBytes: number;
  readonly memory: MemoryChoice;
  /** Of the text, once. */
  readonly textTokens: number;
  readonly trainedTokens: number;
  readonly passes: number;
  readonly tokensPerSecond: number;
  /** From the start to the end of the run; at most the time that was given, unless a single step takes longer. */
  readonly seconds: number;
  readonly sizeLimit: SizeLimit;
  /** Whether the run ends because the text has been passed often enough, or the time is over. */
  readonly stepsLimit: 'text' | 'time';
}

/**
 * @param seconds for the whole run
 * @throws OcaqError `beyond-budget` where not even the smallest model fits
 */
export function coach(text: CoachedText, device: CoachedDevice, seconds: number): Proposal {
  const stepSeconds = Math.max(0, seconds - START_SECONDS) / BESIDES_STEPS;
  const [smallest, ...larger] = LADDER.map((rung) => withVocabulary(rung, ownVocabulary(rung, text)));
  if (!smallest) throw new Error('the ladder has no shapes');
  let chosen = smallest;
  let sizeLimit: SizeLimit = 'ladder';
  for (const rung of larger) {
    const stop = limitOf(rung, text, device, stepSeconds);
    if (stop) {
      sizeLimit = stop;
      break;
    }
    chosen = rung;
  }
  const rung = withVocabulary(chosen, proposedVocabulary(chosen, text));
  const { shape, totalBytes, memory } = planned(rung, device) ?? smallestPlan(rung, device);
  const textTokens = tokensOf(text, shape.config.vocabSize);
  const stepTokens = tokensPerStep(shape);
  const tokenSeconds = secondsPerToken(costOf(shape), device.speeds);
  const byTime = Math.floor(stepSeconds / (tokenSeconds * stepTokens));
  const byText = Math.floor((MOST_PASSES * textTokens) / stepTokens);
  const steps = Math.max(1, Math.min(byTime, byText));
  const trainedTokens = steps * stepTokens;
  return {
    ...shape,
    steps,
    parameters: parameterCount(shape.config),
    totalBytes,
    memory,
    textTokens,
    trainedTokens,
    passes: trainedTokens / textTokens,
    tokensPerSecond: 1 / tokenSeconds,
    seconds: runSeconds(trainedTokens, tokenSeconds),
    sizeLimit,
    stepsLimit: byText <= byTime ? 'text' : 'time',
  };
}

/** From the start of a run to its end. */
export const runSeconds = (tokens: number, tokenSeconds: number): number =>
  START_SECONDS + tokens * tokenSeconds * BESIDES_STEPS;

/** What this shape is too large for; null where nothing is. */
function limitOf(rung: Rung, text: CoachedText, device: CoachedDevice, stepSeconds: number): SizeLimit | null {
  const weights = parameterCount(rung.config);
  if (weights > WEIGHTS_PER_TOKEN * tokensOf(text, rung.config.vocabSize)) return 'text';
  const plan = planned(rung, device);
  if (!plan) return 'memory';
  const leastSeconds = TOKENS_PER_WEIGHT * weights * secondsPerToken(costOf(plan.shape), device.speeds);
  return leastSeconds > stepSeconds ? 'time' : null;
}

interface PlannedRung {
  /** With the batch that fits. */
  readonly shape: Rung;
  readonly totalBytes: number;
  readonly memory: MemoryChoice;
}

/** With as many rows as fit; null where not even one does without recomputing whole layers. */
function planned(rung: Rung, device: CoachedDevice): PlannedRung | null {
  const { plan, choice, fits } = planWithin(planRequest(rung, device), device.budgetBytes);
  if (fits && choice.recompute !== 'full') return { shape: rung, totalBytes: plan.totalBytes, memory: choice };
  if (rung.batch === 1) return null;
  return planned({ ...rung, preset: null, batch: rung.batch / 2, accumulate: rung.accumulate * 2 }, device);
}

/** For the smallest shape where it does not fit otherwise. @throws OcaqError `beyond-budget` */
function smallestPlan(rung: Rung, device: CoachedDevice): PlannedRung {
  const shape = { ...rung, preset: null, batch: 1, accumulate: rung.accumulate * rung.batch };
  const request = planRequest(shape, device);
  const fitted = planWithin(request, device.budgetBytes);
  if (!fitted.fits) throw beyondBudget(request, fitted, device.budgetBytes);
  const { plan, choice } = fitted;
  return { shape, totalBytes: plan.totalBytes, memory: choice };
}

export function planRequest(shape: Shape, device: CoachedDevice): PlanningRequest {
  const { config, batch, seq, accumulate, precision } = shape;
  return {
    config,
    batch: { rows: batch, seq },
    accumulates: accumulate > 1,
    training: true,
    generate: seq,
    kernels: TILED,
    storage: precision === 'f16' ? device.halfStorage : 'f32',
    bindingBytes: device.bindingBytes,
  };
}

// ------------------------------------------------------------------------------------------------------ vocabulary

/** Vocabularies that are proposed. */
const VOCABULARIES = [1024, 2048, 4096, 8192, 16_000, 32_000] as const;
/** A vocabulary is filled by a text of so many bytes for each of its tokens. */
const BYTES_PER_ENTRY = 256;

const withVocabulary = (rung: Rung, vocabSize: number): Rung => ({ ...rung, config: { ...rung.config, vocabSize } });

/** That of the tokenizer, or of the ladder. */
const ownVocabulary = ({ config }: Rung, text: CoachedText): number =>
  'vocabSize' in text ? text.vocabSize : config.vocabSize;

/** That of the tokenizer, or the largest that both text and model have room for. */
function proposedVocabulary({ config }: Rung, text: CoachedText): number {
  if ('vocabSize' in text) return text.vocabSize;
  const filled = VOCABULARIES.filter((size) => size <= config.vocabSize && size * BYTES_PER_ENTRY <= text.bytes);
  return filled.at(-1) ?? VOCABULARIES[0];
}

export const tokensOf = (text: CoachedText, vocabSize: number): number =>
  'tokens' in text ? text.tokens : text.bytes / estimatedBytesPerToken(vocabSize);

/** Of a text without a tokenizer: as many as one of a middling size would make of it. */
export const estimatedTokens = (bytes: number): number => tokensOf({ bytes }, 16_000);

/**
 * Bytes of a token of a byte-level tokenizer of this size. Measured on Azerbaijani text that it was not trained on: 3.1 with
 * 1024 tokens, 3.8 with 2048, 4.5 with 4096, 5.1 with 8192, 5.7 with 16 000, 6.0 with 32 000.
 */
const estimatedBytesPerToken = (vocabSize: number): number => 3.1 + 0.62 * Math.log2(vocabSize / 1024);
