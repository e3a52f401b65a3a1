/** `export` on folders of the disk: what it writes, what it says, and what it refuses. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { chatTemplateJinja, PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import { BYTE_LEVEL_ALPHABET } from '../../data/tokenizer/byte-level.ts';
import { TURKIC_SPLIT_PATTERN } from '../../data/tokenizer/split-rules.ts';
import { Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { readGguf } from '../../formats/gguf/read.ts';
import { f16ToF32, f32ToF16 } from '../../formats/half.ts';
import { fileSource } from '../files.ts';
import { openFolder } from '../model-folder.ts';
import { runCommand } from '../parse-options.ts';
import { exportModel } from './export.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-export-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MODEL = at('model');
const END = '<|eos|>';

/** A Llama whose tokens are the bytes and the end of a text. */
beforeAll(() => {
  cpSync('src/testing/golden/gqa-tied', MODEL, { recursive: true });
  const config = JSON.parse(readFileSync(path.join(MODEL, 'config.json'), 'utf8')) as object;
  writeFileSync(
    path.join(MODEL, 'config.json'),
    JSON.stringify({ ...config, eos_token_id: 256, bos_token_id: null, pad_token_id: null }),
  );
  const tokenizer = Tokenizer.fromModel({
    vocab: new Map(BYTE_LEVEL_ALPHABET.map((token, id) => [token, id])),
    merges: [],
    specialTokens: [{ id: 256, content: END }],
    splitPattern: TURKIC_SPLIT_PATTERN,
  });
  writeFileSync(path.join(MODEL, 'tokenizer.json'), tokenizer.toJson());
});

const run = (...words: string[]) => runCommand(exportModel, ['--model', MODEL, ...words]);

describe('export --to gguf', () => {
  it('is refused under a name of two lines, which no Modelfile can give', async () => {
    await expect(run('--to', 'gguf', '--out', at('a\nb.gguf'))).rejects.toThrow(
      'in one line, which "a\\nb.gguf" is not',
    );
    expect(existsSync(at('a\nb.gguf'))).toBe(false);
  });

  it('writes the file and a Modelfile, and says what was compared', async () => {
    const out = at('az.gguf');
    const result = await run('--to', 'gguf', '--type', 'q8_0', '--out', out);
    const { keys, tensors } = await readGguf(await fileSource(out));
    expect(result).toMatchObject({
      ...{ to: 'gguf', type: 'q8_0', out },
      files: [{ name: 'az.gguf', bytes: readFileSync(out).length }, { name: 'az.Modelfile' }],
      checks: { keys: keys.size, tensors: tensors.size },
      remarks: [{ kind: 'rows', count: 3 }, { kind: 'nfc' }, { kind: 'recent' }],
    });
    expect(keys.get('general.name')).toEqual({ type: 'string', value: 'az' });
    expect(keys.has('tokenizer.chat_template')).toBe(false);
    const modelfile = readFileSync(at('az.Modelfile'), 'utf8');
    expect(modelfile).toContain('FROM ./az.gguf\n');
    expect(modelfile).toContain('TEMPLATE """{{ .Prompt }}"""');
    expect(modelfile).toContain(`PARAMETER stop "${END}"`);
  });

  it('takes f16 where nothing is said', async () => {
    expect(await run('--to', 'gguf', '--out', at('half.gguf'))).toMatchObject({ type: 'f16' });
    const { tensors } = await readGguf(await fileSource(at('half.gguf')));
    expect(tensors.get('token_embd.weight')?.type).toBe('F16');
  });

  it.each([
    ['its own, if it is one of Ocaq’s', chatTemplateJinja(PROMPT_TEMPLATES.az), '### Təlimat:\n{{ .Content }}'],
    ['none of somebody else', '{{ messages }}', null],
  ])('the Modelfile has a template: %s', async (_, jinja, expected) => {
    writeFileSync(path.join(MODEL, 'chat_template.jinja'), jinja);
    const result = await run('--to', 'gguf', '--out', at('chat.gguf'));
    rmSync(path.join(MODEL, 'chat_template.jinja'));
    const { keys } = await readGguf(await fileSource(at('chat.gguf')));
    expect(keys.get('tokenizer.chat_template')).toEqual({ type: 'string', value: jinja });
    const modelfile = readFileSync(at('chat.Modelfile'), 'utf8');
    if (expected === null) {
      expect(modelfile).not.toContain('TEMPLATE');
      expect(result.remarks).toContainEqual({ kind: 'template' });
    } else expect(modelfile).toContain(expected);
  });

  it('leaves nothing where it refuses', async () => {
    const tokenizer = readFileSync(path.join(MODEL, 'tokenizer.json'), 'utf8');
    writeFileSync(path.join(MODEL, 'tokenizer.json'), tokenizer.replace('\\\\p{N}|', '\\\\p{N}+|'));
    await expect(run('--to', 'gguf', '--out', at('new/refused.gguf'))).rejects.toMatchObject({
      code: 'gguf-split-rule',
    });
    writeFileSync(path.join(MODEL, 'tokenizer.json'), tokenizer);
    expect(readdirSync(folder)).not.toContain('new');
  });
});

