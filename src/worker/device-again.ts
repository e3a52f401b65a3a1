/** Work on the graphics device that begins anew where the device is lost. Runs, which have more to lose, wait longer: runs/device-loss.ts. */
import { OcaqError } from '../errors.ts';
import { sleep } from '../remote/pace.ts';
import { mayComeBack } from './runs/device-loss.ts';

const PAUSES_MS = [1000, 10_000];

/** @throws what the work throws, a loss after the last pause; the signal's reason */
export async function againWhenLost<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let losses = 0; ; losses++) {
    try {
      return await work();
    } catch (error) {
      // Only after a loss is an adapter that is not there a passing thing.
      const isPassing =
        error instanceof OcaqError && (losses === 0 ? error.code === 'device-lost' : mayComeBack(error));
      const pause = PAUSES_MS[losses];
      if (!isPassing || pause === undefined) throw error;
      await sleep(pause, signal);
    }
  }
}
