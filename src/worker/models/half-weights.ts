/** Weights of an imported model stay in storage what they were in its files: 16 bits are widened when they are read. */
import { bf16ToF32, f16ToF32, f32ToBf16, f32ToF16 } from '../../formats/half.ts';
import type { TensorDtype } from '../../formats/safetensors.ts';
import type { Parameter } from '../../model/parameters.ts';

export type Half = 'F16' | 'BF16';

/** By the names of a checkpoint's tensors; those that are not named hold f32. */
export type HalfTensors = Readonly<Record<string, Half>>;

/** The 16 bits that every tensor of a parameter has; null where one has others. */
export function halfOf(parameter: Parameter, dtypeOf: (tensor: string) => TensorDtype | undefined): Half | null {
  const [first, ...others] = new Set(parameter.parts.map(({ name }) => dtypeOf(name)));
  return others.length === 0 && (first === 'F16' || first === 'BF16') ? first : null;
}

/** The bytes that are stored. @param values that 16 bits hold exactly, where `half` is given */
export function storedBytes(half: Half | null, values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (half === null) return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array((half === 'F16' ? f32ToF16(values) : f32ToBf16(values)).buffer);
}

/** Reads every tensor as f32. */
export const widened =
  (tensor: (name: string) => Promise<Uint8Array<ArrayBuffer>>, halves: HalfTensors = {}) =>
  async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await tensor(name);
    const half = halves[name];
    if (half === undefined) return bytes;
    const words = new Uint16Array(bytes.buffer);
    return new Uint8Array((half === 'F16' ? f16ToF32(words) : bf16ToF32(words)).buffer);
  };
