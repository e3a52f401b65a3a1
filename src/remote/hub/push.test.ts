import { afterEach, describe, expect, it, test } from 'vitest';
import { sha256 } from '../../testing/hub-server.ts';
import { gitOid, type PushHub, type PushHubOptions, startPushHub } from '../../testing/push-hub.ts';
import { pushFiles } from './push.ts';
import type { PushAccess, PushFile, PushTarget } from './push-target.ts';

const ID = 'ocaq/small';
const TOKEN = 'hf_very_secret';
const QUICK = { tries: 4, firstWait: 4, longestWait: 20 };
const bytesOf = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (i * seed) >> 3);
const FILES = {
  'config.json': new TextEncoder().encode('{"model_type":"gpt2"}'),
  'empty.txt': new Uint8Array(),
  'model-00001.safetensors': bytesOf(1_500_000, 31),
  'model-00002.safetensors': bytesOf(1_200_000, 37),
  'more/words.txt': new TextEncoder().encode('bir iki üç'),
};
const SIZE = Object.values(FILES).reduce((sum, { length }) => sum + length, 0);

let hub: PushHub;
afterEach(() => hub.close());

const start = async (options: Partial<PushHubOptions> = {}) => {
  hub = await startPushHub({ token: TOKEN, ...options });
};

const prepared = (files: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = FILES): PushFile[] =>
  Object.entries(files).map(([path, bytes]) => ({
    ...{ path, content: new Blob([bytes]), sha256: sha256(bytes), gitOid: gitOid(bytes) },
  }));

const push = (target: Partial<PushTarget> = {}, access: Partial<PushAccess> = {}, files = prepared()) =>
  pushFiles(
    {
      id: ID,
      type: 'model',
      branch: 'main',
      isPublic: false,
      mayReplace: true,
      address: hub.address,
      title: 'First',
      ...target,
    },
    files,
    {
      token: TOKEN,
      signal: new AbortController().signal,
      patience: QUICK,
      checkUnchanged: async () => undefined,
      ...access,
    },
  );

const failure = (pushed: Promise<unknown>) =>
  pushed.then(
    () => null,
    (error: unknown) => error,
  );

const isWhole = (repository = `models/${ID}`) => {
  for (const [path, bytes] of Object.entries(FILES))
    expect(sha256(hub.file(repository, path) ?? new Uint8Array([1])), path).toBe(sha256(bytes));
};
const arrivedOnce = () => {
  const names = hub.arrived.map(({ what }) => what);
  expect(new Set(names).size).toBe(names.length);
};

