/** Which part of the x-axis a chart shows, and what zooming and panning make of it. Pure. */

/** From and to, in units of the axis. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A logarithmic axis cannot begin at zero; it begins here, in units of the axis. */
const LOG_START = 1;
/** The smallest part of the whole that can be shown. */
const CLOSEST = 1 / 2000;

/** Places along an axis as shares from 0 (its beginning) to 1. */
export interface AxisScale {
  readonly range: Range;
  toShare(x: number): number;
  fromShare(share: number): number;
}

export function axisScale({ from, to }: Range, log: boolean): AxisScale {
  const forth = (x: number) => (log ? Math.log(Math.max(LOG_START, x)) : x);
  const back = (t: number) => (log ? Math.exp(t) : t);
  const [low, high] = [forth(from), forth(to)];
  const length = high - low || 1;
  return {
    range: { from: back(low), to: back(high) },
    toShare: (x) => (forth(x) - low) / length,
    fromShare: (share) => back(low + share * length),
  };
}

/**
 * `view` made smaller by `factor` (below 1: closer) about the place at `centre`, a share of the view; null when all of
 * `whole` is seen.
 */
export function zoomed(view: Range | null, whole: Range, log: boolean, centre: number, factor: number): Range | null {
  const scale = axisScale(view ?? whole, log);
  const from = scale.fromShare(centre * (1 - factor));
  const to = scale.fromShare(centre + (1 - centre) * factor);
  return within({ from, to }, whole, log);
}

/** `view` moved by a share of itself, but not beyond `whole`. */
export function panned(view: Range | null, whole: Range, log: boolean, share: number): Range | null {
  if (view === null) return null;
  const all = axisScale(whole, log);
  const [from, to] = [all.toShare(view.from), all.toShare(view.to)];
  const move = Math.max(-from, Math.min(1 - to, share * (to - from)));
  return within({ from: all.fromShare(from + move), to: all.fromShare(to + move) }, whole, log);
}

/** A range that was pointed at, in either order; null when it is too small to have been meant, or the whole. */
export function within(wanted: Range, whole: Range, log: boolean): Range | null {
  const all = axisScale(whole, log);
  const shares = [all.toShare(wanted.from), all.toShare(wanted.to)].map((share) => Math.max(0, Math.min(1, share)));
  let [low, high] = [Math.min(...shares), Math.max(...shares)];
  if (high - low < CLOSEST) {
    const middle = Math.max(CLOSEST / 2, Math.min(1 - CLOSEST / 2, (low + high) / 2));
    [low, high] = [middle - CLOSEST / 2, middle + CLOSEST / 2];
  }
  if (high - low > 1 - 1e-9) return null;
  return { from: all.fromShare(low), to: all.fromShare(high) };
}
