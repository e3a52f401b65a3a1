/**
 * `tokenizer.json` of Hugging Face `tokenizers`, for byte-level BPE: read strictly, since it may be a stranger's file,
 * and written as the library writes it. What is read: model BPE with merges as "a b" or ["a", "b"], normaliser NFC or
 * none, pre-tokenizer Split + ByteLevel (Llama 3, Qwen) or ByteLevel alone (GPT-2). Everything else is refused with the
 * name of the field, SentencePiece-style files (Llama 2, TinyLlama) among it. Truncation and padding are not read; a
 * post-processor, which adds tokens around a text, is kept as it is and not run.
 */
import { refuseEndless } from './foreign-tokenizer/pattern.ts';
import {
  type AddedToken,
  type Fields,
  isRecord,
  readAddedEntries,
  readFlag,
  readMerges,
  readVocab,
  readWhole,
  refuse,
  show,
  typeOf,
} from './tokenizer-fields.ts';

export interface TokenizerFile {
  /** Byte-level token → id, different for each. May have special tokens among them, by their own text. */
  readonly vocab: ReadonlyMap<string, number>;
  /** By rank; both parts and what they make together are in the vocabulary. */
  readonly merges: readonly (readonly [string, string])[];
  readonly addedTokens: readonly AddedToken[];
  /** Oniguruma expression of the Split step; null: ByteLevel's own, which is GPT-2's. */
  readonly splitPattern: string | null;
  /** Whether text is brought to NFC first. */
  readonly nfc: boolean;
  /** A word that is a token as a whole is taken so, whatever the merges give. */
  readonly ignoreMerges: boolean;
  /** The JSON of the file's `post_processor`. */
  readonly postProcessor: string;
}

/** @throws OcaqError `tokenizer-json-invalid`; details: field, the path of what is wrong */
export function parseTokenizerJson(json: string | object): TokenizerFile {
  const file = readWhole(json);
  const model = readModel(file.model);
  const vocab = readVocab(model.vocab);
  readDecoder(file.decoder);
  return {
    vocab,
    merges: readMerges(model.merges, vocab),
    addedTokens: readAddedTokens(file.added_tokens, vocab),
    splitPattern: readSplitPattern(file.pre_tokenizer),
    nfc: readNormaliser(file.normalizer),
    ignoreMerges: readFlag(model, 'ignore_merges', 'model'),
    postProcessor: readPostProcessor(file.post_processor),
  };
}

function readModel(model: unknown): Fields {
  if (!isRecord(model)) refuse('model', 'is not an object');
  // Files written before 2020 name no type; they were BPE when they have merges.
  const type = model.type ?? (Array.isArray(model.merges) ? 'BPE' : undefined);
  if (type !== 'BPE') refuse('model.type', `is ${show(type)}, not "BPE"`);
  for (const field of ['continuing_subword_prefix', 'end_of_word_suffix']) {
    const value = model[field] ?? '';
    if (value !== '') refuse(`model.${field}`, `is ${show(value)}, which byte-level tokenizers do not use`);
  }
  if (readFlag(model, 'byte_fallback', 'model')) {
    refuse(
      'model.byte_fallback',
      'is true: the tokenizer is of the SentencePiece kind, as those of Llama 2 and TinyLlama',
    );
  }
  if ((model.dropout ?? 0) !== 0) refuse('model.dropout', `is ${show(model.dropout)}: it would encode at random`);
  return model;
}

function readAddedTokens(tokens: unknown, vocab: ReadonlyMap<string, number>): AddedToken[] {
  return readAddedEntries(tokens, vocab).map(({ singleWord, lstrip, rstrip, ...token }, i) => {
    for (const [field, value] of Object.entries({ single_word: singleWord, lstrip, rstrip })) {
      if (value) refuse(`added_tokens[${i}].${field}`, 'is true, which is not supported');
    }
    return token;
  });
}

function readNormaliser(normalizer: unknown): boolean {
  if (normalizer === null || normalizer === undefined) return false;
  if (isRecord(normalizer) && normalizer.type === 'Sequence' && Array.isArray(normalizer.normalizers))
    return normalizer.normalizers.map(readNormaliser).some(Boolean);
  if (isRecord(normalizer) && normalizer.type === 'NFC') return true;
  return refuse('normalizer', `is ${show(typeOf(normalizer))}; "NFC" and none are supported`);
}

