/**
 * How much work a submit may hold. A card that also draws the screen draws nothing while it runs one: while somebody looks at
 * the page that is a frame or two, else a tenth of a second. All of this process looks at one page.
 */

/** Seconds. */
const WATCHED = 0.02;
const UNWATCHED = 0.1;

/** Of the slowest card that this is made for, at a share of its peak; until it is measured. */
const SLOWEST_WORK_PER_SECOND = 2e12;

let isWatched = false;

/** @param watched whether the page is visible; without one it is not */
export function watch(watched: boolean): void {
  isWatched = watched;
}

export class SubmitSize {
  /** In the operations of `workOf`. Software adapters hold up nobody's screen. */
  workPerSecond: number;
  private readonly isCard: boolean;

  constructor(adapter: { readonly software: boolean }) {
    this.isCard = !adapter.software;
    this.workPerSecond = this.isCard ? SLOWEST_WORK_PER_SECOND : Number.POSITIVE_INFINITY;
  }

  /** Work of one submit, as things are now. */
  get work(): number {
    return this.workPerSecond * (isWatched ? WATCHED : UNWATCHED);
  }

  /** Corrects it by how long some work took, waiting included. */
  correct(work: number, milliseconds: number): void {
    if (this.isCard) this.workPerSecond = (work / milliseconds) * 1000;
  }
}
