/** How numbers of a safetensors file may be stored, and what is left of each. */
import { checkFinite } from '../../formats/finite-values.ts';
import { bf16ToF32, f16ToF32, f32ToBf16, f32ToF16 } from '../../formats/half.ts';
import { checkFitsF16 } from '../fits-f16.ts';

export type StoredType = keyof typeof STORED_TYPES;

export const STORED_TYPES = {
  f32: { dtype: 'F32', rounded: (values: Float32Array) => values },
  f16: { dtype: 'F16', rounded: (values: Float32Array) => f16ToF32(f32ToF16(values)) },
  bf16: { dtype: 'BF16', rounded: (values: Float32Array) => bf16ToF32(f32ToBf16(values)) },
} as const;

export const STORED_TYPE_NAMES = ['f32', 'f16', 'bf16'] as const satisfies StoredType[];

/** The values, if the type can hold them. @throws OcaqError `export-not-finite`, `weights-beyond-f16` */
export function storable(type: StoredType, name: string, values: Float32Array): Float32Array {
  checkFinite(name, values);
  if (type === 'f16') checkFitsF16(name, values);
  return values;
}
