/**
 * Keeps the screen, and with it the computer, from falling asleep while a run is under way, where the person wants that. The
 * browser takes the lock away whenever the page is hidden, so it is asked for again when the page is seen.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PreferencesStore } from './preferences.ts';
import type { Studio } from './studio.ts';

/** `idle`: not wanted, or nothing to be kept awake for; `waiting`: the page is hidden, which no browser gives a lock. */
export type WakeLockState = 'idle' | 'held' | 'waiting' | 'refused' | 'unavailable';

/** The browser's, as far as it is needed; undefined where there is none. */
export type WakeLocks = { request(type: 'screen'): Promise<WakeLockHandle> } | undefined;
type WakeLockHandle = Pick<WakeLockSentinel, 'release' | 'addEventListener'>;

/** Of the page. */
export type Visibility = Pick<Document, 'visibilityState' | 'addEventListener'>;

export interface WakeLockStore {
  store: StoreApi<{ state: WakeLockState }>;
}

export function createWakeLock(
  studio: Studio,
  preferences: PreferencesStore,
  locks: WakeLocks,
  page: Visibility | undefined,
): WakeLockStore {
  const store = createStore<{ state: WakeLockState }>(() => ({ state: 'idle' }));
  let held: WakeLockHandle | null = null;
  let asking = false;

  const isWanted = () => preferences.getState().keepAwake && studio.store.getState().training !== null;

  async function ask(): Promise<void> {
    if (!locks) return store.setState({ state: 'unavailable' });
    if (page?.visibilityState !== 'visible') return store.setState({ state: 'waiting' });
    asking = true;
    try {
      const lock = await locks.request('screen');
      lock.addEventListener('release', () => {
        if (held === lock) held = null;
        void settle();
      });
      held = lock;
      store.setState({ state: 'held' });
    } catch {
      store.setState({ state: 'refused' }); // saving of power, or a policy: the person is told, and training goes on
    } finally {
      asking = false;
    }
  }

  /** Has the lock if it is wanted, and only then. */
  async function settle(): Promise<void> {
    if (asking) return;
    if (isWanted()) {
      if (!held) await ask();
      if (isWanted()) return;
    }
    const lock = held;
    held = null;
    store.setState({ state: 'idle' });
    await lock?.release();
  }

  preferences.subscribe((now, before) => {
    if (now.keepAwake !== before.keepAwake) void settle();
  });
  studio.store.subscribe((now, before) => {
    if ((now.training === null) !== (before.training === null)) void settle();
  });
  page?.addEventListener('visibilitychange', () => {
    if (page.visibilityState === 'visible') void settle();
  });
  return { store };
}
