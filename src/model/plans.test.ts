import { describe, expect, it } from 'vitest';
import type { QuantisedType } from '../ops/operator.ts';
import { TILED } from '../ops/operator.ts';
import { planNeeds } from '../plan/step-plan.ts';
import { suitsMuon, updateShare } from './cost.ts';
import { parameterTable, parseModelConfig } from './families/table.ts';
import { methodRequest } from './method.ts';
import { type PlanRequest, planModel, rowLossesOf } from './plans.ts';
import { PRESETS } from './presets.ts';

const { config: az100m } = PRESETS.find((preset) => preset.id === 'az-100m') as (typeof PRESETS)[number];
const PORTABLE = 128 * 2 ** 20;

const plan = (config: PlanRequest['config'], storage: PlanRequest['storage']) =>
  planModel({
    config,
    storage,
    kernels: TILED,
    bindingBytes: PORTABLE,
    batch: { rows: 1, seq: 256 },
    training: true,
    generate: 256,
    recompute: 'selective',
  });

describe('a vocabulary whose table no binding holds', () => {
  it.each([
    { vocabSize: 43_690, parts: 1 },
    { vocabSize: 43_691, parts: 2 },
    { vocabSize: 50_000, parts: 2 },
    { vocabSize: 65_537, parts: 2 },
    { vocabSize: 100_000, parts: 3 },
    { vocabSize: 128_000, parts: 3 },
  ])('$vocabSize × 768 lies in $parts parts, and every binding fits and is aligned', ({ vocabSize, parts }) => {
    for (const tied of [true, false])
      for (const storage of ['f32', 'packed'] as const) {
        const { layout, programs, ...rest } = plan({ ...az100m, vocabSize, tied }, storage);
        const needs = planNeeds({ ...rest, programs });
        expect(needs.bindingBytes).toBeLessThanOrEqual(PORTABLE);
        expect(needs.bufferBytes).toBeLessThanOrEqual(PORTABLE);
        for (const id of tied ? ['embed'] : ['embed', 'head']) expect(layout.parts.get(id)).toHaveLength(parts);
        const bindings = Object.values(programs).flatMap((launches) => launches.flatMap((launch) => launch.bindings));
        for (const { resource, offset } of bindings)
          expect(((rest.placements[resource]?.offset ?? 0) + offset) % 256).toBe(0);
      }
  });
});

describe('az-100m', () => {
  it('is not cut: each parameter lies in one piece, and the head and the embedding take one launch each', () => {
    const { layout, programs } = plan(az100m, 'packed');
    for (const [id, parts] of layout.parts) expect(parts).toEqual([id]);
    const shaders = (program: string, label: string) =>
      programs[program]?.filter((launch) => launch.label.startsWith(label)).map((launch) => launch.shader);
    expect(shaders('train', 'train embedding')).toEqual(['embedding_forward', 'embedding_backward']);
    expect(shaders('evaluate', 'evaluate.loss')).toEqual(['gemm_nt', 'cross_entropy_forward', 'loss_sum']);
    expect(shaders('decode', 'decode gemv')).toEqual(['gemv']);
  });

  it('leaves the losses of the rows of an evaluation where they can be read: nothing after them is written there', () => {
    const { programs, buffers } = plan(az100m, 'packed');
    const { tensors = [] } = buffers.find((buffer) => buffer.tensors.includes(rowLossesOf('evaluate'))) ?? {};
    const writers = (programs.evaluate ?? []).flatMap(({ bindings }) =>
      bindings.filter(({ access, resource }) => access !== 'read' && tensors.includes(resource)),
    );
    expect(writers.at(-1)?.resource).toBe(rowLossesOf('evaluate'));
    expect(writers.at(-1)?.size).toBe(256 * 4);
  });
});

