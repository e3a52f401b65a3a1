/**
 * Runs a plan on a device: creates its buffers, compiles its programs, submits them, and reads back without stalling.
 * Nothing is allocated per step but command encoders.
 */
import { OcaqError } from '../errors.ts';
import type { Gpu } from './device.ts';
import type { KernelLaunch } from './launch.ts';
import { type BufferRequest, type BufferSet, createBuffers } from './memory.ts';
import { createProgram, type Program } from './program.ts';
import { SubmitSize } from './submit-size.ts';

/** The part of a plan that running needs. */
export interface ExecutablePlan {
  readonly programs: Readonly<Record<string, readonly KernelLaunch[]>>;
  readonly buffers: readonly BufferRequest[];
  readonly placements: Readonly<Record<string, { readonly buffer: string; readonly offset: number }>>;
}

/** One thing of a submit, in order. */
export type Command =
  | { readonly run: string }
  | { readonly clear: string }
  /** Copies the first `bytes` of a resource into a staging buffer. */
  | { readonly copy: string; readonly to: string; readonly bytes: number };

/** Kernels compiled, and how many there are: on some drivers this takes most of the time to open. */
export type OpenProgress = (compiled: number, total: number) => void;

export class Executor {
  readonly gpu: Gpu;
  readonly createdBytes: number;
  readonly submitSize: SubmitSize;
  private readonly plan: ExecutablePlan;
  private readonly set: BufferSet;
  private readonly programs: Map<string, Program>;
  /** Reads through the transfer buffer one after the other. */
  private transfers: Promise<unknown> = Promise.resolve();

  private constructor(gpu: Gpu, plan: ExecutablePlan, set: BufferSet, programs: Map<string, Program>) {
    this.gpu = gpu;
    this.plan = plan;
    this.set = set;
    this.programs = programs;
    this.createdBytes = set.bytes;
    this.submitSize = new SubmitSize(gpu.adapter);
  }

  /** Creates every buffer and pipeline of the plan or none. The plan needs a staging buffer `transfer` for `read`. */
  static async open(gpu: Gpu, plan: ExecutablePlan, onProgress: OpenProgress = () => undefined): Promise<Executor> {
    const set = await createBuffers(gpu, plan.buffers);
    try {
      const programs = new Map<string, Program>();
      const total = Object.values(plan.programs).flat().length;
      let compiled = 0;
      const onCompiled = () => onProgress(++compiled, total);
      for (const [name, launches] of Object.entries(plan.programs)) {
        const program = await createProgram(gpu, launches, (resource) => placed(plan, set, resource), onCompiled);
        programs.set(name, program);
      }
      return new Executor(gpu, plan, set, programs);
    } catch (error) {
      set.destroy();
      throw error;
    }
  }

  /** Compiles another program over the buffers of the plan. @throws OcaqError `pipeline-refused`, `binding-refused` */
  async add(name: string, launches: readonly KernelLaunch[]): Promise<void> {
    this.programs.set(
      name,
      await createProgram(this.gpu, launches, (resource) => placed(this.plan, this.set, resource)),
    );
  }

  /** Writes host data into a resource; queued before the next submit. @param offset bytes */
  write(resource: string, data: ArrayBuffer | ArrayBufferView<ArrayBuffer>, offset = 0): void {
    const at = placed(this.plan, this.set, resource);
    this.gpu.device.queue.writeBuffer(at.buffer, at.offset + offset, data);
  }

  /**
   * Submits the commands in order: as one, or cut into pieces of `submitSize`, so that a card that also draws the screen is
   * never held for long. All pieces are under way at once, so that it never waits for the next.
   */
  submit(commands: readonly Command[]): void {
    let encoder = this.gpu.device.createCommandEncoder();
    let left = this.submitSize.work;
    for (const command of commands) {
      if ('run' in command) {
        const program = this.program(command.run);
        for (let from = 0; ; ) {
          const { next, work, done } = program.encode(encoder, from, left);
          left -= work;
          if (done) break;
          from = next;
          left = this.submitSize.work;
          this.gpu.device.queue.submit([encoder.finish()]);
          encoder = this.gpu.device.createCommandEncoder();
        }
      } else if ('clear' in command) encoder.clearBuffer(placed(this.plan, this.set, command.clear).buffer);
      else {
        const from = placed(this.plan, this.set, command.copy);
        encoder.copyBufferToBuffer(from.buffer, from.offset, this.buffer(command.to), 0, command.bytes);
      }
    }
    this.gpu.device.queue.submit([encoder.finish()]);
  }

