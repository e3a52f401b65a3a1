/**
 * Keeps what is being written from being taken for left-over rubbish: writers share a lock, and collecting leftovers
 * needs it alone. The lock reaches across tabs and workers (Web Locks) and goes with the tab that held it. Where there
 * are no Web Locks (Node), writers of this process are counted. Also work that is to be done one after the other.
 */
import type { Database } from './database.ts';

const writersHere = new Map<string, number>();

/** Runs `work`; meanwhile nobody collects leftovers. May be nested. */
export async function whileWriting<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const locks = webLocks();
  if (locks !== undefined) return locks.request(lockName(database), { mode: 'shared' }, work);
  const { name } = database;
  writersHere.set(name, (writersHere.get(name) ?? 0) + 1);
  try {
    return await work();
  } finally {
    writersHere.set(name, writersHere.get(name)! - 1);
  }
}

/** Runs `work` if nobody writes, in any tab; otherwise does nothing and gives undefined. */
export async function whenNobodyWrites<T>(database: Database, work: () => Promise<T>): Promise<T | undefined> {
  const locks = webLocks();
  if (locks === undefined) return (writersHere.get(database.name) ?? 0) > 0 ? undefined : work();
  return locks.request(lockName(database), { ifAvailable: true }, async (lock) => (lock === null ? undefined : work()));
}

const turnsHere = new Map<string, Promise<unknown>>();

/** Runs `work` when what was begun earlier under the same name, in any tab, has ended. */
export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = webLocks();
  if (locks !== undefined) return locks.request(`ocaq-turn:${name}`, work);
  const before = turnsHere.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  turnsHere.set(name, mine);
  return mine;
}

function lockName(database: Database): string {
  return `ocaq-writers:${database.name}`;
}

function webLocks(): LockManager | undefined {
  const { navigator } = globalThis as { navigator?: { locks?: LockManager } };
  return navigator?.locks;
}
