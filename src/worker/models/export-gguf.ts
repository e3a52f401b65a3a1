/** A checkpoint as a GGUF with a Modelfile for Ollama, and the proof that the file reads back. */
import { ollamaTemplate } from '../../data/instruct/ollama-template.ts';
import { ggufVocabulary } from '../../data/tokenizer/gguf-vocabulary.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { checkGguf, modelGguf } from '../../formats/gguf/model-file.ts';
import { modelfileText } from '../../formats/gguf/modelfile.ts';
import type { GgufRemark } from '../../formats/gguf/remark.ts';
import { type GgufFile, writeGguf } from '../../formats/gguf/write.ts';
import type { OutputFile } from '../../formats/hf-folder.ts';
import { unzipFolder } from '../../formats/zip.ts';
import { ggufModel } from '../../model/gguf.ts';
import type { ExportOptions } from '../api.ts';
import type { Job } from '../hub.ts';
import { jinjaOf } from './chat-template.ts';
import type { Checkpoint } from './checkpoint.ts';
import { wholeTensor } from './whole-weights.ts';

interface GgufExport {
  readonly gguf: GgufFile;
  readonly fileName: string;
  readonly remarks: readonly GgufRemark[];
  /** Can be read once. */
  readonly files: AsyncIterable<OutputFile>;
}

/** @throws OcaqError `gguf-*`, `folder-tokenizer-too-large` */
export function ggufExport(
  checkpoint: Checkpoint,
  tokenizer: TextTokenizer,
  { name, license, ggufType }: Pick<ExportOptions, 'name' | 'license' | 'ggufType'>,
  job: Job,
): GgufExport {
  const { details } = checkpoint;
  const chatTemplate = jinjaOf(details);
  const model = ggufModel(details.config, ggufType, async (tensor) => (await wholeTensor(checkpoint, tensor)).values);
  const vocabulary = ggufVocabulary(tokenizer, details.config);
  const template = ollamaTemplate(chatTemplate, vocabulary.ends[0] ?? '');
  const fileName = `${name}.gguf`;
  const modelfile = modelfileText({
    file: fileName,
    template,
    stops: vocabulary.ends,
    contextLength: model.contextLength,
  });
  const gguf = modelGguf(model, vocabulary, { name, chatTemplate, ...(license === '' ? {} : { license }) });
  return {
    gguf,
    fileName,
    remarks: [...model.remarks, ...vocabulary.remarks, ...(template === null ? [{ kind: 'template' } as const] : [])],
    files: filesOf(fileName, gguf, modelfile, job),
  };
}

async function* filesOf(fileName: string, gguf: GgufFile, modelfile: string, job: Job): AsyncGenerator<OutputFile> {
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
export async function verifyGguf(file: File, { gguf, fileName }: GgufExport, job: Job): Promise<number> {
  const source = await unzipFolder(file.name, file).open(fileName);
  await checkGguf(source, gguf, (compared) => {
    job.signal.throwIfAborted();
    job.progress(compared, gguf.tensors.length, 'tensors');
  });
  return gguf.tensors.length;
}
