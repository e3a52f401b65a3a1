import { afterEach, describe, expect, it, test } from 'vitest';
import {
  type HubBehaviour,
  type HubServer,
  type StoredModel,
  sha256,
  startHubServer,
} from '../../testing/hub-server.ts';
import { type HubAccess, openRepository } from './repository.ts';

const ID = 'ocaq/small';
const TOKEN = 'hf_very_secret';
const QUICK = { tries: 4, firstWait: 4, longestWait: 20 };
const WEIGHTS = Uint8Array.from({ length: 9_000_000 }, (_, i) => (i * 31) >> 3);
const FILES = {
  'config.json': new TextEncoder().encode('{"model_type":"gpt2"}'),
  'tokenizer.json': new TextEncoder().encode('{}'),
  'empty.txt': new Uint8Array(),
  'model.safetensors': WEIGHTS,
};

let server: HubServer;
afterEach(() => server.close());

async function start(
  model: Partial<StoredModel> = {},
  behave: (number: number, origin: string) => HubBehaviour = () => 'answer',
) {
  server = await startHubServer({ [ID]: { files: FILES, ...model } }, ({ number, origin }) => behave(number, origin));
}

const open = (access: Partial<HubAccess> = {}, asked: { id?: string; revision?: string; address?: string } = {}) =>
  openRepository(
    { id: ID, revision: '', address: server.address, ...asked },
    { token: '', signal: new AbortController().signal, patience: QUICK, ...access },
  );

const read = async (name: string, start?: number, end?: number, access?: Partial<HubAccess>) => {
  const source = await (await open(access)).open(name);
  return source.read(start ?? 0, end ?? source.size);
};

describe('a repository', () => {
  it('is its files at one commit, from all pages of the list', async () => {
    await start();
    const repository = await open();
    expect(repository).toMatchObject({ name: ID, commit: server.commit });
    expect([...repository.files.values()]).toEqual(
      Object.entries(FILES).map(([name, bytes]) => ({
        name,
        size: bytes.length,
        sha256: name === 'model.safetensors' ? sha256(bytes) : null,
      })),
    );
    expect(await repository.list()).toEqual(Object.keys(FILES));
    expect(server.requests.map(({ path }) => path.split('?')[0])).toEqual([
      `/api/models/${ID}/revision/main`,
      `/api/models/${ID}/tree/${server.commit}`,
      `/api/models/${ID}/tree/${server.commit}`,
    ]);
    await expect(repository.open('absent')).rejects.toMatchObject({ code: 'file-missing' });
  });

  it('reads by ranges of 4 MiB, from where the Hub led the first time', async () => {
    await start();
    const bytes = await read('model.safetensors', 5, WEIGHTS.length - 3);
    expect(sha256(bytes)).toBe(sha256(WEIGHTS.subarray(5, WEIGHTS.length - 3)));
    expect(server.requests.slice(3).map(({ origin, range }) => [origin, range])).toEqual([
      ['hub', 'bytes=5-4194308'],
      ['files', 'bytes=5-4194308'],
      ['files', 'bytes=4194309-8388612'],
      ['files', 'bytes=8388613-8999996'],
    ]);
  });

  it('reads files that are small, and one that is empty', async () => {
    await start();
    expect(await read('config.json')).toEqual(FILES['config.json']);
    expect(await read('config.json', 1, 3)).toEqual(FILES['config.json'].slice(1, 3));
    expect(await read('empty.txt')).toEqual(FILES['empty.txt']);
  });

  it('refuses a token that no header can hold before anything is asked', async () => {
    await start();
    await expect(open({ token: 'hf_\u0435' })).rejects.toMatchObject({ code: 'endpoint-key' });
    expect(server.requests).toEqual([]);
  });

  it('sends the token to the Hub and to nobody that the Hub leads to', async () => {
    await start({ token: TOKEN, gated: true });
    await read('model.safetensors', 0, 10, { token: TOKEN });
    expect(server.requests.map(({ origin, token }) => [origin, token])).toEqual([
      ...Array.from({ length: 4 }, () => ['hub', TOKEN]),
      ['files', undefined],
    ]);
  });
});

