import { beforeEach, expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { openStudio, run } from './fixtures.ts';
import type { Preferences } from './preferences.ts';
import { createWakeLock, type WakeLocks } from './wake-lock.ts';

/** A page and a browser's locks, as the Screen Wake Lock specification has them: hiding the page releases all. */
function browser(isRefusing = false) {
  const listeners: (() => void)[] = [];
  const page = {
    visibilityState: 'visible' as DocumentVisibilityState,
    addEventListener: (_: string, listener: unknown) => listeners.push(listener as () => void),
  };
  let held: EventTarget[] = [];
  const locks: WakeLocks = {
    async request() {
      if (isRefusing || page.visibilityState === 'hidden') throw new DOMException('no', 'NotAllowedError');
      const target = new EventTarget();
      held.push(target);
      const release = async () => {
        held = held.filter((one) => one !== target);
        target.dispatchEvent(new Event('release'));
      };
      return Object.assign(target, { release }) as never;
    },
  };
  const show = (state: DocumentVisibilityState) => {
    page.visibilityState = state;
    if (state === 'hidden') for (const target of held.splice(0)) target.dispatchEvent(new Event('release'));
    for (const listener of listeners) listener();
  };
  return { page: page as never, locks, show, count: () => held.length };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
let studio: Awaited<ReturnType<typeof openStudio>>['studio'];
beforeEach(async () => {
  ({ studio } = await openStudio());
});
const preferencesOf = (keepAwake: boolean) => createStore<Preferences>(() => ({ keepAwake }) as Preferences);

test('is held while a run is under way and it is wanted', async () => {
  const { page, locks, count } = browser();
  const preferences = preferencesOf(false);
  const { store } = createWakeLock(studio, preferences, locks, page);
  studio.takeRun(run('r', 'running'));
  await settled();
  expect([count(), store.getState().state]).toEqual([0, 'idle']);
  preferences.setState({ keepAwake: true });
  await settled();
  expect([count(), store.getState().state]).toEqual([1, 'held']);
  studio.takeRun(run('r', 'finished'));
  await settled();
  expect([count(), store.getState().state]).toEqual([0, 'idle']);
  studio.takeRun(run('r', 'running'));
  await settled();
  preferences.setState({ keepAwake: false });
  await settled();
  expect([count(), store.getState().state]).toEqual([0, 'idle']);
});

test('is taken away from a hidden page, and asked for again when it is seen', async () => {
  const { page, locks, show, count } = browser();
  const { store } = createWakeLock(studio, preferencesOf(true), locks, page);
  studio.takeRun(run('r', 'running'));
  await settled();
  show('hidden');
  await settled();
  expect([count(), store.getState().state]).toEqual([0, 'waiting']);
  show('visible');
  await settled();
  expect([count(), store.getState().state]).toEqual([1, 'held']);
});

test.each([
  ['refused', browser(true)],
  ['unavailable', { ...browser(), locks: undefined }],
] as const)('says that it is %s', async (state, { page, locks }) => {
  const { store } = createWakeLock(studio, preferencesOf(true), locks, page);
  studio.takeRun(run('r', 'running'));
  await settled();
  expect(store.getState().state).toBe(state);
});
