/** Merges a LoRA adapter into the weights of its base, tensor by tensor, and writes a Hugging Face folder. */
import path from 'node:path';
import { readChatTemplate } from '../../formats/chat-template.ts';
import { modelFolderFiles } from '../../formats/hf-folder.ts';
import { HUB_ID } from '../../formats/model-card.ts';
import { openAdapterFolder } from '../../formats/peft/adapter-folder.ts';
import { mergedCard } from '../../formats/peft/merged-card.ts';
import { type TensorChange, withAdapter } from '../../model/adapter.ts';
import { familyOf } from '../../model/families/table.ts';
import { folderModel } from '../../model/folder.ts';
import { STORED_TYPE_NAMES, STORED_TYPES, storable } from '../export/stored-types.ts';
import { folderSource, writeWhole } from '../files.ts';
import { refuseLeftovers } from '../leftovers.ts';
import { logitsDifference } from '../logits-difference.ts';
import { MODEL_OPTION, openFolder, readTensor } from '../model-folder.ts';
import { type CommandResult, checkOutApart, defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';

export const merge = defineCommand({
  name: 'merge',
  summary: 'Merges a LoRA adapter into the weights of its base model.',
  details: [
    'The adapter is a folder that `peft` saved: adapter_config.json and adapter_model.safetensors, with ranks and factors by module, rsLoRA, and modules saved whole. DoRA, trained biases and other methods are refused. Weights are read, changed in f32 and written one tensor at a time.',
    'The logits of a row of 16 tokens are then compared: `largest_logits_difference` is between the merged model as it was written and the adapter beside its base, on the graphics adapter that `OCAQ_ADAPTER` names or the first. It is null where they cannot be.',
    'A table that serves input and output becomes two where the adapter changes one of them.',
  ],
  options: {
    ...MODEL_OPTION,
    adapter: { kind: 'text', value: 'DIR', required: true, help: 'The folder of the adapter.' },
    out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write to.' },
    dtype: { kind: 'choice', choices: STORED_TYPE_NAMES, default: 'f32', help: 'How the weights are stored.' },
    noLogits: { kind: 'flag', help: 'Do not compare logits, which takes a graphics adapter.' },
  },
  async run({ model, adapter: adapterDir, out, dtype, noLogits }) {
    checkOutApart(out, model, adapterDir);
    const adapter = await openAdapterFolder(folderSource(adapterDir));
    const changes: TensorChange[] = [];
    const base = await openFolder(model);
    const folder = withAdapter(base, adapter, (change) => changes.push(change));
    const chatTemplate =
      (await readChatTemplate(folderSource(adapterDir))).source || (await readChatTemplate(folderSource(model))).source;
    await refuseLeftovers(out, { tokenizerJson: folder.tokenizerJson, chatTemplate });
    const progress = new Progress();
    let written = 0;
    const files = modelFolderFiles({
      model: folderModel(folder.config),
      tokenizerJson: folder.tokenizerJson,
      chatTemplate,
      dtype: STORED_TYPES[dtype].dtype,
      modelCard: mergedCard({
        name: lastName(out),
        family: familyOf(folder.config).title,
        base: shownBase(adapter.config.baseModel, model),
        adapter: lastName(adapterDir),
        hasChatTemplate: chatTemplate !== '',
        contextLength: folder.config.contextLength,
      }),
      async tensor(name) {
        progress.show(`${++written} of ${folder.weights.size} tensors`);
        return storable(dtype, name, await readTensor(folder, name));
      },
    });
    for await (const file of files) await writeWhole(path.join(out, file.name), file.content);
    const note = folder.tokenizerJson === undefined ? `, without a tokenizer: "${model}" has no tokenizer.json` : '';
    const logits = noLogits ? null : await logitsDifference(base, adapter, out, progress);
    progress.end(`wrote ${out}${note}`);
    return { ...summary(changes), largest_logits_difference: logits, tensors: folder.weights.size, dtype, out };
  },
});

function summary(changes: readonly TensorChange[]): CommandResult {
  const most = changes.reduce<TensorChange | null>(
    (found, change) => (found && found.largest >= change.largest ? found : change),
    null,
  );
  return {
    merged: changes.filter(({ kind }) => kind === 'merged').length,
    replaced: changes.filter(({ kind }) => kind === 'replaced').length,
    largest_change: most?.largest ?? 0,
    largest_change_tensor: most?.tensor ?? null,
  };
}

const lastName = (dir: string): string => path.basename(path.resolve(dir));

/** An id on the Hub as the adapter has it; a path says more about a machine than about a model. */
const shownBase = (stated: string, dir: string): string => (HUB_ID.test(stated) ? stated : lastName(dir));
