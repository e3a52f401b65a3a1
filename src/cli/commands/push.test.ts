/** `push` of folders of the disk to a Hub on this machine, and where the token does not get. */
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { writeGguf } from '../../formats/gguf/write.ts';
import { adapterFiles } from '../../testing/adapter-files.ts';
import { sha256 } from '../../testing/hub-server.ts';
import { type PushHub, type PushHubOptions, startPushHub } from '../../testing/push-hub.ts';
import { runCommand } from '../parse-options.ts';
import { push } from './push.ts';

// Pauses between tries last seconds: here they last none.
vi.mock('../../remote/pace.ts', async (original) => ({ ...(await original<object>()), sleep: async () => undefined }));

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-push-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ID = 'ocaq/small';
const TOKEN = 'hf_very_secret';
let hub: PushHub;
const said: string[] = [];

beforeEach(() => {
  said.length = 0;
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await hub.close();
});

async function start(options: Partial<PushHubOptions> = {}): Promise<void> {
  hub = await startPushHub({ token: TOKEN, ...options });
  vi.stubEnv('HF_ENDPOINT', hub.address);
  vi.stubEnv('HF_TOKEN', TOKEN);
}

const run = (dir: string, ...words: string[]) => runCommand(push, ['--dir', dir, '--repo', ID, ...words]);

/** A folder of its own with files in it. */
function folderOf(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const dir = path.join(folder, name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), content);
  }
  return dir;
}

function modelFolder(name: string, more: Readonly<Record<string, string>> = {}): string {
  const dir = folderOf(name, { 'README.md': '# Small\n', ...more });
  for (const file of ['config.json', 'model.safetensors'])
    cpSync(`src/testing/golden/gpt2/${file}`, path.join(dir, file));
  return dir;
}

const filesOf = (dir: string): [string, Uint8Array][] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(dir, file), readFileSync(file)]);

describe('push', () => {
  it('brings a model to a private repository, without what nobody needs to use it', async () => {
    await start();
    const dir = modelFolder('model', {
      '.git/config': 'x',
      '.env': 'x',
      'checkpoints/step-1/state.safetensors': 'x',
      'optimizer.pt': 'x',
      'model.safetensors.0123.partial': 'x',
      'more/words.txt': 'bir iki üç',
    });
    const result = await run(dir);
    const wanted = ['README.md', 'config.json', 'model.safetensors', 'more/words.txt'];
    const bytes = wanted.reduce((sum, file) => sum + readFileSync(path.join(dir, file)).length, 0);
    expect(result).toMatchObject({
      ...{ repo: ID, type: 'model', private: true, url: `${hub.address}/${ID}`, files: 4 },
      ...{ bytes, bytes_sent: bytes, bytes_already_there: 0, found: { kind: 'model', tokenizer: false } },
      checks: wanted.map((file) => ({
        file,
        sha256: sha256(readFileSync(path.join(dir, file))),
        compared_by: file.endsWith('.safetensors') ? 'sha256' : 'git',
      })),
      left_out: [
        { file: '.env', reason: 'hidden' },
        { file: '.git', reason: 'hidden' },
        { file: 'checkpoints', reason: 'training-state' },
        { file: 'model.safetensors.0123.partial', reason: 'unfinished' },
        { file: 'optimizer.pt', reason: 'training-state' },
      ],
    });
    for (const file of wanted) expect(hub.file(`models/${ID}`, file)).toEqual(readFileSync(path.join(dir, file)));
    expect(said.join('')).toContain('optimizer.pt stays behind');
    expect(await run(dir)).toMatchObject({ bytes_sent: 0, bytes_already_there: bytes, commit: result.commit });
  });

  it('brings an adapter', async () => {
    await start();
    const files = await adapterFiles(
      {},
      { 'x.q.lora_A.weight': { shape: [2, 4] }, 'x.q.lora_B.weight': { shape: [4, 2] } },
    );
    const entries = [...files].map(async ([name, blob]) => [name, new Uint8Array(await blob.arrayBuffer())] as const);
    const result = await run(folderOf('adapter', Object.fromEntries(await Promise.all(entries))));
    expect(result).toMatchObject({ files: 2, found: { kind: 'adapter', modules: 1 } });
  });

  it('brings a GGUF', async () => {
    await start();
    const pieces: Uint8Array[] = [];
    for await (const piece of writeGguf({ keys: new Map(), tensors: [] })) pieces.push(piece);
    const dir = folderOf('gguf', { 'small.gguf': Buffer.concat(pieces), Modelfile: 'FROM ./small.gguf\n' });
    expect(await run(dir)).toMatchObject({ files: 2, found: { kind: 'gguf', tensors: 0 } });
  });

  it('brings a data set, for everybody where that is said', async () => {
    await start();
    const dir = folderOf('set', {
      'documents.jsonl': '{"text":"bir"}\n{"text":"iki"}\n',
      'report.json': '{"text":"x"}',
    });
    expect(await run(dir, '--type', 'dataset', '--public')).toMatchObject({
      ...{ private: false, url: `${hub.address}/datasets/${ID}`, found: { kind: 'dataset', documents: 3 } },
    });
    expect(hub.repositories.get(`datasets/${ID}`)?.isPrivate).toBe(false);
  });

  it('that was cut in the middle and ended is begun again, and brings what is missing', async () => {
    let down = true;
    await start({ behave: ({ origin }) => (origin === 'storage' && down ? { cutAfter: 5000 } : 'answer') });
    const dir = modelFolder('cut');
    await expect(run(dir)).rejects.toMatchObject({ code: 'hub-unreachable' });
    expect(said.join('')).toMatch(/cuts the connection.*Trying again in \d+ s\./s);
    down = false;
    expect(await run(dir)).toMatchObject({ files: 3, bytes_already_there: 0 });
    expect(hub.arrived).toHaveLength(1);
  });
});

