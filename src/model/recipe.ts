/**
 * A training recipe: everything that decides how a run learns, besides its sizes and its data. It is data of the run, kept
 * whole in its state. `recipeFor` proposes one for a new model; what it rests on was measured at widths from 64 to 768
 * (docs/log.md).
 */
import type { MuonSettings } from '../ops/muon.ts';
import { type GroupScales, UNIFORM_GROUPS } from '../ops/optimizer.ts';
import type { Optimizer } from '../plan/parameters.ts';

export interface Recipe {
  /** Of the matrices within layers; everything else is AdamW's. */
  readonly optimizer: Optimizer;
  /** For `muon`: the share of a matrix' momentum that a step leaves, from 0 to below 1 … */
  readonly momentum: number;
  /** … and how often Newton–Schulz goes over it. */
  readonly iterations: number;
  /** Of matrices, at the peak; other groups have multiples of it. */
  readonly learningRate: number;
  readonly minLearningRate: number;
  readonly warmupSteps: number;
  /**
   * After a linear warm-up, the way down to `minLearningRate` at the last step: along a cosine (Loshchilov & Hutter 2017),
   * in a straight line, or in a straight line after the rate was held up to a share of all steps (Hu et al. 2024,
   * arXiv:2404.06395).
   */
  readonly schedule: 'cosine' | 'linear' | 'hold';
  /** For `hold`: the share of all steps, from 0 to 1, after which the rate falls. */
  readonly holdShare: number;
  /** Of matrices; other groups have multiples of it. */
  readonly weightDecay: number;
  readonly groups: GroupScales;
  readonly beta1: number;
  readonly beta2: number;
  /** Largest global gradient norm; 0 = no clipping. */
  readonly clip: number;
  /** How matrices that write to the residual stream start: at zero, or smaller than others by √(2·layers). */
  readonly residualInit: 'zero' | 'scaled';
  /** How rows are made of the corpus (data/corpus-rows.ts): its documents back to back, cut anywhere, or packed by best fit. */
  readonly packing: 'concat' | 'best-fit';
  /** In pre-training, attention stays within documents, and nothing is predicted from one to the next. */
  readonly documentMask: boolean;
  /** For `concat`: each epoch cuts the text into windows from a random offset on. */
  readonly shiftWindows: boolean;
  /** The model of the run is the mean of its weights over the last third of the steps. */
  readonly averageWeights: boolean;
  /**
   * What happens where the run diverges: `stop` ends it; `ask` leaves it to the person, for whom the studio stands still, and
   * the command line goes on where it can; `roll-back` goes back to a checkpoint from before the trouble, with half the rate
   * and without its batches.
   */
  readonly onDivergence: 'stop' | 'ask' | 'roll-back';
}

/** The choices that earlier versions did not offer, as every run then had them. */
export const SIMPLE_RECIPE = {
  optimizer: 'adamw',
  momentum: 0.9,
  iterations: 5,
  schedule: 'cosine',
  holdShare: 0,
  groups: UNIFORM_GROUPS,
  residualInit: 'scaled',
  packing: 'concat',
  documentMask: false,
  shiftWindows: false,
  averageWeights: false,
  onDivergence: 'roll-back',
} as const satisfies Partial<Recipe>;

/** What of a plan depends on the optimizer; undefined: AdamW updates everything. */
export const muonSettings = ({
  optimizer,
  momentum,
  iterations,
}: Pick<Recipe, 'optimizer' | 'momentum' | 'iterations'>): MuonSettings | undefined =>
  optimizer === 'muon' ? { momentum, iterations } : undefined;

export interface RecipeBasis {
  readonly hiddenSize: number;
  /** Whether the head is the embedding table. */
  readonly tied: boolean;
  /** Weights of the model. */
  readonly parameters: number;
  readonly tokensPerStep: number;
  readonly steps: number;
  /** Of the training text; unknown: as many as the run sees. */
  readonly corpusTokens?: number;
}

