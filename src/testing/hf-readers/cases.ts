/** Models of every family, as folders that the project writes, with the logits that each must have. */
import { readFileSync } from 'node:fs';
import { mixSeed, Random } from '../../data/random.ts';
import { trainBpe } from '../../data/tokenizer/bpe-trainer.ts';
import { SPLIT_RULES, type SplitRule } from '../../data/tokenizer/split-rules.ts';
import { SPECIAL_TOKENS, Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { WordCounter } from '../../data/tokenizer/word-counter.ts';
import { bytesSource } from '../../formats/byte-source.ts';
import { writeGguf } from '../../formats/gguf/write.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { type FolderInput, modelFolderFiles } from '../../formats/hf-folder.ts';
import type { TensorToWrite } from '../../formats/safetensors.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import { folderModel } from '../../model/folder.ts';
import { ggufModel } from '../../model/gguf.ts';
import { ggufLogits } from '../gguf-model.ts';
import { type GOLDEN_CASES, goldenCase } from '../golden.ts';
import type { Files } from './read-folder.ts';

export interface FolderCase {
  /** What the model has, for the table. */
  readonly what: string;
  readonly config: ModelConfig;
  readonly tensor: (name: string) => Promise<Float32Array>;
  readonly tokenizerJson?: string;
  readonly chatTemplate?: string;
  readonly tokens: readonly number[];
  /** Who computed the logits. */
  readonly reference: 'PyTorch' | 'the GGUF';
  /** [tokens][vocabulary] */
  readonly logits: readonly ArrayLike<number>[];
}

type GoldenName = (typeof GOLDEN_CASES)[number];

const GOLDEN_WHAT: Readonly<Record<GoldenName, string>> = {
  'mha-untied': 'Llama, heads with keys of their own, two tables',
  'gqa-tied': 'Llama, grouped heads, one table',
  'gqa-wide-head': 'Llama, grouped heads, two tables, RoPE base 500000',
  'llama-biases': 'Llama, biases everywhere, head size of its own, RoPE of Llama 3',
  qwen2: 'Qwen2, biases of q, k and v, one table, linear RoPE',
  qwen3: 'Qwen3, normalised heads, head size of its own, one table',
  mistral: 'Mistral, a window of 5, two tables',
  gpt2: 'GPT-2, learned positions, one table',
};

/** Positions that are computed; the references have more. */
const LENGTH = 13;

export const goldenFolder = async (name: GoldenName): Promise<FolderCase> => {
  const { config, weight, batch, expected } = await goldenCase(name);
  const logits = await expected('logits');
  const row = (at: number) => logits.subarray(at * config.vocabSize, (at + 1) * config.vocabSize);
  const tokens = [...batch.tokens.slice(0, LENGTH)];
  const what = GOLDEN_WHAT[name];
  return { what, config, tensor: weight, tokens, reference: 'PyTorch', logits: tokens.map((_, at) => row(at)) };
};

/** Sizes of what the fixtures do not have; none is a default, nor the width shared by the heads. */
const SMALL = {
  ...{ vocab_size: 61, hidden_size: 20, num_hidden_layers: 2, num_attention_heads: 5, num_key_value_heads: 1 },
  ...{ head_dim: 8, intermediate_size: 27, max_position_embeddings: 16, rms_norm_eps: 1e-3, rope_theta: 500_000 },
  ...{ initializer_range: 0.03, bos_token_id: 0, eos_token_id: [1, 4], pad_token_id: 2 },
};
const TOKENS = [0, 7, 19, 3, 60, 3, 8, 21, 44, 5];
const LLAMA3 = { rope_type: 'llama3', factor: 4, low_freq_factor: 1, high_freq_factor: 4 };
const LINEAR = { rope_type: 'linear', factor: 2 };

export const KEY_TYPES = ['llama', 'qwen2', 'qwen3', 'mistral', 'gpt2'] as const;

type KeyType = (typeof KEY_TYPES)[number];

/** By `model_type`; no value is its default. */
const KEY_MODELS: Readonly<Record<KeyType, ModelConfig>> = {
  llama: parseModelConfig({
    ...{ model_type: 'llama', ...SMALL, tie_word_embeddings: true, attention_bias: true, mlp_bias: true },
    rope_scaling: { ...LLAMA3, original_max_position_embeddings: 12 },
  }),
  qwen2: parseModelConfig({ model_type: 'qwen2', ...SMALL, tie_word_embeddings: true, rope_scaling: LINEAR }),
  qwen3: parseModelConfig({ model_type: 'qwen3', ...SMALL, tie_word_embeddings: true }),
  mistral: parseModelConfig({ model_type: 'mistral', ...SMALL, tie_word_embeddings: true, sliding_window: 5 }),
  gpt2: parseModelConfig({
    ...{ model_type: 'gpt2', vocab_size: 61, n_embd: 20, n_layer: 2, n_head: 5, n_inner: 27, n_positions: 16 },
    ...{ layer_norm_epsilon: 1e-3, initializer_range: 0.03, bos_token_id: 0, eos_token_id: [1, 4], pad_token_id: 2 },
    tie_word_embeddings: false,
  }),
};

const VARIANTS: readonly [what: string, config: ModelConfig][] = [
  ['Llama, all at once: biases, one table, RoPE of Llama 3, two ends', KEY_MODELS.llama],
  ['Llama, linear RoPE', parseModelConfig({ model_type: 'llama', ...SMALL, rope_scaling: LINEAR })],
  [
    'Qwen2, heads with keys of their own, two tables',
    parseModelConfig({ model_type: 'qwen2', ...SMALL, num_key_value_heads: 5 }),
  ],
  ['Qwen3, two tables, linear RoPE', parseModelConfig({ model_type: 'qwen3', ...SMALL, rope_scaling: LINEAR })],
  [
    'Mistral, no window, one table, heads with keys of their own',
    parseModelConfig({
      model_type: 'mistral',
      ...SMALL,
      num_key_value_heads: 5,
      sliding_window: null,
      tie_word_embeddings: true,
    }),
  ],
  ['GPT-2, two tables, an MLP of its own width', KEY_MODELS.gpt2],
];

export const variantFolders = (): Promise<FolderCase>[] =>
  VARIANTS.map(([what, config]) => drawnFolder({ what, config, tokens: TOKENS }));

/** A drawn model of a type in which no setting has its default, to see what becomes of each. */
export const keyFolder = (type: KeyType): Promise<FolderCase> =>
  drawnFolder({ what: type, config: KEY_MODELS[type], tokens: TOKENS });

export interface SplitFolder extends FolderCase {
  readonly rule: SplitRule;
  /** Texts and their ids by Hugging Face `tokenizers` (Rust). */
  readonly samples: readonly { readonly text: string; readonly ids: readonly number[] }[];
}

/** A small model with a tokenizer of each rule, in turn without and with a chat template. */
export const splitFolders = (): Promise<SplitFolder>[] =>
  SPLIT_RULES.map(async (rule, at) => {
    const golden = GOLDEN_SPLITS.rules.find((one) => one.rule === rule.id)!;
    const tokenizerJson = await tokenizerOf(rule);
    const vocabulary = SPECIAL_TOKENS.length + 340;
    const config = parseModelConfig({ model_type: 'llama', ...SMALL, vocab_size: vocabulary, eos_token_id: 1 });
    const samples = golden.samples.map(({ text, ids }) => ({ text, ids: ids.map((id) => id + SPECIAL_TOKENS.length) }));
    const isChat = at % 2 === 1;
    const folder = await drawnFolder({
      what: `Llama with a tokenizer of the rule ${rule.id}, ${isChat ? 'chat' : 'base'}`,
      ...{ config, tokenizerJson, chatTemplate: isChat ? CHAT_TEMPLATE : '' },
      tokens: samples[0]!.ids.slice(0, LENGTH),
    });
    return { ...folder, rule, samples };
  });

const CHAT_TEMPLATE =
  "{% for message in messages %}{{ '<|' + message['role'] + '|>' + message['content'] }}{% endfor %}\n";

interface GoldenSplits {
  readonly text: string[];
  readonly rules: { rule: string; samples: { text: string; ids: number[] }[] }[];
}

const GOLDEN_SPLITS = JSON.parse(readFileSync('src/testing/golden/tokenizers/splits.json', 'utf8')) as GoldenSplits;

async function tokenizerOf({ pattern }: SplitRule): Promise<string> {
  const counter = new WordCounter({ splitPattern: pattern });
  for (const line of GOLDEN_SPLITS.text) counter.add(line);
  const vocabSize = SPECIAL_TOKENS.length + 340;
  return Tokenizer.fromModel(
    await trainBpe(counter.counts, { vocabSize, specialTokens: SPECIAL_TOKENS, splitPattern: pattern }),
  ).toJson();
}

/** Weights drawn by their names; the logits are those of the same model as a GGUF, run as llama.cpp does. */
async function drawnFolder(given: Omit<FolderCase, 'tensor' | 'reference' | 'logits'>): Promise<FolderCase> {
  const { config, tokens } = given;
  const shapes = new Map(folderModel(config).tensors.map(({ name, shape }) => [name, shape]));
  const tensor = async (name: string) => {
    const random = new Random(mixSeed(1, name));
    const around = /norm|ln_/.test(name) ? 1 : 0;
    const count = shapes.get(name)!.reduce((a, b) => a * b, 1);
    return Float32Array.from({ length: count }, () => around + 0.3 * random.normal());
  };
  const gguf = await whole(writeGguf(ggufModel(config, 'f32', tensor)));
  const logits = await ggufLogits(bytesSource('model.gguf', gguf), tokens);
  return { ...given, tensor, reference: 'the GGUF', logits };
}

export async function written(
  { config, tensor, tokenizerJson, chatTemplate = '' }: FolderCase,
  dtype: TensorToWrite['dtype'] = 'F32',
): Promise<Files> {
  const input: FolderInput = {
    model: folderModel(config),
    tokenizerJson,
    tensor,
    chatTemplate,
    dtype,
    modelCard: '# Model\n',
  };
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for await (const { name, content } of modelFolderFiles(input)) files.set(name, await whole(content));
  return files;
}

async function whole(content: AsyncIterable<Uint8Array> | Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  if (content instanceof Uint8Array) parts.push(content);
  else for await (const part of content) parts.push(part);
  return Uint8Array.from(Buffer.concat(parts));
}