  /** One launch of a program, `times` over in a compute pass of its own, ready to submit: for measuring it. */
  encodeRepeated(
    program: string,
    index: number,
    times: number,
    writes?: GPUComputePassTimestampWrites,
  ): GPUCommandBuffer {
    const encoder = this.gpu.device.createCommandEncoder();
    this.program(program).encodeRepeated(encoder, index, times, writes);
    return encoder.finish();
  }

  /** Work of one run of a program, in the operations of `workOf`. */
  work(program: string): number {
    return this.program(program).work;
  }

  /** Waits for a staging buffer that a submitted copy fills; gives a copy of its first `bytes`. */
  async readStaging(name: string, bytes: number): Promise<ArrayBuffer> {
    const buffer = this.buffer(name);
    await buffer.mapAsync(GPUMapMode.READ, 0, bytes).catch(this.gpu.explain);
    const copy = buffer.getMappedRange(0, bytes).slice(0);
    buffer.unmap();
    return copy;
  }

  /** Reads a resource whole through the `transfer` staging buffer, piece by piece. CPU–GPU synchronisation. */
  read(resource: string, bytes: number, offset = 0): Promise<ArrayBuffer> {
    const reading = this.transfers.then(() => this.readNow(resource, bytes, offset));
    this.transfers = reading.catch(() => undefined); // the reader sees the error; the next read must still run
    return reading;
  }

  /** Resolves when everything submitted has run; rejects if the device failed meanwhile. */
  async finish(): Promise<void> {
    await this.gpu.device.queue.onSubmittedWorkDone().catch(this.gpu.explain);
    this.throwIfFailed();
  }

  throwIfFailed(): void {
    const failure = this.gpu.failure();
    if (failure) throw failure;
  }

  destroy(): void {
    this.set.destroy();
  }

  private async readNow(resource: string, bytes: number, offset: number): Promise<ArrayBuffer> {
    const most = this.buffer('transfer').size;
    const out = new Uint8Array(bytes);
    const from = placed(this.plan, this.set, resource);
    for (let at = 0; at < bytes; at += most) {
      const size = Math.min(most, bytes - at);
      // A refused copy would leave the staging buffer with what it held before, and the wait for it would not notice.
      this.gpu.device.pushErrorScope('validation');
      const encoder = this.gpu.device.createCommandEncoder();
      encoder.copyBufferToBuffer(from.buffer, from.offset + offset + at, this.buffer('transfer'), 0, size);
      this.gpu.device.queue.submit([encoder.finish()]);
      const refused = this.gpu.device.popErrorScope().catch(this.gpu.explain);
      const [piece, error] = await Promise.all([this.readStaging('transfer', size), refused]);
      if (error)
        throw new OcaqError('gpu-error', `Reading "${resource}" from the graphics adapter failed: ${error.message}`);
      this.throwIfFailed();
      out.set(new Uint8Array(piece), at);
    }
    return out.buffer;
  }

  private program(name: string): Program {
    const program = this.programs.get(name);
    if (!program) throw new Error(`The plan has no program "${name}".`);
    return program;
  }

  private buffer(name: string): GPUBuffer {
    const buffer = this.set.buffers.get(name);
    if (!buffer) throw new Error(`The plan has no buffer "${name}".`);
    return buffer;
  }
}

function placed(plan: ExecutablePlan, set: BufferSet, resource: string): { buffer: GPUBuffer; offset: number } {
  const placement = plan.placements[resource];
  const buffer = placement && set.buffers.get(placement.buffer);
  if (!placement || !buffer) throw new Error(`The plan gives "${resource}" no memory.`);
  return { buffer, offset: placement.offset };
}
