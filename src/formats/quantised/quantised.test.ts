import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundUp } from '../../ops/operator.ts';
import { DYNAMIC_MAP } from './dynamic-map.ts';
import { BLOCK, LEVELS, nf4Layout } from './nf4.ts';
import { QUANTISED_FORMATS, type QuantisedType, quantise } from './table.ts';

const TYPES = Object.keys(QUANTISED_FORMATS) as QuantisedType[];

const padded = (rows: number, cols: number, at: (row: number, col: number) => number) => {
  const stride = roundUp(cols, 4);
  return Float32Array.from({ length: rows * stride }, (_, i) =>
    i % stride < cols ? at(Math.floor(i / stride), i % stride) : 0,
  );
};

const thereAndBack = (type: QuantisedType, values: Float32Array, rows: number): Float32Array => {
  const words = quantise(type, values, rows, () => 'w');
  return QUANTISED_FORMATS[type].dequantise(words, rows, values.length / rows);
};

/** As the definition has it, looking at every value of a table. */
const closest = (table: Float32Array, value: number): number =>
  table.reduce((best, candidate) => (Math.abs(candidate - value) < Math.abs(best - value) ? candidate : best));

const rowsOf = (values: Float32Array, rows: number): Float32Array[] =>
  Array.from({ length: rows }, (_, row) =>
    values.subarray((row * values.length) / rows, ((row + 1) * values.length) / rows),
  );

const largest = (values: Float32Array): number => Math.max(...values.map(Math.abs));

/** The definition of LLM.int8 for each row. */
const int8Reference = (values: Float32Array, rows: number): Float32Array =>
  Float32Array.from(
    rowsOf(values, rows).flatMap((row) => {
      const absmax = largest(row);
      const scale = Math.fround(absmax * Math.fround(1 / 127));
      return [...row].map((value) => Math.round((127 * value) / (absmax || 1)) * scale);
    }),
  );

/** The definition of NF4 with double quantisation, for blocks within rows. */
function nf4Reference(values: Float32Array, rows: number): Float32Array {
  const blocks = rowsOf(values, rows).flatMap((row) =>
    Array.from({ length: Math.ceil(row.length / 64) }, (_, i) => row.subarray(64 * i, 64 * i + 64)),
  );
  const absmax = blocks.map(largest);
  const mean = Math.fround(absmax.reduce((sum, value) => sum + value, 0) / absmax.length);
  const held = absmax.map((value, i) => {
    const first = 256 * Math.floor(i / 256);
    const scale = Math.max(...absmax.slice(first, first + 256).map((other) => Math.abs(Math.fround(other - mean))));
    const share = scale === 0 ? 0 : Math.fround(value - mean) / scale;
    return Math.fround(Math.fround(closest(DYNAMIC_MAP, share) * scale) + mean);
  });
  return Float32Array.from(
    blocks.flatMap((block, i) => [...block].map((w) => closest(LEVELS, w / (absmax[i] || 1)) * held[i]!)),
  );
}

const REFERENCES = { qint8: int8Reference, nf4: nf4Reference } satisfies Record<QuantisedType, unknown>;

let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return (state / 2 ** 32) * 2 - 1;
};
/** Nearly normal, as weights are. */
const weight = () => random() + random() + random();

