/**
 * A model on a device: the plan's executor with parameters written, read and generated from. Both training and
 * inference stand on it. Weights go up once; nothing else is copied.
 */
import { bf16ToF32, f16ToF32, f32ToBf16, f32ToF16 } from '../formats/half.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { BLOCK, type Moment, narrowMoments, widenMoments } from '../formats/moments-int8.ts';
import { QUANTISED_FORMATS, quantise } from '../formats/quantised/table.ts';
import { type Gpu, openDevice } from '../gpu/device.ts';
import { type Command, Executor, type OpenProgress } from '../gpu/executor.ts';
import { familyOf } from '../model/families/table.ts';
import { fromDeviceOrder, type Parameter, tensorOfRow, toDeviceOrder } from '../model/parameters.ts';
import { gradientOf, logitsOf, type ModelPlan, POSITION_SCATTER, rowLossesOf } from '../model/plans.ts';
import { scatterLength, scatterOrder } from '../ops/embedding.ts';
import { type MomentsFormat, roundUp, type WeightsType, weightElements } from '../ops/operator.ts';
import { type GroupScales, UNIFORM_GROUPS } from '../ops/optimizer.ts';
import { decodeWords, encodeWords, SCALER_WORDS, STEP_WORDS, WORDS_BYTES } from '../ops/step-words.ts';
import type { Arena, ParameterSlice } from '../plan/parameters.ts';
import { type ArenaSet, arenaMoments, arenaName, planNeeds, weightsSet, weightsType } from '../plan/step-plan.ts';

export type ParameterSet = Exclude<ArenaSet, 'copies' | 'scales'>;

/** What the words of a step's uniform are made from. */
export interface StepValues {
  readonly inverseTokens?: number;
  readonly learningRate?: number;
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
  readonly weightDecay?: number;
  /** Multiples of the learning rate and the weight decay; UNIFORM_GROUPS unless given. */
  readonly groups?: GroupScales;
  /** Good steps after which the loss scale doubles; 0: it never changes. */
  readonly growthInterval?: number;
  readonly clip?: number;
  readonly position?: number;
  readonly lastRow?: number;
}

/** Of the first loss scale; a power of two in all, so that scaling changes no digit. It is halved until gradients fit. */
const LOSS_SCALE_PER_TOKEN = 128;
const LARGEST_LOSS_SCALE = 2 ** 24;
/** For steps outside of a run; their scale comes to the customary 2¹⁶ (Micikevicius et al. 2018). */
const TYPICAL_TOKENS = 512;

interface NamedSlice extends ParameterSlice {
  readonly id: string;
}

export class ModelOnDevice {
  readonly plan: ModelPlan;
  readonly executor: Executor;
  private readonly parameters: ReadonlyMap<string, Parameter>;

  private constructor(plan: ModelPlan, executor: Executor) {
    this.plan = plan;
    this.executor = executor;
    this.parameters = new Map(plan.table.map((parameter) => [parameter.id, parameter]));
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
    const context = Math.max(plan.batch?.seq ?? 0, plan.cacheCapacity);
    for (const { id, values } of familyOf(plan.config).constants(plan.config))
      model.executor.write(id, values(context));
    model.writePositions(null);
    model.startLossScale(TYPICAL_TOKENS);
    return model;
  }

  get config(): ModelConfig {
    return this.plan.config;
  }

  /** @param given [rows · seq] of a micro-batch; null: each row holds one document. @param length of the rows */
  writePositions(given: Int32Array | null, length = this.plan.batch?.seq ?? 0): void {
    const { batch, placements } = this.plan;
    if (!batch) return;
    const positions = (given ?? countedRows(batch.rows * batch.seq, length)) as Int32Array<ArrayBuffer>;
    this.executor.write('positions', positions);
    if (!(POSITION_SCATTER in placements)) return;
    const scatter = new Uint32Array(scatterLength(positions.length));
    scatterOrder(positions, scatter);
    this.executor.write(POSITION_SCATTER, scatter);
  }

  /**
   * Padded values of one parameter, as `packParameter` makes them or a checkpoint holds them. After the last of the weights
   * call `finishWeights`.
   * @throws OcaqError('weight-not-finite') where the parameter is quantised and no code can hold a value
   */
  writeParameter(set: ParameterSet, id: string, padded: Float32Array<ArrayBuffer>): void {
    const parameter = this.parameter(id);
    const all = toDeviceOrder(parameter, padded);
    let from = 0;
    for (const slice of this.slices(id)) {
      const end = from + slice.rows * slice.stride;
      this.writeArena(set, parameter, slice, all.subarray(from, end));
      from = end;
    }
  }

  /**
   * Sets the loss scale of a new run. The loss is a mean over the tokens of a step, so each token's part of a gradient is
   * the smaller the more there are, and the scale is the larger.
   */
  startLossScale(tokensPerStep: number): void {
    const scale = Math.min(LARGEST_LOSS_SCALE, 2 ** Math.round(Math.log2(LOSS_SCALE_PER_TOKEN * tokensPerStep)));
    this.executor.write('scaler', Float32Array.of(this.plan.storage === 'f32' ? 1 : scale));
  }

