import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { blobFolder, type OpenedFolder, openModelFolder } from '../formats/hf-folder.ts';
import { openAdapterFolder } from '../formats/peft/adapter-folder.ts';
import { adapterFiles, type TestTensors, valuesOf } from '../testing/adapter-files.ts';
import { FAMILY_CASES, type GOLDEN_CASES } from '../testing/golden.ts';
import { type TensorChange, withAdapter } from './adapter.ts';
import { readFolderModel } from './folder.ts';

type Case = (typeof GOLDEN_CASES)[number];

async function goldenFolder(name: Case): Promise<OpenedFolder> {
  const file = (part: string) =>
    new Blob([readFileSync(new URL(`../testing/golden/${name}/${part}`, import.meta.url))]);
  const files = new Map(['config.json', 'model.safetensors'].map((part) => [part, file(part)]));
  return openModelFolder(blobFolder(name, files), readFolderModel);
}

const adapterOf = async (config: object, tensors: TestTensors, tokenizerJson?: string) => {
  const files = await adapterFiles({ ...config }, tensors);
  if (tokenizerJson !== undefined) files.set('tokenizer.json', new Blob([tokenizerJson]));
  return openAdapterFolder(blobFolder('tuned', files));
};

/** Tensors of a pair for a layer of `inputs` and `outputs`. */
const linear = (module: string, inputs: number, outputs: number, rank = 2): TestTensors => ({
  [`base_model.model.${module}.lora_A.weight`]: { shape: [rank, inputs] },
  [`base_model.model.${module}.lora_B.weight`]: { shape: [outputs, rank] },
});

const table = (module: string, rows: number, cols: number, rank = 2): TestTensors => ({
  [`base_model.model.${module}.lora_embedding_A`]: { shape: [rank, rows] },
  [`base_model.model.${module}.lora_embedding_B`]: { shape: [cols, rank] },
});

/** scale · Σ_k B[output, k] · A[k, input], element by element. */
function product(tensors: TestTensors, module: string, scale: number) {
  const named = (part: string) =>
    Object.entries(tensors).find(([name]) => name.startsWith(`base_model.model.${module}.lora_${part}`))!;
  const [a, b] = ['A', 'B'].map((side) => {
    const [name, tensor] = Object.keys(tensors).some((key) => key.includes(`.${module}.lora_embedding_`))
      ? named(`embedding_${side}`)
      : named(side);
    return { values: valuesOf(name, tensor), shape: tensor.shape };
  });
  const [rank, inputs] = a!.shape as [number, number];
  return (output: number, input: number) => {
    let sum = 0;
    for (let k = 0; k < rank; k++) sum += b!.values[output * rank + k]! * a!.values[k * inputs + input]!;
    return scale * sum;
  };
}

async function errorOf(work: () => Promise<unknown>): Promise<OcaqError> {
  const error = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  expect((error as OcaqError).message).toMatch(/\.$/);
  return error as OcaqError;
}

/** Linear layers of each family, one whose file is transposed among them, and its embedding table. */
const LAYERS: Readonly<Record<(typeof FAMILY_CASES)[number], readonly string[]>> = {
  'gqa-tied': ['model.layers.0.self_attn.q_proj', 'model.layers.1.self_attn.k_proj', 'model.layers.1.mlp.down_proj'],
  qwen3: ['model.layers.0.self_attn.v_proj', 'model.layers.0.self_attn.o_proj', 'model.layers.1.mlp.gate_proj'],
  mistral: ['model.layers.0.self_attn.q_proj', 'model.layers.1.mlp.up_proj'],
  gpt2: ['transformer.h.0.attn.c_attn', 'transformer.h.1.attn.c_proj', 'transformer.h.1.mlp.c_fc'],
};

