/** Weights that are to be stored in f16. */
import { OcaqError } from '../errors.ts';
import { F16_LIMIT } from '../formats/half.ts';

/** @throws OcaqError `weights-beyond-f16` */
export function checkFitsF16(tensor: string, values: Float32Array): void {
  const beyond = values.find((value) => Math.abs(value) >= F16_LIMIT);
  if (beyond !== undefined)
    throw new OcaqError(
      'weights-beyond-f16',
      `The tensor "${tensor}" holds the number ${beyond}, which f16 cannot hold. Choose bf16 or f32.`,
      { tensor, value: beyond },
    );
}
