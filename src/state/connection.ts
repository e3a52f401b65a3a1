/**
 * What every store is built on: the calls to the worker, and the stream of its events. Events that arrive before the
 * first listener are kept, so that nothing sent while the page is still starting is lost. Knows no store and no page.
 */
import type { Remote } from 'comlink';
import { OcaqError } from '../errors.ts';
import type { OcaqApi, WorkerEvent } from '../worker/api.ts';

export type Api = Remote<OcaqApi>;

export interface EventStream {
  emit(event: WorkerEvent): void;
  /** Returns the function that ends the subscription. */
  on(listener: (event: WorkerEvent) => void): () => void;
}

export function createEventStream(): EventStream {
  const listeners = new Set<(event: WorkerEvent) => void>();
  const early: WorkerEvent[] = [];
  return {
    emit(event) {
      if (listeners.size === 0) early.push(event);
      for (const listener of listeners) listener(event);
    },
    on(listener) {
      listeners.add(listener);
      for (const event of early.splice(0)) listener(event);
      return () => listeners.delete(listener);
    },
  };
}

/** Whatever was thrown, as the one error class the screens know. A foreign error is named in the message and is the cause. */
export function asOcaqError(thrown: unknown): OcaqError {
  if (thrown instanceof OcaqError) return thrown;
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const sentence = `Something went wrong in Ocaq itself (${message}). Reload the page; if it happens again, report it with the details.`;
  return new OcaqError('unexpected', sentence, { message }, { cause: thrown });
}

/** True for the rejection that follows a person's own cancel: nothing went wrong, nothing is to be reported. */
export function isCancelled(thrown: unknown): boolean {
  return thrown instanceof OcaqError && thrown.code === 'cancelled';
}
