import { describe, expect, it, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import { attentionBackward, attentionForward, joinColumns, splitColumns } from '../ops/attention.reference.ts';
import { everyGemm, gemmClass } from '../ops/gemm-kernels.ts';
import { DIRECT, type KernelChoice, TILED } from '../ops/operator.ts';
import { checkResult, untilWarm } from './benchmark.ts';
import { headReference } from './head-reference.ts';
import { decidedSoFar, isKernelChoice, summedWhole, tuningKey } from './stored.ts';
import { defaultKernels, gemmCandidates, type TuningTask, tuningTasks } from './tasks.ts';
import { type Bench, type Memory, tune, type Watch } from './tune.ts';
import { norm, product, type Result, type Workload, workload } from './workload.ts';

const [forProducts, forAttention] = [workload('f32', norm(4, 8)), workload('f32', norm(4, 8))];
const tasks: readonly TuningTask[] = [
  {
    name: 'products NT few',
    candidates: (['direct', 'tiled-64x64', 'tiled-128x128'] as const).map((name) => ({
      name,
      kernels: { gemm: { 'NT few': name } },
    })),
    workload: () => forProducts,
  },
  {
    name: 'attention',
    candidates: (['direct', 'tiled'] as const).map((name) => ({ name, kernels: { attention: name } })),
    workload: () => forAttention,
  },
];
type Outcome = number | Error;
/** Of each candidate: times of its rounds, of which the last holds for all that follow, or the error that it ends with. */
type Script = Readonly<Record<string, Outcome | readonly Outcome[]>>;

function scripted(script: Script) {
  const calls: string[] = [];
  const asked = new Map<KernelChoice, number>();
  const named = (work: Workload, { gemm, attention }: KernelChoice) =>
    work === forAttention ? attention : gemm['NT few'];
  const outcome = (name: string, round: number): Outcome => {
    const outcomes = [script[name] ?? 1].flat() as Outcome[];
    return outcomes[Math.min(round, outcomes.length - 1)]!;
  };
  const bench: Bench = {
    async check(work, kernels) {
      const name = named(work, kernels);
      calls.push(`check ${name}`);
      const first = outcome(name, 0);
      if (first instanceof Error) throw first;
    },
    async warmUp(work, kernels) {
      calls.push(`warm ${named(work, kernels)}`);
    },
    async time(work, kernels) {
      const name = named(work, kernels);
      const round = asked.get(kernels) ?? 0;
      asked.set(kernels, round + 1);
      calls.push(`time ${name}`);
      const found = outcome(name, round);
      if (found instanceof Error) throw found;
      return found;
    },
  };
  return { bench, calls };
}

function memory(decided: Readonly<Record<string, string>> = {}) {
  const kept: string[] = [];
  return { kept, decided, keep: async (task: string, candidate: string) => void kept.push(`${task}: ${candidate}`) };
}

const run = (script: Script, watch: Watch = {}, remembered: Memory = memory()) =>
  tune(tasks, TILED, scripted(script).bench, watch, remembered);
const wrong = () => new OcaqError('kernel-wrong', 'The kernel computed 1 where 2 is right.');
const refused = () => new OcaqError('pipeline-refused', 'The graphics adapter refused the kernel.');

describe('tune', () => {
  it('takes the fastest of each task, reports every candidate and keeps what is decided', async () => {
    const onProgress = vi.fn();
    const remembered = memory();
    const script = { direct: 1.9, 'tiled-64x64': 1, 'tiled-128x128': 2, tiled: 5 };
    const { kernels, isComplete } = await run(script, { onProgress }, remembered);
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
    expect(remembered.kept).toEqual(['products NT few: tiled-64x64', 'attention: direct']);
  });

  it('checks all, warms up, and times in rounds without those that are hopeless after the first', async () => {
    const { bench, calls } = scripted({ direct: 2.1, 'tiled-64x64': 1, 'tiled-128x128': [2, 1] });
    await tune(tasks.slice(0, 1), TILED, bench, {}, memory());
    expect(calls.slice(0, 4)).toEqual(['check direct', 'check tiled-64x64', 'check tiled-128x128', 'warm direct']);
    expect(calls.slice(4)).toEqual([
      'time direct',
      ...[1, 2, 3].flatMap(() => ['time tiled-64x64', 'time tiled-128x128']),
    ]);
  });

  it('goes by the median of the rounds: one slow round of three changes nothing', async () => {
    const { kernels } = await run({ direct: 1.5, 'tiled-64x64': [1.4, 9, 1], 'tiled-128x128': 1.6 });
    expect(kernels.gemm['NT few']).toBe('tiled-64x64');
  });

  it('passes over what is wrong, does not compile, or fails while it is timed, however fast', async () => {
    const script = { direct: wrong(), 'tiled-64x64': [1, refused()], 'tiled-128x128': 1.5, tiled: wrong() };
    const { kernels } = await run({ ...script, tiled: 4 });
    expect(kernels).toMatchObject({
      gemm: { 'NT few': 'tiled-128x128', 'NN few': 'tiled-128x64' },
      attention: 'tiled',
    });
  });

  it('says so when nothing is left', async () => {
    const none = run({ 'tiled-64x64': 1, direct: refused(), tiled: wrong() });
    await expect(none).rejects.toMatchObject({ code: 'no-kernel-works', details: { what: 'attention' } });
    await expect(none).rejects.toThrow(/None of the 2 kernels for attention .* refused the kernel/);
  });

  it('ends where the device is lost', async () => {
    const lost = new OcaqError('device-lost', 'The graphics device was lost.');
    const { bench, calls } = scripted({ 'tiled-64x64': lost });
    const error = tune(tasks, TILED, bench, {}, memory());
    await expect(error).rejects.toMatchObject({ code: 'tuning-device-lost', cause: lost });
    await expect(error).rejects.toThrow(/products NT few: tiled-64x64/);
    expect(calls).toEqual(['check direct', 'check tiled-64x64']);
  });

  it('passes on what is a mistake of ours', async () => {
    await expect(run({ direct: new TypeError('ours') })).rejects.toThrow(TypeError);
  });

  it('goes on from what was decided before, and measures what has another name', async () => {
    const onProgress = vi.fn();
    const remembered = memory({ 'products NT few': 'tiled-128x128', attention: 'no longer there' });
    const { kernels } = await run({ direct: 1, tiled: 3 }, { onProgress }, remembered);
    expect(kernels).toMatchObject({ gemm: { 'NT few': 'tiled-128x128' }, attention: 'direct' });
    expect(onProgress.mock.calls[0]).toEqual([3, 5, 'attention: direct']);
    expect(remembered.kept).toEqual(['attention: direct']);
  });

  it('skipped, gives what is decided by then and the default kernels for the rest', async () => {
    const before = await run({}, { skip: AbortSignal.abort() });
    expect(before).toEqual({ kernels: TILED, isComplete: false });
    const skip = new AbortController();
    const remembered = memory();
    const onProgress = (done: number) => {
      if (done === 4) skip.abort();
    };
    const script = { direct: 1, 'tiled-64x64': 3, 'tiled-128x128': 3 };
    const { kernels, isComplete } = await run(script, { skip: skip.signal, onProgress }, remembered);
    expect(isComplete).toBe(false);
    expect(kernels).toEqual({ ...TILED, gemm: { ...TILED.gemm, 'NT few': 'direct' } });
    expect(remembered.kept).toEqual(['products NT few: direct']);
  });

  it('skipped while it fails, leaves the default kernels', async () => {
    const skip = new AbortController();
    const { bench } = scripted({});
    const losing: Bench = {
      ...bench,
      async time() {
        skip.abort();
        throw new OcaqError('device-lost', 'The graphics device was lost.');
      },
    };
    const tuned = await tune(tasks, TILED, losing, { skip: skip.signal }, memory());
    expect(tuned).toEqual({ kernels: TILED, isComplete: false });
  });
});

describe('warming up', () => {
  it('runs once at least, and until 100 ms have gone by', async () => {
    for (const [each, runs] of [
      [30, 4],
      [500, 1],
    ] as const) {
      let now = 0;
      const work = vi.fn(async () => {
        now += each;
      });
      await untilWarm(work, () => now);
      expect(work).toHaveBeenCalledTimes(runs);
    }
  });
});

describe('tasks', () => {
  it('decide about every class of products on a graphics card, about all at once on a software adapter', () => {
    const card = tuningTasks({ software: false, features: [] }, 'f32');
    const best = Object.assign({}, ...card.map(({ candidates }) => candidates.at(-1)!.kernels.gemm));
    expect(best).toEqual(everyGemm('tiled-128x128-k16'));
    const [products] = tuningTasks({ software: true, features: [] }, 'f32');
    expect(products!.candidates.map(({ kernels }) => kernels.gemm)).toEqual([DIRECT.gemm, TILED.gemm]);
  });

  it('measure products of the class that they decide about, by kernels of that class', () => {
    for (const { name, workload: work } of tuningTasks({ software: false, features: [] }, 'f32').slice(0, 6))
      for (const launch of work()
        .launches(TILED)
        .filter(({ shader }) => shader.startsWith('gemm'))) {
        const { M = 0, N = 0 } = launch.overrides;
        expect(`products ${gemmClass(launch.shader.slice(5, 7).toUpperCase() as 'NT', M, N)}`).toBe(name);
      }
  });

  it('let in staging as f16 only where operands are stored so', () => {
    expect(gemmCandidates('f32')).toEqual(gemmCandidates('packed'));
    expect(gemmCandidates('f32')).not.toContain('tiled-64x64-f16');
    expect(gemmCandidates('f16')).toContain('tiled-64x64-f16');
  });

  it('let in sums within subgroups only where the adapter has them', () => {
    const decoding = (features: string[]) =>
      tuningTasks({ software: false, features }, 'f32')
        .at(-1)!
        .candidates.map(({ kernels }) => kernels.decoding);
    expect(decoding([])).toEqual(['direct', 'tiled']);
    expect(decoding(['subgroups'])).toEqual(['direct', 'tiled', 'subgroups']);
  });

  it('usually are won by direct kernels on software adapters, by tiled ones on cards', () => {
    expect([defaultKernels({ software: true }), defaultKernels({ software: false })]).toEqual([DIRECT, TILED]);
  });
});

describe('checkResult', () => {
  it('lets rounding pass, and nothing else', () => {
    const [result] = workload('f32', product('NT', [8, 4, 16])).results as [Result];
    const right = new Float32Array(8 * 4);
    for (const { row, column, value } of result.expected) right[row * 4 + column] = value * (1 + 1e-7);
    expect(() => checkResult(result, right)).not.toThrow();
    const error = expect.objectContaining({ code: 'kernel-wrong' });
    expect(() => checkResult(result, right.with(31, right[31]! + 1e-3))).toThrow(error);
    expect(() => checkResult(result, right.with(0, Number.NaN))).toThrow(error);
    expect(() => checkResult(result, new Float32Array(8 * 4))).toThrow(error);
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
        { ...DIRECT, filling: 0 },
        { ...DIRECT, filling: undefined },
      ],
    ];
    expect(broken.map(isKernelChoice)).toEqual(broken.map(() => false));
  });

  it('of a choice from before products were summed in parts sums them whole', () => {
    const { filling: _, ...earlier } = TILED;
    expect(summedWhole(earlier)).toEqual({ ...TILED, filling: 1 });
    expect(summedWhole(TILED)).toEqual(TILED);
  });

  it('of a tuning that has not come to its end are the names of what was decided', () => {
    expect(decidedSoFar({ decided: { attention: 'tiled', 'products NT few': 3 } })).toEqual({ attention: 'tiled' });
    expect([undefined, 'x', {}, { decided: 1 }, TILED].map(decidedSoFar)).toEqual([{}, {}, {}, {}, {}]);
  });
});

describe('the reference of one head', () => {
  it('is that of attention', () => {
    const [seq, heads, headSize] = [5, 2, 4];
    const shape = { heads, kvHeads: heads, headSize, seq, keys: seq, position: 0 };
    const values = (count: number, seed: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(seed + i));
    const [qkv, dO] = [values(2 * seq * 24, 1), values(2 * seq * 8, 2)];
    const inputs = splitColumns(Float64Array.from(qkv), shape);
    const o = attentionForward(inputs, shape);
    const dqkv = joinColumns(attentionBackward(inputs, shape, Float64Array.from(dO)), shape);
    const head = headReference(qkv, dO, { seq, heads, headSize }, { sequence: 1, head: 1 });
    expect(head.o).toHaveLength(seq * headSize);
    expect(head.dqkv).toHaveLength(3 * seq * headSize);
    for (const { row, column, value, scale } of head.o)
      expect(Math.abs(value - o[row * 8 + column]!)).toBeLessThan(1e-12 * scale);
    for (const { row, column, value, scale } of head.dqkv)
      expect(Math.abs(value - dqkv[row * 24 + column]!)).toBeLessThanOrEqual(1e-12 * scale);
  });
});
