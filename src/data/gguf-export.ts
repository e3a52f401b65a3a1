/** A model as a GGUF with a Modelfile for Ollama, and what a person should know of them; for the studio and the command line. */

import { type GgufDescription, modelGguf } from '../formats/gguf/model-file.ts';
import { modelfileText } from '../formats/gguf/modelfile.ts';
import type { GgufRemark } from '../formats/gguf/remark.ts';
import type { GgufFile } from '../formats/gguf/write.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { ollamaTemplate } from './instruct/ollama-template.ts';
import { ggufVocabulary } from './tokenizer/gguf-vocabulary.ts';
import type { TextTokenizer } from './tokenizer/text-tokenizer.ts';

interface ModelToExport {
  readonly config: ModelConfig;
  /** Keys of its architecture, and its tensors. */
  readonly model: GgufFile & { readonly contextLength: number; readonly remarks: readonly GgufRemark[] };
  readonly tokenizer: TextTokenizer;
  /** Of the GGUF, which the Modelfile names. */
  readonly fileName: string;
  readonly description: GgufDescription;
}

export interface GgufExport {
  readonly gguf: GgufFile;
  readonly modelfile: string;
  readonly remarks: readonly GgufRemark[];
}

/** @throws OcaqError `gguf-*`, `folder-tokenizer-too-large` */
export function ggufExport({ config, model, tokenizer, fileName, description }: ModelToExport): GgufExport {
  const vocabulary = ggufVocabulary(tokenizer, config);
  const template = ollamaTemplate(description.chatTemplate, vocabulary.ends[0] ?? '');
  const { contextLength } = model;
  return {
    gguf: modelGguf(model, vocabulary, description),
    modelfile: modelfileText({ file: fileName, template, stops: vocabulary.ends, contextLength }),
    remarks: [...model.remarks, ...vocabulary.remarks, ...(template === null ? [{ kind: 'template' } as const] : [])],
  };
}
