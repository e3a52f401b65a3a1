/**
 * Makes the n-th storage operation go wrong, for tests that ask: is it the old state or the new one, whatever fails?
 * Works on the prototypes of whatever IndexedDB is global; every read, write and new transaction counts as one.
 */
import { forceCloseDatabase } from 'fake-indexeddb';

/**
 * `full`: the operation finds no room. `lost`: the connection goes away under it. `killed`: nothing works from it on.
 * `unreported`: the n-th transaction is committed, but the page is told that it was aborted. `misreported`: that, and the
 * next transaction cannot begin, so that what has happened is taken for a failure.
 */
export type Fault = 'full' | 'lost' | 'killed' | 'unreported' | 'misreported';

interface Faulty<T> {
  /** Whether there was an n-th operation. */
  reached: boolean;
  outcome: PromiseSettledResult<T>;
}

type Method = (this: object, ...args: unknown[]) => unknown;

const COUNTED: [() => object, string[]][] = [
  [() => IDBObjectStore.prototype, ['put', 'add', 'delete', 'clear', 'get', 'getAll', 'getKey', 'getAllKeys', 'count']],
  [() => IDBIndex.prototype, ['getAll', 'getAllKeys', 'get', 'getKey', 'count']],
  [() => IDBDatabase.prototype, ['transaction']],
];

/** Runs `work` with the n-th operation (from 1) going wrong. */
export async function withFault<T>(n: number, fault: Fault, work: () => Promise<T>): Promise<Faulty<T>> {
  let count = 0;
  const before = (target: object) => {
    const byTransaction = fault === 'unreported' || fault === 'misreported';
    if (byTransaction && !(target instanceof IDBDatabase)) return;
    count++;
    switch (fault) {
      case 'full':
        if (count === n) throw new DOMException('no room', 'QuotaExceededError');
        return;
      case 'lost':
        if (count === n) forceCloseDatabase(connectionOf(target) as never);
        return;
      case 'killed':
        if (count >= n) throw new DOMException('killed', 'UnknownError');
        return;
      case 'misreported':
        if (count === n + 1) throw new DOMException('lost', 'UnknownError');
        return;
      case 'unreported':
        return;
      default:
        fault satisfies never;
    }
  };
  const after = (result: unknown) => {
    const here = (fault === 'unreported' || fault === 'misreported') && count === n;
    if (here && result instanceof IDBTransaction) reportAsAborted(result);
  };
  const restore = COUNTED.flatMap(([prototype, names]) => names.map((name) => patch(prototype(), name, before, after)));
  try {
    const [outcome] = await Promise.allSettled([work()]);
    return { reached: count >= n, outcome };
  } finally {
    for (const undo of restore) undo();
  }
}

function patch(
  prototype: object,
  name: string,
  before: (target: object) => void,
  after: (result: unknown) => void,
): () => void {
  const methods = prototype as Record<string, Method>;
  const original = methods[name]!;
  methods[name] = function (...args) {
    before(this);
    const result = original.apply(this, args);
    after(result);
    return result;
  };
  return () => {
    methods[name] = original;
  };
}

/** Whoever listens for the end of the transaction hears `abort` where it was `complete`. */
function reportAsAborted(transaction: IDBTransaction): void {
  const listen = transaction.addEventListener.bind(transaction) as (type: string, listener: EventListener) => void;
  const onAbort: EventListener[] = [];
  transaction.addEventListener = (type: string, listener: unknown) => {
    if (type === 'abort') onAbort.push(listener as EventListener);
    else if (type === 'complete') {
      listen(type, (event) => {
        for (const hear of onAbort) hear(event);
      });
    } else listen(type, listener as EventListener);
  };
}

function connectionOf(target: object): object {
  if (target instanceof IDBDatabase) return target;
  const store = target instanceof IDBIndex ? target.objectStore : (target as IDBObjectStore);
  return store.transaction.db;
}
