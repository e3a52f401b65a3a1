/**
 * When a run that has lost its device asks for another one: soon, and where there is none with growing pauses. Chrome gives a
 * page none for two minutes once it has lost two within two minutes, so the longest pause is a little more than that; a driver
 * that fails often gets more time from the start. A run that is set back to the same step time after time is not helped by
 * another try.
 */
import { OcaqError } from '../../errors.ts';

const PAUSES_MS = [1_000, 10_000, 130_000];
/** So many losses within ten minutes are often. */
const OFTEN = 3;
const RECENT_MS = 10 * 60_000;
/** Losses in a row without one step more. */
const MOST_WITHOUT_STEP = 5;

/** Errors after which the next try may find the device. Others, such as too little memory, are answers. */
const PASSING: readonly string[] = ['device-lost', 'no-adapter', 'device-refused', 'adapter-away'];

export const mayComeBack = (error: unknown): error is OcaqError =>
  error instanceof OcaqError && PASSING.includes(error.code);

export class DeviceLosses {
  private tries = 0;
  private recent: number[] = [];
  private furthest = -1;
  private withoutStep = 0;

  /** The run was taken back to before steps that it had done: what it does from there on counts anew. */
  forgetSteps(): void {
    this.furthest = -1;
    this.withoutStep = 0;
  }

  /**
   * Notes that the device was lost, or could not be had again.
   * @param step the last one that is known to be done
   * @param now milliseconds
   * @returns milliseconds to wait before the next try
   * @throws OcaqError `device-lost-again` where waiting does not help
   */
  note(error: OcaqError, step: number, now: number): number {
    if (error.code === 'device-lost') {
      this.withoutStep = step > this.furthest ? 1 : this.withoutStep + 1;
      this.furthest = Math.max(this.furthest, step);
      if (this.withoutStep >= MOST_WITHOUT_STEP) throw lostAgain(step, error);
      this.recent = [...this.recent.filter((at) => now - at <= RECENT_MS), now];
      this.tries = this.recent.length < OFTEN ? 0 : 1;
    } else this.tries++;
    return PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)] as number;
  }
}

const lostAgain = (step: number, cause: OcaqError): OcaqError =>
  new OcaqError(
    'device-lost-again',
    `The graphics device was lost ${MOST_WITHOUT_STEP} times in a row after step ${step}, without one step more. The last checkpoint is safe. Most likely one step takes the card too long or too much memory: start a run with a smaller micro-batch or model, update the graphics driver, or resume on another card.`,
    { times: MOST_WITHOUT_STEP, step },
    { cause },
  );