it('says where a checkpoint in the folder is newer than its model', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const dir = at('came-back');
  cpSync(MODEL, dir, { recursive: true });
  mkdirSync(path.join(dir, 'checkpoints'));
  const latest = path.join(dir, 'checkpoints', 'latest.json');
  writeFileSync(latest, JSON.stringify({ step: 40, previous: null, best: null }));
  const exported = async (seconds: number, out: string) => {
    const { mtimeMs } = statSync(path.join(dir, 'model.safetensors'));
    utimesSync(latest, mtimeMs / 1000 + seconds, mtimeMs / 1000 + seconds);
    said.mockClear();
    await runCommand(exportModel, ['--model', dir, '--to', 'hf', '--out', at(out)]);
    return said.mock.calls.join('');
  };
  expect(await exported(5, 'old')).toContain('is older than the checkpoint of step 40');
  expect(await exported(-5, 'new')).not.toContain('is older than');
  said.mockRestore();
});

describe('export --to hf', () => {
  it('writes a folder with the same numbers', async () => {
    const result = await run('--to', 'hf', '--type', 'f16', '--out', at('folder'));
    const [before, after] = [await openFolder(MODEL), await openFolder(at('folder'))];
    expect(result).toMatchObject({ type: 'f16', checks: { tensors: before.weights.size } });
    expect((result.files as { name: string }[]).map(({ name }) => name)).toEqual([
      ...['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'README.md'],
      'model.safetensors',
    ]);
    for (const [name, tensor] of after.weights)
      expect(await tensor.read(), name).toEqual(f16ToF32(f32ToF16(await before.weights.get(name)!.read())));
  });
});

describe('what lies beside the model that is exported', () => {
  const beside = async (files: Readonly<Record<string, string>>, out: string): Promise<Record<string, unknown>> => {
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(MODEL, name), text);
    const result = await run('--to', 'hf', '--out', at(out));
    for (const name of Object.keys(files)) rmSync(path.join(MODEL, name));
    return result;
  };

  it('a stale tokenizer.model is left out: llama.cpp would take it before tokenizer.json', async () => {
    const { files } = await beside({ 'tokenizer.model': 'stale' }, 'spm');
    expect((files as { name: string }[]).map(({ name }) => name)).not.toContain('tokenizer.model');
    expect(readdirSync(at('spm'))).not.toContain('tokenizer.model');
  });

  it('the card of somebody else gives its licence, languages and base, and none of its text', async () => {
    const card = '---\nlicense: apache-2.0\nlanguage: [az, tr]\nbase_model: me/base\n---\n# Qwen3-Reranker\n';
    await beside({ 'README.md': card }, 'carded');
    const written = readFileSync(at('carded/README.md'), 'utf8');
    expect(written).toMatch(/^---\nlanguage:\n- "az"\n- "tr"\nlicense: "apache-2.0"\n/);
    expect(written).toContain('\nbase_model: "me/base"\n');
    expect(written).toContain('# carded\n');
    expect(written).not.toMatch(/Reranker|trained with Ocaq/);
  });

  it('a card that Ocaq has written is kept: it says how the model learned', async () => {
    const card = '---\ntags:\n- "ocaq"\n---\n\n# A run\n';
    await beside({ 'README.md': card }, 'own');
    expect(readFileSync(at('own/README.md'), 'utf8')).toBe(card);
  });
});

