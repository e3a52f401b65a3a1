/** How much memory the JavaScript of a page and of all of its workers holds, asked over the DevTools protocol. */
import type { CDPSession, Page } from 'playwright/test';

const EVERY_MS = 1000;

/** A target that answers commands of the protocol. */
export interface Target {
  send(method: string, params?: object): Promise<unknown>;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly method?: string;
  readonly params?: { sessionId: string; message?: string };
}

/** Bytes of objects, strings and code, and of the memory that typed arrays and the like have besides. */
interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

/** The most that was seen at one time, over the page and its workers, in bytes. */
export interface HeapPeak {
  readonly objects: number;
  readonly buffers: number;
  readonly all: number;
  readonly threads: number;
}

const ATTACH = { autoAttach: true, waitForDebuggerOnStart: false, flatten: false };

/**
 * Measures until it is stopped.
 * @returns what stops it and gives the peak
 */
export async function watchHeap(page: Page): Promise<() => Promise<HeapPeak>> {
  const threads = await followThreads(page);
  const peak = { objects: 0, buffers: 0, all: 0, threads: 0 };
  const measure = async () => {
    const usages = await Promise.all(
      threads().map((thread) => thread.send('Runtime.getHeapUsage') as Promise<HeapUsage | undefined>),
    );
    const objects = sum(usages.map((usage) => usage?.usedSize));
    const buffers = sum(usages.map((usage) => usage?.backingStorageSize));
    peak.objects = Math.max(peak.objects, objects);
    peak.buffers = Math.max(peak.buffers, buffers);
    peak.all = Math.max(peak.all, objects + buffers);
    peak.threads = Math.max(peak.threads, usages.length);
  };
  const timer = setInterval(() => void measure(), EVERY_MS);
  return async () => {
    clearInterval(timer);
    await measure();
    return peak;
  };
}

const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** @returns what tells the page and its workers, as they are when it is asked */
export async function followThreads(page: Page): Promise<() => Target[]> {
  const session = await page.context().newCDPSession(page);
  const workers = new Map<string, Target>();
  await followWorkers(session, workers);
  const ofPage: Target = { send: (method, params) => session.send(method as 'Runtime.getHeapUsage', params) };
  return () => [ofPage, ...workers.values()];
}

async function followWorkers(session: CDPSession, workers: Map<string, Target>): Promise<void> {
  const nested = nestedTargets(workers);
  session.on('Target.attachedToTarget', ({ sessionId }) =>
    nested.attached(sessionId, (message) => session.send('Target.sendMessageToTarget', { sessionId, message })),
  );
  session.on('Target.detachedFromTarget', ({ sessionId }) => nested.detached(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => nested.received(sessionId, message));
  await session.send('Target.setAutoAttach', ATTACH);
}

/** Workers of one thread: their messages come wrapped in those of the thread that started them. */
function nestedTargets(workers: Map<string, Target>) {
  const threads = new Map<string, { receive(answer: Answer): void; gone(): void }>();
  return {
    attached(sessionId: string, post: (message: string) => Promise<unknown>): void {
      const asked = new Map<number, (result: unknown) => void>();
      let last = 0;
      const target: Target = {
        send: (method, params = {}) =>
          new Promise((resolve) => {
            const id = ++last;
            asked.set(id, resolve);
            post(JSON.stringify({ id, method, params })).catch(() => resolve(undefined));
          }),
      };
      const inner = nestedTargets(workers);
      workers.set(sessionId, target);
      threads.set(sessionId, {
        receive({ id, result, method, params }) {
          if (id !== undefined) {
            asked.get(id)?.(result);
            asked.delete(id);
          } else if (method === 'Target.attachedToTarget' && params) {
            const { sessionId } = params;
            inner.attached(sessionId, (message) => target.send('Target.sendMessageToTarget', { sessionId, message }));
          } else if (method === 'Target.detachedFromTarget' && params) inner.detached(params.sessionId);
          else if (method === 'Target.receivedMessageFromTarget' && params?.message !== undefined)
            inner.received(params.sessionId, params.message);
        },
        gone: () => {
          for (const resolve of asked.values()) resolve(undefined);
        },
      });
      void target.send('Target.setAutoAttach', ATTACH);
    },
    detached(sessionId: string): void {
      threads.get(sessionId)?.gone();
      threads.delete(sessionId);
      workers.delete(sessionId);
    },
    received(sessionId: string, message: string): void {
      threads.get(sessionId)?.receive(JSON.parse(message) as Answer);
    },
  };
}