describe('a merged model', () => {
  it.each(FAMILY_CASES)(
    'has W + scale · B·A where the adapter has a pair, and the base elsewhere: %s',
    async (name) => {
      const base = await goldenFolder(name);
      const isTransposed = name === 'gpt2';
      const tensors = Object.assign(
        {},
        ...LAYERS[name].map((module) => {
          const [rows, cols] = base.weights.get(`${module}.weight`)!.shape as [number, number];
          return isTransposed ? linear(module, rows, cols) : linear(module, cols, rows);
        }),
      ) as TestTensors;
      const changes: TensorChange[] = [];
      const adapter = await adapterOf({ lora_alpha: 3 }, tensors);
      const merged = withAdapter(base, adapter, (change) => changes.push(change));
      expect(merged.config).toEqual(base.config);
      expect([...merged.weights.keys()]).toEqual([...base.weights.keys()]);
      for (const [tensor, { shape, read }] of merged.weights) {
        const [got, before] = [await read(), await base.weights.get(tensor)!.read()];
        const module = tensor.replace(/\.weight$/, '');
        if (!LAYERS[name].includes(module)) {
          expect(got, tensor).toEqual(before);
          continue;
        }
        const [delta, cols] = [product(tensors, module, 1.5), shape[1]!];
        let largest = 0;
        for (const [i, value] of got.entries()) {
          const [row, col] = [Math.floor(i / cols), i % cols];
          const expected = before[i]! + (isTransposed ? delta(col, row) : delta(row, col));
          expect(Math.abs(value - expected), tensor).toBeLessThanOrEqual(1e-6);
          largest = Math.max(largest, Math.abs(value - before[i]!));
        }
        expect(changes.find((change) => change.tensor === tensor)).toEqual({ tensor, kind: 'merged', largest });
      }
      expect(changes).toHaveLength(LAYERS[name].length);
    },
  );

  it('is the base, bit for bit, where B is zero', async () => {
    const base = await goldenFolder('mha-untied');
    const module = 'model.layers.0.mlp.up_proj';
    const [rows, cols] = base.weights.get(`${module}.weight`)!.shape as [number, number];
    const pair = linear(module, cols, rows);
    const b = `base_model.model.${module}.lora_B.weight`;
    const zero = { ...pair, [b]: { ...pair[b]!, values: new Float32Array(rows * 2) } };
    const merged = withAdapter(base, await adapterOf({}, zero));
    expect(await merged.weights.get(`${module}.weight`)!.read()).toEqual(
      await base.weights.get(`${module}.weight`)!.read(),
    );
  });

  it('takes ranks and factors of single modules, names without the prefix of the model, and 16-bit factors', async () => {
    const base = await goldenFolder('mha-untied');
    const { hiddenSize: width } = base.config;
    const q = linear('layers.0.self_attn.q_proj', width, width, 3);
    const config = {
      target_modules: ['q_proj'],
      layers_to_transform: [0],
      rank_pattern: { q_proj: 3 },
      use_rslora: true,
    };
    const files = await adapterFiles(config, q, 'BF16');
    const merged = withAdapter(base, await openAdapterFolder(blobFolder('tuned', files)));
    const name = 'model.layers.0.self_attn.q_proj.weight';
    const [got, before] = [await merged.weights.get(name)!.read(), await base.weights.get(name)!.read()];
    const delta = product(q, 'layers.0.self_attn.q_proj', 4 / Math.sqrt(3));
    // The factors were rounded to 8 bits.
    expect(Math.abs(got[5]! - before[5]! - delta(0, 5)) / Math.abs(delta(0, 5))).toBeLessThan(0.05);
    expect(got).not.toEqual(before);
  });

  it('has the tensors that the adapter brings whole', async () => {
    const base = await goldenFolder('mha-untied');
    const norm = { shape: [base.config.hiddenSize] };
    const changes: TensorChange[] = [];
    const adapter = await adapterOf(
      { modules_to_save: ['model.norm'] },
      { 'base_model.model.model.norm.weight': norm },
    );
    const merged = withAdapter(base, adapter, (change) => changes.push(change));
    const got = await merged.weights.get('model.norm.weight')!.read();
    expect(got).toEqual(valuesOf('base_model.model.model.norm.weight', norm));
    const before = await base.weights.get('model.norm.weight')!.read();
    const largest = Math.max(...Array.from(got, (value, i) => Math.abs(value - before[i]!)));
    expect(changes).toEqual([{ tensor: 'model.norm.weight', kind: 'replaced', largest }]);
  });

  it('has every norm that peft saves for "norm"', async () => {
    const base = await goldenFolder('mha-untied');
    const norms = [...base.weights.keys()].filter((name) => name.endsWith('norm.weight'));
    const tensors = Object.fromEntries(
      norms.map((name) => [`base_model.model.${name}`, { shape: [base.config.hiddenSize] }]),
    );
    const changes: TensorChange[] = [];
    const merged = withAdapter(base, await adapterOf({ modules_to_save: ['norm'] }, tensors), (change) =>
      changes.push(change),
    );
    for (const name of norms) await merged.weights.get(name)?.read();
    expect(changes.map(({ tensor, kind }) => [tensor, kind])).toEqual(norms.map((name) => [name, 'replaced']));
    expect(norms.length).toBeGreaterThan(2);
  });
});