/** A corpus passed more often is learned by heart: it is then cut differently in each pass, and decayed the more the oftener. */
const MANY_PASSES = 4;
/** Decay of 1 for so many passes. */
const PASSES_OF_DECAY = 8;
/** A model with more weights for each token of the corpus than that learns it by heart from so many passes on. */
const [FEW_PASSES, MANY_WEIGHTS] = [3, 20];
const [DECAY, MOST_DECAY] = [0.1, 2];
/** Learning rate of tables at the peak, up to a width of 128. */
const TABLE_RATE = 0.026;
/** Beyond this width, rates fall with it. */
const NARROW = 128;
/** Tokens of a step at which rates were measured: between them they hold as they are. */
const [FEWEST_TOKENS, MOST_TOKENS] = [512, 1024];

/**
 * A recipe for a model that starts from random weights.
 *   matrices, vectors   0.5 / width up to a width of 128, from there on 64 / width²; with the root of the tokens of a step
 *                       below 512 and above 1024, but never beyond 0.5 / width
 *   tables              0.026 up to a width of 128, from there on 3.3 / width: a step must not move logits, which are sums over
 *                       the width, further in a wide model; less with fewer than 512 tokens a step
 *   moments             β1 0.8 up to 4096 tokens a step, else 0.9; β2 0.95, with fewer than 256 tokens 0.99
 *   start               matrices that write to the residual stream at zero; scaled in a wide tied model, which would else
 *                       begin by predicting each token to follow itself, with a loss of about initial std · width
 *   schedule            a tenth of the steps of warm-up, at most 100; held to 70 %, then down to 0
 *   decay               0.1 of matrices and tables up to four passes over the corpus; beyond, with shifted windows, an eighth of
 *                       the passes, at most 2; and 2 beyond three passes of a model that has more than twenty weights for each
 *                       of its tokens
 */
export function recipeFor(basis: RecipeBasis): Recipe {
  const { hiddenSize, tied, tokensPerStep, steps } = basis;
  const few = Math.sqrt(Math.min(1, tokensPerStep / FEWEST_TOKENS));
  const many = Math.sqrt(Math.max(1, tokensPerStep / MOST_TOKENS));
  const isWide = hiddenSize > NARROW;
  const tableRate = few * TABLE_RATE * Math.min(1, NARROW / hiddenSize);
  const learningRate = rounded(few * Math.min(0.5 / hiddenSize, (64 / hiddenSize ** 2) * many));
  const smallCorpusDecay = decayOfSmallCorpus(basis);
  return {
    ...SIMPLE_RECIPE,
    learningRate,
    minLearningRate: 0,
    warmupSteps: Math.min(100, Math.round(steps / 10)),
    schedule: 'hold',
    holdShare: 0.7,
    weightDecay: smallCorpusDecay ?? DECAY,
    groups: { ...UNIFORM_GROUPS, tables: { rate: rounded(tableRate / learningRate), decay: 1 } },
    beta1: tokensPerStep <= 4096 ? 0.8 : 0.9,
    beta2: tokensPerStep < 256 ? 0.99 : 0.95,
    clip: 1,
    residualInit: tied && isWide ? 'scaled' : 'zero',
    shiftWindows: smallCorpusDecay !== null,
  };
}

/** Where a run would learn its corpus by heart; null: it would not. */
function decayOfSmallCorpus({ parameters, tokensPerStep, steps, corpusTokens }: RecipeBasis): number | null {
  if (corpusTokens === undefined) return null;
  const passes = (steps * tokensPerStep) / corpusTokens;
  if (passes > FEW_PASSES && parameters > MANY_WEIGHTS * corpusTokens) return MOST_DECAY;
  return passes > MANY_PASSES ? rounded(Math.min(MOST_DECAY, passes / PASSES_OF_DECAY)) : null;
}

/** Two digits: what people read and change. */
const rounded = (value: number): number => Number(value.toPrecision(2));
