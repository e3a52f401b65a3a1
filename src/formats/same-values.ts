/** Whether a written tensor is what was to be written. */
import { OcaqError } from '../errors.ts';

/** @throws OcaqError `export-unverified` where a bit differs */
export function checkSame(name: string, written: Float32Array, wanted: Float32Array): void {
  if (written.length === wanted.length && written.every((value, i) => Object.is(value, wanted[i]))) return;
  throw new OcaqError(
    'export-unverified',
    `The tensor "${name}" of the written file is not what was to be written. Try again; if it happens again, check the disk.`,
    { name },
  );
}
