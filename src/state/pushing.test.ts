import { afterEach, describe, expect, it, vi } from 'vitest';
import { HUB_ADDRESS, HUB_UPLOADS } from '../data/hub.ts';
import { OcaqError } from '../errors.ts';
import type { OcaqApi, PushOptions } from '../worker/api.ts';
import { openStudio, snapshot } from './fixtures.ts';

const TOKEN = 'hf_very_secret';
const exported = { file: new Blob(['zip']), fileName: 'small.zip' };
const RESULT = { url: `${HUB_ADDRESS}/a/b`, isPrivate: true, bytesSent: 3 };

afterEach(() => vi.unstubAllGlobals());

/** Stores beside which localStorage holds what they keep. */
async function openPush(pushExport: OcaqApi['pushExport'], kept: Record<string, string> = {}) {
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, value: string) => Object.assign(kept, { [name]: value }),
  });
  const asked: { options: PushOptions; token: string }[] = [];
  const opened = await openStudio({
    pushExport: async (options, token) => {
      asked.push({ options, token });
      return pushExport(options, token);
    },
  });
  const { pushing } = opened;
  pushing.change({ id: 'a/b' });
  pushing.setToken(` ${TOKEN} `);
  return { ...opened, asked, kept, state: () => pushing.store.getState() };
}

const fails = (code: 'hub-token' | 'hub-would-replace' | 'cancelled') => () =>
  Promise.reject(new OcaqError(code, 'Said.'));

describe('an export that is sent', () => {
  it('goes as a private one to the Hub, with the token, which then is forgotten', async () => {
    const { pushing, asked, state } = await openPush(async () => RESULT);
    await pushing.start(exported);
    expect(asked).toMatchObject([
      {
        token: TOKEN,
        options: {
          ...{ ...exported, id: 'a/b', isPublic: false, mayReplace: false, address: HUB_ADDRESS },
          origins: [HUB_ADDRESS, HUB_UPLOADS],
        },
      },
    ]);
    expect(state()).toMatchObject({ token: '', pushing: false, result: { file: exported.file, push: RESULT } });
  });

  it('shows how far each file is and why it waits, of this push alone', async () => {
    const { pushing, events, state } = await openPush(async ({ jobId }) => {
      const error = { code: 'hub-unreachable', message: 'Cut.', details: {} } as const;
      events.emit({ type: 'push-file', jobId: 'another', file: 'b', bytes: 9 });
      events.emit({ type: 'push-file', jobId, file: 'a', bytes: 4 });
      events.emit({ type: 'push-pausing', jobId, error, seconds: 2 });
      expect(state()).toMatchObject({ sent: { a: 4 }, pausing: { error: { code: 'hub-unreachable' }, seconds: 2 } });
      events.emit({ type: 'push-file', jobId, file: 'a', bytes: 5 });
      return RESULT;
    });
    await pushing.start(exported);
    expect(state()).toMatchObject({ sent: { a: 5 }, pausing: null });
  });

  it('that failed keeps the token for another try, until the person leaves', async () => {
    const { pushing, state } = await openPush(fails('hub-token'));
    await pushing.start(exported);
    expect(state()).toMatchObject({ token: ` ${TOKEN} `, pushing: false, result: null, error: { code: 'hub-token' } });
    pushing.forgetToken();
    expect(state().token).toBe('');
  });

  it('that was cancelled is no error', async () => {
    const { pushing, state } = await openPush(fails('cancelled'));
    await pushing.start(exported);
    expect(state()).toMatchObject({ pushing: false, result: null, error: null });
  });

  it('replaces what is there once that is said, and asks again for another repository', async () => {
    const { pushing, asked, state } = await openPush(fails('hub-would-replace'));
    pushing.setMayReplace(true);
    await pushing.start(exported);
    expect(asked[0]?.options.mayReplace).toBe(true);
    pushing.change({ id: 'a/c' });
    expect(state()).toMatchObject({ mayReplace: false, error: null });
  });
});

describe('the token', () => {
  it('is for one Hub, and for one project', async () => {
    const { pushing, studio, state } = await openPush(async () => RESULT);
    pushing.change({ address: `${HUB_ADDRESS}/x` });
    expect(state().token).toBe(` ${TOKEN} `);
    pushing.change({ address: 'https://mirror.example' });
    expect(state().token).toBe('');
    pushing.setToken(TOKEN);
    studio.store.setState({ snapshot: snapshot('b') });
    expect(state().token).toBe('');
  });

  it('is not stored, wherever it was typed; where to is', async () => {
    const { pushing, kept } = await openPush(async () => RESULT);
    pushing.change({ isPublic: true, uploads: '' });
    await pushing.start(exported);
    const draft = { id: 'a/b', isPublic: true, address: HUB_ADDRESS, uploads: '' };
    expect((await openStudio()).pushing.store.getState()).toMatchObject({ draft, token: '' });
    pushing.change({ id: TOKEN, address: `https://me:${TOKEN}@mirror.example`, uploads: TOKEN });
    expect(JSON.stringify(kept)).not.toContain(TOKEN);
  });
});
