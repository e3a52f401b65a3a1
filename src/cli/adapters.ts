/**
 * `--adapter` of commands that answer with a model: a graphics adapter by its name, a LoRA adapter by its folder, or one of
 * each.
 */
import path from 'node:path';
import { ADAPTER_CONFIG } from '../formats/peft/adapter-config.ts';
import { DEVICE_OPTIONS } from './device.ts';
import { fileExists } from './files.ts';
import { type OptionTable, usageError } from './options.ts';

export const ADAPTERS_OPTION = {
  adapter: {
    kind: 'list',
    value: 'NAME|DIR',
    help: `${DEVICE_OPTIONS.adapter.help} Without a name: ${DEVICE_OPTIONS.adapter.unset}. Or the folder of a LoRA adapter, with its ${ADAPTER_CONFIG}, which lies beside the weights; one that saves modules whole or has ranks by module is merged into them as they are read. One of each can be given.`,
  },
} as const satisfies OptionTable;

/** Names of graphics adapters have slashes too, but do not begin so. */
const LIKE_A_PATH = /^\.{0,2}[/\\]/;

/** @throws OcaqError `usage` for several LoRA adapters; of several names the last counts */
export async function sortAdapters(
  words: readonly string[],
): Promise<{ graphics: string | undefined; lora: string | undefined }> {
  const isFolder = await Promise.all(
    words.map(async (word) => LIKE_A_PATH.test(word) || (await fileExists(path.join(word, ADAPTER_CONFIG)))),
  );
  const [lora, ...more] = words.filter((_, i) => isFolder[i]);
  if (more.length > 0) throw usageError('--adapter names several LoRA adapters. Merge them one after the other.');
  return { graphics: words.filter((_, i) => !isFolder[i]).at(-1), lora };
}
