import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { folderModel, readFolderModel } from '../model/folder.ts';
import { GOLDEN_CASES } from '../testing/golden.ts';
import { type ByteSource, bytesSource } from './byte-source.ts';
import type { ModelConfig } from './hf-config.ts';
import { blobFolder, type FolderInput, modelFolderFiles, openModelFolder } from './hf-folder.ts';
import { readSafetensorsHeader, readTensorF32, type TensorToWrite, writeSafetensors } from './safetensors.ts';

const config: ModelConfig = {
  family: 'llama',
  vocabSize: 11,
  hiddenSize: 8,
  layers: 2,
  heads: 2,
  kvHeads: 1,
  headSize: 4,
  ffnSize: 6,
  contextLength: 16,
  normEps: 1e-5,
  ropeTheta: 10000,
  tied: false,
  initializerRange: 0.02,
  bosTokenId: 0,
  eosTokenId: 1,
  padTokenId: 2,
};

const expectedTensors = (of: ModelConfig) => folderModel(of).tensors;

const tokenizerJson = JSON.stringify({
  added_tokens: [
    { id: 0, content: '<|bos|>', special: true },
    { id: 1, content: '<|eos|>', special: true },
  ],
  model: { type: 'BPE', vocab: { '<|pad|>': 2, a: 3, ə: 10 }, merges: [] },
});

/** Numbers that tell every tensor and place apart and are exact in all three types. */
function numbersOf(name: string): Float32Array {
  const all = expectedTensors({ ...config, tied: false });
  const index = all.findIndex((tensor) => tensor.name === name);
  return Float32Array.from(
    { length: all[index]!.shape.reduce((a, b) => a * b, 1) },
    (_, i) => ((index * 7 + i) % 100) / 4,
  );
}

async function bytesOf(content: AsyncIterable<Uint8Array> | Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  if (content instanceof Uint8Array) return content.slice();
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Uint8Array.from(Buffer.concat(parts));
}

async function exported(change: Partial<FolderInput> & { config?: ModelConfig } = {}): Promise<Map<string, Blob>> {
  const input = {
    model: folderModel(change.config ?? config),
    tokenizerJson,
    tensor: async (name: string) => numbersOf(name),
    chatTemplate: '{{ messages }}',
    modelCard: '# Model\n',
    ...change,
  };
  const files = new Map<string, Blob>();
  for await (const { name, content } of modelFolderFiles(input)) files.set(name, new Blob([await bytesOf(content)]));
  return files;
}

async function weightsFile(tensors: readonly Omit<TensorToWrite, 'data'>[], data = numbersOf): Promise<Blob> {
  const written = writeSafetensors(tensors.map((tensor) => ({ ...tensor, data: () => data(tensor.name) })));
  return new Blob([await bytesOf(written)]);
}

const allTensors = expectedTensors(config).map((tensor) => ({ ...tensor, dtype: 'F32' as const }));

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  return error as OcaqError;
}

const open = (files: ReadonlyMap<string, Blob>) => openModelFolder(blobFolder('my-model', files), readFolderModel);
const json = (value: unknown) => new Blob([JSON.stringify(value)]);

async function expectAllNumbers(files: ReadonlyMap<string, Blob>, of: ModelConfig = config): Promise<void> {
  const { weights } = await open(files);
  expect([...weights.keys()]).toEqual(expectedTensors(of).map(({ name }) => name));
  for (const [name, { read }] of weights) expect(await read()).toEqual(numbersOf(name));
}

describe('the tensors of a Llama', () => {
  it('names 9 tensors a layer and the tables, with grouped heads in the shapes', () => {
    const tensors = expectedTensors(config);
    expect(tensors).toHaveLength(2 * 9 + 3);
    expect(tensors.find(({ name }) => name === 'model.layers.1.self_attn.k_proj.weight')?.shape).toEqual([4, 8]);
    expect(tensors.at(-1)).toEqual({ name: 'lm_head.weight', shape: [11, 8] });
    expect(expectedTensors({ ...config, tied: true }).at(-1)?.name).toBe('model.norm.weight');
    expect(expectedTensors({ ...config, headSize: 12 })[2]?.shape).toEqual([24, 8]);
  });

  it('counts the parameters of the 100 M preset: 109 529 856', () => {
    const big = { ...config, vocabSize: 32000, hiddenSize: 768, layers: 12, heads: 12, kvHeads: 12, headSize: 64 };
    const shapes = expectedTensors({ ...big, ffnSize: 2048, tied: true }).map(({ shape }) => shape);
    expect(shapes.reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0)).toBe(109_529_856);
  });
});

