/** What lies in a folder already that readers would take in the place of what is written there, or beside it. */
import { readdir } from 'node:fs/promises';
import { WEIGHT_ENTRIES } from '../formats/hf-folder.ts';
import { ADAPTER_CONFIG } from '../formats/peft/adapter-config.ts';
import { usageError } from './options.ts';

/** Of transformers, peft and llama.cpp; a folder of a model has one of them or another. */
const READ_BY_NAME = [
  ...WEIGHT_ENTRIES,
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
  ADAPTER_CONFIG,
  'tokenizer.json',
  'tokenizer.model',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.json',
  'merges.txt',
  'chat_template.jinja',
];

/**
 * Asked before a model is written to a folder.
 * @throws OcaqError `usage` where a file that would be read with it stays there
 */
export async function refuseLeftovers(
  out: string,
  { tokenizerJson, chatTemplate }: { readonly tokenizerJson: string | undefined; readonly chatTemplate: string },
): Promise<void> {
  const present = await readdir(out).catch((): string[] => []);
  const written = [
    'model.safetensors',
    ...(tokenizerJson === undefined ? [] : ['tokenizer.json', 'tokenizer_config.json']),
    ...(chatTemplate === '' ? [] : ['chat_template.jinja']),
  ];
  const left = READ_BY_NAME.filter((name) => present.includes(name) && !written.includes(name));
  if (left.length > 0)
    throw usageError(
      `"${out}" holds ${left.join(', ')} of another model, which would be read with what is written. Delete it, or choose another --out.`,
    );
}
