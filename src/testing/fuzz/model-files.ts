/** Files of models that are fuzzed: each stands in a folder whose other files are whole, and is opened as the program opens it. */
import { readFileSync } from 'node:fs';
import { openRenderThread } from '../../cli/render-thread.ts';
import type { Random } from '../../data/random.ts';
import { openTokenizer } from '../../data/tokenizer/open-tokenizer.ts';
import { type ByteSource, bytesSource } from '../../formats/byte-source.ts';
import { type ChatMessage, ChatRenderer, type RenderThread } from '../../formats/chat-renderer.ts';
import { readChatTemplate } from '../../formats/chat-template.ts';
import { type FolderSource, openModelFolder, readText, TOKENIZER_LIMIT } from '../../formats/hf-folder.ts';
import { readSafetensorsHeader, tensorBlocksF32, writeSafetensors } from '../../formats/safetensors.ts';
import { readFolderModel } from '../../model/folder.ts';
import type { FuzzTarget } from './fuzz.ts';
import { mutate, oneOf } from './mutate.ts';
import { mutateJson } from './mutate-json.ts';

type Json = Parameters<typeof mutateJson>[0];
type Bytes = Uint8Array<ArrayBuffer>;

const utf8 = new TextEncoder();
const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;
const bytesOf = (json: Json): Bytes => utf8.encode(JSON.stringify(json));
const folderOf = (files: Readonly<Record<string, Uint8Array>>): FolderSource => ({
  name: 'model',
  list: async () => Object.keys(files),
  open: async (name): Promise<ByteSource> => bytesSource(name, files[name] ?? new Uint8Array()),
});

async function bytesOfAll(pieces: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

/** A document that is changed by its values, or by its bytes. */
function changedJson(documents: readonly Json[], random: Random, words: readonly string[]): Bytes {
  const document = oneOf(random, documents);
  if (random.integer(4) > 0) return bytesOf(mutateJson(document, random, words));
  return mutate(bytesOf(document), { random, words, others: documents.map(bytesOf) });
}

async function safetensors(): Promise<FuzzTarget> {
  const dtypes = ['F32', 'F16', 'BF16'] as const;
  const tensors = dtypes.map((dtype, i) => ({
    name: `h.${i}`,
    dtype,
    shape: [2, i + 1],
    data: () => new Float32Array(2 * i + 2),
  }));
  const whole = await bytesOfAll(writeSafetensors(tensors));
  const dataStart = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(whole.subarray(8, dataStart))) as Json;
  const words = ['dtype', 'shape', 'data_offsets', '__metadata__', 'F32', 'F64', 'I64', 'F4', 'BOOL', 'h.0'];
  return {
    name: 'safetensors',
    make(random) {
      if (random.integer(3) === 0) return mutate(whole, { random, words, others: [whole] });
      const text = changedJson([header], random, words);
      const length = new Uint8Array(8);
      new DataView(length.buffer).setBigUint64(0, BigInt(text.length), true);
      return new Uint8Array(Buffer.concat([length, text, whole.subarray(dataStart)]));
    },
    async open(bytes) {
      const source = bytesSource('model.safetensors', bytes);
      for (const entry of (await readSafetensorsHeader(source)).tensors.values())
        for await (const _ of tensorBlocksF32(source, entry));
    },
  };
}

const FAMILIES = ['gpt2', 'llama-biases', 'mistral', 'qwen3', 'gqa-tied'];

async function config(): Promise<FuzzTarget> {
  const configs = FAMILIES.map((name) => read(`src/testing/golden/${name}/config.json`));
  const fields = [...new Set(configs.flatMap((one) => Object.keys(one as object)))];
  const words = [
    ...fields,
    'rope_scaling',
    'rope_parameters',
    'llama3',
    'yarn',
    'factor',
    'quantization_config',
    'gelu',
    'auto_map',
  ];
  const weights = await bytesOfAll(writeSafetensors([]));
  return {
    name: 'config',
    make: (random) => changedJson(configs, random, words),
    async open(bytes) {
      const folder = folderOf({ 'config.json': bytes, 'generation_config.json': bytes, 'model.safetensors': weights });
      await openModelFolder(folder, (json) => ({ ...readFolderModel(json), tensors: [] }));
    },
  };
}

/** What is hard for patterns and merges: runs, what almost fits, marks beside letters, halves of characters. */
const TEXT = `Uşaqlar 15 quş gördü, "3.14" dedilər…\r\n  ${'a'.repeat(40)}!${' '.repeat(40)}x${'ab'.repeat(20)}😀\ud800 <s>`;
const PATTERNS = [
  '(?:a+)+b',
  '(a|a)*b',
  '(a|aa)+$',
  '(.*)(.*)(.*)x',
  '\\s+(?!\\S)',
  '(?i:s|t)',
  '\\p{L}+',
  '(?<=a)',
  '(?>a+)',
  '[^\\r\\n]*',
];

