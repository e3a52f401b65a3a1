/**
 * Which clock to believe when a compute pass was timed by both: the adapter's timestamps see nothing but the pass, the wall
 * clock around it also sees the way there and back, but is never wrong. Pure.
 */
export type Clock = 'timestamps' | 'wall';

export interface Timed {
  readonly milliseconds: number;
  readonly clock: Clock;
}

/** The wall clock sees a little more than the pass, and this much more at most where launches are short. */
const MOST_OVERHEAD = 4;
/** Timestamps may exceed it by their rounding and by what is taken off the wall clock for the way. */
const MOST_EXCESS = 1.5;

/**
 * @param timestamps milliseconds between the timestamps of a pass; null where the adapter has none
 * @param wall milliseconds of the wall clock, less those of an empty submit
 */
export function believe(timestamps: number | null, wall: number): Timed {
  const isPlausible =
    timestamps !== null && timestamps > 0 && timestamps <= MOST_EXCESS * wall && timestamps >= wall / MOST_OVERHEAD;
  return isPlausible ? { milliseconds: timestamps, clock: 'timestamps' } : { milliseconds: wall, clock: 'wall' };
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