describe('nothing is sent', () => {
  test.each<[string, () => string, string[], string]>([
    ['of a folder without a model', () => folderOf('none', { 'notes.txt': 'x' }), [], 'file-missing'],
    ['of weights that are cut', () => cutWeights(), [], 'safetensors-truncated'],
    [
      'of a data set that nobody can read',
      () => folderOf('broken', { 'a.parquet': 'PAR1 no' }),
      ['--type', 'dataset'],
      'corpus-unreadable',
    ],
    [
      'of a file that holds the token',
      () => modelFolder('leak', { 'run.log': `${'x'.repeat(3_000_000)}${TOKEN}` }),
      [],
      'hub-token-in-file',
    ],
    ['of a folder that is not there', () => path.join(folder, 'nowhere'), [], 'file-unreadable'],
    ['of a folder with nothing to push', () => folderOf('hidden', { '.env': 'x' }), [], 'usage'],
    ['under a name that no repository has', () => modelFolder('named'), ['--repo', 'small'], 'hub-id'],
  ])('%s', async (_, dir, words, code) => {
    await start();
    await expect(run(dir(), ...words)).rejects.toMatchObject({ code });
    expect(hub.requests).toEqual([]);
  });

  it('without a token', async () => {
    await start();
    vi.stubEnv('HF_TOKEN', '');
    await expect(run(modelFolder('without'))).rejects.toMatchObject({ code: 'hub-no-token' });
    expect(hub.requests).toEqual([]);
  });

  it('and committed of a file that changes meanwhile', async () => {
    const dir = modelFolder('changing');
    await start({
      behave({ kind }) {
        if (kind === 'preupload') appendFileSync(path.join(dir, 'model.safetensors'), 'more');
        return 'answer';
      },
    });
    await expect(run(dir)).rejects.toMatchObject({ code: 'file-changed' });
    expect(hub.repositories.get(`models/${ID}`)?.titles).toEqual([]);
  });
});

describe('the token', () => {
  it('comes through a pipe too', async () => {
    await start();
    vi.stubEnv('HF_TOKEN', 'hf_other');
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([`${TOKEN}\n`]) as never);
    expect(await run(modelFolder('piped'), '--token-stdin')).toMatchObject({ files: 3 });
  });

  test.each<[string, PushHubOptions['behave']]>([
    ['is whole', () => 'answer'],
    [
      'is cut three times',
      ({ origin, before }) => (origin === 'storage' && before < 3 ? { cutAfter: 9000 } : 'answer'),
    ],
    ['is refused', ({ kind }) => (kind === 'commit' ? { status: 400, error: `${TOKEN} is not good` } : 'answer')],
    ['gives up', () => ({ status: 503, error: TOKEN })],
  ])('is in no output, error or file, and in nothing that was pushed, where a push %s', async (name, behave) => {
    await start(behave && { behave });
    const dir = modelFolder(`token ${name}`);
    const result = await run(dir).catch((error: unknown) => error);
    const errors = result instanceof Error ? [result.stack, String(result.cause), JSON.stringify(result)] : [];
    for (const text of [...said, ...errors, JSON.stringify(result), hub.received()]) expect(text).not.toContain(TOKEN);
    for (const [, bytes] of filesOf(folder).filter(([file]) => !file.startsWith('leak')))
      expect(Buffer.from(bytes).includes(TOKEN)).toBe(false);
    expect(hub.requests.filter(({ origin, token }) => origin === 'storage' && token !== undefined)).toEqual([]);
    expect(new Set(hub.arrived.map(({ what }) => what)).size).toBe(hub.arrived.length);
  });
});

function cutWeights(): string {
  const dir = modelFolder('short');
  const file = path.join(dir, 'model.safetensors');
  writeFileSync(file, readFileSync(file).subarray(0, -10));
  return dir;
}