function tokenizer(): FuzzTarget {
  const cases = (read('src/testing/golden/tokenizers/cases.json') as { tokenizer: Json }[]).map((one) =>
    small(one.tokenizer),
  );
  const words = [
    ...['BPE', 'Unigram', 'WordPiece', 'WordLevel', 'Sequence', 'Split', 'Replace', 'ByteLevel', 'Metaspace', 'Digits'],
    ...[
      'Isolated',
      'Removed',
      'MergedWithNext',
      'Regex',
      'String',
      'pattern',
      'invert',
      'type',
      'NFC',
      'Strip',
      '▁',
      '<s>',
      ...PATTERNS,
    ],
  ];
  return {
    name: 'tokenizer',
    make: (random) => changedJson(cases, random, words),
    async open(bytes) {
      const json = await readText(folderOf({ 'tokenizer.json': bytes }), 'tokenizer.json', TOKENIZER_LIMIT);
      const opened = await openTokenizer(json);
      const ids = opened.encode(TEXT);
      opened.encode(TEXT, { specialTokens: false });
      opened.decode(ids, { skipSpecialTokens: true });
      for (const id of ids.subarray(0, 8)) opened.byteLength(id);
      opened.pieces(TEXT.slice(0, 20));
      await openTokenizer(opened.toJson());
    },
  };
}

/** With a few of its tokens and no merges, so that most of what is changed is none of them, and many are tried. */
function small(whole: Json): Json {
  const file = structuredClone(whole) as { model: { vocab: Json; merges?: Json[] } };
  const { vocab } = file.model;
  const isKept = (token: string, at: number): boolean => at < 8 || /^(<unk>|\[UNK\]|[a-p]|Ġ|▁)$/.test(token);
  if (Array.isArray(vocab)) file.model.vocab = vocab.slice(0, 24);
  else
    file.model.vocab = Object.fromEntries(
      Object.entries(vocab as Record<string, Json>).filter(([token], at) => isKept(token, at)),
    );
  if (file.model.merges) file.model.merges = [];
  return file as unknown as Json;
}

const TEMPLATES = [
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
  "{% if messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}{% set told = messages[0]['content'] %}{% else %}{% set rest = messages %}{% endif %}{{ bos_token }}{% for m in rest %}{{ m.content | trim }}{{ eos_token if not loop.last else '' }}{% endfor %}",
  "{%- macro turn(m, i) -%}{{ '### ' ~ m.role | upper ~ i }}{%- endmacro -%}{% for m in messages %}{{ turn(m, loop.index0) }}{% endfor %}{{ range(3) | join(',') }}{% set ns = namespace(n=0) %}{% set ns.n = ns.n + 1 %}{{ ns.n | tojson }}",
];
const JINJA = [
  ...[
    '{% for i in range(1000000000) %}',
    '{% endfor %}',
    '{% if',
    '%}',
    '{{',
    '}}',
    '{%-',
    '-%}',
    '| tojson',
    '| length',
    '| replace(',
  ],
  ...[
    '.constructor',
    '.__proto__',
    "['a']",
    'messages',
    'loop.',
    'is defined',
    'not in',
    '**',
    '//',
    '* 9999',
    '~',
    '(((',
    '[::-1]',
    'range(',
  ],
];
const CHAT: readonly ChatMessage[] = [
  { role: 'system', content: 'Qısa danış.' },
  { role: 'user', content: 'Salam' },
  { role: 'assistant', content: 'Salam, dünya!' },
];

/** Templates run in one thread for all inputs, as long as none of them has it ended. */
function chatTemplate(): FuzzTarget {
  const seeds = TEMPLATES.map((text) => utf8.encode(text));
  let shared: RenderThread | null = null;
  const open = async (): Promise<RenderThread> => {
    shared ??= await openRenderThread();
    const thread = shared;
    return {
      ask: thread.ask,
      end() {
        thread.end();
        shared = null;
      },
    };
  };
  return {
    name: 'chat-template',
    mostMilliseconds: 2000,
    make: (random) => mutate(oneOf(random, seeds), { random, words: JINJA, others: seeds, mostChanges: 2 }),
    async open(bytes) {
      const { source } = await readChatTemplate(folderOf({ 'chat_template.jinja': bytes }));
      await new ChatRenderer(open, { source, bosToken: '<s>', eosToken: '</s>' }).render(CHAT, true);
    },
    close: () => shared?.end(),
  };
}

export const MODEL_FILES: readonly FuzzTarget[] = [await safetensors(), await config(), tokenizer(), chatTemplate()];
