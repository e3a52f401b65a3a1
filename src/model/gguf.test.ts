/** What a model is in a GGUF, held to the logits of PyTorch: each family is written, read and run as its architecture says. */
import { describe, expect, it } from 'vitest';
import { bytesSource } from '../formats/byte-source.ts';
import { GGUF_TYPES } from '../formats/gguf/layout.ts';
import { checkGguf } from '../formats/gguf/model-file.ts';
import { type GgufFile, writeGguf } from '../formats/gguf/write.ts';
import { ggufLogits } from '../testing/gguf-model.ts';
import { GOLDEN_CASES, type GoldenCase, goldenCase } from '../testing/golden.ts';
import type { LlamaConfig } from './families/llama.ts';
import type { MistralConfig } from './families/mistral.ts';
import type { Qwen3Config } from './families/qwen3.ts';
import { scaledFrequency } from './families/rope-scaling.ts';
import { ggufModel } from './gguf.ts';

async function written(file: GgufFile): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeGguf(file)) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}

/** The largest difference to the fixture's logits, over the first row and the positions that the file has room for. */
async function difference(golden: GoldenCase, file: GgufFile, positions: number): Promise<number> {
  const { batch, config } = golden;
  const seq = Math.min(batch.seq, positions);
  const logits = await ggufLogits(bytesSource('model.gguf', await written(file)), [...batch.tokens.slice(0, seq)]);
  const expected = await golden.expected('logits');
  return Math.max(
    ...logits.flatMap((row, at) =>
      Array.from(row, (value, i) => Math.abs(value - expected[at * config.vocabSize + i]!)),
    ),
  );
}

describe.each(GOLDEN_CASES)('%s', (name) => {
  it('has the logits of PyTorch', async () => {
    const golden = await goldenCase(name);
    const model = ggufModel(golden.config, 'f32', golden.weight);
    expect(await difference(golden, model, model.contextLength)).toBeLessThan(2e-5);
  });

  it('keeps close to them in f16 and q8_0', async () => {
    const golden = await goldenCase(name);
    for (const [type, most] of [
      ['f16', 5e-3],
      ['q8_0', 0.1],
    ] as const) {
      const model = ggufModel(golden.config, type, golden.weight);
      expect(await difference(golden, model, model.contextLength), type).toBeLessThan(most);
    }
  });

  it('is checked bit by bit', async () => {
    const golden = await goldenCase(name);
    for (const type of GGUF_TYPES) {
      const model = ggufModel(golden.config, type, golden.weight);
      const bytes = await written(model);
      const compared: number[] = [];
      await checkGguf(bytesSource('model.gguf', bytes), model, (count) => compared.push(count));
      expect(compared.at(-1)).toBe(model.tensors.length);
      bytes[bytes.length - 40]! ^= 1;
      await expect(checkGguf(bytesSource('model.gguf', bytes), model, () => undefined)).rejects.toMatchObject({
        code: 'export-unverified',
      });
    }
  });
});

describe('the order of rows', () => {
  it.each(['gqa-tied', 'llama-biases', 'mistral'] as const)('matters: %s without it is another model', async (name) => {
    const golden = await goldenCase(name);
    const model = ggufModel(golden.config, 'f32', golden.weight);
    const plain = model.tensors.map((tensor) => {
      const found = /^blk\.(\d+)\.attn_([qk])\.(\w+)$/.exec(tensor.name);
      if (!found) return tensor;
      const [, layer, part, kind] = found;
      return { ...tensor, data: () => golden.weight(`model.layers.${layer}.self_attn.${part}_proj.${kind}`) };
    });
    expect(await difference(golden, { ...model, tensors: plain }, model.contextLength)).toBeGreaterThan(0.01);
  });
});

const base: LlamaConfig = {
  family: 'llama',
  vocabSize: 40,
  hiddenSize: 64,
  layers: 1,
  heads: 4,
  kvHeads: 2,
  headSize: 16,
  ffnSize: 96,
  contextLength: 128,
  normEps: 1e-5,
  ropeTheta: 10_000,
  tied: true,
  initializerRange: 0.02,
};
const noWeights = () => Promise.reject(new Error('no tensor is asked for'));
const LLAMA3 = {
  type: 'llama3',
  factor: 8,
  lowFrequencyFactor: 1,
  highFrequencyFactor: 4,
  originalContextLength: 32,
} as const;
const typesOf = (config: LlamaConfig, type: (typeof GGUF_TYPES)[number]) =>
  Object.fromEntries(ggufModel(config, type, noWeights).tensors.map((tensor) => [tensor.name, tensor.type]));

