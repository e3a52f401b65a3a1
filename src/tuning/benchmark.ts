/**
 * Kernels tried on a device: one is compiled, run, its result compared with what it must be, and only then timed. A wrong
 * result is faster than a right one often enough.
 */
import { OcaqError } from '../errors.ts';
import { f16ToF32, f32ToF16 } from '../formats/half.ts';
import type { Gpu } from '../gpu/device.ts';
import { Executor } from '../gpu/executor.ts';
import type { StorageType } from '../gpu/launch.ts';
import { DIRECT, type Tensor, tensorBytes } from '../ops/operator.ts';
import { type Candidate, withPart } from './tasks.ts';
import type { Benchmark } from './tune.ts';
import type { Workload } from './workload.ts';

const REPEATS = 3;
/** Milliseconds that a measured submit lasts at least: below, the round trip and coarse clocks decide. */
const LONG_ENOUGH = 10;
const TRANSFER_BYTES = 4 * 2 ** 20;
/** Largest error, as a share of what is added up: many times what rounding gives, far below what a mistake does. */
const TOLERANCE = { f32: 1e-5, f16: 2e-3 };

/** A device to try kernels on. One that a kernel has spoiled without losing it is replaced by a fresh one. */
export class BenchmarkDevice {
  private readonly open: () => Promise<Gpu>;
  private gpu: Gpu;

  private constructor(open: () => Promise<Gpu>, gpu: Gpu) {
    this.open = open;
    this.gpu = gpu;
  }

  static async over(open: () => Promise<Gpu>): Promise<BenchmarkDevice> {
    return new BenchmarkDevice(open, await open());
  }

  /** @throws OcaqError `device-lost`, and whatever disqualifies the candidate */
  readonly benchmark: Benchmark = async (problem, candidate) => {
    this.gpu.throwIfLost();
    if (this.gpu.failure()) {
      this.close();
      this.gpu = await this.open();
    }
    try {
      return await timeKernel(this.gpu, problem, candidate);
    } catch (error) {
      this.gpu.throwIfLost();
      throw error;
    }
  };

  close(): void {
    this.gpu.device.destroy();
  }
}

/**
 * Milliseconds of one run.
 * @throws OcaqError `kernel-wrong` for a wrong result, and whatever compiling and running throw
 */
async function timeKernel(gpu: Gpu, problem: Workload, { kernels }: Candidate): Promise<number> {
  const { graph, inputs, output } = problem;
  const tensors = [...graph.tensors.values()];
  const executor = await Executor.open(gpu, {
    programs: { measured: problem.launches(withPart(DIRECT, kernels)) },
    buffers: [
      ...tensors.map((t) => ({
        name: t.id,
        bytes: tensorBytes(t),
        usage: t.id === 'step' ? ('uniform' as const) : ('storage' as const),
      })),
      { name: 'transfer', bytes: Math.min(TRANSFER_BYTES, tensorBytes(output)), usage: 'readback' },
    ],
    placements: Object.fromEntries(tensors.map((t) => [t.id, { buffer: t.id, offset: 0 }])),
  });
  try {
    for (const [tensor, values] of inputs) executor.write(tensor.id, encoded(Float32Array.from(values), graph.storage));
    executor.submit([{ run: 'measured' }]);
    checkResult(problem, decoded(output, await executor.read(output.id, tensorBytes(output))));
    return await timeRuns(executor);
  } finally {
    executor.destroy();
  }
}

/** @throws OcaqError `kernel-wrong` */
export function checkResult({ graph, output, expected }: Workload, values: Float32Array): void {
  const tolerance = output.type === 'f32' || graph.storage === 'f32' ? TOLERANCE.f32 : TOLERANCE.f16;
  for (const { row, column, value, scale } of expected) {
    const got = values[row * output.stride + column] as number;
    if (Math.abs(got - value) <= tolerance * scale) continue;
    throw new OcaqError(
      'kernel-wrong',
      `The kernel computed ${got} at row ${row}, column ${column}, where ${value} is right.`,
      { row, column, got, expected: value },
    );
  }
}

/** The best of a few submits, each with as many runs as make it long enough to be measured. */
async function timeRuns(executor: Executor): Promise<number> {
  const run = async (times: number): Promise<number> => {
    const start = performance.now();
    executor.submit(Array.from({ length: times }, () => ({ run: 'measured' })));
    await executor.finish();
    return (performance.now() - start) / times;
  };
  let times = 1;
  let best = await run(times);
  while (best * times < LONG_ENOUGH) {
    times *= 4;
    best = await run(times);
  }
  for (let i = 1; i < REPEATS; i++) best = Math.min(best, await run(times));
  return best;
}

/** Values as the storage type holds them: `f16` and `packed` are the same bytes. */
const encoded = (values: Float32Array<ArrayBuffer>, storage: StorageType) =>
  storage === 'f32' ? values : f32ToF16(values);

const decoded = ({ bytesPerElement }: Tensor, bytes: ArrayBuffer): Float32Array =>
  bytesPerElement === 4 ? new Float32Array(bytes) : f16ToF32(new Uint16Array(bytes));
