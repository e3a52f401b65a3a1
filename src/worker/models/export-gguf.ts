/** A checkpoint as a GGUF with a Modelfile for Ollama, and the proof that the file reads back. */

import { type GgufExport, ggufExport } from '../../data/gguf-export.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { checkGguf } from '../../formats/gguf/model-file.ts';
import { writeGguf } from '../../formats/gguf/write.ts';
import type { OutputFile } from '../../formats/hf-folder.ts';
import { unzipFolder } from '../../formats/zip.ts';
import { ggufModel } from '../../model/gguf.ts';
import type { ExportOptions } from '../api.ts';
import type { Job } from '../hub.ts';
import { jinjaOf } from './chat-template.ts';
import type { Checkpoint } from './checkpoint.ts';
import { wholeTensor } from './whole-weights.ts';

interface CheckpointGguf extends GgufExport {
  readonly fileName: string;
  /** Can be read once. */
  readonly files: AsyncIterable<OutputFile>;
}

/** @throws OcaqError `gguf-*`, `folder-tokenizer-too-large` */
export function checkpointGguf(
  checkpoint: Checkpoint,
  tokenizer: TextTokenizer,
  { name, license, ggufType }: Pick<ExportOptions, 'name' | 'license' | 'ggufType'>,
  job: Job,
): CheckpointGguf {
  const { details } = checkpoint;
  const fileName = `${name}.gguf`;
  const exported = ggufExport({
    ...{ config: details.config, tokenizer, fileName },
    description: { name, chatTemplate: jinjaOf(details), ...(license === '' ? {} : { license }) },
    model: ggufModel(details.config, ggufType, async (tensor) => (await wholeTensor(checkpoint, tensor)).values),
  });
  return { ...exported, fileName, files: filesOf(fileName, exported, job) };
}

async function* filesOf(fileName: string, { gguf, modelfile }: GgufExport, job: Job): AsyncGenerator<OutputFile> {
  yield { name: 'Modelfile', content: new TextEncoder().encode(modelfile) };
  let written = 0;
  const tensors = gguf.tensors.map((tensor) => ({
    ...tensor,
    data() {
      job.progress(++written, gguf.tensors.length, 'tensors');
      return tensor.data();
    },
  }));
  yield { name: fileName, content: writeGguf({ ...gguf, tensors }) };
}

/** Opens the archive as a stranger would and compares every key and tensor with what was to be written. */
export async function verifyGguf(file: File, { gguf, fileName }: CheckpointGguf, job: Job): Promise<number> {
  const source = await unzipFolder(file.name, file).open(fileName);
  await checkGguf(source, gguf, (compared) => {
    job.signal.throwIfAborted();
    job.progress(compared, gguf.tensors.length, 'tensors');
  });
  return gguf.tensors.length;
}
