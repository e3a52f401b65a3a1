/** `import` of folders of the disk, whole, incomplete and damaged ones, and from a Hub on this machine. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { bytesSource } from '../../formats/byte-source.ts';
import { readSafetensorsHeader, readTensorF32, type TensorEntry, writeSafetensors } from '../../formats/safetensors.ts';
import { type HubServer, sha256, startHubServer } from '../../testing/hub-server.ts';
import { readJson } from '../files.ts';
import { runCommand } from '../parse-options.ts';
import { importModel, tokenFor } from './import.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CASES = JSON.parse(readFileSync('src/testing/golden/tokenizers/cases.json', 'utf8')) as { tokenizer: object }[];

/** A copy of the golden model of GPT-2, changed. */
function copy(name: string, change: (at: (file: string) => string) => void): string {
  const dir = path.join(folder, name);
  cpSync('src/testing/golden/gpt2', dir, { recursive: true });
  change((file) => path.join(dir, file));
  return dir;
}

const check = (dir: string) => runCommand(importModel, [dir, '--check']);

describe('import --check', () => {
  it('says what a folder holds, and that it lacks a tokenizer', async () => {
    expect(await check('src/testing/golden/gpt2')).toMatchObject({
      family: 'GPT-2',
      dtypes: { F32: expect.any(Number) as number },
      tied: true,
      chat_template: false,
      problems: [expect.stringContaining('no tokenizer.json')],
      usable: false,
    });
  });

  it('weighs the tokenizer against the table', async () => {
    const dir = copy('tokenizer', (at) => writeFileSync(at('tokenizer.json'), JSON.stringify(CASES[0]!.tokenizer)));
    expect(await check(dir)).toMatchObject({
      tokenizer: { begin: '<s>', own_encoder: false, unused_rows: 0 },
      problems: [expect.stringMatching(/^The tokenizer has \d+ tokens, but the model has rows for/)],
    });
  });

  it.each<[string, (at: (file: string) => string) => void, string]>([
    ['a pickle', (at) => pickle(at), 'weights_only=True'],
    [
      'a pointer',
      (at) => writeFileSync(at('model.safetensors'), 'version https://git-lfs.github.com/spec/v1\n'),
      'LFS',
    ],
    ['code of its own', (at) => config(at, { auto_map: { AutoModel: 'x.Model' } }), 'auto_map'],
    ['an unknown model', (at) => config(at, { model_type: 'mystery' }), 'mystery'],
    ['a damaged tokenizer', (at) => writeFileSync(at('tokenizer.json'), '{'), 'tokenizer.json cannot be used'],
  ])('names what is wrong with %s', async (name, change, said) => {
    const { problems, usable } = await check(copy(name, change));
    expect(usable).toBe(false);
    expect((problems as string[]).some((problem) => problem.includes(said))).toBe(true);
  });

  it('reads a config that begins with a byte order mark', async () => {
    const dir = copy('bom', (at) =>
      writeFileSync(at('config.json'), `\ufeff${readFileSync(at('config.json'), 'utf8')}`),
    );
    expect(await check(dir)).toMatchObject({ family: 'GPT-2' });
    expect(await readJson(path.join(dir, 'config.json'))).toMatchObject({ model_type: 'gpt2' });
  });

  it.each([
    ['is not there', 'nothing/there/at-all', 'does not exist'],
    ['is a file', 'file.txt', 'is not a folder'],
    ['is the whole bundle of a cluster', 'bundle', 'whole bundle'],
  ])('refuses what %s, and says what to give', async (_, name, said) => {
    const from = path.join(folder, name);
    if (name === 'file.txt') writeFileSync(from, 'text');
    if (name === 'bundle') mkdirSync(from);
    if (name === 'bundle') for (const file of ['train.py', 'run.json']) writeFileSync(path.join(from, file), '{}');
    await expect(runCommand(importModel, [from, '--out', path.join(folder, 'taken')])).rejects.toThrow(said);
    await expect(check(from)).rejects.toThrow(said);
  });

  it('says of a checkpoint of a cluster that was copied in part what it lacks', async () => {
    const half = copy('half', (at) => writeFileSync(at('optimizer.safetensors'), ''));
    await expect(check(half)).rejects.toMatchObject({ code: 'cluster-not-a-checkpoint' });
  });

  it('says that a folder needs no import', async () => {
    await expect(runCommand(importModel, ['src/testing'])).rejects.toThrow('--model "src/testing"');
    await expect(runCommand(importModel, ['--check'])).rejects.toThrow('Say which: HUB_ID|DIR');
  });
});

