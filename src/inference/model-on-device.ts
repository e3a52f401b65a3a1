/**
 * A model on a device: the plan's executor with parameters written, read and generated from. Both training and
 * inference stand on it. Weights go up once; nothing else is copied.
 */
import type { LlamaConfig } from '../formats/hf-config.ts';
import { type Gpu, openDevice } from '../gpu/device.ts';
import { Executor, type OpenProgress } from '../gpu/executor.ts';
import type { ModelPlan } from '../model/plans.ts';
import { ropeTables } from '../ops/rope.ts';
import { planNeeds } from '../plan/step-plan.ts';

export type ParameterSet = 'weights' | 'gradients' | 'm' | 'v';

/** Uniform values of a step; names as in shaders/lib/step.wgsl. */
export interface StepValues {
  readonly inverseTokens?: number;
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  readonly correction1?: number;
  readonly correction2?: number;
  readonly clip?: number;
  readonly position?: number;
  readonly lastRow?: number;
}

export class ModelOnDevice {
  readonly plan: ModelPlan;
  readonly executor: Executor;
  private readonly stepFloats = new Float32Array(16);
  private readonly stepWords = new Uint32Array(this.stepFloats.buffer);

  private constructor(plan: ModelPlan, executor: Executor) {
    this.plan = plan;
    this.executor = executor;
  }

  /** Opens a device of its own with the limits that the plan needs. */
  static async open(gpu: GPU | undefined, plan: ModelPlan, onProgress?: OpenProgress): Promise<ModelOnDevice> {
    const opened = await openDevice(gpu, planNeeds(plan));
    try {
      return await ModelOnDevice.on(opened, plan, onProgress);
    } catch (error) {
      opened.device.destroy();
      throw error;
    }
  }

  static async on(gpu: Gpu, plan: ModelPlan, onProgress?: OpenProgress): Promise<ModelOnDevice> {
    const model = new ModelOnDevice(plan, await Executor.open(gpu, plan, onProgress));
    const positions = Math.max(plan.batch?.seq ?? 0, plan.cacheCapacity);
    model.executor.write('rope_tables', ropeTables(positions, plan.config.headSize, plan.config.ropeTheta));
    return model;
  }

  get config(): LlamaConfig {
    return this.plan.config;
  }

  /** Padded values of one parameter, as `packParameter` makes them or a checkpoint holds them. */
  writeParameter(set: ParameterSet, id: string, values: Float32Array<ArrayBuffer>): void {
    const { arena, offset } = this.slice(id);
    this.executor.write(`${set}.${arena}`, values, offset * 4);
  }

  /** Padded values of one parameter, bit for bit. CPU–GPU synchronisation. */
  async readParameter(set: ParameterSet, id: string): Promise<Float32Array<ArrayBuffer>> {
    const { arena, offset, rows, stride } = this.slice(id);
    return new Float32Array(await this.executor.read(`${set}.${arena}`, rows * stride * 4, offset * 4));
  }

  setStep(values: StepValues): void {
    const { stepFloats: f, stepWords: u } = this;
    f.fill(0);
    f[0] = values.inverseTokens ?? 0;
    f[1] = values.learningRate ?? 0;
    f[2] = values.beta1 ?? 0;
    f[3] = values.beta2 ?? 0;
    f[4] = values.epsilon ?? 0;
    f[5] = values.weightDecay ?? 0;
    f[6] = values.correction1 ?? 0;
    f[7] = values.correction2 ?? 0;
    f[8] = values.clip ?? 0;
    u[9] = values.position ?? 0;
    u[10] = values.lastRow ?? 0;
    this.executor.write('step', f);
  }

  destroy(): void {
    this.executor.destroy();
    this.executor.gpu.device.destroy();
  }

  private slice(id: string) {
    const slice = this.plan.layout.slices.get(id);
    if (!slice) throw new Error(`the plan has no parameter "${id}"`);
    return slice;
  }
}