describe('an exported folder', () => {
  it.each(['F32', 'F16', 'BF16'] as const)('is read back in %s', async (dtype) => {
    const files = await exported({ dtype });
    await expectAllNumbers(files);
    const opened = await open(files);
    expect(opened.config).toEqual(config);
    expect(opened.tokenizerJson).toBe(tokenizerJson);
  });

  it('has the files transformers looks for, each saying what it must', async () => {
    const files = await exported();
    expect([...files.keys()]).toEqual([
      'config.json',
      'generation_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'chat_template.jinja',
      'README.md',
      'model.safetensors',
    ]);
    const read = async (name: string) => JSON.parse(await files.get(name)!.text()) as unknown;
    expect(await read('tokenizer_config.json')).toEqual({
      tokenizer_class: 'PreTrainedTokenizerFast',
      bos_token: '<|bos|>',
      eos_token: '<|eos|>',
      pad_token: '<|pad|>',
      model_max_length: 16,
      clean_up_tokenization_spaces: false,
      chat_template: '{{ messages }}',
    });
    expect(await read('generation_config.json')).toEqual({ bos_token_id: 0, eos_token_id: 1, pad_token_id: 2 });
    expect(await read('config.json')).toMatchObject({ dtype: 'float32', model_type: 'llama' });
    expect(await files.get('chat_template.jinja')!.text()).toBe('{{ messages }}');
  });

  it('has no chat template where none is given, and no lm_head where the table is shared', async () => {
    const files = await exported({ chatTemplate: '', config: { ...config, tied: true } });
    expect(files.has('chat_template.jinja')).toBe(false);
    expect(await files.get('tokenizer_config.json')!.text()).not.toContain('chat_template');
    await expectAllNumbers(files, { ...config, tied: true });
  });

  it('is refused before any weight is asked for when config and tokenizer do not fit', async () => {
    const tensor = async (): Promise<Float32Array> => {
      throw new Error('a weight was asked for');
    };
    const unknown = await errorOf(exported({ config: { ...config, padTokenId: 7 }, tensor }));
    expect(unknown).toMatchObject({ code: 'folder-special-token', details: { id: 7, field: 'pad_token' } });
    const large = await errorOf(exported({ config: { ...config, vocabSize: 10 }, tensor }));
    expect(large).toMatchObject({ code: 'folder-tokenizer-too-large', details: { id: 10 } });
    expect((await errorOf(exported({ tokenizerJson: '{', tensor }))).code).toBe('file-not-json');
  });
});

