/** The adapters of a checkpoint as a folder that peft loads, and the proof that its file reads back. */
import type { OutputFile } from '../../formats/hf-folder.ts';
import { openAdapterFolder } from '../../formats/peft/adapter-folder.ts';
import { type AdapterFacts, adapterFolderFiles } from '../../formats/peft/write-adapter.ts';
import { readTensorF32 } from '../../formats/safetensors.ts';
import { checkSame } from '../../formats/same-values.ts';
import { unzipFolder } from '../../formats/zip.ts';
import { adapterToWrite } from '../../model/adapter-to-write.ts';
import { factorName } from '../../model/lora.ts';
import type { Job } from '../hub.ts';
import { jinjaOf } from './chat-template.ts';
import type { Checkpoint } from './checkpoint.ts';
import { adapterTensor } from './whole-weights.ts';

/** @param base what the adapters lie beside, by name @param known for their card */
export function adapterFiles(
  checkpoint: Checkpoint,
  name: string,
  base: string,
  known: AdapterFacts,
): AsyncIterable<OutputFile> {
  const { adapter, details } = checkpoint;
  if (!adapter) throw new Error('the checkpoint holds no adapters');
  const described = { name, base, known, chatTemplate: jinjaOf(details) };
  return adapterFolderFiles(
    adapterToWrite(details.config, adapter.lora, described, (factor) => adapterTensor(checkpoint, factor)),
  );
}

/** Opens the archive as a stranger would and compares every tensor with the checkpoint, bit for bit. */
export async function verifyAdapter(file: File, checkpoint: Checkpoint, job: Job): Promise<number> {
  const { pairs } = await openAdapterFolder(unzipFolder(file.name, file));
  let verified = 0;
  for (const [module, { a, b }] of pairs)
    for (const [factor, { source, entry }] of [
      ['A', a],
      ['B', b],
    ] as const) {
      job.signal.throwIfAborted();
      const name = factorName(module, factor);
      checkSame(name, await readTensorF32(source, entry), await adapterTensor(checkpoint, name));
      verified += 1;
      job.progress(verified, 2 * pairs.size, 'tensors');
    }
  return verified;
}
