import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f32ToF16 } from '../half.ts';
import { beyondType, decodeTensor, encodeTensor } from './blocks.ts';

const line = (number: (i: number) => number): number[] => Array.from({ length: 32 }, (_, i) => number(i));

/** A ramp, zeros, signs in turn, halves, ties of the largest, a scale that f32 cannot invert, one that is far larger, waves. */
const EDGES = Float32Array.from(
  [
    line((i) => (i - 15.5) / 8),
    line(() => 0),
    line((i) => ((i % 2 === 0 ? 1 : -1) * (i + 1)) / 32),
    line((i) => (i === 7 ? -127 : i % 2 === 0 ? 2.5 : -2.5)),
    line((i) => (i === 3 ? 8 : i === 9 ? -8 : 0.5 * i - 8)),
    line((i) => 1e-40 * (i - 10)),
    line((i) => (i === 0 ? 1e5 : i)),
    line((i) => Math.sin(i * 1.7) * 0.02),
  ].flat(),
);

/** What `quantize_row_q8_0_ref` and `quantize_row_q4_0_ref` of llama.cpp (libggml-base) make of them. */
const REFERENCE = {
  Q8_0: '0COBiZGaoqqyusPL09vj7PT8BAwUHSUtNT1GTlZeZm93fwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAIIAT4DPAU6BzgJNgs0DTIPMBDuUuxU6lboWOZa5FziXuBADwD/QP9A/0DgQP9A/0D/QP9A/0D/QP9A/0D/QP9A/0D/QgsgYmRf6GpsbnAgdDY4Ojw+AAIEBggKDA4QEdPV19nb3cAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAJ2J/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACkJAH7gij9lp7FtMobtf/KFLnC2o2JDjNt9BYEbd8aYVVM=',
  Q4_0: 'wDOAkZGiorOzxMTV1ebm9/f4AICIiIiIiIiIiIiIiIiIiIiIADDISNk32TfqJuom+xX7FfwE8EuIiIiIiIiIgIiIiIiIiIiIADyAkZGvorOzxMTQ1ebm9/f4AIAAAAAAAAAAAAAAAAAAAAAAGvKAiIiIiIiIiIiIiIiIiIiIHpkY0OovRPKuDYH1bwnA+T81',
} as const;

describe('quantised blocks', () => {
  it.each(['Q8_0', 'Q4_0'] as const)('%s has the bytes of the reference', (type) => {
    expect(Buffer.from(encodeTensor(type, EDGES)).toString('base64')).toBe(REFERENCE[type]);
  });

  it.each([
    ['Q8_0', 127],
    ['Q4_0', 8],
  ] as const)('%s reads back within a step of what was written', (type, steps) => {
    const numbers = fc.array(fc.float({ noNaN: true, min: -1000, max: 1000 }), { minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(numbers, (block) => {
        const values = Float32Array.from(block);
        const read = decodeTensor(type, encodeTensor(type, values));
        const largest = Math.max(...values.map(Math.abs));
        // The scale is rounded to f16 as well: by 2⁻¹¹ of itself, or by half of the smallest number that there is.
        const step = (largest / steps) * (1 + steps * 2 ** -11) + steps * 2 ** -25;
        read.forEach((value, i) => {
          expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(step);
        });
      }),
    );
  });
});

describe('plain numbers', () => {
  it('F32 keeps every bit, F16 rounds once', () => {
    const values = Float32Array.of(1, -0, 1e-40, 1 / 3, 65504);
    expect(decodeTensor('F32', encodeTensor('F32', values))).toEqual(values);
    expect(new Uint16Array(encodeTensor('F16', values).buffer)).toEqual(f32ToF16(values));
    expect(decodeTensor('F16', encodeTensor('F16', Float32Array.of(1, -0.25, 65504)))).toEqual(
      Float32Array.of(1, -0.25, 65504),
    );
  });

  it.each([
    ['F16', 65_519, 65_520],
    ['Q8_0', 65_519 * 127, 65_520 * 127],
    ['Q4_0', 65_519 * 8, 65_520 * 8],
  ] as const)('%s holds numbers below a limit', (type, held, beyond) => {
    expect(beyondType(type, Float32Array.of(0, held, -held))).toBeUndefined();
    expect(beyondType(type, Float32Array.of(0, -beyond))).toBe(-beyond);
  });
});