describe('a push', () => {
  it('makes a private repository, and is one commit of all files', async () => {
    await start();
    const pushed = await push();
    isWhole();
    const repository = hub.repositories.get(`models/${ID}`);
    expect(repository).toMatchObject({ isPrivate: true, titles: ['First'] });
    expect(pushed).toMatchObject({ url: `${hub.address}/${ID}`, isPrivate: true, bytesSent: SIZE });
    expect(repository?.branches.get('main')).toBe(pushed.commit);
  });

  it('makes a public one where that is said, of a data set, and a branch', async () => {
    await start();
    const pushed = await push({ type: 'dataset', isPublic: true, branch: 'a/b' });
    expect(pushed).toMatchObject({ url: `${hub.address}/datasets/${ID}`, isPrivate: false });
    expect(hub.repositories.get(`datasets/${ID}`)?.branches.get('a/b')).toBe(pushed.commit);
    expect(hub.file(`datasets/${ID}`, 'config.json')).toBeUndefined();
    expect(hub.file(`datasets/${ID}`, 'config.json', 'a/b')).toEqual(Buffer.from(FILES['config.json']));
  });

  it('pushes nothing to a public repository unless that is said', async () => {
    await start();
    await push({ isPublic: true });
    const before = hub.requests.length;
    await expect(push()).rejects.toMatchObject({ code: 'hub-public' });
    expect(hub.requests.slice(before).map(({ kind }) => kind)).toEqual(['revision']);
  });

  it('brings what changed and nothing else, and makes no commit where nothing did', async () => {
    await start();
    const first = await push();
    expect(await push()).toMatchObject({ commit: first.commit, bytesSent: 0 });
    const config = new TextEncoder().encode('{"model_type":"llama"}');
    expect(await push({}, {}, prepared({ ...FILES, 'config.json': config }))).toMatchObject({
      bytesSent: config.length,
    });
    expect(hub.repositories.get(`models/${ID}`)?.titles).toHaveLength(2);
    expect(hub.arrived).toHaveLength(2);
  });

  it('replaces nothing unless that is said, and sends nothing then; what is there already is in no way', async () => {
    await start();
    await push();
    expect(await push({ mayReplace: false })).toMatchObject({ bytesSent: 0 });
    const before = hub.requests.length;
    const files = prepared({ ...FILES, 'config.json': new TextEncoder().encode('{}') });
    const error = await failure(push({ mayReplace: false }, {}, files));
    expect(error).toMatchObject({ code: 'hub-would-replace', details: { id: ID, files: 1, file: 'config.json' } });
    expect(hub.requests.slice(before).map(({ kind }) => kind)).toEqual(['revision', 'tree']);
    expect(await push({}, {}, files)).toMatchObject({ bytesSent: 2 });
  });

  it('tells of each large file, in parts or whole, and of what is there', async () => {
    await start({ partBytes: 1_300_000 });
    const told: [string, number][] = [];
    const progress: PushAccess['progress'] = ({ path }, bytes) => told.push([path, bytes]);
    await push({}, { progress });
    expect(told.filter(([path]) => path.endsWith('1.safetensors')).map(([, bytes]) => bytes)).toContain(1_500_000);
    expect(told.filter(([path]) => path.endsWith('2.safetensors'))).toEqual([['model-00002.safetensors', 1_200_000]]);
    told.length = 0;
    await push({}, { progress });
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(prepared().map((file) => [file.path, file.content.size])),
    );
  });

  it('sends files nowhere but where it may', async () => {
    await start();
    const asked: string[] = [];
    const maySend = (origin: string) => asked.push(origin) < 0;
    const error = await failure(push({}, { maySend }));
    expect(error).toMatchObject({ code: 'hub-elsewhere', details: { host: new URL(asked[0] ?? '').host } });
    expect(hub.requests.filter(({ origin }) => origin === 'storage')).toEqual([]);
  });

  it('sends the token to the Hub and to nobody that the Hub names, and in nothing but its header', async () => {
    await start();
    await push();
    expect(new Set(hub.requests.map(({ origin, token }) => `${origin} ${token}`))).toEqual(
      new Set([`hub ${TOKEN}`, 'storage undefined']),
    );
    expect(hub.received()).not.toContain(TOKEN);
  });

  it('sends large files in parts where the Hub asks for that', async () => {
    await start({ partBytes: 500_000 });
    expect(await push()).toMatchObject({ bytesSent: SIZE });
    isWhole();
    expect(hub.arrived.map(({ bytes }) => bytes).sort()).toEqual([
      200_000,
      ...Array.from({ length: 5 }, () => 500_000),
    ]);
  });
});

describe('faults that pass', () => {
  it('a push that is cut in the middle three times ends whole, and what had arrived is not sent again', async () => {
    await start({
      behave: ({ origin, before }) => (origin === 'storage' && before < 3 ? { cutAfter: 300_000 } : 'answer'),
    });
    expect(await push()).toMatchObject({ bytesSent: SIZE });
    isWhole();
    arrivedOnce();
  });

  it('of a file in parts the part alone that was cut is sent again', async () => {
    await start({
      partBytes: 500_000,
      behave: ({ path, before }) => (path.includes('/00002?') && before < 3 ? { cutAfter: 100_000 } : 'answer'),
    });
    await push();
    isWhole();
    arrivedOnce();
    expect(hub.requests.filter(({ kind }) => kind === 'part')).toHaveLength(6 + 6);
  });

  it('a push that gave up and is begun again sends no file that had arrived', async () => {
    const down = new Set(['storage']);
    const second = FILES['model-00002.safetensors'];
    await start({
      behave: ({ origin, path }) =>
        down.has(origin) && path.includes(sha256(second)) ? { cutAfter: 400_000 } : 'answer',
    });
    const error = await failure(push());
    expect(error).toMatchObject({ code: 'hub-unreachable' });
    down.clear();
    expect((await push()).bytesSent).toBeLessThan(SIZE);
    isWhole();
    arrivedOnce();
  });

  test.each<[string, 'cut-answer' | { cutAfter: number }, number]>([
    ['was done all the same', 'cut-answer', 1],
    ['was not', { cutAfter: 10 }, 1],
  ])('a commit whose connection is cut, which %s, is made once', async (_, fault, commits) => {
    await start({ behave: ({ kind, before }) => (kind === 'commit' && before === 0 ? fault : 'answer') });
    const pushed = await push();
    isWhole();
    arrivedOnce();
    expect(pushed.bytesSent).toBe(SIZE);
    expect(hub.repositories.get(`models/${ID}`)?.titles).toHaveLength(commits);
    expect(hub.repositories.get(`models/${ID}`)?.branches.get('main')).toBe(pushed.commit);
  });

  it.each(['repos/create', 'revision', 'tree', 'preupload', 'lfs'])('an answer to %s that is cut', async (cut) => {
    await start({ behave: ({ kind, before }) => (kind === cut && before === 0 ? 'cut-answer' : 'answer') });
    await push();
    isWhole();
  });

  it('an address for a file that has expired: the Hub gives another', async () => {
    await start({
      behave: ({ kind, origin, before }) =>
        origin === 'storage' && kind === 'lfs' && before === 0 ? { status: 403 } : 'answer',
    });
    await push();
    isWhole();
    arrivedOnce();
  });

  it('waits as long as Retry-After says', async () => {
    const headers = { 'retry-after': '0.15' };
    await start({
      behave: ({ kind, before }) => (kind === 'preupload' && before === 0 ? { status: 429, headers } : 'answer'),
    });
    const pauses: [string, number][] = [];
    await push({}, { pausing: ({ code }, pause) => pauses.push([code, pause]) });
    expect(pauses).toEqual([['hub-busy', 150]]);
    isWhole();
  });

  it('does not wait for longer than minutes', async () => {
    await start({ behave: () => ({ status: 429, headers: { 'retry-after': '3600' } }) });
    await expect(push()).rejects.toMatchObject({ code: 'hub-busy', details: { status: 429 } });
    expect(hub.requests).toHaveLength(1);
  });
});