describe('tables', () => {
  const EMBED = 'model.embed_tokens';

  it('a change of the embedding table is transposed: one column of A a token', async () => {
    const base = await goldenFolder('mha-untied');
    const { vocabSize, hiddenSize } = base.config;
    const tensors = table(EMBED, vocabSize, hiddenSize);
    const merged = withAdapter(base, await adapterOf({}, tensors));
    const [got, before] = await Promise.all(
      [merged, base].map(({ weights }) => weights.get(`${EMBED}.weight`)!.read()),
    );
    const delta = product(tensors, EMBED, 2);
    for (const [i, value] of got!.entries())
      expect(Math.abs(value - before![i]! - delta(i % hiddenSize, Math.floor(i / hiddenSize)))).toBeLessThanOrEqual(
        2e-6,
      );
  });

  it.each<[string, (vocab: number, width: number) => TestTensors, object]>([
    ['pair of the embedding table', (vocab, width) => table(EMBED, vocab, width), {}],
    ['pair of the output table', (vocab, width) => linear('lm_head', width, vocab), {}],
    [
      'whole output table',
      (vocab, width) => ({ 'lm_head.weight': { shape: [vocab, width] } }),
      { modules_to_save: ['lm_head'] },
    ],
  ])('a shared one becomes two by a %s, and the other is as it was', async (_, tensors, config) => {
    const base = await goldenFolder('gqa-tied');
    const { vocabSize, hiddenSize } = base.config;
    const merged = withAdapter(base, await adapterOf(config, tensors(vocabSize, hiddenSize)));
    expect(merged.config).toEqual({ ...base.config, tied: false });
    const before = await base.weights.get(`${EMBED}.weight`)!.read();
    const [embed, head] = [`${EMBED}.weight`, 'lm_head.weight'].map((name) => merged.weights.get(name)!);
    const isInput = Object.keys(tensors(1, 1)).some((name) => name.includes(EMBED));
    const [changed, kept] = isInput ? [embed, head] : [head, embed];
    expect(await kept!.read()).toEqual(before);
    expect(await changed!.read()).not.toEqual(before);
  });

  it('a shared one stays one where it was trained as one', async () => {
    const base = await goldenFolder('gqa-tied');
    const shape = [base.config.vocabSize, base.config.hiddenSize];
    const both = { [`${EMBED}.weight`]: { shape }, 'lm_head.weight': { shape } };
    const merged = withAdapter(base, await adapterOf({ ensure_weight_tying: true }, both));
    expect(merged.config).toEqual(base.config);
    expect(await merged.weights.get(`${EMBED}.weight`)!.read()).toEqual(valuesOf(`${EMBED}.weight`, { shape }));
  });

  it('with more rows make a longer vocabulary, of the tokenizer beside the adapter', async () => {
    const base = { ...(await goldenFolder('gqa-tied')), tokenizerJson: 'short' };
    const shape = [base.config.vocabSize + 3, base.config.hiddenSize];
    const both = { [`${EMBED}.weight`]: { shape }, 'lm_head.weight': { shape } };
    const merged = withAdapter(base, await adapterOf({}, both, 'long'));
    expect(merged.config).toEqual({ ...base.config, tied: false, vocabSize: shape[0] });
    expect([merged.tokenizerJson, merged.weights.get('lm_head.weight')!.shape]).toEqual(['long', shape]);
    expect(await merged.weights.get('lm_head.weight')!.read()).toHaveLength(shape[0]! * shape[1]!);
    const one = await adapterOf({}, { [`${EMBED}.weight`]: { shape } });
    expect(await errorOf(async () => withAdapter(base, one))).toMatchObject({
      code: 'adapter-tensor-shape',
      details: { tensor: 'lm_head.weight' },
    });
    const same = await adapterOf({}, { 'lm_head.weight': { shape: [base.config.vocabSize, shape[1]!] } }, 'other');
    expect(withAdapter(base, same).tokenizerJson).toBe('short');
  });
});