describe('openModelFolder', () => {
  it('reads shards by their index', async () => {
    const files = await exported();
    files.delete('model.safetensors');
    const [first, second] = [allTensors.slice(0, 5), allTensors.slice(5)];
    files.set('a.safetensors', await weightsFile(first));
    files.set('b.safetensors', await weightsFile(second));
    const places = Object.fromEntries([
      ...first.map(({ name }) => [name, 'a.safetensors']),
      ...second.map(({ name }) => [name, 'b.safetensors']),
    ]);
    files.set('model.safetensors.index.json', json({ metadata: {}, weight_map: places }));
    await expectAllNumbers(files);

    const cases: [string, unknown][] = [
      ['folder-index-mismatch', { ...places, 'model.norm.weight': 'a.safetensors' }],
      ['folder-index-mismatch', { ...places, extra: 'a.safetensors' }],
      ['folder-index-mismatch', Object.fromEntries(Object.entries(places).slice(1))],
      ['file-missing', { ...places, ...Object.fromEntries(second.map(({ name }) => [name, 'c.safetensors'])) }],
      ['folder-index', { ...places, 'model.norm.weight': '../b.safetensors' }],
      ['folder-index', { ...places, 'model.norm.weight': 3 }],
      ['folder-index', {}],
      ['folder-index', undefined],
      ['folder-index', null],
    ];
    for (const [code, map] of cases) {
      files.set('model.safetensors.index.json', json({ weight_map: map }));
      expect((await errorOf(open(files))).code).toBe(code);
    }
  });

  it.each([
    ['what it says itself alone', { eos_token_id: 5 }, undefined, { eosTokenId: 5 }],
    [
      'its own first, then those of the other file',
      { eos_token_id: 5 },
      [7, 5, 6],
      { eosTokenId: 5, moreEosTokenIds: [7, 6] },
    ],
    ['one that the other file has alone', { eos_token_id: 5 }, 6, { eosTokenId: 5, moreEosTokenIds: [6] }],
    ['a list of its own', { eos_token_id: [5, 6] }, [6, 5], { eosTokenId: 5, moreEosTokenIds: [6] }],
    ['none of its own that is a default alone', {}, [7, 6], { eosTokenId: 7, moreEosTokenIds: [6] }],
    ['the default where nothing is said', {}, null, { eosTokenId: 2 }],
    ['nothing that is in no vocabulary', { eos_token_id: 5 }, [99, 7], { eosTokenId: 5, moreEosTokenIds: [7] }],
  ])('ends answers at %s', async (_, own, generation, expected) => {
    const files = await exported();
    const { eos_token_id: __, ...fields } = JSON.parse(await files.get('config.json')!.text()) as Record<
      string,
      unknown
    >;
    files.set('config.json', json({ ...fields, ...own }));
    files.set('generation_config.json', json(generation === undefined ? {} : { eos_token_id: generation }));
    const { eosTokenId, moreEosTokenIds } = (await open(files)).config;
    expect({ eosTokenId, ...(moreEosTokenIds && { moreEosTokenIds }) }).toEqual(expected);
  });

  it('ignores stored rotary buffers and works without a tokenizer', async () => {
    const files = await exported();
    files.delete('tokenizer.json');
    const buffer = { name: 'model.layers.0.self_attn.rotary_emb.inv_freq', dtype: 'F32' as const, shape: [2] };
    const data = (name: string) => (name === buffer.name ? new Float32Array(2) : numbersOf(name));
    files.set('model.safetensors', await weightsFile([...allTensors, buffer], data));
    await expectAllNumbers(files);
    expect((await open(files)).tokenizerJson).toBeUndefined();
  });

  it('takes the types that the tensors have, whatever the config says of them', async () => {
    const files = await exported();
    const stated = JSON.parse(await files.get('config.json')!.text()) as object;
    files.set('config.json', json({ ...stated, torch_dtype: 'float8_e4m3fn', dtype: 'float64' }));
    const types = ['F16', 'BF16', 'F32'] as const;
    files.set('model.safetensors', await weightsFile(allTensors.map((one, i) => ({ ...one, dtype: types[i % 3]! }))));
    await expectAllNumbers(files);
  });

  it('accepts the output table of a tied model only if it is the same', async () => {
    const tied = { ...config, tied: true };
    const files = await exported({ config: tied });
    const shared = numbersOf('model.embed_tokens.weight');
    const withHead = (head: Float32Array) =>
      weightsFile(allTensors, (name) => (name === 'lm_head.weight' ? head : numbersOf(name)));
    files.set('model.safetensors', await withHead(shared));
    await expectAllNumbers(files, tied);
    files.set('model.safetensors', await withHead(shared.with(87, 0.125)));
    expect((await errorOf(open(files))).code).toBe('folder-tied-differ');
  });

  it.each<[string, string, (files: Map<string, Blob>) => Promise<void>]>([
    ['file-missing', 'config.json', async (files) => void files.delete('config.json')],
    ['file-not-json', 'config.json', async (files) => void files.set('config.json', new Blob(['{']))],
    ['file-not-utf8', 'config.json', async (files) => void files.set('config.json', new Blob([Uint8Array.of(0xff)]))],
    [
      'file-too-large',
      'config.json',
      async (files) => void files.set('config.json', new Blob([' '.repeat(2 ** 20 + 1)])),
    ],
    ['config-model-type', 'bert', async (files) => void files.set('config.json', json({ model_type: 'bert' }))],
    ['folder-no-weights', 'neither', async (files) => void files.delete('model.safetensors')],
    [
      'folder-pickle',
      'weights_only=True',
      async (files) => {
        files.delete('model.safetensors');
        files.set('pytorch_model.bin', new Blob(['never read']));
      },
    ],
    [
      'folder-tensor-missing',
      'model.layers.0.mlp.up_proj.weight',
      async (files) => {
        const rest = allTensors.filter(({ name }) => name !== 'model.layers.0.mlp.up_proj.weight');
        files.set('model.safetensors', await weightsFile(rest));
      },
    ],
    [
      'folder-tensor-unexpected',
      'model.layers.2.extra',
      async (files) => {
        const extra = { name: 'model.layers.2.extra', dtype: 'F32' as const, shape: [0] };
        const data = (name: string) => (name === extra.name ? new Float32Array(0) : numbersOf(name));
        files.set('model.safetensors', await weightsFile([...allTensors, extra], data));
      },
    ],
    [
      'folder-tensor-shape',
      'model.embed_tokens.weight',
      async (files) => {
        const turned = allTensors.map((tensor, i) => (i === 0 ? { ...tensor, shape: [8, 11] } : tensor));
        files.set('model.safetensors', await weightsFile(turned));
      },
    ],
  ])('refuses with %s, naming %s', async (code, part, damage) => {
    const files = await exported();
    await damage(files);
    const error = await errorOf(open(files));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });
});

