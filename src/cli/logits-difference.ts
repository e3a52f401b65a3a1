/** How far the logits of a merged model, as it was written, lie from those of the adapter beside its base. */
import { OcaqError } from '../errors.ts';
import { largestDifference, rowLogits, rowPlan } from '../evaluation/row-logits.ts';
import type { OpenedFolder } from '../formats/hf-folder.ts';
import type { AdapterFolder } from '../formats/peft/adapter-folder.ts';
import { isMergedAlone, type UnmergedAdapter, unmergedAdapter } from '../model/unmerged-adapter.ts';
import { modelFromFolder, openFolder } from './model-folder.ts';
import type { Progress } from './progress.ts';

/** What the environment names, without measuring kernels for so little. */
const DEVICE = { adapter: undefined, dawnFeatures: '', precision: 'f32', tune: false, noTune: true } as const;

/** @returns null where there is nothing to compare with, or no device for it; the progress then says why */
export async function logitsDifference(
  base: OpenedFolder,
  adapter: AdapterFolder,
  merged: string,
  progress: Progress,
): Promise<number | null> {
  if (isMergedAlone(adapter)) return null;
  progress.show('comparing logits');
  try {
    const beside = await logitsOf(base, unmergedAdapter(base, adapter));
    return largestDifference(beside, await logitsOf(await openFolder(merged)));
  } catch (error) {
    if (!(error instanceof OcaqError)) throw error;
    progress.end(`The logits were not compared: ${error.message}`);
    return null;
  }
}

async function logitsOf(folder: OpenedFolder, adapter?: UnmergedAdapter): Promise<Float32Array> {
  const model = await modelFromFolder(folder, DEVICE, rowPlan(folder.config), adapter);
  try {
    return await rowLogits(model);
  } finally {
    model.destroy();
  }
}
