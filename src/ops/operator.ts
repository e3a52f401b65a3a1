/**
 * What an operator is. A model calls operators over named tensors on a Graph; the plan asks each recorded call for its
 * forward launches and, in reverse order, for its backward launches. Nothing here touches a GPU.
 *
 * Matrices are row-major with rows padded to a multiple of four elements (`stride`); the padding always holds zeros, so
 * kernels read and write whole vec4s and odd sizes need no special case.
 */
import { isQuantised, QUANTISED_FORMATS } from '../formats/quantised/table.ts';
import type { Budget } from '../gpu/budget.ts';
import type { Precision } from '../gpu/device.ts';
import type { ElementType, KernelLaunch, QuantisedType, StorageType, WeightsType } from '../gpu/launch.ts';
import { everyGemm, type GemmChoice, type GemmKernel } from './gemm-kernels.ts';

export { usesSubgroups } from '../gpu/launch.ts';
export type { ElementType, Precision, QuantisedType, StorageType, WeightsType };

export interface Tensor {
  readonly id: string;
  readonly rows: number;
  readonly cols: number;
  /** Elements from one row to the next; a multiple of 4 for matrices. */
  readonly stride: number;
  readonly type: ElementType;
  /** Of a quantised matrix: bytes of a word, of which it takes as many as its format says. */
  readonly bytesPerElement: number;
  /** Given where no binding could hold it: its rows lie in these tensors, one after the other, and it has no memory itself. */
  readonly parts?: readonly Tensor[];
  /** Given where it is block-diagonal and holds its blocks alone: `stride` is that of a block. */
  readonly blocks?: readonly Block[];
  /** Of a weight: an adapter that products with it add. */
  readonly lowRank?: LowRank;
}

/** Rows of a module within a block-diagonal matrix, and the columns of its block. */
export interface Block {
  /** The first row, a multiple of 4; a module ends where the next begins. */
  readonly row: number;
  /** The first column of its block, a multiple of 4; null where it has none and its rows are zeros. */
  readonly column: number | null;
}

/** The adapter of a weight, see low-rank.ts. */
export interface LowRank {
  /** [columns of u, in] */
  readonly a: Tensor;
  /** [out, columns of u], block-diagonal where several modules share a product. */
  readonly b: Tensor;
  readonly scale: number;
  /** Of its input in training; null: none. */
  readonly dropout: Dropout | null;
}

/** Which elements are dropped, see dropout.ts. */
export interface Dropout {
  /** The share that is dropped, 0 … 1, without 1. */
  readonly rate: number;
  /** u32, its first word: another one in each micro-batch. */
  readonly seed: Tensor;
  /** The place in the model; each has elements of its own. */
  readonly site: number;
}

export const tensorBytes = (t: Tensor): number => weightElements(t.type, t.rows, t.stride) * t.bytesPerElement;

/** Elements of a matrix in memory: its padded rows, or the words of its format where it is quantised. */
export const weightElements = (type: ElementType, rows: number, stride: number): number =>
  isQuantised(type) ? QUANTISED_FORMATS[type].words(rows, stride) : rows * stride;
/** vec4s from one row to the next. */
export const stride4 = (t: Tensor): number => t.stride / 4;

/** What holds a tensor's rows: itself, or its parts. */
export function rowParts(whole: Tensor): readonly { readonly tensor: Tensor; readonly rows: RowRange }[] {
  let from = 0;
  return (whole.parts ?? [whole]).map((tensor) => {
    const rows = { from, count: tensor.rows };
    from += tensor.rows;
    return { tensor, rows };
  });
}

/** The tensor whose rows are those of the parts, one after the other: of one part, that part. */
export function joinRows(id: string, parts: readonly Tensor[]): Tensor {
  const [first, ...more] = parts;
  if (!first) throw new Error(`The tensor "${id}" should have parts, but there are none.`);
  if (more.length === 0) return first;
  return { ...first, id, rows: parts.reduce((sum, part) => sum + part.rows, 0), parts };
}

/** One kernel launch of a plan. */
export interface Launch extends KernelLaunch {
  /** So cheap that the backward pass may repeat it rather than keep its first binding, its output. */
  readonly isCheap: boolean;
  /** Of `flops`, those that do work of the forward pass a second time. */
  readonly repeatedFlops: number;
}

export interface RowRange {
  readonly from: number;
  readonly count: number;
}

/** Begins at a multiple of 256 bytes, and ends at a multiple of four elements or with the row. */
export interface ColumnRange {
  readonly from: number;
  readonly count: number;
}

export interface TensorBinding {
  readonly tensor: Tensor;
  readonly access: 'read' | 'write' | 'uniform';
  readonly rows: RowRange;
  /** Bound from the first of these columns in the first row to the last in the last; all columns by default. */
  readonly columns: ColumnRange | undefined;
}

const bind =
  (access: TensorBinding['access']) =>
  (tensor: Tensor, rows: RowRange = { from: 0, count: tensor.rows }, columns?: ColumnRange): TensorBinding => ({
    tensor,
    access,
    rows,
    columns,
  });
