/** An export sent to a Hub on this machine, as the worker does it: from its zip, through cuts, cancelled, and where the token does not get. */
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { zipStream } from '../../formats/zip.ts';
import { openDatabase } from '../../storage/database.ts';
import { adapterFiles } from '../../testing/adapter-files.ts';
import { type PushHub, type PushHubOptions, startPushHub } from '../../testing/push-hub.ts';
import { smallModelFiles } from '../../testing/small-model.ts';
import type * as api from '../api.ts';
import { Hub } from '../hub.ts';
import { pushExport } from './hub-push.ts';

const ID = 'ocaq/small';
const TOKEN = 'hf_very_secret';
const QUICK = { tries: 3, firstWait: 4, longestWait: 20 };
type Files = Readonly<Record<string, Uint8Array>>;
const FILES = {
  ...(await smallModelFiles()),
  'README.md': new TextEncoder().encode('# Small\n'),
};

let server: PushHub;
let hub: Hub;
let told: api.WorkerEvent[];
let heard: (event: api.WorkerEvent) => void;

beforeEach(async () => {
  told = [];
  heard = () => undefined;
  hub = new Hub(await openDatabase(`hub-push-${crypto.randomUUID()}`), (event) => {
    told.push(event);
    heard(event);
  });
});
afterEach(() => server.close());

const start = async (options: Partial<PushHubOptions> = {}): Promise<void> => {
  server = await startPushHub({ token: TOKEN, ...options });
};

async function zipOf(files: Files): Promise<File> {
  async function* inFolder() {
    for (const [name, content] of Object.entries(files)) yield { name: `small/${name}`, content };
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of zipStream(inFolder())) pieces.push(piece as Uint8Array<ArrayBuffer>);
  return new File(pieces, 'small.zip');
}

async function push(part: Partial<api.PushOptions> = {}, files: Files = FILES): Promise<api.PushResult> {
  const options: api.PushOptions = {
    ...{ jobId: 'j', fileName: 'small.zip', file: await zipOf(files), id: ID, isPublic: false, mayReplace: false },
    ...{ address: server.address, origins: [server.address, server.storageAddress] },
  };
  return pushExport(hub, { ...options, ...part }, TOKEN, QUICK);
}

const isWhole = (files: Files = FILES): void => {
  for (const [name, bytes] of Object.entries(files))
    expect(Buffer.from(bytes).equals(server.file(`models/${ID}`, name) ?? Buffer.alloc(0)), name).toBe(true);
};

describe('an export that is sent', () => {
  it('is a private repository with every file of its folder, and its large files are told of', async () => {
    await start();
    const bytesSent = Object.values(FILES).reduce((sum, { length }) => sum + length, 0);
    expect(await push()).toEqual({ url: `${server.address}/${ID}`, isPrivate: true, bytesSent });
    isWhole();
    expect(server.repositories.get(`models/${ID}`)).toMatchObject({ isPrivate: true, titles: ['Push from Ocaq'] });
    const file = { type: 'push-file', jobId: 'j', file: 'model.safetensors' };
    expect(told).toContainEqual({ ...file, bytes: FILES['model.safetensors'].length });
  });

  it('goes on after a cut, and then sends nothing that had arrived', async () => {
    const down = new Set(['storage']);
    let first: string | undefined;
    const files = { ...FILES, 'extra.bin': new Uint8Array(2_000_000).fill(7) };
    await start({
      behave({ origin, path }) {
        if (origin === 'storage') first ??= path;
        return down.has(origin) && path !== first ? { cutAfter: 0 } : 'answer';
      },
    });
    await expect(push({}, files)).rejects.toMatchObject({ code: 'hub-unreachable' });
    expect(told.some(({ type }) => type === 'push-pausing')).toBe(true);
    expect(server.arrived).toHaveLength(1);
    down.clear();
    await push({}, files);
    isWhole(files);
    expect(new Set(server.arrived.map(({ what }) => what)).size).toBe(server.arrived.length);
  });

  it('is an adapter or a GGUF too', async () => {
    await start();
    const tensors = { 'x.q.lora_A.weight': { shape: [2, 4] }, 'x.q.lora_B.weight': { shape: [4, 2] } };
    const adapter = new Map<string, Uint8Array>();
    for (const [name, blob] of await adapterFiles({}, tensors))
      adapter.set(name, new Uint8Array(await blob.arrayBuffer()));
    await push({}, Object.fromEntries(adapter));
    const gguf = { 'a.gguf': new Uint8Array(100), Modelfile: new Uint8Array(1) };
    await expect(push({ id: 'ocaq/gguf' }, gguf)).rejects.toMatchObject({ code: 'gguf-damaged' });
    expect(server.repositories.has('models/ocaq/gguf')).toBe(false);
  });

  it('is cancelled within a file, and commits nothing', async () => {
    await start({ behave: ({ origin }) => (origin === 'storage' ? { cutAfter: 10 } : 'answer') });
    heard = ({ type }) => {
      if (type === 'push-pausing') hub.cancel('j');
    };
    await expect(push()).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.repositories.get(`models/${ID}`)?.titles).toEqual([]);
  });
});

describe('nothing is sent', () => {
  test.each<[string, Partial<api.PushOptions>, Files, string]>([
    [
      'of a file that holds the token',
      {},
      { ...FILES, 'notes.md': new TextEncoder().encode(`my ${TOKEN}`) },
      'hub-token-in-file',
    ],
    [
      'of weights that are cut',
      {},
      { ...FILES, 'model.safetensors': FILES['model.safetensors'].subarray(0, -9) },
      'safetensors-truncated',
    ],
    ['of a folder without a model', {}, { 'README.md': FILES['README.md'] }, 'file-missing'],
    ['under a name that no repository has', { id: 'small' }, FILES, 'hub-id'],
  ])('%s', async (_, part, files, code) => {
    await start();
    await expect(push(part, files)).rejects.toMatchObject({ code });
    expect(server.requests).toEqual([]);
  });

  it('to a host that was not turned on', async () => {
    await start();
    const error = push({ origins: [server.address] });
    await expect(error).rejects.toMatchObject({
      code: 'hub-elsewhere',
      details: { host: new URL(server.storageAddress).host },
    });
    expect(server.requests.filter(({ origin }) => origin === 'storage')).toEqual([]);
  });
});

test.each<[string, Partial<PushHubOptions>]>([
  ['is whole', {}],
  ['is cut', { behave: ({ origin }) => (origin === 'storage' ? { cutAfter: 100 } : 'answer') }],
  ['is refused', { behave: ({ kind }) => (kind === 'commit' ? { status: 400, error: `${TOKEN} is bad` } : 'answer') }],
  ['is of another account', { owners: ['other'] }],
  ['has a token that is not known', { token: 'hf_other' }],
])('the token is in no event, result or error, and with no one but the Hub, where a push %s', async (_, options) => {
  await start(options);
  const result = await push().catch((error: unknown) => error);
  const errors = result instanceof Error ? [result.stack, String(result.cause), JSON.stringify(result)] : [];
  for (const text of [JSON.stringify(result), JSON.stringify(told), server.received(), ...errors])
    expect(text).not.toContain(TOKEN);
  expect(server.requests.filter(({ origin, token }) => origin === 'storage' && token !== undefined)).toEqual([]);
});
