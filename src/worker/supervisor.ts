/**
 * Keeps a worker behind calls that stay the same object while workers come and go. One that is gone is replaced: calls under
 * way are rejected at once, calls that come meanwhile wait for the next one. What dies again and again is not started again
 * by itself. How a worker is launched is given; no page and no store is known here.
 */
import { OcaqError } from '../errors.ts';
import type { WorkerLife } from './api.ts';
import { heartbeat } from './heartbeat.ts';

const RECENT_MS = 120_000;
const MOST_DEATHS = 3;
/** How long a worker that is started again may take until it can hear; its code has been loaded before. */
const START_MS = 20_000;

export interface Launched {
  /** Calls it; `alive` answers whenever it can hear. */
  ask(name: string, args: unknown[]): Promise<unknown>;
  /** Resolves when it is no more, however it ended. */
  readonly gone: Promise<void>;
  /** Ends it, if that is still needed; resolves when it has let go of everything. Nothing is heard of it from then on. */
  end(): Promise<void>;
}

/** @throws `worker-died` where it is gone before it can be asked anything; where `signal` is aborted before it can hear too */
export type Launch = (signal?: AbortSignal) => Promise<Launched>;

export const workerDied = (): OcaqError =>
  new OcaqError(
    'worker-died',
    'The studio’s background work ended in the middle of this, so it was not finished. What was saved before is safe. Try again.',
  );

export const workerFailed = (reason: string): OcaqError =>
  new OcaqError(
    'worker-failed',
    `The studio’s background work could not start${reason === '' ? '' : ` (${reason})`}. Reload the page.`,
    { reason },
  );

const workerUnstable = (times: number): OcaqError =>
  new OcaqError(
    'worker-unstable',
    `The studio’s background work ended ${times} times within two minutes, so it is not started again by itself. What was saved is safe. Close other tabs and programs, which may leave it too little memory; then start it again, or reload the page.`,
    { times },
  );

export class Supervisor<Api> {
  /** Its calls go to the worker of the moment. @throws `worker-died`, and `worker-unstable` or why it did not start again */
  readonly api: Api;
  private readonly launch: Launch;
  private readonly tell: (life: WorkerLife) => void;
  /** The worker of the moment, or the one that is being started. */
  private line: Promise<Line> = Promise.reject(new Error('The worker was asked before it was started.'));
  /** When workers died by themselves. */
  private deaths: number[] = [];

  constructor(launch: Launch, tell: (life: WorkerLife) => void) {
    this.launch = launch;
    this.tell = tell;
    this.line.catch(() => undefined);
    this.api = forwarding(async (name, args) => (await this.line).ask(name, args));
  }

  /** @throws what the launch throws */
  async start(): Promise<void> {
    this.line = this.open();
    await this.line;
  }

  /** As a person wishes it: of one that does not answer, or after none was started any more. */
  restart(): void {
    this.deaths = [];
    this.line.then(
      (line) => this.replace(line),
      () => this.startNext(null),
    );
  }

  private async open(signal?: AbortSignal): Promise<Line> {
    const worker = await this.launch(signal);
    const line = new Line(worker, (isAnswering) => this.tell({ state: isAnswering ? 'working' : 'silent' }));
    void worker.gone.then(() => {
      if (line.isBroken) return;
      this.deaths.push(Date.now());
      this.replace(line);
    });
    return line;
  }

  private replace(line: Line): void {
    if (line.isBroken) return;
    this.startNext(line);
    line.break(workerDied());
  }

  private startNext(before: Line | null): void {
    this.line = this.next(before);
    this.line.catch(() => undefined); // the page is told, and whoever asks
  }

  private async next(before: Line | null): Promise<Line> {
    try {
      this.refuseUnstable();
      this.tell({ state: 'restarting' });
      await before?.worker.end();
      const line = await this.openAgain();
      this.tell({ state: 'working' });
      return line;
    } catch (error) {
      const why = error instanceof OcaqError ? error : workerFailed(String(error));
      this.tell({ state: 'ended', why });
      throw why;
    }
  }

  private async openAgain(): Promise<Line> {
    for (;;) {
      try {
        return await this.open(AbortSignal.timeout(START_MS));
      } catch (error) {
        if (!(error instanceof OcaqError) || error.code !== 'worker-died') throw error;
        this.deaths.push(Date.now());
        this.refuseUnstable();
      }
    }
  }

  /** @throws `worker-unstable` */
  private refuseUnstable(): void {
    this.deaths = this.deaths.filter((at) => at > Date.now() - RECENT_MS);
    if (this.deaths.length >= MOST_DEATHS) throw workerUnstable(this.deaths.length);
  }
}

/** One worker, and the calls to it that are under way. */
class Line {
  readonly worker: Launched;
  private readonly underWay = new Set<(reason: OcaqError) => void>();
  private readonly stopBeat: () => void;
  private broken: OcaqError | null = null;

  constructor(worker: Launched, onAnswering: (isAnswering: boolean) => void) {
    this.worker = worker;
    this.stopBeat = heartbeat(() => worker.ask('alive', []), onAnswering);
  }

  get isBroken(): boolean {
    return this.broken !== null;
  }

  async ask(name: string, args: unknown[]): Promise<unknown> {
    if (this.broken) throw this.broken;
    const { promise: lost, reject } = withReject();
    this.underWay.add(reject);
    try {
      return await Promise.race([this.worker.ask(name, args), lost]);
    } finally {
      this.underWay.delete(reject);
    }
  }

  break(reason: OcaqError): void {
    this.broken = reason;
    this.stopBeat();
    for (const reject of this.underWay) reject(reason);
  }
}

function withReject(): { promise: Promise<never>; reject: (reason: OcaqError) => void } {
  let reject: (reason: OcaqError) => void = () => undefined;
  const promise = new Promise<never>((_, refuse) => {
    reject = refuse;
  });
  return { promise, reject };
}

/** An object whose every method is a call; it is no promise, and may be awaited. */
function forwarding<Api>(ask: (name: string, args: unknown[]) => Promise<unknown>): Api {
  return new Proxy(
    {},
    {
      get: (_, name) =>
        name === 'then' || typeof name === 'symbol' ? undefined : (...args: unknown[]) => ask(name, args),
    },
  ) as Api;
}