describe('import of the Hub', () => {
  const ID = 'ocaq/small';
  const GOLDEN = 'src/testing/golden/gpt2';
  const WEIGHTS = new Uint8Array(readFileSync(`${GOLDEN}/model.safetensors`));
  const text = (content: string) => new TextEncoder().encode(content);
  const modelFiles = () => ({
    'config.json': text(readFileSync(`${GOLDEN}/config.json`, 'utf8')),
    'model.safetensors': WEIGHTS,
    'chat_template.jinja': text('{{ messages[0].content }}'),
    'onnx.txt': text('not asked for'),
  });
  let server: HubServer;
  afterEach(() => server.close());

  const run = (...words: string[]) => runCommand(importModel, [ID, '--endpoint', server.address, ...words]);
  const weightsAsked = () => server.requests.filter(({ origin }) => origin === 'files').map(({ range }) => range);

  it('--check reads headers alone, and says what the download would take', async () => {
    const files = modelFiles();
    server = await startHubServer({ [ID]: { files } });
    const { 'onnx.txt': _, ...wanted } = files;
    expect(await run('--check')).toMatchObject({
      id: ID,
      commit: server.commit,
      family: 'GPT-2',
      chat_template: true,
      download_bytes: Object.values(wanted).reduce((sum, { length }) => sum + length, 0),
      problems: [expect.stringContaining('no tokenizer.json')],
    });
    const header = new DataView(WEIGHTS.buffer).getUint32(0, true);
    expect(weightsAsked()).toEqual(['bytes=0-7', `bytes=8-${7 + header}`]);
  });

  it('downloads what a model needs, from one commit, and keeps what is whole', async () => {
    server = await startHubServer({ [ID]: { files: modelFiles() } });
    const out = path.join(folder, 'downloaded');
    expect(await run('--out', out, '--revision', 'main')).toMatchObject({
      family: 'GPT-2',
      out,
      commit: server.commit,
    });
    expect(readdirSync(out).sort()).toEqual([
      'chat_template.jinja',
      'config.json',
      'model.safetensors',
      'ocaq-download.json',
    ]);
    expect(await readJson(path.join(out, 'ocaq-download.json'))).toEqual({ id: ID, commit: server.commit });
    expect(sha256(readFileSync(path.join(out, 'model.safetensors')))).toBe(sha256(WEIGHTS));
    const before = weightsAsked().length;
    await run('--out', out);
    expect(weightsAsked().slice(before)).toHaveLength(2); // the header, before anything is downloaded
  });

  it('downloads shards with their index', async () => {
    const { 'model.safetensors': whole, ...others } = modelFiles();
    const source = bytesSource('whole', whole);
    const { tensors } = await readSafetensorsHeader(source);
    const shard = (part: TensorEntry[]) =>
      collect(
        writeSafetensors(
          part.map((entry) => ({ ...entry, dtype: 'F32' as const, data: () => readTensorF32(source, entry) })),
        ),
      );
    const entries = [...tensors.values()];
    const parts = { 'a.safetensors': entries.slice(0, 9), 'b.safetensors': entries.slice(9) };
    const places = Object.entries(parts).flatMap(([file, part]) => part.map(({ name }) => [name, file]));
    const shards = {
      'a.safetensors': await shard(parts['a.safetensors']),
      'b.safetensors': await shard(parts['b.safetensors']),
      'model.safetensors.index.json': text(JSON.stringify({ weight_map: Object.fromEntries(places) })),
    };
    server = await startHubServer({ [ID]: { files: { ...others, ...shards } } });
    const out = path.join(folder, 'shards');
    expect(await run('--out', out)).toMatchObject({ family: 'GPT-2', tensors: tensors.size });
    for (const [name, bytes] of Object.entries(shards))
      expect(sha256(readFileSync(path.join(out, name)))).toBe(sha256(bytes));
  });

  it('refuses a folder with files of another commit, and leaves it as it was', async () => {
    const { 'chat_template.jinja': _, ...files } = modelFiles();
    server = await startHubServer({ [ID]: { files } });
    const out = path.join(folder, 'older');
    mkdirSync(out);
    const older = ['chat_template.jinja', 'config.json', 'model.safetensors.index.json', 'notes.txt'];
    for (const name of older) writeFileSync(path.join(out, name), 'older');
    await expect(run('--out', out)).rejects.toThrow('holds chat_template.jinja, model.safetensors.index.json, which');
    expect(readdirSync(out).map((name) => readFileSync(path.join(out, name), 'utf8'))).toEqual(
      older.map(() => 'older'),
    );
    for (const name of ['chat_template.jinja', 'model.safetensors.index.json']) rmSync(path.join(out, name));
    expect(await run('--out', out)).toMatchObject({ commit: server.commit });
  });

  it('resumes a download that ended before its time, and downloads through cuts', async () => {
    const rest = `bytes=5000-${WEIGHTS.length - 1}`;
    let cuts = 2;
    server = await startHubServer({ [ID]: { files: modelFiles() } }, ({ origin, range }) =>
      origin === 'files' && range === rest && cuts-- > 0 ? 'cut-within' : 'answer',
    );
    const out = path.join(folder, 'resumed');
    mkdirSync(out);
    const partial = path.join(out, `model.safetensors.${sha256(WEIGHTS).slice(0, 12)}.partial`);
    writeFileSync(partial, WEIGHTS.subarray(0, 5000));
    await run('--out', out);
    expect(weightsAsked().slice(2)).toEqual([rest, rest, rest]);
    expect(sha256(readFileSync(path.join(out, 'model.safetensors')))).toBe(sha256(WEIGHTS));
  });

  it('deletes what has another checksum than the Hub lists', async () => {
    server = await startHubServer({ [ID]: { files: modelFiles() } });
    const out = path.join(folder, 'damaged');
    mkdirSync(out);
    writeFileSync(path.join(out, `model.safetensors.${sha256(WEIGHTS).slice(0, 12)}.partial`), 'something else');
    await expect(run('--out', out)).rejects.toMatchObject({ code: 'hub-checksum' });
    expect(readdirSync(out).filter((name) => name.startsWith('model'))).toEqual([]);
  });

  it('downloads nothing of a model that cannot be used', async () => {
    const { 'model.safetensors': weights, ...others } = modelFiles();
    server = await startHubServer({ [ID]: { files: { ...others, 'pytorch_model.bin': weights } } });
    const out = path.join(folder, 'unusable');
    await expect(run('--out', out)).rejects.toMatchObject({ code: 'folder-pickle' });
    expect(await run('--check')).toMatchObject({ download_bytes: null, usable: false });
    expect(weightsAsked()).toEqual([]);
  });

  it('refuses a folder that cannot be made', async () => {
    server = await startHubServer({ [ID]: { files: modelFiles() } });
    const file = path.join(folder, 'file');
    writeFileSync(file, 'x');
    for (const out of [file, path.join(file, 'model'), '/proc/model'])
      await expect(run('--out', out)).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('Choose another one.') as string,
      });
    expect(weightsAsked()).toHaveLength(6); // the header and its length, each time
  });

  it('takes the token from a file, or for the Hub itself from the environment', async () => {
    const token = 'hf_very_secret';
    const file = path.join(folder, 'token');
    writeFileSync(file, `${token}\n`);
    server = await startHubServer({ [ID]: { files: modelFiles(), gated: true, token } });
    vi.stubEnv('HF_TOKEN', token);
    expect(await tokenFor('https://huggingface.co/', undefined)).toBe(token);
    await expect(run('--check')).resolves.toMatchObject({
      problems: [expect.stringContaining('accepted its conditions')],
    });
    expect(server.requests.every((asked) => asked.token === undefined)).toBe(true);
    const result = await run('--check', '--token-file', file);
    expect(result).toMatchObject({ family: 'GPT-2' });
    expect(JSON.stringify(result)).not.toContain(token);
    vi.unstubAllEnvs();
  });

  it('asks where to', async () => {
    server = await startHubServer({});
    await expect(run()).rejects.toThrow('--out DIR');
    expect(server.requests).toEqual([]);
  });
});

function pickle(at: (file: string) => string): void {
  rmSync(at('model.safetensors'));
  writeFileSync(at('pytorch_model.bin'), 'never read');
}

function config(at: (file: string) => string, change: object): void {
  const before = JSON.parse(readFileSync(at('config.json'), 'utf8')) as object;
  writeFileSync(at('config.json'), JSON.stringify({ ...before, ...change }));
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
