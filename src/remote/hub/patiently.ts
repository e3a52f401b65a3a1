/** Asks until there is an answer, as long as there may be one; then, where somebody is there to decide, when they say so. */
import { OcaqError } from '../../errors.ts';
import { RemoteFault } from '../http.ts';
import { LONGEST_WAIT, PATIENCE, type Patience, sleep, waitAfter } from '../pace.ts';
import { unexpected, unreachable } from './faults.ts';

export interface Persistence {
  readonly signal: AbortSignal;
  readonly patience?: Patience;
  /** Told before each pause; in milliseconds. */
  readonly pausing?: (error: OcaqError, pause: number) => void;
  /** Resolves when what failed is to be tried again; absent: it is not. */
  readonly interrupted?: (error: OcaqError) => Promise<void>;
}

/**
 * @param host that is asked
 * @throws OcaqError `hub-*`; the signal's reason
 */
export async function patiently<T>(
  work: () => Promise<T>,
  host: string,
  { signal, patience = PATIENCE, pausing, interrupted }: Persistence,
): Promise<T> {
  for (let failures = 0; ; ) {
    try {
      return await work();
    } catch (thrown) {
      signal.throwIfAborted();
      const fault = faultOf(thrown, host);
      failures += 1;
      const wait = Math.max(fault.retryAfter ?? 0, waitAfter(failures, patience));
      if (fault.kind === 'later' && failures < patience.tries && wait <= LONGEST_WAIT) {
        pausing?.(fault.error, wait);
        await sleep(wait, signal);
      } else if (fault.kind === 'later' && interrupted) {
        await interrupted(fault.error);
        failures = 0;
      } else throw fault.error;
    }
  }
}

/** A connection that is refused or cut is a TypeError to `fetch`, one that took too long a DOMException. */
function faultOf(thrown: unknown, host: string): RemoteFault {
  if (thrown instanceof RemoteFault) return thrown;
  if (thrown instanceof OcaqError) return new RemoteFault('service', thrown);
  if (thrown instanceof TypeError || thrown instanceof DOMException) return new RemoteFault('later', unreachable(host));
  if (thrown instanceof SyntaxError) return new RemoteFault('service', unexpected(host, 200));
  throw thrown;
}