function readSplitPattern(preTokenizer: unknown): string | null {
  if (!isRecord(preTokenizer)) refuse('pre_tokenizer', 'is not an object');
  if (preTokenizer.type !== 'Sequence') {
    if (readByteLevel(preTokenizer, 'pre_tokenizer')) return null;
    return refuse('pre_tokenizer.use_regex', 'is false, and nothing else splits the text into words');
  }
  const path = 'pre_tokenizer.pretokenizers';
  const steps = preTokenizer.pretokenizers;
  if (!Array.isArray(steps)) refuse(path, 'is not a list');
  if (steps.length === 1) return readSplitPattern(steps[0]);
  const [split, byteLevel]: unknown[] = steps;
  if (steps.length !== 2 || !isRecord(split) || split.type !== 'Split') {
    const types = steps.map((step: unknown) => show(typeOf(step))).join(', ');
    refuse(path, `is ${types || 'empty'}; "Split", "ByteLevel" is supported`);
  }
  const pattern = isRecord(split.pattern) ? split.pattern.Regex : undefined;
  if (typeof pattern !== 'string') refuse(`${path}[0].pattern`, 'is not { "Regex": … }');
  refuseEndless(pattern, `${path}[0].pattern`);
  if (split.behavior !== 'Isolated') refuse(`${path}[0].behavior`, `is ${show(split.behavior)}, not "Isolated"`);
  if (readFlag(split, 'invert', `${path}[0]`)) refuse(`${path}[0].invert`, 'is true, which is not supported');
  if (readByteLevel(byteLevel, `${path}[1]`)) refuse(`${path}[1].use_regex`, 'is true, so that words are split twice');
  return pattern;
}

/** Whether this step splits text into words by itself. */
function readByteLevel(step: unknown, path: string): boolean {
  if (!isRecord(step) || step.type !== 'ByteLevel') refuse(path, `is ${show(typeOf(step))}, not "ByteLevel"`);
  if (readFlag(step, 'add_prefix_space', path, true)) {
    refuse(`${path}.add_prefix_space`, 'is true, which is not supported: every text would begin with a space');
  }
  return readFlag(step, 'use_regex', path, true);
}

function readDecoder(decoder: unknown): void {
  if (!isRecord(decoder) || decoder.type !== 'ByteLevel')
    refuse('decoder', `is ${show(typeOf(decoder))}, not "ByteLevel"`);
}

function readPostProcessor(processor: unknown): string {
  if (processor === null || processor === undefined) return 'null';
  if (!isRecord(processor) || typeof processor.type !== 'string') refuse('post_processor', 'has no type');
  return JSON.stringify(processor);
}

/** The text of the file: one line per token and per merge, tokens by their ids. */
export function writeTokenizerJson(file: TokenizerFile): string {
  const added = file.addedTokens.map(({ id, content, special, normalized }) =>
    JSON.stringify({ id, content, single_word: false, lstrip: false, rstrip: false, normalized, special }),
  );
  const vocab = Array.from(file.vocab)
    .sort(([, a], [, b]) => a - b)
    .map(([token, id]) => `${JSON.stringify(token)}: ${id}`);
  const merges = file.merges.map((merge) => JSON.stringify(merge));
  return `{
  "version": "1.0",
  "truncation": null,
  "padding": null,
  "added_tokens": ${lines('[', added, ']', '  ')},
  "normalizer": ${file.nfc ? '{ "type": "NFC" }' : 'null'},
  "pre_tokenizer": ${preTokenizer(file.splitPattern)},
  "post_processor": ${file.postProcessor},
  "decoder": { "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true },
  "model": {
    "type": "BPE",
    "dropout": null,
    "unk_token": null,
    "continuing_subword_prefix": null,
    "end_of_word_suffix": null,
    "fuse_unk": false,
    "byte_fallback": false,
    "ignore_merges": ${file.ignoreMerges},
    "vocab": ${lines('{', vocab, '}', '    ')},
    "merges": ${lines('[', merges, ']', '    ')}
  }
}
`;
}

function preTokenizer(splitPattern: string | null): string {
  const byteLevel = (useRegex: boolean): string =>
    `{ "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": ${useRegex} }`;
  if (splitPattern === null) return byteLevel(true);
  const regex = JSON.stringify(splitPattern);
  const split = `{ "type": "Split", "pattern": { "Regex": ${regex} }, "behavior": "Isolated", "invert": false }`;
  return `{ "type": "Sequence", "pretokenizers": ${lines('[', [split, byteLevel(false)], ']', '  ')} }`;
}

function lines(open: string, items: readonly string[], close: string, indent: string): string {
  if (items.length === 0) return open + close;
  return `${open}\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}${close}`;
}
