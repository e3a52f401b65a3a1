/**
 * Frozen matrices in 8 or 4 bits: a flat table of formats. Each makes words of u32 from padded rows of f32, which one binding
 * holds and shaders/lib/b_<format>.wgsl reads. What was widened does not give the same words again in every bit: only original
 * weights are to be quantised.
 */
import { OcaqError } from '../../errors.ts';
import type { QuantisedFormat } from './format.ts';
import { NF4 } from './nf4.ts';
import { QINT8 } from './qint8.ts';

export const QUANTISED_FORMATS = { qint8: QINT8, nf4: NF4 } as const satisfies Record<string, QuantisedFormat>;

export type QuantisedType = keyof typeof QUANTISED_FORMATS;

export const isQuantised = (type: string | null): type is QuantisedType => type !== null && type in QUANTISED_FORMATS;

/**
 * @param values padded rows of a matrix
 * @param tensorOf the name of the tensor that a row is of
 * @throws OcaqError('weight-not-finite') at NaN or an infinity, for which no format has a code
 */
export function quantise(
  type: QuantisedType,
  values: Float32Array,
  rows: number,
  tensorOf: (row: number) => string,
): Uint32Array<ArrayBuffer> {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) {
      const tensor = tensorOf(Math.floor((i * rows) / values.length));
      throw new OcaqError(
        'weight-not-finite',
        `The tensor "${tensor}" holds ${values[i]}, which a quantised base has no code for. The model is damaged: get it from its source again, or choose a base that is not quantised.`,
        { tensor, value: String(values[i]) },
      );
    }
  return QUANTISED_FORMATS[type].quantise(values, rows);
}
