import { describe, expect, it } from 'vitest';
import { MAX_WORKGROUPS } from '../gpu/launch.ts';
import { DIRECT, TILED } from '../testing/operator-check.ts';
import { blockDiagonal } from './block-diagonal.ts';
import { gemmReference } from './gemm.reference.ts';
import { type Gemm, gemm } from './gemm.ts';
import { addTo, geluSaved, store, swiglu } from './gemm-epilogues.ts';
import { everyGemm, GEMM_KERNELS } from './gemm-kernels.ts';
import { gemmInParts, partOf } from './gemm-parts.ts';
import { type Gradients, Graph, type Launch, type LaunchContext, type Tensor } from './operator.ts';

const context: LaunchContext = { kernels: DIRECT, training: true, label: 'test' };
const graph = new Graph('f32');
const a = graph.matrix('a', 6, 16);
const b = graph.matrix('b', 5, 16);
const out = graph.matrix('out', 6, 5);

describe('gemm reference', () => {
  it('multiplies as by hand', () => {
    const [x, y] = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(7, 8, 9, 10, 11, 12)];
    expect([...gemmReference('NT', x, y, [2, 2, 3])]).toEqual([50, 68, 122, 167]);
    expect([...gemmReference('NN', x, y, [2, 2, 3])]).toEqual([58, 64, 139, 154]);
    expect([...gemmReference('TN', x, y, [2, 2, 3])]).toEqual([89, 98, 116, 128]);
  });
});