describe('faults that pass', () => {
  test.each<[string, HubBehaviour]>([
    ['a refused connection', 'cut'],
    ['an answer that is cut', 'cut-within'],
    ['a server out of order', { status: 503 }],
  ])('%s: the same piece is asked for again, and no other', async (_, fault) => {
    await start({}, (number) => (number === 6 ? fault : 'answer'));
    const bytes = await read('model.safetensors', 0, 6_000_000);
    expect(sha256(bytes)).toBe(sha256(WEIGHTS.subarray(0, 6_000_000)));
    const files = server.requests.filter(({ origin }) => origin === 'files').map(({ range }) => range);
    expect(files).toEqual(['bytes=0-4194303', 'bytes=4194304-5999999', 'bytes=4194304-5999999']);
  });

  it('goes back to the Hub where the address that it led to has expired', async () => {
    await start({}, (number) => (number === 6 ? { status: 403 } : 'answer'));
    await read('model.safetensors', 0, 6_000_000);
    expect(server.requests.slice(3).map(({ origin }) => origin)).toEqual(['hub', 'files', 'files', 'hub', 'files']);
  });

  test.each([
    ['Retry-After', { 'retry-after': '0.15' }, 150],
    ['RateLimit', { ratelimit: '"api";r=0;t=1' }, 1000],
  ])('waits as long as %s says', async (_, headers, least) => {
    await start({}, (number) => (number === 1 ? { status: 429, headers } : 'answer'));
    const pauses: number[] = [];
    await open({ pausing: (_error, pause) => pauses.push(pause) });
    const [first, second] = server.requests;
    expect(pauses).toEqual([expect.closeTo(least, 0)]);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(least - 5);
  });

  it('does not wait for longer than minutes', async () => {
    await start({}, () => ({ status: 429, headers: { 'retry-after': '3600' } }));
    await expect(open()).rejects.toMatchObject({ code: 'hub-busy', details: { status: 429 } });
    expect(server.requests.length).toBe(1);
  });

  it('asks a person where it does not pass, and resumes with the piece that failed', async () => {
    let isDown = true;
    const told: string[] = [];
    await start({}, (number, origin) => (isDown && origin === 'files' && number > 5 ? 'cut' : 'answer'));
    const bytes = await read('model.safetensors', 0, 6_000_000, {
      async interrupted({ code }) {
        told.push(code);
        isDown = false;
      },
    });
    expect(told).toEqual(['hub-unreachable']);
    expect(sha256(bytes)).toBe(sha256(WEIGHTS.subarray(0, 6_000_000)));
    expect(server.requests.filter(({ range }) => range?.startsWith('bytes=0-'))).toHaveLength(2);
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    await start({}, () => {
      controller.abort(new Error('enough'));
      return { status: 503, headers: { 'retry-after': '60' } };
    });
    await expect(open({ signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('faults that do not pass', () => {
  const access = (token: string) => ({ token, signal: new AbortController().signal, patience: QUICK });

  test.each<[string, Partial<StoredModel>, string, string]>([
    ['a gated model without a token', { token: TOKEN, gated: true }, '', 'hub-gated'],
    ['a gated model with the token of somebody else', { token: TOKEN, gated: true }, 'hf_other', 'hub-gated'],
    ['a private model without a token', { token: TOKEN }, '', 'hub-missing'],
    ['a private model with the token of somebody else', { token: TOKEN }, 'hf_other', 'hub-missing'],
    ['a token that nobody knows', {}, 'no-token', 'hub-token'],
    ['a list that promises more than there is', { listed: { 'model.safetensors': 9_000_001 } }, '', 'hub-size'],
    ['a list that promises less than there is', { listed: { 'config.json': 4 } }, '', 'hub-size'],
  ])('%s', async (_, model, token, code) => {
    await start(model);
    const name = model.listed?.['config.json'] ? 'config.json' : 'model.safetensors';
    const failure = read(name, undefined, undefined, access(token)).then(
      () => null,
      (error: unknown) => error,
    );
    expect(await failure).toMatchObject({ code });
    expect(JSON.stringify(await failure)).not.toContain(TOKEN);
    expect(String(await failure)).not.toContain(TOKEN);
  });

  test.each([
    [{ id: 'ocaq/other' }, 'hub-missing'],
    [{ id: 'ocaq/../small' }, 'hub-id'],
    [{ id: 'https://huggingface.co/ocaq/small' }, 'hub-id'],
    [{ id: 'gpt2' }, 'hub-id'],
    [{ id: '' }, 'hub-id'],
    [{ revision: 'v9' }, 'hub-revision'],
    [{ address: 'http://127.0.0.1:1' }, 'hub-unreachable'],
    [{ address: 'hub.example' }, 'endpoint-address'],
  ])('%j', async (asked, code) => {
    await start();
    await expect(open({}, asked)).rejects.toMatchObject({ code });
  });

  it('sends no token unencrypted over a network', async () => {
    await start();
    const asked = { address: 'http://192.168.1.5' };
    await expect(open({ token: TOKEN }, asked)).rejects.toMatchObject({ code: 'endpoint-insecure' });
  });

  it('reads nothing of a server that sends whole files where a part was asked for', async () => {
    await start({}, (_, origin) => (origin === 'files' ? 'without-ranges' : 'answer'));
    await expect(read('model.safetensors', 0, 10)).rejects.toMatchObject({ code: 'hub-answer' });
  });

  it('says so where something else than a Hub answers', async () => {
    await start({}, () => ({ status: 200, headers: { 'content-type': 'text/html' } }));
    await expect(open()).rejects.toMatchObject({ code: 'hub-answer' });
  });
});