describe.each(TYPES)('%s', (type) => {
  const equal = (rows: number, cols: number, at: (row: number, col: number) => number = weight) => {
    const values = padded(rows, cols, at);
    const held = thereAndBack(type, values, rows);
    const expected = REFERENCES[type](values, rows);
    expect(held.findIndex((value, i) => value !== expected[i])).toBe(-1);
    return held;
  };

  it.each([
    [1, 1],
    [3, 5],
    [2, 63],
    [3, 64],
    [5, 65],
    [4, 100],
    [2, 130],
    [5, 64 * 256 + 8],
    [260, 128],
  ])('gives the values of its definition: %i rows of %i', (rows, cols) => {
    equal(rows, cols);
  });

  it('keeps the largest magnitude of a matrix of one block to the bit, and zeros exactly', () => {
    const values = equal(1, 64, (_, col) => (col === 9 ? -0.37 : col === 7 ? -0 : 0));
    expect(values[9]).toBeCloseTo(-0.37, 7);
    expect(values.filter((value) => value !== 0)).toHaveLength(1);
  });

  it('keeps rows and blocks of zeros among others at zero', () => {
    const values = equal(5, 192, (row, col) => (row === 2 || (row === 3 && col >= 64 && col < 128) ? 0 : weight()));
    expect(values.subarray(2 * 192, 3 * 192).every((value) => value === 0)).toBe(true);
    if (type === 'nf4') expect(values.subarray(3 * 192 + 64, 3 * 192 + 128).every((value) => value === 0)).toBe(true);
    expect(equal(3, 8, () => 0).every((value) => value === 0)).toBe(true);
  });

  it('holds huge and tiny values side by side', () => {
    const rows = [3e38, 1e-30, 1e-38, 1, 3e38, 1e-42];
    expect(equal(rows.length, 64, (row, col) => rows[row]! * (col % 2 ? -1 : 0.5)).every(Number.isFinite)).toBe(true);
  });

  it('leaves zeros in the padding of rows', () => {
    const values = thereAndBack(type, padded(3, 5, weight), 3);
    for (const row of [0, 1, 2]) expect([...values.subarray(row * 8 + 5, row * 8 + 8)]).toEqual([0, 0, 0]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %d, and says where', (value) => {
    const values = padded(3, 6, (row, col) => (row === 1 && col === 4 ? value : 1));
    expect(() => quantise(type, values, 3, (row) => `row ${row}`)).toThrow(
      expect.objectContaining({ code: 'weight-not-finite', details: { tensor: 'row 1', value: String(value) } }),
    );
  });
});

const matrices = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 140 }), fc.integer({ min: -30, max: 30 }))
  .chain(([rows, cols, exponent]) =>
    fc
      .array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: rows * cols, maxLength: rows * cols })
      .map((drawn) => ({ rows, values: padded(rows, cols, (r, c) => drawn[r * cols + c]! * 2 ** exponent) })),
  );

/** What rounding a scale to a subnormal number costs, 127 times over. */
const LEAST = 2 ** -142;

it('qint8 is off by half a step at most', () => {
  fc.assert(
    fc.property(matrices, ({ rows, values }) => {
      const held = rowsOf(thereAndBack('qint8', values, rows), rows);
      const off = rowsOf(values, rows).map((row, i) => [
        largest(row.map((value, j) => value - held[i]![j]!)),
        largest(row),
      ]);
      return off.every(([error, absmax]) => error! <= (absmax! / 127) * (0.5 + 1e-4) + LEAST);
    }),
  );
});

it('nf4 is off by half the widest gap of its levels, and by what its absmax is off', () => {
  const gap = largest(LEVELS.subarray(1).map((level, i) => level - LEVELS[i]!));
  const mapGap = 2 * (1 + DYNAMIC_MAP[0]!);
  fc.assert(
    fc.property(matrices, ({ rows, values }) => {
      const held = rowsOf(thereAndBack('nf4', values, rows), rows);
      const whole = largest(values);
      return rowsOf(values, rows).every((row, i) =>
        Array.from({ length: Math.ceil(row.length / BLOCK) }, (_, block) => {
          const from = block * BLOCK;
          const original = row.subarray(from, from + BLOCK);
          const error = largest(original.map((value, j) => value - held[i]![from + j]!));
          return error <= (largest(original) * gap + whole * mapGap) * (0.5 + 1e-4);
        }).every(Boolean),
      );
    }),
  );
});

it('nf4 takes 4.127 bits a weight of a large matrix, qint8 8 bits and a scale a row', () => {
  const [rows, cols] = [2048, 2048];
  expect((32 * nf4Layout(rows, cols).end) / (rows * cols)).toBeCloseTo(4 + 8 / 64 + 32 / (64 * 256), 2);
  expect(4 * QUANTISED_FORMATS.qint8.words(rows, cols)).toBe(rows * (cols + 4));
});

describe('the dynamic map', () => {
  it('has 256 values from −1 to 1, ascending, those of each decade evenly spaced, and both 0 and 1', () => {
    expect(DYNAMIC_MAP).toHaveLength(256);
    expect(DYNAMIC_MAP.subarray(1).every((value, i) => value > DYNAMIC_MAP[i]!)).toBe(true);
    expect([DYNAMIC_MAP[127], DYNAMIC_MAP[255]]).toEqual([0, 1]);
    // As bitsandbytes computes them in torch, in f32.
    expect([...DYNAMIC_MAP.subarray(0, 3)]).toEqual([-0.99296875, -0.97890625, -0.96484375].map(Math.fround));
    expect([...DYNAMIC_MAP.subarray(128, 131)]).toEqual([
      5.500000384017767e-7, 3.250000190746505e-6, 7.749999895168003e-6,
    ]);
  });
});
