import { describe, expect, it, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import { everyGemm } from '../ops/gemm-kernels.ts';
import { DIRECT, TILED } from '../ops/operator.ts';
import { checkResult } from './benchmark.ts';
import { isKernelChoice, tuningKey } from './stored.ts';
import { defaultKernels, gemmCandidates, type TuningTask, tuningTasks } from './tasks.ts';
import { type Benchmark, tune } from './tune.ts';
import { normWorkload, productWorkload } from './workload.ts';

const problem = () => normWorkload(4, 8, 'f32');
const tasks: readonly TuningTask[] = [
  {
    name: 'products NT few',
    candidates: (['direct', 'tiled-64x64', 'tiled-128x128'] as const).map((name) => ({
      name,
      kernels: { gemm: { 'NT few': name } },
    })),
    workload: problem,
  },
  {
    name: 'attention',
    candidates: (['direct', 'tiled'] as const).map((name) => ({ name, kernels: { attention: name } })),
    workload: problem,
  },
];
/** Takes the next of these times, or throws the next error. */
const scripted = (...outcomes: (number | Error)[]): Benchmark => {
  const left = [...outcomes];
  return async () => {
    const next = left.shift()!;
    if (typeof next === 'number') return next;
    throw next;
  };
};
const wrong = () => new OcaqError('kernel-wrong', 'The kernel computed 1 where 2 is right.');
const refused = () => new OcaqError('pipeline-refused', 'The graphics adapter refused the kernel.');

describe('tune', () => {
  it('takes the fastest of each task and reports every candidate', async () => {
    const onProgress = vi.fn();
    const { kernels, isComplete } = await tune(tasks, TILED, scripted(3, 1, 2, 1, 5), { onProgress });
    const gemm = { ...TILED.gemm, 'NT few': 'tiled-64x64' };
    expect({ kernels, isComplete }).toEqual({ kernels: { ...TILED, gemm, attention: 'direct' }, isComplete: true });
    expect(onProgress.mock.calls.map(([done, total, what]) => `${done}/${total} ${what}`)).toEqual([
      '0/5 products NT few: direct',
      '1/5 products NT few: tiled-64x64',
      '2/5 products NT few: tiled-128x128',
      '3/5 attention: direct',
      '4/5 attention: tiled',
      '5/5 ',
    ]);
  });

  it('passes over what is wrong or does not compile, however fast the rest is', async () => {
    const { kernels } = await tune(tasks, TILED, scripted(wrong(), refused(), 9, 4, wrong()), {});
    expect(kernels).toMatchObject({
      gemm: { 'NT few': 'tiled-128x128', 'NN few': 'tiled-128x64' },
      attention: 'direct',
    });
  });

  it('says so when nothing is left', async () => {
    const none = tune(tasks, TILED, scripted(1, 1, 1, refused(), wrong()), {});
    await expect(none).rejects.toMatchObject({ code: 'no-kernel-works', details: { what: 'attention' } });
    await expect(none).rejects.toThrow(/None of the 2 kernels for attention .* refused the kernel/);
  });

  it('ends where the device is lost', async () => {
    const lost = new OcaqError('device-lost', 'The graphics device was lost.');
    const benchmark = vi.fn(scripted(1, lost));
    const error = tune(tasks, TILED, benchmark, {});
    await expect(error).rejects.toMatchObject({ code: 'tuning-device-lost', cause: lost });
    await expect(error).rejects.toThrow(/products NT few: tiled-64x64/);
    expect(benchmark).toHaveBeenCalledTimes(2);
  });

  it('passes on what is a mistake of ours', async () => {
    await expect(tune(tasks, TILED, scripted(new TypeError('ours')), {})).rejects.toThrow(TypeError);
  });

  it('skipped, gives what is known by then and the default kernels for the rest', async () => {
    const before = await tune(tasks, TILED, scripted(), { skip: AbortSignal.abort() });
    expect(before).toEqual({ kernels: TILED, isComplete: false });
    const skip = new AbortController();
    const times = scripted(3, 1, 2);
    let tried = 0;
    const benchmark: Benchmark = (...args) => {
      if (++tried === 2) skip.abort();
      return times(...args);
    };
    const { kernels, isComplete } = await tune(tasks, TILED, benchmark, { skip: skip.signal });
    expect(tried).toBe(2);
    expect(isComplete).toBe(false);
    expect(kernels).toEqual({ ...TILED, gemm: { ...TILED.gemm, 'NT few': 'tiled-64x64' } });
  });
});

describe('tasks', () => {
  it('decide about every class of products on a graphics card, about all at once on a software adapter', () => {
    const card = tuningTasks({ software: false }, 'f32');
    const best = Object.assign({}, ...card.map(({ candidates }) => candidates.at(-1)!.kernels.gemm));
    expect(best).toEqual(everyGemm('tiled-128x128-k16'));
    const [products] = tuningTasks({ software: true }, 'f32');
    expect(products!.candidates.map(({ kernels }) => kernels.gemm)).toEqual([DIRECT.gemm, TILED.gemm]);
  });

  it('let in staging as f16 only where operands are stored so', () => {
    expect(gemmCandidates('f32')).toEqual(gemmCandidates('packed'));
    expect(gemmCandidates('f32')).not.toContain('tiled-64x64-f16');
    expect(gemmCandidates('f16')).toContain('tiled-64x64-f16');
  });

  it('usually are won by direct kernels on software adapters, by tiled ones on cards', () => {
    expect([defaultKernels({ software: true }), defaultKernels({ software: false })]).toEqual([DIRECT, TILED]);
  });
});

describe('checkResult', () => {
  it('lets rounding pass, and nothing else', () => {
    const product = productWorkload('NT', [8, 4, 16], 'f32');
    const right = new Float32Array(8 * 4);
    for (const { row, column, value } of product.expected) right[row * 4 + column] = value * (1 + 1e-7);
    expect(() => checkResult(product, right)).not.toThrow();
    const error = expect.objectContaining({ code: 'kernel-wrong' });
    expect(() => checkResult(product, right.with(31, right[31]! + 1e-3))).toThrow(error);
    expect(() => checkResult(product, right.with(0, Number.NaN))).toThrow(error);
    expect(() => checkResult(product, new Float32Array(8 * 4))).toThrow(error);
  });
});

describe('what is kept', () => {
  it('is found by adapter, runtime, storage type and version', () => {
    const keys = (['f32', 'f16'] as const).flatMap((storage) =>
      ['Chrome 1', 'Chrome 2'].flatMap((runtime) => ['a', 'b'].map((name) => tuningKey({ name }, runtime, storage))),
    );
    expect(new Set(keys).size).toBe(8);
    expect(keys[0]).toMatch(/^a \| Chrome 1 \| f32 \| kernels [0-9a-f]{8}$/);
  });

  it('is believed when it is whole and of kernels that exist', () => {
    expect([DIRECT, TILED].every((choice) => isKernelChoice(JSON.parse(JSON.stringify(choice))))).toBe(true);
    const broken = [
      ...[undefined, null, 'tiled', {}, { ...DIRECT, gemm: 'direct' }, { ...DIRECT, attention: 'fast' }],
      ...[
        { ...DIRECT, gemm: { 'NT few': 'direct' } },
        { ...DIRECT, gemm: { ...DIRECT.gemm, 'TN few': 'toString' } },
      ],
    ];
    expect(broken.map(isKernelChoice)).toEqual(broken.map(() => false));
  });
});
