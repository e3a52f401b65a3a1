/** What can be wrong with a folder, and which reader must see it. */
import type { KEY_TYPES } from './cases.ts';
import type { Files } from './read-folder.ts';

/** A drawn model of a type, or a chat model with a tokenizer. */
export type DamagedModel = (typeof KEY_TYPES)[number] | 'chat';

type Kind = 'same' | 'refused' | 'another';

export interface Damage {
  readonly what: string;
  readonly of: DamagedModel;
  readonly change: (files: Files) => Files;
  readonly old: Kind;
  readonly new: Kind;
}

type Json = Record<string, unknown>;

const inFile =
  (file: string, change: (json: Json) => Json) =>
  (files: Files): Files => {
    const json = JSON.parse(new TextDecoder().decode(files.get(file))) as Json;
    return withFile(files, file, JSON.stringify(change(json)));
  };

const withFile = (files: Files, name: string, content: string | Uint8Array<ArrayBuffer>): Files =>
  new Map(files).set(name, typeof content === 'string' ? new TextEncoder().encode(content) : content);

export const withoutKey = (file: string, key: string) => inFile(file, ({ [key]: _, ...rest }) => rest);

const said = (json: Json) => inFile('config.json', (config) => ({ ...config, ...json }));
const left = (key: string) => withoutKey('config.json', key);

const tokenizerSays = (json: Json) => inFile('tokenizer_config.json', (config) => ({ ...config, ...json }));

/** Another header before the same numbers. */
const header =
  (change: (json: Json) => Json) =>
  (files: Files): Files => {
    const bytes = files.get('model.safetensors')!;
    const begin = 8 + Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const json = JSON.stringify(change(JSON.parse(new TextDecoder().decode(bytes.subarray(8, begin))) as Json));
    const text = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
    const length = new Uint8Array(new BigUint64Array([BigInt(text.length)]).buffer);
    return withFile(files, 'model.safetensors', Uint8Array.from(Buffer.concat([length, text, bytes.subarray(begin)])));
  };

const renamed = (from: string, to: string) =>
  header((json) => Object.fromEntries(Object.entries(json).map(([name, entry]) => [name === from ? to : name, entry])));

const both = (kind: Kind) => ({ old: kind, new: kind });