  /** As in a run that has not begun: no moments, and no count of steps. */
  clearMoments(): void {
    const { placements, layout } = this.plan;
    const names = (['m', 'v', 'scales'] as const).flatMap((set) => layout.arenas.map((_, i) => arenaName(set, i)));
    this.executor.submit([...names.filter((name) => name in placements), 'scaler'].map((clear) => ({ clear })));
  }

  /**
   * Steps whose weights are in the mean of the weights; 0: it holds nothing yet. The training loop counts them, and a
   * checkpoint gives the mean as the model from the first on.
   */
  averagedSteps = 0;

  /** What adds the weights, as they are after the step, to their mean. For a plan with a mean. */
  addToMean(): Command[] {
    this.averagedSteps += 1;
    this.executor.write('mean_newest', Float32Array.of(1 / this.averagedSteps, 0, 0, 0));
    return [{ run: 'mean' }];
  }

  /** Does something with the weights that make up the model: their mean, where it has begun. */
  async withModelWeights<T>(work: () => Promise<T>): Promise<T> {
    if (this.averagedSteps === 0) return work();
    const swap: Command[] = [{ run: 'swap' }, { run: 'copy' }];
    this.executor.submit(swap);
    try {
      return await work();
    } finally {
      this.executor.submit(swap);
    }
  }

  /** Makes the compute copies of weights that were written, on the device, so that they round as an update's do. */
  finishWeights(): void {
    this.executor.submit([{ run: 'copy' }]);
  }

  private writeArena(
    set: ParameterSet,
    parameter: Parameter,
    slice: NamedSlice,
    values: Float32Array<ArrayBuffer>,
  ): void {
    const { arena, rows } = slice;
    const { name, format, offset } = this.heldAs(set, slice);
    switch (format) {
      case 'f32':
        this.executor.write(name, values, offset * 4);
        break;
      case 'f16':
      case 'packed':
        this.executor.write(name, f32ToF16(values), offset * 2);
        break;
      case 'bf16':
        this.executor.write(name, f32ToBf16(values), offset * 2);
        break;
      case 'int8': {
        const moment = set as Moment;
        const { codes, scales } = narrowMoments(moment, values);
        this.executor.write(name, codes, offset);
        this.executor.write(arenaName('scales', arena), scales, this.scaleOffset(moment, arena, offset));
        break;
      }
      case 'qint8':
      case 'nf4':
        this.executor.write(
          name,
          quantise(format, values, rows, (row) => tensorOfRow(parameter, row)),
          offset * 4,
        );
        break;
      default:
        format satisfies never;
    }
  }

  /**
   * Padded values of one parameter; gradients as they are, times the loss scale. Widened where held in fewer bits, so that
   * what is read and written again is the same bit for bit. CPU–GPU synchronisation.
   */
  async readParameter(set: ParameterSet, id: string): Promise<Float32Array<ArrayBuffer>> {
    return fromDeviceOrder(this.parameter(id), await this.readSlices(set, this.slices(id)));
  }

  private async readSlices(set: ParameterSet, slices: readonly NamedSlice[]): Promise<Float32Array<ArrayBuffer>> {
    const [first, ...more] = slices as [NamedSlice, ...NamedSlice[]];
    if (more.length === 0) return this.readArena(set, first);
    const values = new Float32Array(slices.reduce((sum, { rows, stride }) => sum + rows * stride, 0));
    let from = 0;
    for (const slice of slices) {
      values.set(await this.readArena(set, slice), from);
      from += slice.rows * slice.stride;
    }
    return values;
  }

  private async readArena(set: ParameterSet, slice: NamedSlice): Promise<Float32Array<ArrayBuffer>> {
    const { arena, rows, stride } = slice;
    const { name, format, offset } = this.heldAs(set, slice);
    const elements = rows * stride;
    switch (format) {
      case 'f32':
        return new Float32Array(await this.executor.read(name, elements * 4, offset * 4));
      case 'f16':
      case 'packed':
        return f16ToF32(new Uint16Array(await this.executor.read(name, elements * 2, offset * 2)));
      case 'bf16':
        return bf16ToF32(new Uint16Array(await this.executor.read(name, elements * 2, offset * 2)));
      case 'int8': {
        const moment = set as Moment;
        const codes = new Uint8Array(await this.executor.read(name, elements, offset));
        const bytes = Math.ceil(elements / BLOCK) * 4;
        const at = this.scaleOffset(moment, arena, offset);
        const scales = new Float32Array(await this.executor.read(arenaName('scales', arena), bytes, at));
        return widenMoments(moment, { codes, scales });
      }
      case 'qint8':
      case 'nf4': {
        const bytes = 4 * weightElements(format, rows, stride);
        const words = new Uint32Array(await this.executor.read(name, bytes, offset * 4));
        return QUANTISED_FORMATS[format].dequantise(words, rows, stride);
      }
      default:
        return format satisfies never;
    }
  }

