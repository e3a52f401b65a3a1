/**
 * A LoRA adapter as a folder that `peft` loads: `adapter_config.json` with the fields that say what it is (peft fills in the
 * others), `adapter_model.safetensors`, and a card. Tensors come named as peft names them and are read one at a time.
 */

import { inline, yamlText } from '../card-text.ts';
import { CARD_WORDS } from '../card-words/table.ts';
import type { OutputFile } from '../hf-folder.ts';
import { HUB_ID, learningLines, type ModelCard, rightsLines } from '../model-card.ts';
import { type TensorToWrite, writeSafetensors } from '../safetensors.ts';
import { ADAPTER_CONFIG } from './adapter-config.ts';
import { ADAPTER_WEIGHTS } from './adapter-folder.ts';

/** What a card says of how an adapter came about. */
export type AdapterFacts = Pick<ModelCard, 'license' | 'languages' | 'recipe' | 'changes' | 'sources'>;

export interface AdapterToWrite {
  /** For its card. */
  readonly name: string;
  readonly known: AdapterFacts;
  /** What it is an adapter of: an id on the Hub, or the name of a folder. */
  readonly base: string;
  readonly rank: number;
  readonly alpha: number;
  /** Of its input in training. */
  readonly dropout: number;
  /** Whether the scale is alpha / √rank. */
  readonly rsLora: boolean;
  /** Ends of the names of the modules that it changes. */
  readonly targets: readonly string[];
  /** Whether files of the base hold these modules' matrices transposed. */
  readonly isTransposed: boolean;
  /** `base_model.model.<module>.lora_A.weight` [rank, in] and `….lora_B.weight` [out, rank]. */
  readonly tensors: readonly Pick<TensorToWrite, 'name' | 'shape' | 'data'>[];
  /** Jinja source of the prompts that it was trained on; empty where there were none. */
  readonly chatTemplate: string;
  /** How its numbers are stored; f32 unless given. */
  readonly dtype?: TensorToWrite['dtype'];
}

/** The files of an adapter, small ones first. */
export async function* adapterFolderFiles(adapter: AdapterToWrite): AsyncGenerator<OutputFile> {
  const { tensors, chatTemplate, dtype = 'F32' } = adapter;
  yield text(ADAPTER_CONFIG, `${JSON.stringify(adapterConfigJson(adapter), null, 2)}\n`);
  if (chatTemplate !== '') yield text('chat_template.jinja', chatTemplate);
  yield text('README.md', adapterCard(adapter));
  const written = tensors.map((tensor) => ({ ...tensor, dtype }));
  yield { name: ADAPTER_WEIGHTS, content: writeSafetensors(written) };
}

const adapterConfigJson = ({ base, rank, alpha, dropout, rsLora, targets, isTransposed }: AdapterToWrite): object => ({
  peft_type: 'LORA',
  task_type: 'CAUSAL_LM',
  base_model_name_or_path: base,
  r: rank,
  lora_alpha: alpha,
  lora_dropout: dropout,
  target_modules: [...targets],
  fan_in_fan_out: isTransposed,
  use_rslora: rsLora,
  use_dora: false,
  bias: 'none',
  modules_to_save: null,
  init_lora_weights: true,
  inference_mode: true,
});

const text = (name: string, content: string): OutputFile => ({ name, content: new TextEncoder().encode(content) });

function adapterCard({ name, base, rank, alpha, known }: AdapterToWrite): string {
  return `${[
    [
      '---',
      ...rightsLines(known),
      'library_name: peft',
      'pipeline_tag: text-generation',
      ...(HUB_ID.test(base) ? [`base_model: ${yamlText(base)}`] : []),
      'tags:',
      ...['ocaq', 'lora'].map((tag) => `- ${yamlText(tag)}`),
      '---',
    ].join('\n'),
    `# ${inline(name)}`,
    `A LoRA adapter of the language model ${inline(base)}, of rank ${rank} and alpha ${alpha}, trained with Ocaq. The base is needed beside it, and its licence holds for both.`,
    ...learningLines(known, CARD_WORDS.en),
    '## How to load it',
    [
      '```python',
      'from peft import PeftModel',
      'from transformers import AutoModelForCausalLM',
      '',
      'model = AutoModelForCausalLM.from_pretrained("path/to/the/base")',
      'model = PeftModel.from_pretrained(model, "path/to/this/folder")',
      '```',
    ].join('\n'),
  ].join('\n\n')}\n`;
}
