/**
 * How much the browser lets the page store, and whether it promises to keep it. Nothing here fails where the browser
 * lacks the interface (Node, insecure pages): the answer then says that it is not known.
 */
import { OcaqError } from '../errors.ts';

export interface StorageRoom {
  usedBytes: number;
  /** What the browser would allow in all; an estimate, and rarely all of it is really there. */
  quotaBytes: number;
  /** Whether the browser has promised not to clear the data by itself. */
  persisted: boolean;
}

/** undefined where the browser does not tell. */
export async function storageRoom(): Promise<StorageRoom | undefined> {
  const storage = storageManager();
  if (storage === undefined) return undefined;
  const { usage = 0, quota = 0 } = await storage.estimate();
  return { usedBytes: usage, quotaBytes: quota, persisted: await storage.persisted() };
}

/**
 * Asked before something large is written, so that it fails at once and not after minutes.
 * @throws `storage-full` when the browser says that there is not room enough
 */
export async function checkRoom(bytes: number): Promise<void> {
  const room = await storageRoom();
  if (room === undefined || room.quotaBytes - room.usedBytes >= bytes) return;
  const free = Math.max(0, room.quotaBytes - room.usedBytes);
  throw new OcaqError(
    'storage-full',
    `${bytes} bytes are needed, but the browser has room for only ${free}. Nothing that was saved before is lost. Free disk space or delete checkpoints, sources or projects, then try again.`,
    { bytes, free },
  );
}

function storageManager(): StorageManager | undefined {
  const { navigator } = globalThis as { navigator?: { storage?: StorageManager } };
  return navigator?.storage;
}
