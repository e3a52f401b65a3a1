/**
 * A program: launches with their pipelines and bind groups made once, then encoded again and again. Encoding allocates
 * nothing but the command encoder; all sizes are baked into the pipelines.
 */
import { OcaqError } from '../errors.ts';
import type { Gpu } from './device.ts';
import { type KernelLaunch, type Placement, workOf } from './launch.ts';
import { assembleShader, checkBindings } from './shaders.ts';

interface ReadyLaunch {
  readonly pipeline: GPUComputePipeline;
  readonly group: GPUBindGroup;
  readonly launch: KernelLaunch;
}

export interface Program {
  /** Work of all launches. */
  readonly work: number;
  /** Adds one compute pass with launches in order, from one on, until their work would exceed `most`; at least one. */
  encode(encoder: GPUCommandEncoder, from?: number, most?: number): Encoded;
  /** Adds one compute pass with one launch, `times` over. */
  encodeRepeated(
    encoder: GPUCommandEncoder,
    index: number,
    times: number,
    writes?: GPUComputePassTimestampWrites,
  ): void;
}

interface Encoded {
  /** The next launch; `done` when there is none. */
  readonly next: number;
  readonly work: number;
  readonly done: boolean;
}

const caches = new WeakMap<GPUDevice, PipelineCache>();

/** The one cache of a device: plans that share kernels share pipelines. */
function pipelinesOf(gpu: Gpu): PipelineCache {
  const cache = caches.get(gpu.device) ?? new PipelineCache(gpu);
  caches.set(gpu.device, cache);
  return cache;
}

/** Pipelines by everything that makes them. */
class PipelineCache {
  private readonly gpu: Gpu;
  private readonly modules = new Map<string, GPUShaderModule>();
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();

  constructor(gpu: Gpu) {
    this.gpu = gpu;
  }

  get(launch: KernelLaunch): Promise<GPUComputePipeline> {
    const { shader, slots, constants, overrides, bindings } = launch;
    const key = JSON.stringify([shader, slots, constants, overrides, bindings.map(({ element }) => element)]);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.create(launch);
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  private async create(launch: KernelLaunch): Promise<GPUComputePipeline> {
    const code = assembleShader(launch);
    checkBindings(launch, code);
    let module = this.modules.get(code);
    if (!module) {
      module = this.gpu.device.createShaderModule({ label: launch.shader, code });
      this.modules.set(code, module);
    }
    return await this.gpu.device
      .createComputePipelineAsync({
        label: launch.label,
        layout: 'auto',
        compute: { module, entryPoint: 'main', constants: { ...launch.overrides } },
      })
      .catch(async (cause: unknown) => {
        const { messages } = await module.getCompilationInfo().catch(this.gpu.explain);
        const errors = messages.filter((m) => m.type === 'error').map((m) => `line ${m.lineNum}: ${m.message}`);
        if (errors.length === 0) await this.gpu.throwIfLostSoon();
        const why = errors.join('; ') || String(cause);
        throw new OcaqError(
          'pipeline-refused',
          `The graphics adapter refused the kernel ${launch.shader} (${launch.label}): ${why}`,
          { shader: launch.shader },
          { cause },
        );
      });
  }
}

export async function createProgram(
  gpu: Gpu,
  launches: readonly KernelLaunch[],
  place: (resource: string) => Placement,
  onCompiled: () => void = () => undefined,
): Promise<Program> {
  const pipelines = await Promise.all(
    launches.map(async (launch) => {
      const pipeline = await pipelinesOf(gpu).get(launch);
      onCompiled();
      return pipeline;
    }),
  );
  const entries = launches.map(({ bindings }) =>
    bindings.map((b, binding) => {
      const { buffer, offset } = place(b.resource);
      return { binding, resource: { buffer, offset: offset + b.offset, size: b.size } };
    }),
  );
  gpu.device.pushErrorScope('validation');
  const ready: ReadyLaunch[] = launches.map((launch, i) => {
    const pipeline = pipelines[i] as GPUComputePipeline;
    const layout = pipeline.getBindGroupLayout(0);
    const group = gpu.device.createBindGroup({ label: launch.label, layout, entries: entries[i] ?? [] });
    return { pipeline, launch, group };
  });
  const error = await gpu.device.popErrorScope().catch(gpu.explain);
  gpu.throwIfLost();
  if (error)
    throw new OcaqError('binding-refused', `The graphics adapter refused the bindings of a plan: ${error.message}`);
  const work = launches.reduce((sum, launch) => sum + workOf(launch), 0);
  return {
    work,
    encode: (encoder, from = 0, most = Number.POSITIVE_INFINITY) => encodePass(encoder, ready, from, most),
    encodeRepeated: (encoder, index, times, writes) =>
      encodeRepeated(encoder, ready[index] as ReadyLaunch, times, writes),
  };
}

function encodePass(encoder: GPUCommandEncoder, ready: readonly ReadyLaunch[], from: number, most: number): Encoded {
  const pass = encoder.beginComputePass();
  let next = from;
  let work = 0;
  for (; next < ready.length; next++) {
    const { pipeline, group, launch } = ready[next] as ReadyLaunch;
    const more = workOf(launch);
    if (next > from && work + more > most) break;
    work += more;
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(launch.workgroups[0], launch.workgroups[1], launch.workgroups[2]);
  }
  pass.end();
  return { next, work, done: next === ready.length };
}

function encodeRepeated(
  encoder: GPUCommandEncoder,
  { pipeline, group, launch }: ReadyLaunch,
  times: number,
  timestampWrites?: GPUComputePassTimestampWrites,
): void {
  const pass = encoder.beginComputePass(timestampWrites ? { timestampWrites } : {});
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  for (let i = 0; i < times; i++)
    pass.dispatchWorkgroups(launch.workgroups[0], launch.workgroups[1], launch.workgroups[2]);
  pass.end();
}