describe('a folder written by PyTorch', () => {
  it.each(GOLDEN_CASES)('opens and is exported without a changed bit: %s', async (name) => {
    const file = (part: string) =>
      new Blob([readFileSync(new URL(`../testing/golden/${name}/${part}`, import.meta.url))]);
    const files = new Map(['config.json', 'model.safetensors'].map((part) => [part, file(part)]));
    const original = await openModelFolder(blobFolder(name, files), readFolderModel);
    const bare = JSON.stringify({ added_tokens: [0, 1, 2].map((id) => ({ id, content: `<${id}>` })), model: {} });
    const tensor = (wanted: string) => original.weights.get(wanted)!.read();
    const again = await open(await exported({ config: original.config, tokenizerJson: bare, tensor }));
    expect(again.config).toEqual(original.config);
    expect([...again.weights.keys()]).toEqual([...original.weights.keys()]);
    for (const [wanted, { read }] of again.weights) {
      const [got, expected] = [await read(), await tensor(wanted)];
      expect(Buffer.compare(Buffer.from(got.buffer), Buffer.from(expected.buffer)), wanted).toBe(0);
    }
  });
});

describe('names of stored tensors', () => {
  const files = (name: string, rename: (tensor: string) => string, extra: readonly string[] = []) =>
    filesOf(name, async (source) => {
      const { tensors } = await readSafetensorsHeader(source);
      const written = [...tensors].map(([tensor, entry]) => ({
        name: rename(tensor),
        shape: entry.shape,
        dtype: 'F32' as const,
        data: () => readTensorF32(source, entry),
      }));
      const buffers = extra.map((tensor) => ({
        name: tensor,
        shape: [1, 1, 2, 2],
        dtype: 'F32' as const,
        data: async () => new Float32Array(4),
      }));
      return writeSafetensors([...written, ...buffers]);
    });

  it.each([
    ['gpt2', (tensor: string) => tensor.replace('transformer.', ''), ['h.0.attn.bias', 'h.1.attn.masked_bias']],
    ['gpt2', (tensor: string) => tensor, ['transformer.h.0.attn.bias']],
    ['mistral', (tensor: string) => tensor.replace('model.', ''), []],
  ] as const)('%s may lack their prefix, and stored buffers are left out: %#', async (name, rename, extra) => {
    const original = await open(await files(name, (tensor) => tensor));
    const renamed = await open(await files(name, rename, extra));
    expect([...renamed.weights.keys()]).toEqual([...original.weights.keys()]);
    for (const [tensor, { read }] of renamed.weights)
      expect(await read(), tensor).toEqual(await original.weights.get(tensor)!.read());
  });

  it.each([
    ['under the names of peft', (tensor: string) => `base_model.model.${tensor}`, []],
    ['with the factors of an adapter', (tensor: string) => tensor, ['model.layers.0.self_attn.q_proj.lora_A.weight']],
  ] as const)('a whole model %s is recognised, and the cure is told', async (_, rename, extra) => {
    const error = await errorOf(open(await files('gqa-tied', rename, extra)));
    expect(error.code).toBe('folder-adapter-inside');
    expect(error.message).toContain('merge_and_unload');
  });

  it('a tensor with its prefix and without is refused: they are two for one', async () => {
    const error = await errorOf(open(await files('gpt2', (tensor) => tensor, ['wpe.weight'])));
    expect(error.code).toBe('folder-tensor-unexpected');
    expect(error.message).toContain('"wpe.weight"');
  });

  it('a model that says it is untied and has no output table is refused with the cure', async () => {
    const untied = await files('gqa-tied', (tensor) => tensor);
    const config = JSON.parse(await untied.get('config.json')!.text());
    untied.set('config.json', json({ ...config, tie_word_embeddings: false }));
    const error = await errorOf(open(untied));
    expect(error.code).toBe('folder-tensor-missing');
    expect(error.message).toContain('set tie_word_embeddings to true');
  });
});

/** A golden case with its weights written anew. */
async function filesOf(
  name: string,
  rewrite: (weights: ByteSource) => Promise<AsyncIterable<Uint8Array>>,
): Promise<Map<string, Blob>> {
  const bytes = (part: string) =>
    new Uint8Array(readFileSync(new URL(`../testing/golden/${name}/${part}`, import.meta.url)));
  const weights = await rewrite(bytesSource('model.safetensors', bytes('model.safetensors')));
  return new Map([
    ['config.json', new Blob([bytes('config.json')])],
    ['model.safetensors', new Blob([await bytesOf(weights)])],
  ]);
}
