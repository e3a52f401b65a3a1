/** A model whose matrices within layers are quantised, and what is answered with beside it. */
import type { OpenedFolder } from '../formats/hf-folder.ts';
import { openAdapterFolder } from '../formats/peft/adapter-folder.ts';
import { type UnmergedAdapter, unmergedAdapter } from '../model/unmerged-adapter.ts';
import type { QuantisedType } from '../ops/operator.ts';
import { folderSource } from './files.ts';
import { openFolder } from './model-folder.ts';
import type { OptionTable } from './options.ts';

export const QUANTISE_OPTION = {
  quantise: {
    kind: 'choice',
    choices: ['int8', 'nf4'],
    unset: 'nothing is quantised',
    help: 'Hold the matrices within layers in 8 bits or in NF4, as `finetune --method qlora-int8` and `qlora-nf4` do; a LoRA adapter then stays beside them.',
  },
} as const satisfies OptionTable;

type Quantise = (typeof QUANTISE_OPTION.quantise.choices)[number] | undefined;

export const quantisedType = (quantise: Quantise): QuantisedType | undefined =>
  quantise === 'int8' ? 'qint8' : quantise;

/** The model to answer with: a LoRA adapter is merged into it, unless it is quantised, and the adapter is what it was trained as. */
export async function openToAnswer(
  dir: string,
  lora: string | undefined,
  quantise: Quantise,
): Promise<{ folder: OpenedFolder; beside: UnmergedAdapter | undefined }> {
  if (quantise === undefined || lora === undefined) return { folder: await openFolder(dir, lora), beside: undefined };
  const folder = await openFolder(dir);
  return { folder, beside: unmergedAdapter(folder, await openAdapterFolder(folderSource(lora))) };
}
