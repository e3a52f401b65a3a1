import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { settings as base, config } from './fixtures.ts';
import {
  parseSettings,
  type SharedSettings,
  settingsCode,
  settingsFile,
  settingsOfCode,
  sharedSettings,
} from './settings-file.ts';

const shared: SharedSettings = {
  choice: { preset: 'starter', config, seq: 8, batch: 2, accumulate: 1, precision: 'f16' },
  settings: { ...base, samplePrompt: 'Azərbaycan' },
};
const size = fc.integer({ min: 1, max: 4096 });
const steps = fc.integer({ min: 0, max: 10_000_000 });
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const scales = fc.record({ rate: share, decay: share });
const anySettings: fc.Arbitrary<SharedSettings> = fc.record({
  choice: fc.record({
    preset: fc.option(fc.string()),
    seq: size,
    batch: size,
    accumulate: size,
    precision: fc.constantFrom('f32', 'f16'),
    config: fc.record({ hiddenSize: size, layers: size, tied: fc.boolean() }).map((part) => ({ ...config, ...part })),
  }),
  settings: fc
    .record({
      steps: fc.integer({ min: 1, max: 10_000_000 }),
      warmupSteps: steps,
      schedule: fc.constantFrom('cosine', 'linear', 'hold'),
      holdShare: share,
      groups: fc.record({ tables: scales, matrices: scales, vectors: scales }),
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      averageWeights: fc.boolean(),
      samplePrompt: fc.string({ unit: 'grapheme' }),
    })
    .map((part) => ({ ...base, ...part })),
});

describe('settings', () => {
  it('come back from a file and from a link as they were', () => {
    fc.assert(
      fc.property(anySettings, (any) => {
        expect(parseSettings(settingsFile(any))).toEqual(any);
        expect(settingsCode(any)).toMatch(/^[\w-]+$/);
        expect(settingsOfCode(settingsCode(any))).toEqual(any);
      }),
    );
  });

  it('that are anything else are refused in a sentence, never with another error', () => {
    const isRefused = (read: () => unknown) => {
      try {
        read();
        return false;
      } catch (error) {
        return error instanceof OcaqError && error.message.endsWith('.');
      }
    };
    fc.assert(fc.property(fc.string(), (text) => isRefused(() => parseSettings(text))));
    fc.assert(fc.property(fc.json(), (text) => isRefused(() => parseSettings(text))));
    fc.assert(fc.property(fc.string(), (code) => isRefused(() => settingsOfCode(code))));
    expect(isRefused(() => settingsOfCode(settingsCode(shared).slice(0, -20)))).toBe(true);
  });

  const file = JSON.parse(settingsFile(shared)) as Record<string, Record<string, unknown>>;
  const fields = [
    ...Object.keys(shared.settings).map((name) => ['training', name] as const),
    ...['seq', 'batch', 'accumulate', 'precision', 'config'].map((name) => ['model', name] as const),
  ];

  it.each(fields)('name a field that is missing or of another type: %s.%s', (part, name) => {
    for (const value of [undefined, null, [], 'x\u0000', Number.MAX_VALUE].filter(
      (one) => typeof one !== typeof file[part]![name],
    )) {
      const wrong = JSON.stringify({ ...file, [part]: { ...file[part], [name]: value } });
      expect(() => parseSettings(wrong)).toThrow(`The field "${part}.${name}`);
    }
  });

  it.each([
    ['learningRate', 0, 'a number above 0, at most 1, but is 0'],
    ['steps', 1.5, 'a whole number from 1 to 10000000, but is 1.5'],
    ['beta2', 1, 'a number from 0 to 0.99999, but is 1'],
    ['schedule', 'steep', 'one of "cosine", "linear", "hold", but is "steep"'],
    ['groups', { ...base.groups, tables: { rate: -1, decay: 1 } }, 'a number from 0 to 1000, but is -1'],
  ])('say what a field should be: %s', (name, value, said) => {
    const wrong = JSON.stringify({ ...file, training: { ...file.training, [name]: value } });
    expect(() => parseSettings(wrong)).toThrow(said);
  });

  it('of another format or version are refused by name, however deep what stands there is', () => {
    expect(() => parseSettings(`{"format": ${'['.repeat(1e5)}${']'.repeat(1e5)}}`)).toThrow('format a list');
    expect(() => parseSettings(JSON.stringify({ ...file, version: 4 }))).toThrow('version 4');
    expect(() => parseSettings('{"steps": 3}')).toThrow('format missing');
  });

  it('of version 2 cut rows anywhere, and those of version 1 are of AdamW besides', () => {
    const { packing, documentMask, ...version2 } = shared.settings;
    const { optimizer, momentum, iterations, ...version1 } = version2;
    for (const [version, training] of [version1, version2].entries()) {
      const old = JSON.stringify({ ...file, version: version + 1, training });
      expect(parseSettings(old).settings).toEqual(shared.settings);
      expect(() => parseSettings(JSON.stringify({ ...file, training }))).toThrow('The field "training.');
    }
    expect([packing, documentMask, optimizer, momentum, iterations]).toEqual(['concat', false, 'adamw', 0.9, 5]);
  });

  it('leave the special tokens to the tokenizer, keep what a family alone has, and take no objects along', () => {
    const of = { ...shared, choice: { ...shared.choice, steps: 9, config: { ...config, eosTokenId: 1, window: 4 } } };
    expect(sharedSettings(of).choice).toEqual({ ...shared.choice, config: { ...config, window: 4 } });
    const odd = { ...file, model: { ...file.model, config: { ...config, window: 4, padTokenId: 2, deep: { a: 1 } } } };
    expect(parseSettings(JSON.stringify(odd)).choice.config).toEqual({ ...config, window: 4 });
  });
});
