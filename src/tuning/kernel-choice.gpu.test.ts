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
import { defaultKernels, gemmCandidates, tuningTasks, withPart } from './tasks.ts';
import { attentionPasses, gateUpProduct, norm, product, rowProduct, type Workload, workload } from './workload.ts';

const gpu = await gpuForTests();
const dawn = await openDawn(process.env.OCAQ_ADAPTER);
const native = gpu.adapter.features.includes('shader-f16');
const open = () => openDevice(dawn, { bufferBytes: 0, bindingBytes: 0, features: native ? ['shader-f16'] : [] });
const bench = await BenchmarkDevice.over(open);
afterAll(() => bench.close());
const STORAGES = ['f32', 'packed', ...(native ? (['f16'] as const) : [])] as const;

async function measured(problem: Workload, kernels: KernelChoice): Promise<number> {
  await bench.check(problem, kernels);
  return await bench.time(problem, kernels);
}

/** Each has gone wrong in one way. */
const spoiled = (problem: Workload, change: (launch: Launch) => Partial<Launch>): Workload => ({
  ...problem,
  launches: (kernels) => problem.launches(kernels).map((launch) => ({ ...launch, ...change(launch) })),
});

describe.each(STORAGES)('candidates, %s', (storage) => {
  // Every kernel is held to the reference in ops/gemm.gpu.test.ts; here, that the check lets in what is right.
  it.each(['NT', 'NN', 'TN'] as const)('compute the product %s', async (form) => {
    const problem = workload(storage, product(form, [188, 136, 136], form === 'TN'));
    const [first, last] = [gemmCandidates(storage)[0], gemmCandidates(storage).at(-1)] as const;
    for (const name of form === 'NT' ? [first!, last!] : [first!]) {
      const kernels = withPart({ ...DIRECT, filling: 9 }, { gemm: { [`${form} few`]: name } });
      expect(await measured(problem, kernels)).toBeGreaterThan(0);
    }
  });

  it('all compute attention and sums over rows', async () => {
    const problems = [
      workload(storage, attentionPasses({ sequences: 2, seq: 68, heads: 2, headSize: 16 })),
      workload(storage, norm(33, 132), rowProduct(20, 132), gateUpProduct([9, 20, 24])),
    ];
    for (const problem of problems)
      for (const kernels of [DIRECT, TILED]) expect(await measured(problem, kernels)).toBeGreaterThan(0);
  });
});

describe('a candidate', () => {
  const right = workload('f32', product('NT', [64, 64, 64]));

  it('that leaves out a part of the sum is found out', async () => {
    const short = spoiled(right, ({ overrides }) => ({ overrides: { ...overrides, K: 60 } }));
    await expect(bench.check(short, DIRECT)).rejects.toMatchObject({ code: 'kernel-wrong' });
  });

  it('that does not compile is refused, and the next one has a device that works', async () => {
    const broken = spoiled(right, () => ({ constants: { GROUP_ROWS: 0, GROUP_COLUMNS: 8 } }));
    await expect(bench.check(broken, DIRECT)).rejects.toMatchObject({ code: 'pipeline-refused' });
    expect(await measured(right, DIRECT)).toBeGreaterThan(0);
  });
});

describe('a lost device', () => {
  const lost = new OcaqError('device-lost', 'The graphics device was lost.');
  const right = workload('f32', product('NT', [8, 8, 8]));

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
    const wrong = spoiled(right, ({ overrides }) => ({ overrides: { ...overrides, K: 4 } }));
    for (let i = 0; i < 2; i++) await expect(losing.check(wrong, DIRECT)).rejects.toBe(lost);
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
      save: async (key: string, value: unknown) => void kept.set(key, value),
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

  it('goes on where it was skipped, and keeps the whole choice in the end', async () => {
    const half = request('half');
    const skip = new AbortController();
    const untilAttention = (done: number) => {
      if (done === 2) skip.abort();
    };
    half.measuring.mockImplementation((work) => work({ skip: skip.signal, onProgress: untilAttention }));
    const before = await chooseKernels(dawn, half);
    expect([...half.kept.values()]).toEqual([{ decided: { products: expect.any(String) } }]);
    const progress = vi.fn();
    half.measuring.mockImplementation((work) => work({ onProgress: progress }));
    const whole = await chooseKernels(dawn, half);
    expect(progress.mock.calls[0]?.slice(0, 2)).toEqual([2, total]);
    expect(whole.gemm).toEqual(before.gemm);
    expect([...half.kept.values()]).toEqual([whole]);
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