export const reads = bind('read');
export const writes = bind('write');
export const uniform = bind('uniform');

/** What the plan knows about gradients while it walks the calls backwards. Gradients are named `d<name>`. */
export interface Gradients {
  /** The gradient of a call's output; every later call has added its part. */
  of(tensor: Tensor): Tensor;
  /** Where a call writes its part of the gradient of an input: `accumulate` says whether `+=` or `=`. */
  into(tensor: Tensor): { readonly tensor: Tensor; readonly accumulate: boolean };
  /** The gradient of `output` is that of `input` too (a residual): shared, not copied. Must be the first part of `input`'s gradient. */
  share(output: Tensor, input: Tensor): void;
  /**
   * Whether the gradient of a parameter is wanted: not where it is frozen. For launches that make more than that gradient;
   * those that make nothing else are left out without being asked.
   */
  wants(parameter: Tensor): boolean;
  /** Memory that lives only within this call's launches. */
  scratch(name: string, rows: number, cols: number, type?: ElementType): Tensor;
}

export interface Operator<A> {
  readonly name: string;
  /** Throws an error naming operator, argument, expected and got. */
  validate(args: A): void;
  /** `training`: whether a backward pass follows (a loss then leaves its work to it). */
  forward(args: A, context: LaunchContext): Launch[];
  backward(args: A, gradients: Gradients, context: LaunchContext): Launch[];
}

export interface LaunchContext {
  readonly kernels: KernelChoice;
  readonly training: boolean;
  /** Prefix of labels, e.g. `layers.3`. */
  readonly label: string;
}

/**
 * Which variant of a kernel serves this adapter. `tiled` stages operands in workgroup memory (GPUs); `direct` reads
 * storage without barriers (software adapters pay dearly for barriers). Chosen by measurement, kept with a run, since
 * variants round differently.
 */
export interface KernelChoice {
  readonly gemm: GemmChoice;
  readonly attention: 'direct' | 'tiled';
  /** Sums over a row: by one SIMD group, whose barriers cost least, or by a whole workgroup. */
  readonly reduction: 'direct' | 'tiled';
  /**
   * Products and attention of one row: each sum by one invocation, or by a workgroup, through its memory or within subgroups
   * first, for which the device needs the feature `subgroups`.
   */
  readonly decoding: 'direct' | 'tiled' | 'subgroups';
  /** Workgroups that fill the adapter: a product of fewer tiles is summed in parts side by side, see gemm-parts.ts. */
  readonly filling: number;
}

/** What serves where nothing was measured: DIRECT on software adapters, TILED on graphics cards, of which it fills small ones. */
export const DIRECT: KernelChoice = {
  gemm: everyGemm('direct'),
  attention: 'direct',
  reduction: 'direct',
  decoding: 'direct',
  filling: 1,
};
export const TILED: KernelChoice = {
  gemm: everyGemm('tiled-128x64'),
  attention: 'tiled',
  reduction: 'tiled',
  decoding: 'tiled',
  filling: 64,
};

/** The constant WORKGROUP_SIZE of a kernel that adds up within a workgroup. @param tiled its size on a GPU */
export const reductionSize = ({ kernels }: LaunchContext, tiled: number): number =>
  kernels.reduction === 'direct' ? 4 : tiled;

/** How AdamW's moments are held; `int8` in blocks with scales, and only of matrices within layers. */
export type MomentsFormat = 'f32' | 'bf16' | 'int8';

/** A recorded call, ready for the plan. */
export interface Call {
  readonly label: string;
  readonly forward: (context: Omit<LaunchContext, 'label'>) => Launch[];
  readonly backward: (gradients: Gradients, context: Omit<LaunchContext, 'label'>) => Launch[];
}

export class Graph {
  /** Element type of activations and their gradients. */
  readonly storage: StorageType;
  readonly calls: Call[] = [];
  readonly tensors = new Map<string, Tensor>();
  private scope = '';

  constructor(storage: StorageType) {
    this.storage = storage;
  }

  /** Names tensors and calls made inside `body` with a prefix. */
  in<T>(scope: string, body: () => T): T {
    const outer = this.scope;
    this.scope = outer === '' ? scope : `${outer}.${scope}`;
    try {
      return body();
    } finally {
      this.scope = outer;
    }
  }

  /** [rows, cols], rows padded to vec4s. */
  matrix(name: string, rows: number, cols: number, type: ElementType = this.storage): Tensor {
    return this.add(name, rows, cols, roundUp(cols, 4), type);
  }

  /** [rows, cols] of scalars without padding: per-row metrics, indices. */
  scalars(name: string, rows: number, cols: number, type: ElementType = 'f32'): Tensor {
    return this.add(name, rows, cols, cols, type);
  }

  call<A>(operator: Operator<A>, args: A): void {
    operator.validate(args);
    const label = this.scope;
    this.calls.push({
      label: `${label} ${operator.name}`.trim(),
      forward: (context) => operator.forward(args, { ...context, label }),
      backward: (gradients, context) => operator.backward(args, gradients, { ...context, label }),
    });
  }

