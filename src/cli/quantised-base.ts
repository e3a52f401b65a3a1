/** The model that is answered with: its matrices within layers quantised where that is asked for, and an adapter beside it. */
import type { OpenedFolder } from '../formats/hf-folder.ts';
import { openAdapterFolder } from '../formats/peft/adapter-folder.ts';
import { withAdapter } from '../model/adapter.ts';
import { isMergedAlone, type UnmergedAdapter, unmergedAdapter } from '../model/unmerged-adapter.ts';
import type { QuantisedType } from '../ops/operator.ts';
import { folderSource } from './files.ts';
import { openFolder } from './model-folder.ts';
import type { OptionTable } from './options.ts';

export const QUANTISE_OPTION = {
  quantise: {
    kind: 'choice',
    choices: ['int8', 'nf4'],
    unset: 'nothing is quantised',
    help: 'Hold the matrices within layers in 8 bits or in NF4, as `finetune --method qlora-int8` and `qlora-nf4` do. A LoRA adapter that can only be merged is then refused.',
  },
} as const satisfies OptionTable;

type Quantise = (typeof QUANTISE_OPTION.quantise.choices)[number] | undefined;

export const quantisedType = (quantise: Quantise): QuantisedType | undefined =>
  quantise === 'int8' ? 'qint8' : quantise;

/** The model to answer with. A LoRA adapter lies beside it as it was trained, where it is not one that can be merged alone. */
export async function openToAnswer(
  dir: string,
  lora: string | undefined,
  quantise: Quantise,
): Promise<{ folder: OpenedFolder; beside: UnmergedAdapter | undefined }> {
  const folder = await openFolder(dir);
  if (lora === undefined) return { folder, beside: undefined };
  const adapter = await openAdapterFolder(folderSource(lora));
  return quantise === undefined && isMergedAlone(adapter)
    ? { folder: withAdapter(folder, adapter), beside: undefined }
    : { folder, beside: unmergedAdapter(folder, adapter) };
}