describe('types of tensors', () => {
  it('q8_0 leaves vectors in f32', () => {
    expect(typesOf(base, 'q8_0')).toEqual({
      'token_embd.weight': 'Q8_0',
      'blk.0.attn_norm.weight': 'F32',
      'blk.0.attn_q.weight': 'Q8_0',
      'blk.0.attn_k.weight': 'Q8_0',
      'blk.0.attn_v.weight': 'Q8_0',
      'blk.0.attn_output.weight': 'Q8_0',
      'blk.0.ffn_norm.weight': 'F32',
      'blk.0.ffn_gate.weight': 'Q8_0',
      'blk.0.ffn_up.weight': 'Q8_0',
      'blk.0.ffn_down.weight': 'Q8_0',
      'output_norm.weight': 'F32',
    });
  });

  it('q4_0 keeps tables in 8 bits, and a head of its own is written', () => {
    const types = typesOf({ ...base, tied: false }, 'q4_0');
    expect([types['token_embd.weight'], types['output.weight'], types['blk.0.ffn_up.weight']]).toEqual([
      ...['Q8_0', 'Q8_0', 'Q4_0'],
    ]);
  });

  it('rows that are no whole blocks are in f16, and are told of', () => {
    const config = { ...base, ffnSize: 100 };
    expect(typesOf(config, 'q8_0')['blk.0.ffn_down.weight']).toBe('F16');
    expect(ggufModel(config, 'q8_0', noWeights).remarks).toEqual([{ kind: 'rows', count: 1 }]);
    expect(ggufModel(config, 'f16', noWeights).remarks).toEqual([]);
  });

  it('the positions of GPT-2 stay f32', async () => {
    const { config, weight } = await goldenCase('gpt2');
    const types = ggufModel(config, 'f16', weight).tensors.map(({ name, type }) => [name, type]);
    expect(Object.fromEntries(types)).toMatchObject({ 'position_embd.weight': 'F32', 'token_embd.weight': 'F16' });
  });
});

describe('keys', () => {
  it('are those of the architecture', () => {
    const config: LlamaConfig = { ...base, ropeScaling: { type: 'linear', factor: 2 } };
    const { keys } = ggufModel(config, 'q8_0', noWeights);
    expect(Object.fromEntries([...keys].map(([key, { value }]) => [key, value]))).toEqual({
      'general.architecture': 'llama',
      'general.file_type': 7,
      'llama.vocab_size': 40,
      'llama.context_length': 128,
      'llama.embedding_length': 64,
      'llama.block_count': 1,
      'llama.feed_forward_length': 96,
      'llama.attention.head_count': 4,
      'llama.attention.head_count_kv': 2,
      'llama.attention.layer_norm_rms_epsilon': 1e-5,
      'llama.attention.key_length': 16,
      'llama.attention.value_length': 16,
      'llama.rope.dimension_count': 16,
      'llama.rope.freq_base': 10_000,
      'llama.rope.scaling.type': 'linear',
      'llama.rope.scaling.factor': 2,
    });
  });

  it('the scaling of Llama 3 is a tensor, which other architectures have no place for', async () => {
    const config = { ...base, ropeScaling: LLAMA3 };
    const [factors] = ggufModel(config, 'q8_0', noWeights).tensors;
    expect(factors).toMatchObject({ name: 'rope_freqs.weight', type: 'F32', shape: [8] });
    const frequency = (i: number) => 10_000 ** (-i / 8);
    expect(await factors!.data()).toEqual(
      Float32Array.from({ length: 8 }, (_, i) => frequency(i) / scaledFrequency(frequency(i), LLAMA3)),
    );
    const qwen3: Qwen3Config = { ...config, family: 'qwen3' };
    for (const other of [qwen3, { ...config, attentionBias: 'qkv' } as LlamaConfig])
      expect(() => ggufModel(other, 'q8_0', noWeights)).toThrow('RoPE scaling "llama3"');
  });

  it('the context of Mistral is no longer than its window', () => {
    const mistral = (slidingWindow: number): MistralConfig => ({ ...base, family: 'mistral', slidingWindow });
    expect(ggufModel(mistral(32), 'f16', noWeights)).toMatchObject({
      contextLength: 32,
      remarks: [{ kind: 'window', count: 32 }],
    });
    expect(ggufModel(mistral(128), 'f16', noWeights)).toMatchObject({ contextLength: 128, remarks: [] });
  });
});