describe('gemm launch', () => {
  it('binds the rows asked for and counts the work', () => {
    const launch = gemm(context, {
      form: 'NT',
      out: graph.matrix('part', 2, 5),
      a,
      b,
      accumulate: false,
      aRows: { from: 4, count: 2 },
    });
    expect(launch.bindings[1]).toMatchObject({ resource: 'a', offset: 4 * 64, size: 2 * 64 });
    expect(launch.overrides).toMatchObject({ M: 2, N: 5, K: 16 });
    expect(launch.flops).toBe(2 * 2 * 5 * 16);
  });

  it.each([DIRECT, TILED])('folds a grid beyond the limit of one dimension ($attention)', (kernels) => {
    const [rows, cols] = [10_000_000, 1];
    const tall = new Graph('f32');
    const launch = gemm(
      { ...context, kernels },
      {
        form: 'NN',
        out: tall.matrix('out', rows, cols),
        a: tall.matrix('a', rows, 1),
        b: tall.matrix('b', 1, cols),
        accumulate: false,
      },
    );
    expect(Math.max(...launch.workgroups)).toBeLessThanOrEqual(MAX_WORKGROUPS);
    expect(launch.workgroups[0] * launch.workgroups[1]).toBeGreaterThan(MAX_WORKGROUPS);
  });

  it.each([
    // Outputs of 8×8 an invocation: four loads for 64 multiply-adds from the tiles, or from storage.
    ['tiled-128x128', { storageLoads: 4096 ** 3 / 256, workgroupLoads: 4096 ** 3 / 16 }],
    ['tiled-64x64', { storageLoads: 4096 ** 3 / 128, workgroupLoads: 4096 ** 3 / 16 }],
    ['direct', { storageLoads: 4096 ** 3 / 16, workgroupLoads: 0 }],
  ] as const)('counts what 4096³ takes by %s', (name, loads) => {
    const large = new Graph('f32');
    const [x, weight, y] = ['x', 'weight', 'y'].map((id) => large.matrix(id, 4096, 4096)) as [Tensor, Tensor, Tensor];
    const kernels = { ...TILED, gemm: everyGemm(name) };
    const { budget } = gemm({ ...context, kernels }, { form: 'NT', out: y, a: x, b: weight });
    expect(budget).toEqual({ multiplyAdds: 4096 ** 3, ...loads });
  });

  it('counts the padding of tiles, which is computed as well', () => {
    const kernels = { ...TILED, gemm: everyGemm('tiled-64x64') };
    const { budget } = gemm({ ...context, kernels }, { form: 'NT', out, a, b });
    expect(budget).toEqual({ multiplyAdds: 64 * 64 * 16, storageLoads: 2 * 64 * 4, workgroupLoads: 64 * 4 * 16 });
    expect(gemm(context, { form: 'NT', out, a, b }).budget.multiplyAdds).toBe(8 * 8 * 16);
  });

  it('is computed by the kernel of its class', () => {
    const kernels = {
      ...DIRECT,
      gemm: { ...DIRECT.gemm, 'NT few': 'tiled-64x64', 'NT many': 'tiled-128x128' },
    } as const;
    const methods = ([M, N]: readonly [number, number]) => {
      const g = new Graph('f32');
      const out = g.matrix('out', M, N);
      const [x, wide, tall] = [g.matrix('x', M, 4), g.matrix('wide', N, 4), g.matrix('tall', 4, N)];
      const [nt, nn] = [
        gemm({ ...context, kernels }, { form: 'NT', out, a: x, b: wide, accumulate: false }),
        gemm({ ...context, kernels }, { form: 'NN', out, a: x, b: tall, accumulate: false }),
      ];
      const { TILE_ROWS, TILE_COLUMNS } = nt.constants;
      return [TILE_ROWS, TILE_COLUMNS, nt.workgroups[0], nn.slots.METHOD];
    };
    expect(methods([1024, 1008])).toEqual([128, 128, 64, 'direct']);
    expect(methods([1024, 896])).toEqual([64, 64, 16 * 14, 'direct']);
    expect(methods([65, 1])).toEqual([64, 64, 2, 'direct']);
  });

  it.each([
    ['f16', 'tiled_f16', 2],
    ['packed', 'tiled_f32', 1],
    ['f32', 'tiled_f32', 1],
  ] as const)('stages as f16 only what is stored as f16, else in buffers that fit: %s', (storage, method, BUFFERS) => {
    const kernels = { ...DIRECT, gemm: everyGemm('tiled-128x128-f16') };
    const operands = {
      a: graph.matrix(`a ${storage}`, 6, 16, storage),
      b: graph.matrix(`b ${storage}`, 5, 16, storage),
    };
    const launch = gemm({ ...context, kernels }, { form: 'NT', out, ...operands, accumulate: false });
    expect(launch).toMatchObject({ slots: { METHOD: method }, constants: { TILE_ROWS: 128, TILE_K: 16, BUFFERS } });
  });

  it('refuses operands that do not fit together', () => {
    const shape = /^gemm: .+ should be .+, but is/;
    expect(() => gemm(context, { form: 'NN', out, a, b, accumulate: false })).toThrow(shape);
    expect(() => gemm(context, { form: 'NT', out: a, a, b, accumulate: false })).toThrow(shape);
    expect(() => gemm(context, { form: 'NT', out, a, b, epilogue: addTo(a) })).toThrow(
      'gemm: residual ("a") should be [6, 5], but is [6, 16]',
    );
    expect(() => gemm(context, { form: 'NT', out, a, b, bias: graph.matrix('wide bias', 1, 16) })).toThrow(
      'gemm: bias ("wide bias") should be [1, 5], but is [1, 16]',
    );
    const transposed = {
      form: 'TN',
      a: graph.matrix('c', 7, 6),
      b: graph.matrix('d', 7, 5),
      accumulate: true,
    } as const;
    const packed = graph.matrix('packed', 6, 5, 'packed');
    expect(() => gemm(context, { ...transposed, out: packed })).toThrow(/f32/);
  });

  it('binds the columns asked for, from their first in the first row to their last in the last', () => {
    const wide = graph.matrix('wide', 6, 133);
    const columns = { from: 64, count: 69 };
    const [few, tall] = [graph.matrix('few', 69, 16), graph.matrix('tall', 69, 8)];
    const nt = gemm(context, { form: 'NT', out: wide, outColumns: columns, a, b: few, accumulate: false });
    const bound = { resource: 'wide', offset: 256, size: (5 * 136 + 72) * 4 };
    expect(nt.bindings[0]).toMatchObject(bound);
    expect(nt.overrides).toMatchObject({ M: 6, N: 69, OUT_STRIDE4: 34 });
    expect(nt.bytes).toBe(6 * 72 * 4 + 6 * 64 + 69 * 64);
    const to = graph.matrix('to', 6, 8);
    const nn = gemm(context, { form: 'NN', out: to, a: wide, aColumns: columns, b: tall, accumulate: true });
    expect(nn.bindings[1]).toMatchObject(bound);
    expect(nn.overrides).toMatchObject({ M: 6, N: 8, K: 69 });
    const off = { from: 32, count: 101 };
    const ragged = { from: 64, count: 66 };
    const product = { form: 'NT', out: wide, a, accumulate: false } as const;
    expect(() => gemm(context, { ...product, outColumns: off, b: graph.matrix('b 101', 101, 16) })).toThrow(/256/);
    expect(() => gemm(context, { ...product, outColumns: ragged, b: graph.matrix('b 66', 66, 16) })).toThrow(
      'end of the columns of "wide" should be a multiple of 4, or 133, but is 130',
    );
  });

  it('refuses what an epilogue or a form does not take', () => {
    const transposed = { form: 'TN', out: graph.matrix('tn', 16, 16), a, b: a } as const;
    expect(() => gemm(context, { ...transposed, epilogue: store(true) })).toThrow(/an epilogue should be given in NT/);
    expect(() => gemm(context, { ...transposed, bias: graph.matrix('row', 1, 16) })).toThrow(
      /a bias should be given in NT and NN only/,
    );
    const backwards = { form: 'NN', out: graph.matrix('nn', 6, 16), a: out, b } as const;
    const rows = graph.matrix('rows', 5, 16);
    expect(() => gemm(context, { ...backwards, bias: rows })).toThrow('("rows") should be [6, 16], but is [5, 16]');
    expect(() => gemm(context, { ...backwards, epilogue: swiglu })).toThrow(/given in NT only/);
    const kept = geluSaved(graph.matrix('kept', 6, 5));
    expect(() => gemm(context, { form: 'NT', out, a, b, epilogue: kept, accumulate: true })).toThrow(
      'accumulate should be false with gelu_saved, but is true',
    );
  });

  it('takes a matrix whose blocks alone are stored: as b by its whole width, as out added to', () => {
    const blocks = [
      { row: 0, column: 0 },
      { row: 8, column: 4 },
    ];
    const stored = blockDiagonal(graph.matrix('stored', 16, 3), 7, blocks);
    const u = graph.matrix('u', 6, 7);
    const wide = graph.matrix('whole', 6, 16);
    const nt = gemm(context, { form: 'NT', out: wide, a: u, b: stored });
    expect(nt).toMatchObject({ slots: { STORED: 'blocks' }, overrides: { M: 6, N: 16, K: 7, B_STRIDE4: 2, RANK4: 1 } });
    expect(nt.bindings.at(-1)).toMatchObject({ resource: 'stored', size: 16 * 4 * 4 });
    const tn = { form: 'TN', out: { ...stored, id: 'gradient' }, a: wide, b: u } as const;
    expect(gemm(context, { ...tn, accumulate: true })).toMatchObject({
      slots: { EPILOGUE: 'blocks', STORED: 'plain' },
      overrides: { M: 16, N: 7, K: 6 },
    });
    expect(() => gemm(context, tn)).toThrow('accumulate should be true where out has blocks');
    const misplaced = { form: 'TN', out: graph.matrix('o', 5, 7), a: graph.matrix('x', 16, 5), b: stored } as const;
    expect(() => gemm(context, misplaced)).toThrow('blocks should be of b, or of out in TN');
  });

  it('sums K in parts, side by side', () => {
    const sums = graph.matrix('sums', 12, 5);
    const [wide, tall] = [graph.matrix('wide a', 6, 21), graph.matrix('wide b', 5, 21)];
    const product = { form: 'NT', out: sums, a: wide, b: tall, part: 16 } as const;
    expect(gemm(context, product)).toMatchObject({ overrides: { M: 6, K: 21, PART: 16 }, workgroups: [2, 1, 1] });
    expect(() => gemm(context, { ...product, part: 12 })).toThrow('part should be K (21), or a multiple of 8');
    expect(() => gemm(context, { ...product, accumulate: true })).toThrow('of a plain product, but is 16');
    expect(() => gemm(context, { ...product, part: 8 })).toThrow('should be [18, 5], but is [12, 5]');
  });

  it.each([
    ['a rank of 8 beside 768, over 4096 tokens', [8, 768, 4096], 256, 192],
    ['of a weight, as many parts as fill a large card', [768, 768, 4096], 256, 1024],
    ['of a weight, on a small card', [768, 768, 4096], 64, 4096],
    ['of the last hidden state', [1024, 768, 32_000], 512, 5344],
    ['fewer k than two parts are worth', [8, 8, 64], 256, 64],
    ['never less than 64 together', [8, 8, 700], 256, 80],
    ['as many tiles as fill a card', [4096, 1024, 4096], 256, 4096],
    ['no more sums than 32 MiB', [2048, 2048, 4096], 2048, 2048],
    ['where there is nothing to fill', [8, 8, 4096], 1, 4096],
  ] as const)('how much of K is summed together: %s', (_, sizes, filling, part) => {
    expect(partOf(sizes, GEMM_KERNELS['tiled-128x64'], filling)).toBe(part);
  });

  it('in parts keeps to its ranges and leaves its epilogue to the second launch', () => {
    const [wide, tall] = [graph.matrix('12 by 320', 12, 320), graph.matrix('200 by 8', 200, 8)];
    const sums: Tensor[] = [];
    const scratch: Gradients['scratch'] = (name, ...sizes) => {
      const made = graph.matrix(`${name} ${sums.length}`, ...sizes);
      sums.push(made);
      return made;
    };
    const product: Gemm = {
      form: 'NN',
      out: graph.matrix('24 by 8', 24, 8),
      outRows: { from: 8, count: 8 },
      a: wide,
      aRows: { from: 4, count: 8 },
      aColumns: { from: 64, count: 200 },
      b: tall,
      accumulate: true,
    };
    const kernels = { ...TILED, filling: 4 };
    const [parts, sum, ...more] = gemmInParts({ ...context, kernels }, { scratch }, product) as [Launch, Launch];
    expect(more).toEqual([]);
    expect(sums).toMatchObject([{ rows: 3 * 8, cols: 8, type: 'f32' }]);
    expect(parts).toMatchObject({ overrides: { M: 8, K: 200, PART: 80, ACCUMULATE: 0 }, workgroups: [3, 1, 1] });
    expect(parts.bindings[1]).toMatchObject({ resource: '12 by 320', offset: (4 * 320 + 64) * 4 });
    expect(sum).toMatchObject({ overrides: { M: 8, PARTS: 3, OUT_STRIDE4: 2, ACCUMULATE: 1 } });
    expect(sum.bindings[0]).toMatchObject({ resource: '24 by 8', offset: 256, size: 256 });
    expect(gemmInParts(context, { scratch }, product)).toEqual([gemm(context, product)]);
  });

  it('refuses rows that start off a 256-byte boundary', () => {
    const part = graph.matrix('part of one', 1, 5);
    const off = () => gemm(context, { form: 'NT', out: part, a, b, accumulate: false, aRows: { from: 3, count: 1 } });
    expect(off).toThrow(/256/);
  });
});
