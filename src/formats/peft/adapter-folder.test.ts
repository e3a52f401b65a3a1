import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { adapterFiles, type TestTensors } from '../../testing/adapter-files.ts';
import { blobFolder } from '../hf-folder.ts';
import { readTensorF32 } from '../safetensors.ts';
import { openAdapterFolder } from './adapter-folder.ts';

const open = async (tensors: TestTensors, change: (files: Map<string, Blob>) => void = () => {}) => {
  const files = await adapterFiles({}, tensors);
  change(files);
  return openAdapterFolder(blobFolder('tuned', files));
};

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  expect((error as OcaqError).message).toMatch(/\.$/);
  return error as OcaqError;
}

const Q = 'model.layers.0.self_attn.q_proj';
const A = { shape: [2, 8] };
const B = { shape: [8, 2] };

describe('openAdapterFolder', () => {
  it.each([
    [`base_model.model.${Q}.lora_A.weight`, `base_model.model.${Q}.lora_B.weight`],
    [`base_model.model.${Q}.lora_A.default.weight`, `base_model.model.${Q}.lora_B.default.weight`],
    [`${Q}.lora_A.weight`, `${Q}.lora_B.my-adapter.weight`],
  ])('finds a pair by the name of its module: %s', async (a, b) => {
    const { pairs, whole, name, tokenizerJson } = await open({ [a]: A, [b]: B });
    expect([[...pairs.keys()], whole.size, name, tokenizerJson]).toEqual([[Q], 0, 'tuned', undefined]);
    const pair = pairs.get(Q);
    expect(pair).toMatchObject({ a: { entry: { name: a } }, b: { entry: { name: b } }, isTable: false });
  });

  it('finds the pair of a table, whose names have no ".weight"', async () => {
    const [a, b] = ['base_model.model.wte.lora_embedding_A', 'base_model.model.wte.lora_embedding_B.default'];
    const { pairs } = await open({ [a]: A, [b]: B });
    expect(pairs.get('wte')).toMatchObject({ isTable: true, a: { entry: { name: a } } });
  });

  it('takes whole tensors by the names of the base, the plain name before what peft wraps', async () => {
    const table = 'base_model.model.model.embed_tokens';
    const plain = { shape: [1], values: Float32Array.of(7) };
    const { pairs, whole } = await open({
      [`${table}.modules_to_save.weight`]: { shape: [1] },
      [`${table}.original_module.weight`]: { shape: [1] },
      [`${table}.weight`]: plain,
      'base_model.model.lm_head.modules_to_save.default.weight': { shape: [2] },
      'model.norm.base_layer.weight': { shape: [3] },
    });
    expect(pairs.size).toBe(0);
    expect(new Set(whole.keys())).toEqual(
      new Set(['lm_head.weight', 'model.embed_tokens.weight', 'model.norm.weight']),
    );
    const { source, entry } = whole.get('model.embed_tokens.weight')!;
    expect(await readTensorF32(source, entry)).toEqual(plain.values);
  });

  it('keeps the tokenizer saved beside it', async () => {
    const pair = { [`${Q}.lora_A.weight`]: A, [`${Q}.lora_B.weight`]: B };
    const { tokenizerJson } = await open(pair, (files) => files.set('tokenizer.json', new Blob(['{}'])));
    expect(tokenizerJson).toBe('{}');
  });

  it.each<[string, string, TestTensors]>([
    ['adapter-empty', 'no tensor', {}],
    ['adapter-tensor-missing', `"lora_B" of "${Q}"`, { [`${Q}.lora_A.weight`]: A }],
    ['adapter-tensor-missing', `"lora_A" of "${Q}"`, { [`${Q}.lora_B.weight`]: B }],
    ['adapter-tensor-twice', 'lora_A.b.weight', { [`${Q}.lora_A.a.weight`]: A, [`${Q}.lora_A.b.weight`]: A }],
    ['adapter-tensor-twice', Q, { [`${Q}.lora_A.weight`]: A, [`base_model.model.${Q}.lora_A.weight`]: A }],
    ['adapter-tensor-twice', 'x.lora_embedding_B', { 'x.lora_A.weight': A, 'x.lora_embedding_B': B }],
    ['adapter-tensor-twice', 'x.weight', { 'base_model.model.x.weight': A, 'x.weight': A }],
    ['adapter-tensor-name', 'lora_magnitude_vector', { [`${Q}.lora_magnitude_vector`]: { shape: [8] } }],
    ['adapter-tensor-name', 'lora_B.bias', { [`${Q}.lora_B.bias`]: { shape: [8] } }],
  ])('refuses with %s, naming %s', async (code, part, tensors) => {
    const error = await errorOf(open(tensors));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });

  it.each(['adapter_config.json', 'adapter_model.safetensors'])('says that %s is missing', async (file) => {
    const error = await errorOf(open({ 'x.weight': A }, (files) => files.delete(file)));
    expect(error).toMatchObject({ code: 'adapter-file-missing', details: { file } });
  });

  it('sorts tensors of any names, or refuses them in a sentence', async () => {
    const part = fc.constantFrom(
      ...['base_model.model', 'model', 'q_proj', 'lora_A', 'lora_B', 'lora_embedding_A', 'default', 'weight', ''],
      ...['modules_to_save', 'original_module', 'base_layer', '__proto__'],
    );
    const name = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.'));
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), async (names) => {
        const opened = await open(Object.fromEntries(names.map((each) => [each, { shape: [1] }]))).catch((error) => {
          expect(error).toBeInstanceOf(OcaqError);
          return null;
        });
        const held = opened ? opened.pairs.size * 2 + opened.whole.size : 0;
        expect(held).toBeLessThanOrEqual(names.length);
      }),
      { numRuns: 300 },
    );
  });
});