describe('az-100m in steps of one micro-batch', () => {
  const MIB = 2 ** 20;
  const size = (rows: number, recompute: PlanRequest['recompute'], accumulates: boolean) =>
    planModel({
      ...{
        config: az100m,
        storage: 'packed',
        kernels: TILED,
        bindingBytes: PORTABLE,
        moments: 'bf16',
        recompute,
        accumulates,
      },
      ...{ batch: { rows, seq: 1024 }, training: true, generate: 0 },
    });

  it.each([
    { rows: 4, recompute: 'none', saved: 311.3 },
    { rows: 4, recompute: 'selective', saved: 309 },
    { rows: 4, recompute: 'full', saved: 86.9 },
    { rows: 1, recompute: 'none', saved: 189 },
  ] as const)('$rows × 1024, recomputed: $recompute, needs $saved MiB less', ({ rows, recompute, saved }) => {
    const [summed, single] = [size(rows, recompute, true), size(rows, recompute, false)];
    expect((summed.totalBytes - single.totalBytes) / MIB).toBeCloseTo(saved, 1);
    expect(summed.bytes.gradients / MIB).toBeCloseTo(417.8, 1);
    expect(single.bytes.weights).toBe(summed.bytes.weights);
    expect(single.bytes.optimizer).toBe(summed.bytes.optimizer);
  });

  it('no gradient shares memory with what is needed between where it is made and the update', () => {
    const { programs, buffers } = size(4, 'none', false);
    const launches = [...(programs.train ?? []), ...(programs.update ?? [])];
    const usesOf = (id: string) =>
      launches.flatMap(({ bindings }, at) => (bindings.some(({ resource }) => resource === id) ? [at] : []));
    for (const { tensors } of buffers) {
      const spans = tensors
        .map(usesOf)
        .filter((uses) => uses.length > 0)
        .sort(([a = 0], [b = 0]) => a - b);
      for (const [i, uses] of spans.entries()) expect(uses[0]).toBeGreaterThan(spans[i - 1]?.at(-1) ?? -1);
    }
  });
});

describe('az-100m by Muon', () => {
  const MIB = 2 ** 20;
  const muon = { momentum: 0.9, iterations: 5 };
  const request = (seq: number): PlanRequest => ({
    ...{ config: az100m, storage: 'packed', kernels: TILED, bindingBytes: PORTABLE, moments: 'bf16', muon },
    ...{ batch: { rows: 8, seq }, training: true, generate: 0 },
  });

  it('holds no second moment of its matrices, and orthogonalises within memory that is there', () => {
    const [adamw, withMuon] = [planModel({ ...request(1024), muon: undefined }), planModel(request(1024))];
    const elements = withMuon.layout.arenas.filter(({ optimizer }) => optimizer === 'muon').map((a) => a.elements);
    const saved = 2 * elements.reduce((sum, count) => sum + count, 0);
    expect(saved).toBeGreaterThan(150 * MIB);
    expect(adamw.bytes.optimizer - withMuon.bytes.optimizer).toBe(saved);
    expect(adamw.totalBytes - withMuon.totalBytes).toBe(saved);
    const int8 = planModel({ ...request(1024), moments: 'int8' });
    expect(withMuon.bytes.optimizer - int8.bytes.optimizer).toBeLessThan(saved / 2);
  });

  it('takes q, k, v, o, gate, up and down of each layer apart', () => {
    const updates = planModel(request(1024)).programs.update?.filter(({ shader }) => shader === 'muon_update_copy');
    expect(updates).toHaveLength(7 * az100m.layers);
    const { headSize, heads, kvHeads, hiddenSize, ffnSize } = az100m;
    const sizes = [
      heads * headSize,
      kvHeads * headSize,
      kvHeads * headSize,
      heads * headSize,
      ffnSize,
      ffnSize,
      ffnSize,
    ];
    expect(updates?.slice(0, 7).map(({ overrides }) => 4 * (overrides.VEC4S as number))).toEqual(
      sizes.map((size) => size * hiddenSize),
    );
  });

  it('costs the less of a step the more tokens it has, and suits large steps', () => {
    const plan = planModel(request(1024));
    const shares = [1, 2, 8].map((accumulate) => updateShare(plan, accumulate));
    expect(shares[0]! / shares[1]!).toBeCloseTo(2, 6);
    expect(shares[0]! / shares[2]!).toBeCloseTo(8, 6);
    expect(shares.map((share, i) => suitsMuon(8192 * [1, 2, 8][i]!, share))).toEqual([false, false, true]);
    expect(updateShare(planModel({ ...request(1024), muon: undefined }), 1)).toBeLessThan(0.001);
  });

  it('is refused where no matrix is trained', () => {
    const lora = { rank: 8, alpha: 16, dropout: 0, targets: 'all-linear', rsLora: false } as const;
    const method = methodRequest({ kind: 'lora', lora, base: { storage: 'packed' } }, az100m);
    expect(() => planModel({ ...request(64), ...method })).toThrow(
      expect.objectContaining({ code: 'muon-without-matrices' }),
    );
  });
});