describe('faults that do not pass', () => {
  test.each<[string, Partial<PushHubOptions>, Partial<PushTarget>, string, string]>([
    ['a token that the Hub does not know', { token: 'hf_other' }, {}, TOKEN, 'hub-token'],
    ['a token that no header can hold', {}, {}, 'hf_\u0435', 'endpoint-key'],
    ['an owner whose token it is not', { owners: ['other'] }, {}, TOKEN, 'hub-forbidden'],
    ['a name that others have', { taken: [ID] }, {}, TOKEN, 'hub-taken'],
    ['a name that no repository can have', {}, { id: 'small' }, TOKEN, 'hub-id'],
    ['a name that leads elsewhere', {}, { id: 'ocaq/../small' }, TOKEN, 'hub-id'],
    ['a file that is too large', { mostBytes: 1_400_000 }, {}, TOKEN, 'hub-file-refused'],
    ['a line that is not encrypted', {}, { address: 'http://192.168.1.5' }, TOKEN, 'endpoint-insecure'],
    ['a commit that is refused', { behave: refusing('commit', 400) }, {}, TOKEN, 'hub-refused'],
    ['a right that is taken away', { behave: refusing('commit', 403) }, {}, TOKEN, 'hub-forbidden'],
    ['a storage that refuses', { behave: refusing('lfs', 413, 'storage') }, {}, TOKEN, 'hub-refused'],
    ['a Hub that is out of order', { behave: () => ({ status: 503 }) }, {}, TOKEN, 'hub-busy'],
  ])('%s', async (_, options, target, token, code) => {
    await start(options);
    const error = await failure(push(target, { token }));
    expect(error).toMatchObject({ code });
    expect(shown(error)).not.toContain(token);
    expect(hub.repositories.get(`models/${ID}`)?.titles ?? []).toEqual([]);
  });

  it('takes the token out of what the Hub says', async () => {
    await start({ behave: () => ({ status: 400, error: `no ${TOKEN} here` }) });
    const error = await failure(push());
    expect(error).toMatchObject({ code: 'hub-refused', details: { reason: 'no … here' } });
    expect(shown(error)).not.toContain(TOKEN);
  });

  it('names a file that changed, and asks no more', async () => {
    await start({ behave: ({ origin }) => (origin === 'storage' ? { cutAfter: 1000 } : 'answer') });
    const error = await failure(
      push(
        {},
        {
          async checkUnchanged() {
            throw new Error('it changed');
          },
        },
      ),
    );
    expect(String(error)).toContain('it changed');
    expect(hub.requests.filter(({ kind }) => kind === 'commit')).toEqual([]);
  });
});

function refusing(kind: string, status: number, origin = 'hub'): NonNullable<PushHubOptions['behave']> {
  return (asked) =>
    asked.kind === kind && asked.origin === origin ? { status, error: `because of ${TOKEN}` } : 'answer';
}

/** Everything that could be printed of an error. */
const shown = (error: unknown): string =>
  error instanceof Error
    ? `${error.stack} ${JSON.stringify(error, Object.getOwnPropertyNames(error))} ${shown(error.cause)}`
    : String(error);
