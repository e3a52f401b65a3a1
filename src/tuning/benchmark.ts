/**
 * Kernels tried on a device: compiled, run, their results compared with what they must be, and only then timed. A wrong result
 * is faster than a right one often enough. All candidates of a workload share its memory.
 */
import { OcaqError } from '../errors.ts';
import { f16ToF32, f32ToF16 } from '../formats/half.ts';
import type { Gpu } from '../gpu/device.ts';
import { Executor } from '../gpu/executor.ts';
import type { StorageType } from '../gpu/launch.ts';
import { LaunchTimer } from '../gpu/profile.ts';
import { type KernelChoice, type Tensor, tensorBytes } from '../ops/operator.ts';
import type { Bench } from './tune.ts';
import type { Result, Workload } from './workload.ts';

/** Milliseconds of work after which a card has raised its clocks. */
const WARM = 100;
const TRANSFER_BYTES = 4 * 2 ** 20;
/** Largest error, as a share of what is added up: many times what rounding gives, far below what a mistake does. */
const TOLERANCE = { f32: 1e-5, f16: 2e-3 };

/** A device to try kernels on. One that a kernel has spoiled without losing it is replaced by a fresh one. */
export class BenchmarkDevice implements Bench {
  private readonly open: () => Promise<Gpu>;
  private gpu: Gpu;
  private stage: Stage | null = null;

  private constructor(open: () => Promise<Gpu>, gpu: Gpu) {
    this.open = open;
    this.gpu = gpu;
  }

  static async over(open: () => Promise<Gpu>): Promise<BenchmarkDevice> {
    return new BenchmarkDevice(open, await open());
  }

  /** @throws OcaqError `device-lost`, `kernel-wrong`, and whatever else disqualifies the candidate */
  check(workload: Workload, kernels: KernelChoice): Promise<void> {
    return this.on(workload, (stage) => stage.check(kernels));
  }

  warmUp(workload: Workload, kernels: KernelChoice): Promise<void> {
    return this.on(workload, (stage) => untilWarm(() => stage.run(kernels)));
  }

  time(workload: Workload, kernels: KernelChoice): Promise<number> {
    return this.on(workload, (stage) => stage.time(kernels));
  }

  close(): void {
    this.gpu.device.destroy();
  }

  private async on<T>(workload: Workload, work: (stage: Stage) => Promise<T>): Promise<T> {
    this.gpu.throwIfLost();
    if (this.gpu.failure()) {
      this.close();
      this.gpu = await this.open();
      this.stage = null;
    }
    try {
      if (this.stage?.workload !== workload) {
        this.stage?.close();
        this.stage = null;
        this.stage = await Stage.open(this.gpu, workload);
      }
      return await work(this.stage);
    } catch (error) {
      this.gpu.throwIfLost();
      throw error;
    }
  }
}

/** Runs again and again until the device is warm. @param now milliseconds */
export async function untilWarm(run: () => Promise<void>, now = () => performance.now()): Promise<void> {
  const started = now();
  do await run();
  while (now() - started < WARM);
}

/** A workload's memory on a device, and the programs of its candidates. */
class Stage {
  readonly workload: Workload;
  private readonly executor: Executor;
  private readonly timer: LaunchTimer;
  private readonly contents: ReadonlyMap<string, ArrayBufferView<ArrayBuffer>>;
  /** Launches of each program, whose name is their place here. */
  private readonly programs = new Map<KernelChoice, { readonly name: string; readonly launches: number }>();

  private constructor(workload: Workload, executor: Executor, timer: LaunchTimer) {
    this.workload = workload;
    this.executor = executor;
    this.timer = timer;
    this.contents = new Map([...workload.inputs].map(([tensor, values]) => [tensor.id, encoded(tensor, values)]));
  }

  static async open(gpu: Gpu, workload: Workload): Promise<Stage> {
    const tensors = [...workload.graph.tensors.values()];
    const executor = await Executor.open(gpu, {
      programs: {},
      buffers: [
        ...tensors.map((t) => ({ name: t.id, bytes: tensorBytes(t), usage: 'storage' as const })),
        { name: 'transfer', bytes: TRANSFER_BYTES, usage: 'readback' },
      ],
      placements: Object.fromEntries(tensors.map((t) => [t.id, { buffer: t.id, offset: 0 }])),
    });
    return new Stage(workload, executor, await LaunchTimer.open(executor));
  }

  /** @throws OcaqError `kernel-wrong` for a wrong result, and whatever compiling and running throw */
  async check(kernels: KernelChoice): Promise<void> {
    const { executor } = this;
    const { name } = await this.program(kernels);
    for (const [id, values] of this.contents) executor.write(id, values);
    executor.submit([{ run: name }]);
    for (const result of this.workload.results) {
      const { output } = result;
      checkResult(result, decoded(output, await executor.read(output.id, tensorBytes(output))));
    }
  }

  async run(kernels: KernelChoice): Promise<void> {
    const { name } = await this.program(kernels);
    this.executor.submit([{ run: name }]);
    await this.executor.finish();
  }

  /** Milliseconds of its launches together, each timed by itself. */
  async time(kernels: KernelChoice): Promise<number> {
    const { name, launches } = await this.program(kernels);
    let sum = 0;
    for (let i = 0; i < launches; i++) sum += (await this.timer.launch(name, i, 1)).milliseconds;
    return sum;
  }

  close(): void {
    this.timer.destroy();
    this.executor.destroy();
  }

  private async program(kernels: KernelChoice): Promise<{ readonly name: string; readonly launches: number }> {
    const known = this.programs.get(kernels);
    if (known) return known;
    const launches = this.workload.launches(kernels);
    const program = { name: `${this.programs.size}`, launches: launches.length };
    await this.executor.add(program.name, launches);
    this.programs.set(kernels, program);
    return program;
  }
}

/** @throws OcaqError `kernel-wrong` */
export function checkResult({ output, expected }: Result, values: Float32Array): void {
  const tolerance = output.bytesPerElement === 4 ? TOLERANCE.f32 : TOLERANCE.f16;
  for (const { row, column, value, scale } of expected) {
    const got = values[row * output.stride + column] as number;
    if (Math.abs(got - value) <= tolerance * scale) continue;
    throw new OcaqError(
      'kernel-wrong',
      `The kernel computed ${got} at row ${row}, column ${column} of ${output.id}, where ${value} is right.`,
      { row, column, got, expected: value },
    );
  }
}

/** Values as the tensor's type holds them: `f16` and `packed` are the same bytes. */
const encoded = ({ type }: Tensor, values: Float32Array<ArrayBuffer>): ArrayBufferView<ArrayBuffer> =>
  (['f16', 'packed'] satisfies StorageType[] as readonly string[]).includes(type) ? f32ToF16(values) : values;

const decoded = ({ bytesPerElement }: Tensor, bytes: ArrayBuffer): Float32Array =>
  bytesPerElement === 4 ? new Float32Array(bytes) : f16ToF32(new Uint16Array(bytes));
