/** How fast a service may be asked, and how long to wait after a failure. Waiting ends at once where it is cancelled. */

export interface Limits {
  /** null: none. */
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

/** @throws the signal's reason */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** Keeps within limits over any window of a minute, for all who ask. */
export class Pace {
  private readonly limits: Limits;
  private readonly minute: number;
  private sent: { at: number; tokens: number }[] = [];
  private heldUntil = 0;

  /** @param minute in milliseconds; shorter in tests */
  constructor(limits: Limits, minute = 60_000) {
    this.limits = limits;
    this.minute = minute;
  }

  /** Resolves when a request of so many tokens may be sent, and counts it. */
  async turn(tokens: number, signal: AbortSignal): Promise<void> {
    for (let wait = this.wait(tokens); wait > 0; wait = this.wait(tokens)) await sleep(wait, signal);
    this.sent.push({ at: performance.now(), tokens });
  }

  /** The service asked for a rest: nobody asks before it is over. */
  hold(milliseconds: number): void {
    this.heldUntil = Math.max(this.heldUntil, performance.now() + milliseconds);
  }

  private wait(tokens: number): number {
    const now = performance.now();
    if (now < this.heldUntil) return this.heldUntil - now;
    this.sent = this.sent.filter(({ at }) => at > now - this.minute);
    const { requestsPerMinute, tokensPerMinute } = this.limits;
    const oldest = this.sent[0];
    if (!oldest) return 0; // a request beyond the limit by itself is sent alone
    const used = this.sent.reduce((sum, one) => sum + one.tokens, 0);
    const isWithin =
      (requestsPerMinute === null || this.sent.length < requestsPerMinute) &&
      (tokensPerMinute === null || used + tokens <= tokensPerMinute);
    return isWithin ? 0 : Math.max(1, oldest.at + this.minute - now);
  }
}

export interface Patience {
  /** Attempts at one request. */
  readonly tries: number;
  /** Milliseconds after the first failure; doubled after each. */
  readonly firstWait: number;
  readonly longestWait: number;
}

export const PATIENCE: Patience = { tries: 7, firstWait: 1000, longestWait: 60_000 };

/** Milliseconds; whoever is asked to wait for longer is told so. */
export const LONGEST_WAIT = 300_000;

/** Between half of the doubled wait and all of it, so that those who failed together do not return together. */
export const waitAfter = (failures: number, { firstWait, longestWait }: Patience): number =>
  Math.min(longestWait, firstWait * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
