import { describe, expect, it } from 'vitest';
import { TILED } from '../ops/operator.ts';
import { parameterTable, parseModelConfig } from './families/table.ts';
import { adaptersOf, type LoraConfig, loraScale, targetNames } from './lora.ts';
import { methodRequest } from './method.ts';
import { planModel } from './plans.ts';

const LORA: LoraConfig = { rank: 3, alpha: 6, dropout: 0, targets: 'all-linear', rsLora: false };
const llama = parseModelConfig({
  ...{ model_type: 'llama', vocab_size: 50, hidden_size: 16, num_hidden_layers: 2, intermediate_size: 27 },
  ...{ num_attention_heads: 4, num_key_value_heads: 2 },
});
const gpt2 = parseModelConfig({ model_type: 'gpt2' });
const of = (config: typeof llama, change: Partial<LoraConfig>) =>
  adaptersOf(parameterTable(config), { ...LORA, ...change });

describe('adapters of a model', () => {
  it('are a pair of factors for each module, side by side where the modules are', () => {
    const [qkv, o, gateUp, down] = of(llama, {});
    expect(qkv).toMatchObject({
      base: 'layers.0.qkv',
      a: { id: 'layers.0.qkv.lora_a', rows: 11, cols: 16, init: { kind: 'uniform', bound: 1 / 4 } },
      b: { id: 'layers.0.qkv.lora_b', rows: 32, cols: 3, init: { kind: 'zeros' } },
      blocks: [
        { row: 0, column: 0 },
        { row: 16, column: 4 },
        { row: 24, column: 8 },
      ],
    });
    expect(qkv!.a.parts).toEqual([
      { name: 'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight', from: 0, count: 3 },
      { name: 'base_model.model.model.layers.0.self_attn.k_proj.lora_A.weight', from: 4, count: 3 },
      { name: 'base_model.model.model.layers.0.self_attn.v_proj.lora_A.weight', from: 8, count: 3 },
    ]);
    // Rows of B lie as those of the weight do: heads in RoPE's order, up behind the gap.
    expect(qkv!.b.parts.map(({ from, count, rotatedHead }) => [from, count, rotatedHead])).toEqual([
      [0, 16, 4],
      [16, 8, 4],
      [24, 8, undefined],
    ]);
    expect(gateUp!.b.parts.map(({ from, count }) => [from, count])).toEqual([
      [0, 27],
      [28, 27],
    ]);
    expect([o!.blocks, down!.blocks]).toEqual([null, null]);
  });

  it('of some modules leave the others out', () => {
    const [qkv, ...others] = of(llama, { targets: ['q_proj', 'layers.0.self_attn.v_proj'] }).filter(({ base }) =>
      base.startsWith('layers.0'),
    );
    expect(others).toEqual([]);
    expect(qkv!.blocks!.map(({ column }) => column)).toEqual([0, null, 4]);
    expect(of(llama, { targets: ['layers.0.self_attn.v_proj'] })).toHaveLength(1);
  });

  it('of files with transposed matrices are as ever', () => {
    const [qkv] = of(gpt2, { targets: ['c_attn'] });
    expect(qkv!.b.parts).toEqual([
      { name: 'base_model.model.transformer.h.0.attn.c_attn.lora_B.weight', from: 0, count: 2304 },
    ]);
  });

  it.each<[Partial<LoraConfig>, string]>([
    [{ targets: ['q_proj', 'c_attn'] }, 'no layer "c_attn"'],
    [{ targets: ['embed_tokens'] }, 'no layer "embed_tokens"'],
    [{ targets: [] }, 'no layer ""'],
    [{ rank: 0 }, '"rank" should be'],
    [{ rank: 1.5 }, '"rank" should be'],
    [{ dropout: 1 }, '"dropout" should be'],
    [{ alpha: 0 }, '"alpha" should be'],
  ])('are refused: %j', (change, words) => {
    expect(() => of(llama, change)).toThrow(words);
  });

  it('are scaled by alpha over the rank, or its root', () => {
    expect(loraScale({ ...LORA, rank: 16, alpha: 8 })).toBe(0.5);
    expect(loraScale({ ...LORA, rank: 16, alpha: 8, rsLora: true })).toBe(2);
  });

  it('are named by the last part of each module once', () => {
    expect(targetNames(parameterTable(gpt2), 'all-linear')).toEqual(['c_attn', 'c_proj', 'c_fc']);
    expect(targetNames(parameterTable(llama), ['mlp.up_proj'])).toEqual(['mlp.up_proj']);
  });
});

describe('the plan of a run of adapters', () => {
  const plan = (config: typeof llama, lora: LoraConfig, batch: { rows: number; seq: number }) =>
    planModel({
      ...{ config, kernels: TILED, storage: 'f32', bindingBytes: 2 ** 27, batch, training: true, generate: 0 },
      ...methodRequest({ kind: 'lora', lora, base: { storage: 'f32' } }, config),
    });

  it('of GPT-2 with 124 million weights fits into 0.7 GiB', () => {
    const { totalBytes } = plan(gpt2, { ...LORA, rank: 8 }, { rows: 1, seq: 256 });
    expect(totalBytes / 2 ** 30).toBeLessThanOrEqual(0.7);
  });

  it('has gradients and moments of the adapters alone', () => {
    const { bytes, layout } = plan(llama, LORA, { rows: 1, seq: 8 });
    const trained = layout.arenas.filter(({ frozen }) => frozen === null);
    const elements = trained.reduce((sum, arena) => sum + arena.elements, 0);
    expect([bytes.gradients, bytes.optimizer]).toEqual([4 * elements, 8 * elements]);
  });

  it('goes back no further than to the lowest adapter', () => {
    const targets = ['layers.1.mlp.down_proj'];
    const { programs, forwardEnds } = plan(llama, { ...LORA, targets }, { rows: 1, seq: 8 });
    const backward = programs.train!.slice(forwardEnds.train);
    const written = backward.flatMap(({ bindings }) => bindings.filter(({ access }) => access === 'write'));
    expect(backward.filter(({ shader }) => shader.startsWith('attention'))).toEqual([]);
    expect(written.filter(({ resource }) => resource.startsWith('gradient.')).map(({ resource }) => resource)).toEqual([
      'gradient.layers.1.down.lora_b',
      'gradient.layers.1.down.lora_a',
    ]);
  });

  it('binds no more than every adapter allows', () => {
    const biased = parseModelConfig({
      ...{ model_type: 'llama', vocab_size: 50, hidden_size: 16, num_hidden_layers: 1, intermediate_size: 27 },
      ...{ num_attention_heads: 4, num_key_value_heads: 2, attention_bias: true, mlp_bias: true },
    });
    const { programs } = plan(biased, LORA, { rows: 1, seq: 8 });
    const bound = Object.values(programs)
      .flat()
      .map(({ bindings }) => bindings.filter(({ access }) => access !== 'uniform').length);
    expect(Math.max(...bound)).toBeLessThanOrEqual(8);
  });
});