  /**
   * Where of a set a slice lies, from which element on, and in what form. Weights that are not trained have no master beside
   * what kernels read; gradients may lie elsewhere than in arenas.
   */
  private heldAs(
    set: ParameterSet,
    { id, arena: index, offset }: NamedSlice,
  ): { name: string; format: MomentsFormat | WeightsType; offset: number } {
    const { storage, moments, isTraining } = this.plan;
    const arena = this.arena(index);
    const name = arenaName(set, index);
    if (set === 'gradients') return { name: gradientOf(id), format: 'f32', offset: 0 };
    if (set === 'm' || set === 'v') return { name, format: arenaMoments(arena, moments), offset };
    if (isTraining && !arena.frozen) return { name, format: 'f32', offset };
    const format = weightsType(arena, storage);
    return { name: arenaName(weightsSet(format), index), format, offset };
  }

  /** Bytes to the scale of the block that an element begins: all of m's, then all of v's. */
  private scaleOffset(moment: Moment, arena: number, offset: number): number {
    const first = moment === 'm' ? 0 : this.arena(arena).elements / BLOCK;
    return 4 * (first + offset / BLOCK);
  }

  private arena(index: number): Arena {
    return this.plan.layout.arenas[index] as Arena;
  }

  /** Padded gradient of one parameter, without the loss scale. CPU–GPU synchronisation. */
  async readGradient(id: string): Promise<Float32Array<ArrayBuffer>> {
    const { loss_scale } = decodeWords(SCALER_WORDS, await this.executor.read('scaler', WORDS_BYTES));
    return (await this.readParameter('gradients', id)).map((value) => value / loss_scale);
  }

  /** Logits of a program's rows [rows, vocab]. CPU–GPU synchronisation. */
  async readLogits(program: 'prefill' | 'decode' | 'logits', rows: number): Promise<Float32Array<ArrayBuffer>> {
    const { storage, config } = this.plan;
    const stride = roundUp(config.vocabSize, 4);
    const bytes = await this.executor.read(logitsOf(program), rows * stride * (storage === 'f32' ? 4 : 2));
    const padded = storage === 'f32' ? new Float32Array(bytes) : f16ToF32(new Uint16Array(bytes));
    if (rows === 1) return padded.subarray(0, config.vocabSize);
    const logits = new Float32Array(rows * config.vocabSize);
    for (let row = 0; row < rows; row++)
      logits.set(padded.subarray(row * stride, row * stride + config.vocabSize), row * config.vocabSize);
    return logits;
  }

  /** Losses of the rows that an evaluation has just run over [rows · seq], see `rowLossesOf`. CPU–GPU synchronisation. */
  async readRowLosses(program: string): Promise<Float32Array<ArrayBuffer>> {
    const { batch } = this.plan;
    if (!batch) throw new Error('A plan that only generates has no losses.');
    return new Float32Array(await this.executor.read(rowLossesOf(program), batch.rows * batch.seq * 4));
  }

  setStep(values: StepValues): void {
    const { learningRate = 0, weightDecay = 0, groups = UNIFORM_GROUPS, beta1 = 0, beta2 = 0 } = values;
    const { tables, matrices, vectors } = groups;
    const words = encodeWords(STEP_WORDS, {
      inverse_tokens: values.inverseTokens ?? 0,
      tables_learning_rate: learningRate * tables.rate,
      tables_weight_decay: weightDecay * tables.decay,
      matrices_learning_rate: learningRate * matrices.rate,
      matrices_weight_decay: weightDecay * matrices.decay,
      vectors_learning_rate: learningRate * vectors.rate,
      vectors_weight_decay: weightDecay * vectors.decay,
      beta1,
      beta2,
      one_minus_beta1: 1 - beta1,
      one_minus_beta2: 1 - beta2,
      epsilon: values.epsilon ?? 0,
      clip: values.clip ?? 0,
      growth_interval: values.growthInterval ?? 0,
      position: values.position ?? 0,
      last_row: values.lastRow ?? 0,
    });
    this.executor.write('step', words);
  }

  destroy(): void {
    this.executor.destroy();
    this.executor.gpu.device.destroy();
  }

  private parameter(id: string): Parameter {
    const parameter = this.parameters.get(id);
    if (!parameter) throw new Error(`the plan has no parameter "${id}"`);
    return parameter;
  }

  /** Where the rows of a parameter lie, in order. */
  private slices(id: string): NamedSlice[] {
    const { parts, slices } = this.plan.layout;
    const ids = parts.get(id);
    if (!ids) throw new Error(`the plan has no parameter "${id}"`);
    return ids.map((part) => ({ id: part, ...(slices.get(part) as ParameterSlice) }));
  }
}

/** Positions of so many tokens whose rows hold one sequence each. */
const countedRows = (tokens: number, length: number): Int32Array<ArrayBuffer> =>
  Int32Array.from({ length: tokens }, (_, at) => at % length);
