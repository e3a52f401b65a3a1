import { expect, test } from 'vitest';
import { profileRows, type TimedKind } from './profile-rows.ts';

const kind = (part: Partial<TimedKind>): TimedKind => ({
  kernel: 'gemm_nt',
  sizes: '4×4×4',
  pass: 'forward',
  count: 1,
  flops: 1000,
  bytes: 500,
  budget: { multiplyAdds: 500, storageLoads: 0, workgroupLoads: 0 },
  milliseconds: 2,
  clock: 'timestamps',
  ...part,
});
const roof = { flopsPerSecond: 1e6, bytesPerSecond: 1e6 };

test('rates and shares of the roofs are those of one launch, times those of all, the longest first', () => {
  const rows = profileRows([kind({ count: 3 }), kind({ kernel: 'rope', pass: 'backward', milliseconds: 14 })], roof, 1);
  expect(rows).toEqual([
    expect.objectContaining({ kernel: 'rope', pass: 'backward', count: 1, milliseconds: 14, shareOfStep: 0.7 }),
    {
      kernel: 'gemm_nt',
      sizes: '4×4×4',
      pass: 'forward',
      count: 3,
      milliseconds: 6,
      stepMilliseconds: 6,
      shareOfStep: 0.3,
      flopsPerSecond: 5e5,
      bytesPerSecond: 2.5e5,
      shareOfRoof: { arithmetic: 0.5, memory: 0.25 },
      predictedOverMeasured: 0.5,
      clock: 'timestamps',
    },
  ]);
});

test('an optimizer step holds every micro-batch but one update', () => {
  const kinds = [kind({ milliseconds: 1 }), kind({ pass: 'update', milliseconds: 4 })];
  expect(profileRows(kinds, roof, 1).map((row) => row.shareOfStep)).toEqual([0.8, 0.2]);
  const four = profileRows(kinds, roof, 16);
  expect(four.map((row) => [row.pass, row.shareOfStep])).toEqual([
    ['forward', 0.8],
    ['update', 0.2],
  ]);
  expect(four.map((row) => row.milliseconds)).toEqual([1, 4]);
  expect(four.map((row) => row.stepMilliseconds)).toEqual([16, 4]);
});

test('a profile without launches has no rows', () => {
  expect(profileRows([], roof, 1)).toEqual([]);
});