export const DAMAGES: readonly Damage[] = [
  {
    what: '`rope_theta` is in `rope_parameters` alone',
    of: 'qwen3',
    change: left('rope_theta'),
    old: 'another',
    new: 'same',
  },
  {
    what: '`rope_theta` is in `rope_parameters` alone, and there is a `rope_scaling`',
    of: 'llama',
    change: left('rope_theta'),
    ...both('another'),
  },
  {
    what: '`rope_theta` and `rope_parameters` name two bases',
    of: 'qwen3',
    change: said({ rope_theta: 1e4 }),
    old: 'another',
    new: 'refused',
  },
  {
    what: '`rope_scaling` is left out, `rope_parameters` is not',
    of: 'qwen2',
    change: left('rope_scaling'),
    old: 'another',
    new: 'same',
  },
  {
    what: '`rope_scaling` has two types',
    of: 'qwen2',
    change: said({ rope_scaling: { rope_type: 'linear', type: 'llama3', factor: 2 } }),
    ...both('refused'),
  },
  {
    what: 'Neither style names a RoPE',
    of: 'mistral',
    change: (files) => left('rope_theta')(left('rope_parameters')(files)),
    ...both('another'),
  },
  { what: '`head_dim` is left out of a Qwen3', of: 'qwen3', change: left('head_dim'), ...both('refused') },
  { what: '`head_dim` of a Qwen3 is null', of: 'qwen3', change: said({ head_dim: null }), ...both('refused') },
  { what: '`num_key_value_heads` is left out', of: 'mistral', change: left('num_key_value_heads'), ...both('refused') },
  {
    what: '`sliding_window` is left out of a Mistral',
    of: 'mistral',
    change: left('sliding_window'),
    ...both('another'),
  },
  {
    what: '`use_sliding_window` is true',
    of: 'qwen2',
    change: said({ use_sliding_window: true, sliding_window: 5 }),
    ...both('refused'),
  },
  {
    what: '`tie_word_embeddings` is false, and there is one table',
    of: 'qwen3',
    change: said({ tie_word_embeddings: false }),
    ...both('refused'),
  },
  {
    what: '`tie_word_embeddings` is true, and there are two tables',
    of: 'gpt2',
    change: said({ tie_word_embeddings: true }),
    ...both('refused'),
  },
  {
    what: '`tie_word_embeddings` is left out of a GPT-2 with two tables',
    of: 'gpt2',
    change: left('tie_word_embeddings'),
    ...both('refused'),
  },
  {
    what: '`attention_bias` is false, and there are biases',
    of: 'llama',
    change: said({ attention_bias: false }),
    ...both('refused'),
  },
  { what: '`rms_norm_eps` is left out', of: 'llama', change: left('rms_norm_eps'), ...both('another') },
  { what: '`hidden_act` is gelu', of: 'llama', change: said({ hidden_act: 'gelu' }), ...both('refused') },
  {
    what: '`architectures` names a classifier',
    of: 'llama',
    change: said({ architectures: ['LlamaForSequenceClassification'] }),
    ...both('refused'),
  },
  { what: 'A key that no class has', of: 'mistral', change: said({ attention_sinks: 4 }), ...both('refused') },
  { what: '`torch_dtype` is left out', of: 'llama', change: left('torch_dtype'), old: 'refused', new: 'same' },
  { what: '`dtype` is left out', of: 'llama', change: left('dtype'), old: 'same', new: 'refused' },
  {
    what: 'Both name another type than the tensors have',
    of: 'llama',
    change: said({ dtype: 'float16', torch_dtype: 'float16' }),
    ...both('refused'),
  },
  { what: '`eos_token_id` is a text', of: 'llama', change: said({ eos_token_id: '1' }), ...both('refused') },
  { what: '`eos_token_id` is left out of a Llama', of: 'llama', change: left('eos_token_id'), ...both('refused') },
  {
    what: '`generation_config.json` ends at one of two ends',
    of: 'llama',
    change: inFile('generation_config.json', (json) => ({ ...json, eos_token_id: 1 })),
    ...both('refused'),
  },
  {
    what: 'The metadata name no format',
    of: 'llama',
    change: header(({ __metadata__: _, ...rest }) => rest),
    old: 'refused',
    new: 'same',
  },
  {
    what: 'A tensor by another name',
    of: 'llama',
    change: renamed('model.norm.weight', 'norm.weight'),
    ...both('refused'),
  },
  {
    what: 'The names of `peft`',
    of: 'llama',
    change: renamed('model.norm.weight', 'base_model.model.model.norm.weight'),
    ...both('refused'),
  },
  {
    what: 'A matrix turned round',
    of: 'gpt2',
    change: header((json) => ({
      ...json,
      'transformer.h.0.mlp.c_fc.weight': { ...(json['transformer.h.0.mlp.c_fc.weight'] as Json), shape: [27, 20] },
    })),
    ...both('refused'),
  },
  {
    what: 'Weights that are cut short',
    of: 'llama',
    change: (files) => withFile(files, 'model.safetensors', files.get('model.safetensors')!.slice(0, -4)),
    ...both('refused'),
  },
  {
    what: 'A `tokenizer.model` beside',
    of: 'chat',
    change: (files) => withFile(files, 'tokenizer.model', 'old'),
    ...both('refused'),
  },
  {
    what: 'A `pytorch_model.bin` beside',
    of: 'llama',
    change: (files) => withFile(files, 'pytorch_model.bin', 'old'),
    ...both('refused'),
  },
  {
    what: '`tokenizer_class` is `TokenizersBackend`',
    of: 'chat',
    change: tokenizerSays({ tokenizer_class: 'TokenizersBackend' }),
    old: 'refused',
    new: 'same',
  },
  {
    what: '`tokenizer_class` is `LlamaTokenizerFast`',
    of: 'chat',
    change: tokenizerSays({ tokenizer_class: 'LlamaTokenizerFast' }),
    ...both('refused'),
  },
  {
    what: '`eos_token` is the text of another token',
    of: 'chat',
    change: tokenizerSays({ eos_token: '<|pad|>' }),
    ...both('refused'),
  },
  {
    what: '`pad_token` is the text of no token',
    of: 'chat',
    change: tokenizerSays({ pad_token: '<pad>' }),
    ...both('refused'),
  },
  {
    what: '`bos_token` is left out',
    of: 'chat',
    change: withoutKey('tokenizer_config.json', 'bos_token'),
    ...both('refused'),
  },
  {
    what: '`chat_template.jinja` is another template',
    of: 'chat',
    change: (files) => withFile(files, 'chat_template.jinja', '{{ messages }}'),
    ...both('refused'),
  },
  {
    what: '`model_max_length` is not the context',
    of: 'chat',
    change: tokenizerSays({ model_max_length: 1e30 }),
    ...both('refused'),
  },
];
