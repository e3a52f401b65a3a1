/** Tuning on a real adapter: every candidate is right, what is wrong is found out, and a choice is kept and found again. */
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openDawn } from '../cli/dawn.ts';
import { OcaqError } from '../errors.ts';
import { openDevice } from '../gpu/device.ts';
import { DIRECT, type KernelChoice, type Launch, TILED } from '../ops/operator.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { BenchmarkDevice } from './benchmark.ts';
import { type ChoiceRequest, chooseKernels } from './kernel-choice.ts';
import { isKernelChoice } from './stored.ts';
import { defaultKernels, gemmCandidates, tuningTasks } from './tasks.ts';
import { attentionWorkload, normWorkload, productWorkload, type Workload } from './workload.ts';

const gpu = await gpuForTests();
const dawn = await openDawn(process.env.OCAQ_ADAPTER);
const native = gpu.adapter.features.includes('shader-f16');
const open = () => openDevice(dawn, { bufferBytes: 0, bindingBytes: 0, features: native ? ['shader-f16'] : [] });
const bench = await BenchmarkDevice.over(open);
afterAll(() => bench.close());
const STORAGES = ['f32', 'packed', ...(native ? (['f16'] as const) : [])] as const;

/** Each has gone wrong in one way. */
const spoiled = (problem: Workload, change: (launch: Launch) => Partial<Launch>): Workload => ({
  ...problem,
  launches: (kernels) => problem.launches(kernels).map((launch) => ({ ...launch, ...change(launch) })),
});

describe.each(STORAGES)('candidates, %s', (storage) => {
  // Every kernel is held to the reference in ops/gemm.gpu.test.ts; here, that the check lets in what is right.
  it.each(['NT', 'NN', 'TN'] as const)('compute the product %s', async (form) => {
    const problem = productWorkload(form, [192, 136, 40], storage);
    const [first, last] = [gemmCandidates(storage)[0], gemmCandidates(storage).at(-1)] as const;
    for (const name of form === 'NT' ? [first!, last!] : [first!]) {
      const gemm = { [`${form} few`]: name };
      expect(await bench.benchmark(problem, { name, kernels: { gemm } })).toBeGreaterThan(0);
    }
  });

  it('all compute attention and sums over rows', async () => {
    const problems = [
      attentionWorkload({ sequences: 2, seq: 68, heads: 2, headSize: 16 }, storage),
      normWorkload(33, 132, storage),
    ];
    for (const kernels of [DIRECT, TILED])
      for (const problem of problems)
        expect(await bench.benchmark(problem, { name: 'any', kernels })).toBeGreaterThan(0);
  });
});

describe('a candidate', () => {
  const product = productWorkload('NT', [64, 64, 64], 'f32');
  const candidate = { name: 'direct', kernels: {} };

  it('that leaves out a part of the sum is found out', async () => {
    const short = spoiled(product, ({ overrides }) => ({ overrides: { ...overrides, K: 60 } }));
    await expect(bench.benchmark(short, candidate)).rejects.toMatchObject({ code: 'kernel-wrong' });
  });

  it('that does not compile is refused, and the next one has a device that works', async () => {
    const broken = spoiled(product, () => ({ constants: { GROUP_ROWS: 0, GROUP_COLUMNS: 8 } }));
    await expect(bench.benchmark(broken, candidate)).rejects.toMatchObject({ code: 'pipeline-refused' });
    expect(await bench.benchmark(product, candidate)).toBeGreaterThan(0);
  });
});

describe('a lost device', () => {
  const lost = new OcaqError('device-lost', 'The graphics device was lost.');
  const product = productWorkload('NT', [8, 8, 8], 'f32');

  it('is why a benchmark fails, whatever else it says, and is not replaced', async () => {
    const spoiler = vi.fn(async () => {
      const real = await open();
      let asked = 0;
      const throwIfLost = () => {
        if (++asked > 1) throw lost;
      };
      return { ...real, throwIfLost };
    });
    const losing = await BenchmarkDevice.over(spoiler);
    const wrong = spoiled(product, ({ overrides }) => ({ overrides: { ...overrides, K: 4 } }));
    for (let i = 0; i < 2; i++)
      await expect(losing.benchmark(wrong, { name: 'direct', kernels: {} })).rejects.toBe(lost);
    expect(spoiler).toHaveBeenCalledTimes(1);
    losing.close();
  });
});

describe('chooseKernels', () => {
  const defaults = defaultKernels(gpu.adapter);
  const total = tuningTasks(gpu.adapter, 'f32').reduce((sum, { candidates }) => sum + candidates.length, 0);

  function request(runtime: string, kept = new Map<string, unknown>()) {
    const measuring = vi.fn<ChoiceRequest['measuring']>((work) => work({}));
    const store = {
      load: async (key: string) => kept.get(key),
      save: async (key: string, value: KernelChoice) => void kept.set(key, value),
    };
    return { storage: 'f32', runtime, store, measure: 'once', measuring, kept } as const;
  }

  it('measures once, keeps the choice, and finds it again', async () => {
    const first = request('measured');
    const progress = vi.fn();
    first.measuring.mockImplementation((work) => work({ onProgress: progress }));
    const [choice, meanwhile] = await Promise.all([chooseKernels(dawn, first), chooseKernels(dawn, first)]);
    expect(isKernelChoice(choice)).toBe(true);
    expect(meanwhile).toBe(choice);
    expect(first.measuring).toHaveBeenCalledTimes(1);
    expect(progress).toHaveBeenLastCalledWith(total, total, '');
    expect([...first.kept.values()]).toEqual([choice]);
  });

  it('believes what is kept, unless it is broken, and measures anew where asked', async () => {
    const probe = request('stored');
    await chooseKernels(dawn, { ...probe, measuring: async () => ({ kernels: TILED, isComplete: true }) });
    const [key] = [...probe.kept.keys()] as [string];
    const later = request('later', new Map([[key.replace('stored', 'later'), TILED]]));
    expect(await chooseKernels(dawn, later)).toEqual(TILED);
    expect(later.measuring).not.toHaveBeenCalled();
    const fake = vi.fn(async () => ({ kernels: DIRECT, isComplete: true }));
    expect(await chooseKernels(dawn, { ...later, measure: 'anew', measuring: fake })).toEqual(DIRECT);
    expect([...later.kept.values()]).toEqual([DIRECT]);
    const broken = request('broken', new Map([[key.replace('stored', 'broken'), { gemm: 'tiled' }]]));
    expect(await chooseKernels(dawn, { ...broken, measuring: fake })).toEqual(DIRECT);
    expect(fake).toHaveBeenCalledTimes(2);
  });

  it('takes the default kernels where it may not measure, or is told to skip it, and keeps neither', async () => {
    const never = request('never');
    expect(await chooseKernels(dawn, { ...never, measure: 'never' })).toEqual(defaults);
    never.measuring.mockImplementation((work) => work({ skip: AbortSignal.abort() }));
    expect(await chooseKernels(dawn, never)).toEqual(defaults);
    expect(await chooseKernels(dawn, never)).toEqual(defaults);
    expect(never.measuring).toHaveBeenCalledTimes(2);
    expect(never.kept.size).toBe(0);
  });

  it('continues when nothing can be kept', async () => {
    const store = {
      load: () => Promise.reject(new Error('unreadable')),
      save: () => Promise.reject(new Error('full')),
    };
    const measuring = async () => ({ kernels: TILED, isComplete: true });
    expect(await chooseKernels(dawn, { ...request('full'), store, measuring })).toEqual(TILED);
  });
});
