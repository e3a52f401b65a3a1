/** Which checkpoint of a run is its best: what its measurements say, so that there is nothing to keep in step with them. */
import type { CheckpointSummary } from './records.ts';

type Measured = Pick<CheckpointSummary, 'metrics' | 'savedAt'>;

/** Infinite where nothing was evaluated, or to no number. */
export function heldOutLossOf({ metrics }: Pick<CheckpointSummary, 'metrics'>): number {
  const { heldOutLoss = Number.POSITIVE_INFINITY } = metrics;
  return Number.isNaN(heldOutLoss) ? Number.POSITIVE_INFINITY : heldOutLoss;
}

/** The one with the lowest held-out loss, of equals the newest; undefined where none was evaluated. */
export function bestCheckpoint<C extends Measured>(ofRun: readonly C[]): C | undefined {
  return ofRun
    .filter((checkpoint) => heldOutLossOf(checkpoint) < Number.POSITIVE_INFINITY)
    .sort((a, b) => heldOutLossOf(a) - heldOutLossOf(b) || b.savedAt - a.savedAt)[0];
}