describe('what export refuses', () => {
  it('a type of another form', async () => {
    await expect(run('--to', 'hf', '--type', 'q8_0', '--out', at('x'))).rejects.toThrow('one of f32, f16, bf16');
  });

  it('to write over what it reads, by whatever path', async () => {
    const before = readFileSync(path.join(MODEL, 'model.safetensors'));
    symlinkSync(MODEL, at('link'));
    for (const out of [MODEL, at('link'), `${at('link')}/`])
      await expect(run('--to', 'hf', '--type', 'f16', '--out', out)).rejects.toThrow('is read from');
    for (const out of ['model.safetensors', 'tokenizer.json'])
      await expect(run('--to', 'gguf', '--out', path.join(MODEL, out))).rejects.toThrow('is no GGUF');
    expect(readFileSync(path.join(MODEL, 'model.safetensors'))).toEqual(before);
  });

  it('an adapter without its model, and a model without a shard, by what to do', async () => {
    const dir = mkdtempSync(at('from-'));
    const exported = () => runCommand(exportModel, ['--model', dir, '--to', 'hf', '--out', at('x')]);
    await expect(exported()).rejects.toMatchObject({ code: 'file-missing', details: { file: 'config.json' } });
    writeFileSync(path.join(dir, 'adapter_config.json'), '{}');
    await expect(exported()).rejects.toMatchObject({ code: 'folder-adapter-alone' });
    cpSync(path.join(MODEL, 'config.json'), path.join(dir, 'config.json'));
    writeFileSync(path.join(dir, 'model.safetensors.index.json'), '{"weight_map":{"model.norm.weight":"gone"}}');
    await expect(exported()).rejects.toMatchObject({ code: 'file-missing', details: { file: 'gone' } });
  });

  it('a GGUF in the place of a folder, before it is written', async () => {
    const out = mkdtempSync(at('place-'));
    await expect(run('--to', 'gguf', '--out', out)).rejects.toThrow('is a folder');
    expect(readdirSync(folder).filter((name) => name.startsWith('place-'))).toEqual([path.basename(out)]);
  });

  it.each(['model.safetensors.index.json', 'tokenizer.model', 'adapter_config.json', 'chat_template.jinja'])(
    'a folder where %s of another model stays, and writes nothing',
    async (name) => {
      const out = mkdtempSync(at('other-'));
      writeFileSync(path.join(out, name), '{}');
      await expect(run('--to', 'hf', '--out', out)).rejects.toThrow(name);
      expect(readdirSync(out)).toEqual([name]);
    },
  );

  it.each([
    ['hf', 'f32', Number.NaN],
    ['hf', 'bf16', Number.POSITIVE_INFINITY],
    ['gguf', 'f32', Number.NaN],
    ['gguf', 'q8_0', Number.NEGATIVE_INFINITY],
  ])('to %s in %s weights that hold %d', async (to, type, value) => {
    const file = path.join(MODEL, 'model.safetensors');
    const before = readFileSync(file);
    const changed = Buffer.from(before);
    changed.writeFloatLE(value, changed.length - 4);
    writeFileSync(file, changed);
    await expect(run('--to', to, '--type', type, '--out', at(`bad-${to}`))).rejects.toMatchObject({
      code: 'export-not-finite',
      details: { value: String(value) },
    });
    writeFileSync(file, before);
    expect(existsSync(at(to === 'hf' ? 'bad-hf/model.safetensors' : 'bad-gguf'))).toBe(false);
  });
});
