import { describe, expect, it } from 'vitest';
import { shaderFile } from '../gpu/shaders.ts';
import { decodeWords, encodeWords, METRICS_WORDS, SCALER_WORDS, STEP_WORDS, WORDS_BYTES } from './step-words.ts';

const TABLES = { step: STEP_WORDS, metrics: METRICS_WORDS, scaler: SCALER_WORDS };

/** Members of the one struct of a shader file, in order. */
function structOf(file: string): { name: string; type: string }[] {
  const [, body = ''] = /^struct \w+ \{\n([^}]*)\}/m.exec(shaderFile(`lib/${file}`)) ?? [];
  return [...body.matchAll(/^ {2}(\w+): (\w+),/gm)].map(([, name = '', type = '']) => ({ name, type }));
}

describe.each(Object.entries(TABLES))('the words of %s', (file, words) => {
  it('are the members of the WGSL struct, in its order', () => {
    expect(words).toEqual(structOf(file));
  });

  it('fit their buffer, and read back as they were written', () => {
    expect(4 * words.length).toBeLessThanOrEqual(WORDS_BYTES);
    const values = Object.fromEntries(words.map(({ name }, i) => [name, i + 1]));
    const bytes = encodeWords(words, values);
    expect(bytes.byteLength).toBe(WORDS_BYTES);
    expect(decodeWords(words, bytes)).toEqual(values);
  });
});

it('numbers lie where 32-bit words of the host have them', () => {
  const bytes = encodeWords(STEP_WORDS, { beta1: 0.5, position: 2 ** 31 });
  expect(new Float32Array(bytes)[2]).toBe(0.5);
  expect(new Uint32Array(bytes)[9]).toBe(2 ** 31);
  expect(new Uint32Array(bytes).filter((word) => word !== 0)).toHaveLength(2);
});
