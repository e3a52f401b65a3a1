/**
 * `export --to peft`: the adapters of a run of `finetune`, at its newest checkpoint, as a folder that peft loads. What the run
 * writes at its end is the same in f32; a run that goes on, or was killed, has its adapters in checkpoints alone.
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { huggingFaceTensor } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import { readChatTemplate } from '../../formats/chat-template.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { openAdapterFolder } from '../../formats/peft/adapter-folder.ts';
import { type AdapterToWrite, adapterFolderFiles } from '../../formats/peft/write-adapter.ts';
import { readTensorF32 } from '../../formats/safetensors.ts';
import { checkSame } from '../../formats/same-values.ts';
import { withAdapter } from '../../model/adapter.ts';
import { adapterToWrite } from '../../model/adapter-to-write.ts';
import { type StoredModelConfig, withFamily } from '../../model/families/table.ts';
import { factorName } from '../../model/lora.ts';
import { adapterTable } from '../../model/merged-tensor.ts';
import type { Method } from '../../model/method.ts';
import { cardRecipe } from '../../training/card-recipe.ts';
import { readLoopState } from '../../training/loop-state.ts';
import type { SavedRun } from '../checkpoint-folder.ts';
import { folderSource, writeWhole } from '../files.ts';
import { openFolder, weightsHash } from '../model-folder.ts';
import { usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { newestCheckpoint } from './newest-checkpoint.ts';
import { STORED_TYPE_NAMES, STORED_TYPES, type StoredType, storable } from './stored-types.ts';
import type { ExportTarget, WrittenFile } from './target.ts';

export const peft: ExportTarget<StoredType> = {
  summary:
    'peft writes the folder --out, which `peft` loads: the adapters of a run of `finetune`, at its newest checkpoint, whether or not the run is at its end. --model is the base that the run was begun with.',
  source: 'run',
  types: STORED_TYPE_NAMES,
  /** @throws OcaqError `nothing-to-resume`, `usage` where the run has no adapters or another base, `export-not-finite`, `weights-beyond-f16`, `export-unverified` */
  async write({ from, base: baseDir, out, type }) {
    if (baseDir === undefined)
      throw usageError('--to peft needs the base of the adapters: --model DIR, as finetune had it.');
    const progress = new Progress();
    const saved = await newestCheckpoint(from, 'finetune', progress);
    const { step, settings, storage, recovery } = readLoopState(saved.state);
    const { config, method } = adaptersOf(saved, from);
    const { lora } = method;
    if (saved.run.base !== undefined && saved.run.base !== (await weightsHash(baseDir)))
      throw usageError(
        `The adapters in "${from}" were trained beside other weights than "${baseDir}" holds. Give the --model that finetune was begun with.`,
      );
    const described = {
      name: path.basename(path.resolve(out)),
      base: path.basename(path.resolve(baseDir)),
      known: { recipe: cardRecipe(settings, storage, method), changes: recovery.changes },
      chatTemplate: (await readChatTemplate(folderSource(from))).source,
    };
    const tensor = (name: string) =>
      huggingFaceTensor(adapterTable(config, lora), name, (state) => stateOf(saved, state));
    const adapter: AdapterToWrite = {
      ...adapterToWrite(config, lora, described, async (name) => storable(type, name, await tensor(name))),
      dtype: STORED_TYPES[type].dtype,
    };
    const files: WrittenFile[] = [];
    for await (const { name, content } of adapterFolderFiles(adapter)) {
      const file = path.join(out, name);
      await writeWhole(file, content);
      files.push({ name, bytes: (await stat(file)).size });
    }
    const checks = await checkWritten(out, baseDir, adapter, async (name) =>
      STORED_TYPES[type].rounded(await tensor(name)),
    );
    progress.end(`wrote ${out}, the adapters at step ${step} of ${settings.steps}`);
    return { step, files, checks };
  },
};

type LoraMethod = Extract<Method, { kind: 'lora' }>;

function adaptersOf({ run }: SavedRun, dir: string): { config: ModelConfig; method: LoraMethod } {
  if (run.method?.kind !== 'lora')
    throw usageError(
      `The run in "${dir}" trains every weight and has no adapters. Export its model: --to hf --model DIR.`,
    );
  return { config: withFamily(run.config as StoredModelConfig), method: run.method };
}

async function stateOf({ tensors }: SavedRun, name: string): Promise<Uint8Array> {
  const tensor = tensors.get(name);
  if (tensor) return tensor;
  throw new OcaqError('checkpoint-damaged', `The checkpoint lacks "${name}". Start a new run.`, { name });
}

/** Opens what was written as anybody would, beside its base, and compares every number. */
async function checkWritten(
  out: string,
  baseDir: string,
  { tensors }: AdapterToWrite,
  wanted: (name: string) => Promise<Float32Array>,
): Promise<{ tensors: number; modules: number }> {
  const written = await openAdapterFolder(folderSource(out));
  // Places and shapes of all factors; nothing is merged before it is read.
  withAdapter(await openFolder(baseDir), written);
  const found = new Map(
    [...written.pairs].flatMap(([module, { a, b }]) => [
      [factorName(module, 'A'), a],
      [factorName(module, 'B'), b],
    ]),
  );
  for (const { name } of tensors) {
    const stored = found.get(name);
    checkSame(name, stored ? await readTensorF32(stored.source, stored.entry) : new Float32Array(), await wanted(name));
  }
  return { tensors: tensors.length, modules: written.pairs.size };
}
