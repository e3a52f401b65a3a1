/** The pure parts of a profile: which launches are one kind, and which clock is believed. */
import { describe, expect, test } from 'vitest';
import type { ElementType, KernelLaunch } from './launch.ts';
import { believe, median } from './profile-clock.ts';
import { launchKinds } from './profile-kinds.ts';

const BUDGET = { multiplyAdds: 5, storageLoads: 2, workgroupLoads: 1 };
const product = (part: Partial<KernelLaunch> = {}): KernelLaunch => ({
  label: 'layers.0 gemm_nt',
  shader: 'gemm_nt',
  slots: { METHOD: 'tiled' },
  constants: { TILE_ROWS: 128 },
  overrides: { M: 4096, N: 2304, K: 768, OUT_STRIDE4: 576 },
  bindings: [
    { resource: 'y', element: 'f32', access: 'write', offset: 0, size: 1024 },
    { resource: 'x', element: 'f32', access: 'read', offset: 0, size: 512 },
  ],
  workgroups: [32, 36, 1],
  flops: 10,
  bytes: 1536,
  budget: BUDGET,
  ...part,
});
const bound = (resource: string, offset: number, size: number, element: ElementType = 'f32') => [
  { resource, element, access: 'write' as const, offset, size },
  { resource: 'x', element: 'f32' as const, access: 'read' as const, offset: 0, size: 512 },
];

describe('kinds of launches', () => {
  test('layers that do the same on other tensors are one kind, named by its sizes, counted, in order', () => {
    const norm = product({ shader: 'rmsnorm_forward', overrides: { ROWS: 8, COLS: 4, EPS: 1e-5 }, flops: 3 });
    const launches = [norm, product(), product({ label: 'layers.1 gemm_nt', bindings: bound('z', 256, 1024) }), norm];
    expect(launchKinds(launches)).toEqual([
      { kernel: 'rmsnorm_forward', sizes: '8×4', first: 0, count: 2, flops: 3, bytes: 1536, budget: BUDGET },
      { kernel: 'gemm_nt', sizes: '4096×2304×768', first: 1, count: 2, flops: 10, bytes: 1536, budget: BUDGET },
    ]);
  });

  test.each([
    ['shader', { shader: 'gemm_nn' }],
    ['element type', { bindings: bound('y', 0, 1024, 'f16') }],
    ['slots', { slots: { METHOD: 'direct' } }],
    ['constant', { constants: { TILE_ROWS: 64 } }],
    ['override', { overrides: { M: 4096, N: 2304, K: 768, OUT_STRIDE4: 577 } }],
    ['grid', { workgroups: [32, 18, 1] }],
    ['bound size', { bindings: bound('y', 0, 2048) }],
  ] satisfies [string, Partial<KernelLaunch>][])('another %s is another kind', (_, part) => {
    expect(launchKinds([product(), product(part)]).map((kind) => kind.count)).toEqual([1, 1]);
  });

  test('of a part of a program, the first launch is counted from the beginning of the program', () => {
    expect(launchKinds([product()], 7)[0]).toMatchObject({ first: 7, count: 1 });
    expect(launchKinds([], 7)).toEqual([]);
  });

  test('a launch that names no size has none', () => {
    expect(launchKinds([product({ overrides: { PARTS: 9 } })])[0]?.sizes).toBe('');
  });
});

describe('which clock is believed', () => {
  test.each([
    ['as the wall clock says', 10, 10],
    ['less, for the wall clock sees the way there and back', 12, 30],
    ['a little more, by their rounding', 10.1, 10],
    ['a quarter of it', 3, 12],
  ])('timestamps: %s', (_, timestamps, wall) => {
    expect(believe(timestamps, wall)).toEqual({ milliseconds: timestamps, clock: 'timestamps' });
  });

  test.each([
    ['absent', null, 12],
    ['zero', 0, 12],
    ['negative', -3, 12],
    ['not a number', Number.NaN, 12],
    ['far less than the wall clock', 2.9, 12],
    ['more than the wall clock', 19, 12],
    ['there, but the wall clock saw nothing', 0.1, 0],
  ])('the wall clock where timestamps are %s', (_, timestamps, wall) => {
    expect(believe(timestamps, wall)).toEqual({ milliseconds: wall, clock: 'wall' });
  });
});

test('the median of an odd number of values is the middle one', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4])).toBe(4);
});
