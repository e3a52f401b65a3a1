/**
 * A learning rate by trial: short runs of one model from the same start on the same batches, each with another peak rate, with
 * warm-up and fall. The loss of each is the mean over its last quarter, when the rate has fallen. Long runs do best with the rate
 * that is best in a short one or a little less, so that a rate which is far off is seen.
 */
import type { LoopSettings } from './loop-settings.ts';
import { Diverged } from './recovery.ts';
import { beginAnew, runSession, type Session, type StartingPoint } from './session.ts';

export interface RateTrial {
  readonly learningRate: number;
  /** Nats; null: it diverged. */
  readonly loss: number | null;
}

export interface RateSweep {
  /** From the lowest rate up; it ends with the first that diverged. */
  readonly trials: readonly RateTrial[];
  /** null where every trial diverged. */
  readonly proposed: number | null;
  /** The best rate was the lowest or the highest of those that were tried: a better one may lie beyond. */
  readonly isAtEdge: boolean;
}

/** What rates are tried, in multiples of a given one. */
const MULTIPLES = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4] as const;
export const TRIALS = MULTIPLES.length;
const LAST_SHARE = 0.25;

export interface SweepOptions {
  /** Of each trial; at least 4. */
  readonly steps: number;
  /** The rate around which others are tried. */
  readonly around: number;
  /** What becomes of the settings where a rate is chosen: whether other groups follow that of the matrices is not known here. */
  readonly chosen: (learningRate: number) => Pick<LoopSettings, 'learningRate' | 'groups'>;
  readonly signal?: AbortSignal;
  readonly onTrial?: (trial: RateTrial) => void;
  /** Told of steps done in all, of `TRIALS` trials. */
  readonly onStep?: (done: number) => void;
}

/**
 * Leaves the session's model with the weights of the last trial.
 * @param session of a run that has not begun @param start what it was opened with
 */
export async function sweepRates(
  session: Session,
  start: StartingPoint,
  { steps, around, chosen, signal, onTrial, onStep }: SweepOptions,
): Promise<RateSweep> {
  const trials: RateTrial[] = [];
  for (const [index, multiple] of MULTIPLES.entries()) {
    const settings = trialSettings({ ...session.start.settings, ...chosen(rounded(around * multiple)) }, steps);
    const losses: number[] = [];
    const trial = await beginAnew(session, start, settings, signal);
    const ended = runSession(trial, {
      onStep({ loss, step }) {
        losses.push(loss);
        onStep?.(index * steps + step);
      },
      evaluate: () => Promise.resolve(),
      sample: () => Promise.resolve(),
      save: () => Promise.resolve(),
      request: () => (signal?.aborted ? 'stop' : 'continue'),
      isInterrupted: () => signal?.aborted ?? false,
    });
    const hasDiverged = await ended.then(
      () => false,
      (error: unknown) => {
        if (error instanceof Diverged) return true;
        throw error;
      },
    );
    signal?.throwIfAborted();
    const loss = hasDiverged ? null : trialLoss(losses);
    trials.push({ learningRate: settings.learningRate, loss });
    onTrial?.({ learningRate: settings.learningRate, loss });
    if (loss === null) break;
  }
  return { trials, ...proposalOf(trials) };
}

/**
 * The mean over the last quarter of a trial's losses; null where one of them is no finite number. A short trial may end before
 * such steps are enough for divergence.
 */
export function trialLoss(losses: readonly number[]): number | null {
  const loss = mean(losses.slice(-Math.ceil(LAST_SHARE * losses.length)));
  return Number.isFinite(loss) ? loss : null;
}

/** The best rate by the parabola through the best trial and those beside it, over the logarithm of the rate. */
export function proposalOf(trials: readonly RateTrial[]): Pick<RateSweep, 'proposed' | 'isAtEdge'> {
  const learned = trials.filter((trial): trial is RateTrial & { loss: number } => trial.loss !== null);
  const lowest = Math.min(...learned.map(({ loss }) => loss));
  const at = learned.findIndex(({ loss }) => loss === lowest);
  const best = learned[at];
  if (!best) return { proposed: null, isAtEdge: false };
  const [below, above] = [learned[at - 1], learned[at + 1]];
  if (!below || !above) return { proposed: best.learningRate, isAtEdge: !below || trials.length === learned.length };
  const x = Math.log2(best.learningRate);
  const [left, right] = [x - Math.log2(below.learningRate), Math.log2(above.learningRate) - x];
  const [rise, fall] = [(above.loss - lowest) / right, (below.loss - lowest) / left];
  const offset = rise + fall === 0 ? 0 : (fall * right - rise * left) / (2 * (rise + fall));
  return { proposed: rounded(2 ** (x + offset)), isAtEdge: false };
}

function trialSettings(settings: LoopSettings, steps: number): LoopSettings {
  return {
    ...settings,
    steps,
    minLearningRate: 0,
    warmupSteps: Math.ceil(steps / 10),
    schedule: 'hold',
    holdShare: 0.7,
    onDivergence: 'stop',
    averageWeights: false,
    ...{ evalEvery: 0, sampleEvery: 0, saveEvery: 0 },
  };
}

/** Two digits: what people read and change. */
const rounded = (rate: number): number => Number(rate.toPrecision(2));

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