  /** Declares another tensor like one that is there, for what is made a second time. */
  recomputed(id: string): { from: string; to: string } {
    const tensor = this.tensors.get(id);
    if (!tensor) throw new Error(`There is no tensor "${id}" in this graph.`);
    const to = `${id}.again`;
    this.tensors.set(to, { ...tensor, id: to });
    return { from: id, to };
  }

  private add(name: string, rows: number, cols: number, stride: number, type: ElementType): Tensor {
    const id = this.scope === '' ? name : `${this.scope}.${name}`;
    if (this.tensors.has(id)) throw new Error(`Tensor "${id}" is declared twice in one graph.`);
    const tensor: Tensor = { id, rows, cols, stride, type, bytesPerElement: elementBytes(type) };
    this.tensors.set(id, tensor);
    return tensor;
  }
}

export function elementBytes(type: ElementType): number {
  switch (type) {
    case 'f32':
    case 'u32':
    case 'i32':
    case 'qint8':
    case 'nf4':
      return 4;
    case 'f16':
    case 'packed':
    case 'bf16':
      return 2;
    case 'int8':
      return 1;
    default:
      return type satisfies never;
  }
}

export const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;

export interface LaunchSpec {
  readonly shader: string;
  readonly bindings: readonly TensorBinding[];
  readonly workgroups: readonly [number, number, number];
  readonly flops: number;
  readonly repeatedFlops?: number;
  /** By default that of a kernel which reads what it binds once, in 16 bytes a time, without workgroup memory. */
  readonly budget?: Budget;
  readonly method?: GemmKernel['method'] | KernelChoice['decoding'] | 'subgroups_gate_up' | 'memory' | 'f32' | 'bf16';
  /** Choices of files beside the method. */
  readonly slots?: Readonly<Record<string, string>>;
  readonly isCheap?: boolean;
  readonly overrides?: Readonly<Record<string, number>>;
  readonly constants?: Readonly<Record<string, number>>;
}

/** Turns tensors, rows and columns into byte ranges. */
export function launch(context: LaunchContext, spec: LaunchSpec): Launch {
  const bindings = spec.bindings.map((binding) => {
    const { tensor, access } = binding;
    return { resource: tensor.id, element: tensor.type, access, ...boundRange(binding) };
  });
  return {
    label: `${context.label} ${spec.shader}`.trim(),
    shader: spec.shader,
    slots: { ...(spec.method && { METHOD: spec.method }), ...spec.slots },
    constants: spec.constants ?? {},
    overrides: spec.overrides ?? {},
    bindings,
    workgroups: spec.workgroups,
    isCheap: spec.isCheap ?? false,
    flops: spec.flops,
    repeatedFlops: spec.repeatedFlops ?? 0,
    bytes: distinctBytes(spec.bindings),
    budget: spec.budget ?? {
      multiplyAdds: spec.flops / 2,
      storageLoads: Math.ceil(distinctBytes(spec.bindings.filter(({ access }) => access !== 'write')) / 16),
      workgroupLoads: 0,
    },
  };
}

/** Bytes from the first that takes part to the last. */
function boundRange({ tensor, rows, columns }: TensorBinding): { offset: number; size: number } {
  if (isQuantised(tensor.type)) {
    expectThat(
      rows.count === tensor.rows && !columns,
      'launch',
      `"${tensor.id}", quantised,`,
      'bound whole',
      'in part',
    );
    return { offset: 0, size: tensorBytes(tensor) };
  }
  const rowBytes = tensor.stride * tensor.bytesPerElement;
  return {
    offset: rows.from * rowBytes + (columns?.from ?? 0) * tensor.bytesPerElement,
    size: (rows.count - 1) * rowBytes + widthBytes(tensor, columns),
  };
}

/** Bytes of one row's part of a binding. */
const widthBytes = ({ stride, bytesPerElement }: Tensor, columns: ColumnRange | undefined): number =>
  (columns ? roundUp(columns.count, 4) : stride) * bytesPerElement;

/** q, k and v may be columns of one tensor, bound three times and moved once. */
function distinctBytes(bindings: readonly TensorBinding[]): number {
  const ranges = new Map(
    bindings.map(({ tensor, rows, columns }) => [
      `${tensor.id} ${rows.from} ${columns?.from ?? 0}`,
      isQuantised(tensor.type) ? tensorBytes(tensor) : rows.count * widthBytes(tensor, columns),
    ]),
  );
  return [...ranges.values()].reduce((sum, size) => sum + size, 0);
}

/** A shape error in one form: operator, argument, expected, got. */
export function expectShape(operator: string, argument: string, tensor: Tensor, rows: number, cols: number): void {
  if (tensor.rows !== rows || tensor.cols !== cols)
    throw new Error(
      `${operator}: ${argument} ("${tensor.id}") should be [${rows}, ${cols}], but is [${tensor.rows}, ${tensor.cols}].`,
    );
}

export function expectThat(
  holds: boolean,
  operator: string,
  argument: string,
  expected: string,
  got: string | number,
): void {
  if (!holds) throw new Error(`${operator}: ${argument} should be ${expected}, but is ${got}.`);
}
