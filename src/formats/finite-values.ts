/** Whether weights are worth handing to others. */
import { OcaqError } from '../errors.ts';

/** @throws OcaqError `export-not-finite` at NaN or an infinity */
export function checkFinite(tensor: string, values: Float32Array): void {
  const found = values.find((value) => !Number.isFinite(value));
  if (found !== undefined)
    throw new OcaqError(
      'export-not-finite',
      `The tensor "${tensor}" holds ${found}, which no model can work with: its training diverged, or its file is damaged. Take an earlier checkpoint, or get the model again.`,
      { tensor, value: String(found) },
    );
}
