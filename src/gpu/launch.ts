/**
 * What one kernel launch is, as a plain value: no GPU object in it, so plans can be printed, counted and compared.
 * A Resource is a named piece of GPU memory; where it lies is decided later (see Placement).
 */
import type { Budget } from './budget.ts';

/** `read` binds as read-only storage, `write` as read_write storage (overwritten or accumulated), `uniform` as uniform. */
export type Access = 'read' | 'write' | 'uniform';

/**
 * How weights' compute copies, activations and their gradients are stored. `f16` wants the feature `shader-f16`; `packed`
 * is the same 16 bits, two in a u32, for any adapter. A shader reads and writes them through the prelude of the binding's
 * element type, lib/element_<type>.wgsl.
 */
export type StorageType = 'f32' | 'f16' | 'packed';

/** Formats of matrices that are frozen, by the names of src/formats/quantised/table.ts: words of u32, not elements. */
export type QuantisedType = 'qint8' | 'nf4';

/** How the weights of a parameter are stored. */
export type WeightsType = StorageType | QuantisedType;

/** What a tensor's elements are. `int8` are codes of moments, whose scales lie elsewhere. */
export type ElementType = WeightsType | 'bf16' | 'int8' | 'u32' | 'i32';

export interface ResourceBinding {
  readonly resource: string;
  readonly element: ElementType;
  readonly access: Access;
  /** Bytes from the start of the resource; a multiple of 256. */
  readonly offset: number;
  /** Bytes bound. */
  readonly size: number;
}

export interface KernelLaunch {
  /** What it does in the model, e.g. `layers.3 rmsnorm_forward`. */
  readonly label: string;
  /** File name under shaders/, without `.wgsl`. */
  readonly shader: string;
  /** Which of several files the shader includes where it has a choice: `{METHOD: 'tiled'}` for `…_{METHOD}.wgsl`. */
  readonly slots: Readonly<Record<string, string>>;
  /** Sizes that WGSL needs as `const` because arrays in private memory take them; written into the prelude. */
  readonly constants: Readonly<Record<string, number>>;
  /** Values for the shader's `override` constants. */
  readonly overrides: Readonly<Record<string, number>>;
  /** In the order of the shader's `@binding` numbers: outputs, inputs, uniform. */
  readonly bindings: readonly ResourceBinding[];
  readonly workgroups: readonly [number, number, number];
  readonly flops: number;
  /** Bytes bound, each range once, which is what a kernel that reads each once moves. */
  readonly bytes: number;
  readonly budget: Budget;
}

/** Operations that take about as long as moving one byte on the cards that this is made for (5 TFLOP/s, 112 GB/s). */
const OPERATIONS_PER_BYTE = 40;

/** How long a launch should take, in operations: for telling launches apart, not for predicting times. */
export const workOf = ({ flops, bytes }: KernelLaunch): number => flops + OPERATIONS_PER_BYTE * bytes;

/** Whether its kernel adds up within subgroups, for which the device needs the feature `subgroups`. */
export const usesSubgroups = ({ slots: { METHOD = '' } }: Pick<KernelLaunch, 'slots'>): boolean =>
  METHOD.startsWith('subgroups');

/** Where a resource lies. */
export interface Placement {
  readonly buffer: GPUBuffer;
  readonly offset: number;
}

/** Most workgroups that WebGPU allows in one dimension of a dispatch. */
export const MAX_WORKGROUPS = 65_535;

/** Folds a count of workgroups into two dimensions; kernels find theirs as `id.x + id.y * num_workgroups.x`. */
export function foldWorkgroups(count: number): [number, number, number] {
  if (count <= MAX_WORKGROUPS) return [Math.max(1, count), 1, 1];
  const rows = Math.ceil(count / MAX_WORKGROUPS);
  return [Math.ceil(count / rows), rows, 1];
}
