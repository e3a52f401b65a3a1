/**
 * How much the browser lets the page store, and whether it promises to keep it. Nothing here fails where the browser
 * lacks the interface (Node, insecure pages): the answer then says that it is not known.
 */
import { OcaqError } from '../errors.ts';

export interface StorageRoom {
  usedBytes: number;
  /** What the browser would allow in all; an estimate, and rarely all of it is really there. 0: it does not tell. */
  quotaBytes: number;
  freeBytes: number;
  /** The browser says no more than that there is at least so much: more may be free, and less where the disk is full. */
  isFreeRounded: boolean;
  /** Whether the browser has promised not to clear the data by itself. */
  persisted: boolean;
  /** By all that it shows, a private window: what is stored goes when it is closed. */
  isPrivate: boolean;
}

/**
 * Chromium tells pages a quota of exactly this much above what they use, whatever the disk has, so that pages cannot be told
 * apart by it ("predictable storage quota").
 */
const TOLD_FREE_BYTES = 10 * 2 ** 30;

/** undefined where the browser does not tell. */
export async function storageRoom(): Promise<StorageRoom | undefined> {
  const storage = storageManager();
  if (storage === undefined) return undefined;
  const { usage: usedBytes = 0, quota: quotaBytes = 0 } = await storage.estimate();
  const freeBytes = Math.max(0, quotaBytes - usedBytes);
  return {
    usedBytes,
    quotaBytes,
    freeBytes,
    isFreeRounded: freeBytes === TOLD_FREE_BYTES,
    persisted: await storage.persisted(),
    isPrivate: looksPrivate({ quotaBytes, heapBytes: heapLimit(), refusesFiles: await refusesFiles(storage) }),
  };
}

/**
 * No browser says that a window is private. Firefox and Safari refuse it the origin's file system; Chromium before its quota
 * was rounded gave it a share of the memory, which is less than twice what one heap may take. A private window of a newer
 * Chromium is not recognised.
 */
export function looksPrivate(signs: {
  quotaBytes: number;
  /** The most that a heap of the engine may take; null where that is not told. */
  heapBytes: number | null;
  refusesFiles: boolean;
}): boolean {
  const { quotaBytes, heapBytes, refusesFiles } = signs;
  return refusesFiles || (quotaBytes > 0 && heapBytes !== null && quotaBytes < 2 * heapBytes);
}

/**
 * Asked before something large is written, so that it fails at once and not after minutes.
 * @throws `storage-full` when the browser says that there is not room enough
 */
export async function checkRoom(bytes: number): Promise<void> {
  const room = await storageRoom();
  if (room === undefined || room.quotaBytes === 0 || room.isFreeRounded || room.freeBytes >= bytes) return;
  const free = room.freeBytes;
  throw new OcaqError(
    'storage-full',
    `${bytes} bytes are needed, but the browser has room for only ${free}. Nothing that was saved before is lost. Free disk space or delete checkpoints, sources or projects, then try again.`,
    { bytes, free },
  );
}

async function refusesFiles(storage: StorageManager): Promise<boolean> {
  if (!('getDirectory' in storage)) return false;
  return storage.getDirectory().then(
    () => false,
    () => true,
  );
}

/** Non-standard; Chromium has it. */
function heapLimit(): number | null {
  const { memory } = performance as { memory?: { jsHeapSizeLimit: number } };
  return memory?.jsHeapSizeLimit ?? null;
}

function storageManager(): StorageManager | undefined {
  const { navigator } = globalThis as { navigator?: { storage?: StorageManager } };
  return navigator?.storage;
}