describe('a quantised base beside adapters of rank 16 on every layer, one row of 512 tokens in 16 bits', () => {
  const llama = { rms_norm_eps: 1e-5, vocab_size: 32_000, tie_word_embeddings: false, max_position_embeddings: 2048 };
  const tinyLlama = {
    ...llama,
    ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], num_hidden_layers: 22, hidden_size: 2048 },
    ...{ num_attention_heads: 32, num_key_value_heads: 4, intermediate_size: 5632 },
  };
  const mistral = {
    ...llama,
    ...{ model_type: 'mistral', architectures: ['MistralForCausalLM'], num_hidden_layers: 32, hidden_size: 4096 },
    ...{ num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336, sliding_window: 4096 },
  };
  const planned = (json: object, matrices: QuantisedType) => {
    const config = parseModelConfig(json);
    const lora = { rank: 16, alpha: 32, dropout: 0, targets: 'all-linear', rsLora: false } as const;
    const result = planModel({
      config,
      storage: 'packed',
      kernels: TILED,
      bindingBytes: PORTABLE,
      batch: { rows: 1, seq: 512 },
      training: true,
      generate: 0,
      ...methodRequest({ kind: 'lora', lora, base: { storage: 'packed', matrices } }, config),
    });
    expect(planNeeds(result).bindingBytes).toBeLessThanOrEqual(PORTABLE);
    const weights = parameterTable(config).filter(({ isCompact }) => isCompact);
    return { gib: result.totalBytes / 2 ** 30, weights: weights.reduce((sum, p) => sum + p.rows * p.cols, 0), result };
  };

  it('NF4: TinyLlama takes 1.5 GiB, Mistral 7 B 6.3, at 4.13 bits a weight', () => {
    expect(planned(tinyLlama, 'nf4').gib).toBeCloseTo(1.48, 2);
    const { gib, weights, result } = planned(mistral, 'nf4');
    expect(gib).toBeCloseTo(6.3, 1);
    const words = result.layout.arenas.filter(({ frozen }) => frozen === 'nf4').reduce((sum, a) => sum + a.elements, 0);
    expect((32 * words) / weights).toBeCloseTo(4.127, 2);
  });

  it('8 bits: TinyLlama takes 1.9 GiB, Mistral 7 B 9.5', () => {
    expect(planned(tinyLlama, 'qint8').gib).toBeCloseTo(1.92, 2);
    expect(planned(mistral, 'qint8').gib).toBeCloseTo(9.46, 1);
  });
});

describe('dropout of embedded tokens', () => {
  const wanted = (embeddingDropout: number, extra: Partial<PlanRequest> = {}) =>
    planModel({
      config: az100m,
      kernels: TILED,
      storage: 'f32',
      bindingBytes: PORTABLE,
      batch: { rows: 1, seq: 64 },
      training: true,
      generate: 64,
      embeddingDropout,
      ...extra,
    });
  const count = ({ programs }: ReturnType<typeof planModel>, name: string) =>
    (programs[name] ?? []).filter(({ shader }) => shader === 'dropout').length;

  it('is of training alone, forward and backward', () => {
    const dropped = wanted(0.1);
    expect(Object.keys(dropped.programs).map((name) => [name, count(dropped, name)])).toEqual(
      Object.keys(dropped.programs).map((name) => [name, name === 'train' ? 2 : 0]),
    );
    expect(count(wanted(0), 'train')).toBe(0);
    expect(count(wanted(0.1, { training: false }), 'evaluate')).toBe(0);
  });

  it('has no gradient where nothing before it is trained', () => {
    const lora = { rank: 2, alpha: 4, dropout: 0, targets: ['q_proj'], rsLora: false } as const;
    const method = { kind: 'lora', lora, base: { storage: 'f32' } } as const;
    expect(count(wanted(0.1, methodRequest(method, az100m)), 'train')).toBe(1);
  });
});
