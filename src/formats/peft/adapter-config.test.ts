import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { parseAdapterConfig } from './adapter-config.ts';

const Q = 'model.layers.0.self_attn.q_proj';
const UP = 'model.layers.11.mlp.up_proj';
const HEAD = 'lm_head';

function errorOf(json: unknown): OcaqError {
  try {
    parseAdapterConfig(json);
  } catch (error) {
    expect(error).toBeInstanceOf(OcaqError);
    return error as OcaqError;
  }
  throw new Error('the config was taken');
}

const targets = (fields: object): boolean[] => {
  const { isTarget } = parseAdapterConfig(fields);
  return [Q, UP, HEAD].map((module) => isTarget?.(module, module !== HEAD) ?? false);
};

describe('parseAdapterConfig', () => {
  it('has the defaults of peft: rank 8, factor 8, nothing said of modules', () => {
    const config = parseAdapterConfig({ peft_type: 'LORA', bias: 'none', target_modules: null });
    expect([config.rank(Q), config.scale(Q), config.isTarget]).toEqual([8, 1, null]);
    expect([config.baseModel, config.keepsTied, config.isSaved(Q)]).toEqual(['', false, false]);
  });

  it('scales by alpha/r, and by alpha/√r for rsLoRA, each module by its own', () => {
    const fields = { r: 16, lora_alpha: 8, rank_pattern: { q_proj: 4 }, alpha_pattern: { 'mlp.up_proj': 32 } };
    const plain = parseAdapterConfig(fields);
    expect([Q, UP, HEAD].map(plain.rank)).toEqual([4, 16, 16]);
    expect([Q, UP, HEAD].map(plain.scale)).toEqual([2, 2, 0.5]);
    expect([Q, UP, HEAD].map(parseAdapterConfig({ ...fields, use_rslora: true }).scale)).toEqual([4, 8, 2]);
  });

  it('looks a module up by the first pattern that the end of its name matches, a regular expression', () => {
    const { rank } = parseAdapterConfig({
      rank_pattern: { proj: 1, '^model\\.layers\\.0\\.self_attn\\.q_proj': 2, '.*_proj': 3, q_proj: 4 },
    });
    expect([Q, UP, HEAD, 'other.q_proj', 'xproj'].map(rank)).toEqual([2, 3, 8, 3, 8]);
  });

  it.each<[string, object, boolean[]]>([
    ['names', { target_modules: ['q_proj', 'lm_head'] }, [true, false, true]],
    ['a whole name, and no part of one', { target_modules: [Q, 'p_proj', 'head'] }, [true, false, false]],
    ['a name that is a path', { target_modules: ['mlp.up_proj'] }, [false, true, false]],
    ['"all-linear"', { target_modules: 'All-Linear' }, [true, true, false]],
    ['a regular expression of the whole name', { target_modules: '.*\\.(q|up)_proj' }, [true, true, false]],
    ['a name as a regular expression matches nothing', { target_modules: 'q_proj' }, [false, false, false]],
    ['none', { target_modules: [] }, [false, false, false]],
    ['all but some by name', { target_modules: 'all-linear', exclude_modules: ['q_proj'] }, [false, true, false]],
    ['all but some by expression', { target_modules: '.*', exclude_modules: '.*layers.*' }, [false, false, true]],
    [
      'all but what is saved whole',
      { target_modules: '.*', modules_to_save: ['mlp', 'lm_head'] },
      [true, false, false],
    ],
    ['one layer', { target_modules: ['q_proj', 'up_proj'], layers_to_transform: 11 }, [false, true, false]],
    [
      'layers, by their word',
      { target_modules: ['q_proj', 'up_proj'], layers_to_transform: [0, 1], layers_pattern: 'layers' },
      [true, false, false],
    ],
    [
      'layers by another word',
      { target_modules: ['q_proj', 'up_proj'], layers_to_transform: [0], layers_pattern: ['h'] },
      [false, false, false],
    ],
  ])('targets %s', (_, fields, expected) => {
    expect(targets(fields)).toEqual(expected);
  });

  it('knows what is saved whole: a module whose name ends so, and all that lies in it', () => {
    const { isSaved } = parseAdapterConfig({ modules_to_save: ['mlp', 'lm_head', 'norm'] });
    expect([Q, UP, HEAD, 'model.norm', 'model.layers.0.input_layernorm'].map(isSaved)).toEqual([
      ...[false, true, true, true, true],
    ]);
    const named = parseAdapterConfig({ modules_to_save: ['model.norm'] });
    expect(['model.norm', 'model.layers.0.input_layernorm', 'model.normal'].map(named.isSaved)).toEqual([
      ...[true, false, false],
    ]);
  });

  it('takes from targets what is saved by its whole name alone', () => {
    const { isTarget, isSaved } = parseAdapterConfig({ target_modules: ['q_proj'], modules_to_save: ['proj'] });
    expect([isTarget?.(Q, true), isSaved(Q)]).toEqual([true, true]);
  });

  it('takes the ranks of every matrix of a large model by their names', () => {
    const names = Array.from({ length: 4096 }, (_, i) => `model.layers.${i}.self_attn.q_proj`);
    const { rank } = parseAdapterConfig({ rank_pattern: Object.fromEntries(names.map((name, i) => [name, i + 1])) });
    expect(rank('model.layers.4095.self_attn.q_proj')).toBe(4096);
  });

  it.each<[string, object]>([
    ['peft_type', { peft_type: 'IA3' }],
    ['use_dora', { use_dora: true }],
    ['bias', { bias: 'lora_only' }],
    ['lora_bias', { lora_bias: true }],
    ['layer_replication', { layer_replication: [[0, 4]] }],
    ['target_parameters', { target_parameters: ['mlp.experts.gate_up_proj'] }],
    ['trainable_token_indices', { trainable_token_indices: [3] }],
    ['alora_invocation_tokens', { alora_invocation_tokens: [1, 2] }],
    ['init_lora_weights', { init_lora_weights: 'pissa_niter_4' }],
    ['init_lora_weights', { init_lora_weights: 'olora' }],
  ])('refuses %s by name', (field, fields) => {
    const error = errorOf(fields);
    expect(error).toMatchObject({ code: 'adapter-unsupported', details: { field } });
    expect(error.message).toContain(`(${field}: `);
  });

  it.each([{ use_dora: false, target_parameters: [], layer_replication: null }, { init_lora_weights: 'gaussian' }])(
    'takes what asks for nothing: %j',
    (fields) => expect(parseAdapterConfig(fields).rank(Q)).toBe(8),
  );

  it.each<[string, unknown]>([
    ['config-not-object', []],
    ['config-not-object', null],
    ['adapter-config', { r: 0 }],
    ['adapter-config', { r: 2.5 }],
    ['adapter-config', { r: 1e9 }],
    ['adapter-config', { rank_pattern: { q_proj: -1 } }],
    ['adapter-config', { lora_alpha: Number.POSITIVE_INFINITY }],
    ['adapter-config', { rank_pattern: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`m${i}`, 1])) }],
    ['adapter-pattern', { alpha_pattern: { '(?=q)': 1 } }],
    [
      'adapter-pattern',
      { rank_pattern: Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`(a{1000}){9}${i}`, 1])) },
    ],
    ['adapter-pattern', { target_modules: '(' }],
    ['config-field-type', { r: '8' }],
    ['config-field-type', { target_modules: [3] }],
    ['config-field-type', { target_modules: 3 }],
    ['config-field-type', { rank_pattern: [1] }],
    ['config-field-type', { rank_pattern: { q_proj: '4' } }],
    ['config-field-type', { use_rslora: 'yes' }],
    ['config-field-type', { modules_to_save: { a: 1 } }],
    ['config-field-type', { layers_to_transform: 'all', target_modules: ['q'] }],
    ['config-field-type', { base_model_name_or_path: 3 }],
  ])('refuses with %s: %#', (code, json) => {
    expect(errorOf(json).code).toBe(code);
  });

  it('reads any JSON or refuses it in a sentence', () => {
    const fields = ['r', 'lora_alpha', 'target_modules', 'rank_pattern', 'modules_to_save', 'use_rslora', '__proto__'];
    const config = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), config), (json) => {
        try {
          expect(parseAdapterConfig(json).rank(Q)).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(OcaqError);
          expect((error as OcaqError).message).toMatch(/\.$/);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