describe('an adapter that does not fit is refused', () => {
  const Q = 'model.layers.0.self_attn.q_proj';
  const WIDTH = 48;

  it.each<[string, string, object, TestTensors]>([
    [
      'adapter-module-unknown',
      '"model.layers.9.self_attn.q_proj"',
      {},
      linear('model.layers.9.self_attn.q_proj', WIDTH, WIDTH),
    ],
    [
      'adapter-module-unknown',
      '"transformer.h.0.attn.c_attn"',
      {},
      linear('transformer.h.0.attn.c_attn', WIDTH, 3 * WIDTH),
    ],
    ['adapter-module-unknown', '"model.norm"', {}, linear('model.norm', WIDTH, 1)],
    ['adapter-module-unknown', `"${Q}"`, {}, table(Q, WIDTH, WIDTH)],
    [
      'adapter-module-unknown',
      '("owner/other")',
      { base_model_name_or_path: 'owner/other' },
      linear('x', WIDTH, WIDTH),
    ],
    [
      'adapter-module-unknown',
      '"score.weight"',
      { modules_to_save: ['score'] },
      { 'score.weight': { shape: [2, WIDTH] } },
    ],
    [
      'adapter-tensor-twice',
      `"${Q}.weight"`,
      {},
      { ...linear(Q, WIDTH, WIDTH), ...linear(Q.replace('model.', ''), WIDTH, WIDTH) },
    ],
    ['adapter-tensor-shape', `${Q}.lora_A.weight`, { r: 4 }, linear(Q, WIDTH, WIDTH, 2)],
    ['adapter-tensor-shape', `${Q}.lora_A.weight`, {}, linear(Q, 96, WIDTH)],
    ['adapter-tensor-shape', `${Q}.lora_B.weight`, {}, linear(Q, WIDTH, 96)],
    [
      'adapter-tensor-shape',
      'model.norm.weight',
      { modules_to_save: ['model.norm'] },
      { 'model.norm.weight': { shape: [8] } },
    ],
    ['adapter-untargeted', `"${Q}"`, { target_modules: ['v_proj'] }, linear(Q, WIDTH, WIDTH)],
    ['adapter-untargeted', '"model.norm.weight"', {}, { 'model.norm.weight': { shape: [WIDTH] } }],
    [
      'adapter-tensor-missing',
      '"model.layers.1.self_attn.q_proj.weight"',
      { target_modules: ['q_proj'] },
      linear(Q, WIDTH, WIDTH),
    ],
    [
      'adapter-tensor-missing',
      '"model.layers.0.input_layernorm.weight"',
      { modules_to_save: ['norm'] },
      { 'model.norm.weight': { shape: [WIDTH] } },
    ],
    ['adapter-tensor-missing', '"lm_head.weight"', { modules_to_save: ['lm_head'] }, linear(Q, WIDTH, WIDTH)],
    ['config-too-large', 'vocabulary', {}, { 'model.embed_tokens.weight': { shape: [2 ** 21, 0] } }],
  ])('with %s, naming %s: %#', async (code, part, config, tensors) => {
    const base = await goldenFolder('mha-untied');
    expect(base.config.hiddenSize).toBe(WIDTH);
    const adapter = await adapterOf(config, tensors);
    const error = await errorOf(async () => withAdapter(base, adapter));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });

  it('and numbers that are not finite when they are read', async () => {
    const base = await goldenFolder('mha-untied');
    const pair = linear(Q, WIDTH, WIDTH);
    const a = `base_model.model.${Q}.lora_A.weight`;
    const values = new Float32Array(2 * WIDTH).fill(Number.NaN, 3, 4);
    const merged = withAdapter(base, await adapterOf({}, { ...pair, [a]: { ...pair[a]!, values } }));
    expect(await errorOf(() => merged.weights.get(`${Q}.weight`)!.read())).toMatchObject({
      code: 'adapter-not-finite',
      details: { tensor: `${Q}.weight` },
    });
  });
});
