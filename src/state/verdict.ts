/**
 * What the measurements of a run say about it: where its held-out loss is going, what that compares with, and what would
 * help. Pure; the words are the page's. It sees evaluations in order and never how many steps lie between them, so that
 * the same curve over ten times the steps has the same verdict.
 *
 * The trend compares the lowest loss of the latest quarter of the evaluations (at least two) with the lowest before: so one
 * bad evaluation, or one good one, decides nothing. The difference must exceed half a per cent of the loss and six times
 * the mean zigzag, which is the smaller of two consecutive moves in opposite directions and zero where the curve continues
 * on its way. A smooth curve has hardly any; of white noise it is 0.56 standard deviations, and ten evaluations that are
 * nothing else are called rising in 4 of 100 cases and falling in 1.
 */
import type { HeldOutPoint, RunRecord, RunSeries } from '../worker/api.ts';

/** Held-out loss is still reaching new lows, is not, or has risen since the best evaluation. */
export type Trend = 'falling' | 'flat' | 'rising';

export type Advice =
  /** Over-fitting: it has read its text many times. */
  | 'more-text'
  /** It over-fits, and may be stopped: the best checkpoint is kept. */
  | 'stop-here'
  /** It was over-fitting at its end. */
  | 'fewer-steps'
  /** It was still learning at its end. */
  | 'more-steps'
  /** It learns no more, and does as well on held-out text as on its own. */
  | 'larger-model';

export interface MeasuredVerdict {
  readonly state: 'measured';
  /** null: too few evaluations to tell. */
  readonly trend: Trend | null;
  /** The evaluation with the lowest loss; of equals the earliest. */
  readonly best: HeldOutPoint;
  readonly latest: HeldOutPoint;
  /** The loss of a model that only knows how often tokens occur, and how far below it the best is; in nats per token. */
  readonly baseline: { readonly loss: number; readonly gain: number } | null;
  readonly passes: number | null;
  readonly advice: Advice | null;
}

export type Verdict = { readonly state: 'too-early' } | MeasuredVerdict;

export interface Measurements {
  /** In order of steps. */
  readonly heldOut: readonly HeldOutPoint[];
  /** Of the latest steps, nats per token. */
  readonly trainLoss: number | null;
  readonly unigramLoss: number | null;
  /** Over what it learns from, so far. */
  readonly passes: number | null;
  /** It has come to its end, or was stopped or failed before. */
  readonly isOver: boolean;
  /** It is evaluated on its way, and not at its end alone. */
  readonly isEvaluated: boolean;
}

const FEWEST_EVALUATIONS = 3;
const LEAST_CHANGE = 0.005;
const ZIGZAGS = 6;
/** Text read up to four times teaches about as much as new text (Muennighoff et al. 2023, arXiv:2305.16264). */
const MANY_PASSES = 4;
/** Of the held-out loss: training and held-out loss nearer than this are as good as the same. */
const CLOSE = 0.05;

/** null where there is nothing to say: nothing has been evaluated, and nothing will be before the end. */
export function verdictOf(measurements: Measurements): Verdict | null {
  const { unigramLoss, passes, isOver, isEvaluated } = measurements;
  const heldOut = measurements.heldOut.filter(({ loss }) => Number.isFinite(loss));
  const isEarly = heldOut.length < FEWEST_EVALUATIONS;
  if (isEarly && isEvaluated && !isOver) return { state: 'too-early' };
  const [first, ...others] = heldOut;
  if (!first) return null;
  const best = others.reduce((least, point) => (point.loss < least.loss ? point : least), first);
  const latest = others.at(-1) ?? first;
  const trend = isEarly ? null : trendOf(heldOut.map(({ loss }) => loss));
  const baseline = unigramLoss === null ? null : { loss: unigramLoss, gain: unigramLoss - best.loss };
  const known = { trend, best, latest, baseline, passes };
  return { state: 'measured', ...known, advice: adviceOf(known, measurements) };
}

/** @param losses at least three, in order */
function trendOf(losses: readonly number[]): Trend {
  const recent = Math.max(2, Math.round(losses.length / 4));
  const before = Math.min(...losses.slice(0, -recent));
  const change = Math.min(...losses.slice(-recent)) - before;
  const least = Math.max(LEAST_CHANGE * before, ZIGZAGS * meanZigzag(losses));
  if (change > least) return 'rising';
  return change < -least ? 'falling' : 'flat';
}

function meanZigzag(losses: readonly number[]): number {
  const moves = losses.slice(1).map((loss, index) => loss - losses[index]!);
  const zigzags = moves
    .slice(1)
    .map((move, index) => (move * moves[index]! < 0 ? Math.min(Math.abs(move), Math.abs(moves[index]!)) : 0));
  return zigzags.reduce((sum, zigzag) => sum + zigzag, 0) / zigzags.length;
}

function adviceOf(
  { trend, latest, baseline, passes }: Pick<MeasuredVerdict, 'trend' | 'latest' | 'baseline' | 'passes'>,
  { trainLoss, isOver }: Measurements,
): Advice | null {
  const isRepeated = passes !== null && passes >= MANY_PASSES;
  switch (trend) {
    case 'rising':
      if (!isOver) return 'stop-here';
      return isRepeated ? 'more-text' : 'fewer-steps';
    case 'falling':
      return isOver ? 'more-steps' : null;
    case 'flat':
      // A rate that is still to fall may take the loss further down; one that never got anywhere has another fault.
      if (!isOver || trainLoss === null || (baseline && baseline.gain <= 0)) return null;
      if (latest.loss - trainLoss < CLOSE * latest.loss) return 'larger-model';
      return isRepeated ? 'more-text' : null;
    case null:
      return null;
    default:
      return trend satisfies never;
  }
}

/** Of a run as the page knows it. */
export function measurementsOf(run: RunRecord, series: RunSeries, isOver: boolean): Measurements {
  const { heldOut, steps } = series;
  const step = Math.max(run.step, steps.at(-1)?.step ?? 0);
  const rows = step * run.choice.batch * run.choice.accumulate;
  return {
    heldOut,
    trainLoss: recentLoss(series.steps),
    unigramLoss: run.unigramLoss,
    passes: run.rowsPerEpoch === null ? null : rows / run.rowsPerEpoch,
    isOver,
    isEvaluated: run.settings.evalEvery > 0,
  };
}

/** The mean over the last tenth of the steps; null before there are any. */
function recentLoss(steps: RunSeries['steps']): number | null {
  const last = steps.at(-1)?.step ?? 0;
  const recent = steps.filter(({ step, loss }) => step > 0.9 * last && Number.isFinite(loss));
  return recent.length === 0 ? null : recent.reduce((sum, { loss }) => sum + loss, 0) / recent.length;
}
