/** What a folder of a model is that is to be pushed to the Hub, and whether this project can read it. */

import { readGguf } from '../formats/gguf/read.ts';
import { type FolderModel, type FolderSource, openModelFolder } from '../formats/hf-folder.ts';
import { ADAPTER_CONFIG } from '../formats/peft/adapter-config.ts';
import { openAdapterFolder } from '../formats/peft/adapter-folder.ts';
import { folderTokenizer } from './tokenizer/folder-tokenizer.ts';

export type PushedFolder =
  | { readonly kind: 'model'; readonly tensors: number; readonly tokenizer: boolean }
  | { readonly kind: 'adapter'; readonly modules: number; readonly whole: number }
  | { readonly kind: 'gguf'; readonly tensors: number };

/**
 * Reads configs, headers of weights and the tokenizer. A GGUF without a config beside it is taken for what is pushed.
 * @throws OcaqError what the readers of model folders, adapters and GGUF throw
 */
export async function checkPushed(
  folder: FolderSource,
  readModel: (config: unknown) => FolderModel,
): Promise<PushedFolder> {
  const files = await folder.list();
  if (files.includes(ADAPTER_CONFIG)) {
    const { pairs, whole } = await openAdapterFolder(folder);
    return { kind: 'adapter', modules: pairs.size, whole: whole.size };
  }
  const gguf = files.filter((file) => file.endsWith('.gguf'));
  if (gguf.length > 0 && !files.includes('config.json')) {
    let tensors = 0;
    for (const file of gguf) tensors += (await readGguf(await folder.open(file))).tensors.size;
    return { kind: 'gguf', tensors };
  }
  const opened = await openModelFolder(folder, readModel);
  const tokenizer = opened.tokenizerJson !== undefined;
  if (tokenizer) await folderTokenizer(opened, folder.name);
  return { kind: 'model', tensors: opened.weights.size, tokenizer };
}
