/**
 * Time between results, with what is not training left out: evaluation and saving, which the loop names, and the time in which
 * the computer slept or the browser stood still, which nobody names. That is known by a step that takes very much longer than
 * those before it, or by a wall clock that has run on while the other stood.
 */
import { median } from '../gpu/profile-clock.ts';

export interface Clocks {
  /** Monotonic; on some systems it stands still while the computer sleeps. In milliseconds. */
  now(): number;
  wall(): number;
}

export interface Lap {
  /** Of the step, without the time that stood still. */
  readonly milliseconds: number;
  readonly tokensPerSecond: number;
  /** How long nothing was computed; 0: not at all. */
  readonly stoodMilliseconds: number;
}

/** Shorter pauses are the machine's other work, and count. */
const GAP_MS = 10_000;
const TIMES_MEDIAN = 20;
const REMEMBERED = 20;
/** The first steps of a run may compile and warm up. */
const FEWEST = 5;

const REAL: Clocks = { now: () => performance.now(), wall: () => Date.now() };

export class StepClock {
  private readonly clocks: Clocks;
  private last: number;
  private lastWall: number;
  private recent: number[] = [];

  constructor(clocks: Clocks = REAL) {
    this.clocks = clocks;
    this.last = clocks.now();
    this.lastWall = clocks.wall();
  }

  /** @param at when the step's metrics came, by the monotonic clock: reports may wait, steps under way do not */
  lap(tokens: number, at: number): Lap {
    const wall = this.clocks.wall();
    const passed = Math.max(at - this.last, 1e-3);
    const stoodClock = wall - this.lastWall - (this.clocks.now() - this.last);
    this.last = at;
    this.lastWall = wall - (this.clocks.now() - at);
    const usual = this.recent.length >= FEWEST ? median(this.recent) : Number.POSITIVE_INFINITY;
    const isGap = passed > GAP_MS && passed > TIMES_MEDIAN * usual;
    const milliseconds = isGap ? usual : passed;
    this.recent = [...this.recent.slice(1 - REMEMBERED), milliseconds];
    return {
      milliseconds,
      tokensPerSecond: (tokens * 1000) / milliseconds,
      stoodMilliseconds: (isGap ? passed - usual : 0) + (stoodClock > GAP_MS ? stoodClock : 0),
    };
  }

  /** What has passed since the last result was no training. */
  pause(): void {
    this.last = this.clocks.now();
    this.lastWall = this.clocks.wall();
  }
}
