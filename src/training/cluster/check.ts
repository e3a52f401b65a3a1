/** Proof that a bundle holds the run: its checkpoint is read back and compared. */
import type { FolderSource } from '../../formats/hf-folder.ts';
import { checkSame } from '../../formats/same-values.ts';
import { readReturned } from './checkpoint.ts';

/**
 * That each tensor is what the run has, bit for bit.
 * @param folder the checkpoint in the written bundle
 * @param wanted tensors of the run by name, f32
 * @returns how many there are
 * @throws OcaqError `export-unverified`, and as `readReturned`
 */
export async function checkBundle(
  folder: FolderSource,
  wanted: (name: string) => Promise<Float32Array>,
  onTensor: (done: number, total: number) => void = () => undefined,
): Promise<number> {
  const { tensors } = await readReturned(folder);
  for (const [done, { name, read }] of tensors.entries()) {
    onTensor(done, tensors.length);
    checkSame(name, await read(), await wanted(name));
  }
  return tensors.length;
}
