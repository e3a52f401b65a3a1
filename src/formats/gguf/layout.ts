/**
 * What a GGUF file of version 3 is made of (github.com/ggml-org/ggml, docs/gguf.md): numbers of the types of values and of
 * tensors, and what a tensor of each type takes. Only what Ocaq writes is here; all numbers are little-endian.
 */

/** "GGUF" */
export const MAGIC = 0x4655_4747;
export const VERSION = 3;
/** Tensors begin at multiples of it; files that say nothing have this one. */
export const ALIGNMENT = 32;
/** Of the blocks that quantised tensors are made of (`GGML_QNT_VERSION`). */
export const QUANTIZATION_VERSION = 2;

/** A value under a key. */
export type GgufValue =
  | { readonly type: 'u32' | 'f32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'i32s'; readonly value: readonly number[] };

/** Numbers of the types of values, those of an array's elements among them. */
export const VALUE_TYPES = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

/** How the weights of a whole model are stored. */
export const GGUF_TYPES = ['f32', 'f16', 'q8_0', 'q4_0'] as const;
export type GgufType = (typeof GGUF_TYPES)[number];

export type GgufTensorType = 'F32' | 'F16' | 'Q8_0' | 'Q4_0';

interface TensorLayout {
  /** Its number in a file. */
  readonly id: number;
  /** Numbers of a block; a row holds whole blocks. */
  readonly block: number;
  /** Bytes of a block. */
  readonly bytes: number;
}

export const TENSOR_TYPES: Readonly<Record<GgufTensorType, TensorLayout>> = {
  F32: { id: 0, block: 1, bytes: 4 },
  F16: { id: 1, block: 1, bytes: 2 },
  Q4_0: { id: 2, block: 32, bytes: 2 + 16 },
  Q8_0: { id: 8, block: 32, bytes: 2 + 32 },
};

export const elementsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** @param shape rows of whole blocks */
export function tensorBytes(type: GgufTensorType, shape: readonly number[]): number {
  const { block, bytes } = TENSOR_TYPES[type];
  return (elementsOf(shape) / block) * bytes;
}

export const aligned = (offset: number): number => Math.ceil(offset / ALIGNMENT) * ALIGNMENT;
