/**
 * A tokenizer as a GGUF holds it (keys `tokenizer.ggml.*`): every row of the model's table has a text of its own, merges stand in
 * order, and the way in which text is cut into words has a name alone (split-rules.ts). Where other tools would encode otherwise, the
 * tokenizer is refused, or a remark says what differs. Source: src/llama-vocab.cpp of llama.cpp.
 */
import { OcaqError } from '../../errors.ts';
import type { GgufValue } from '../../formats/gguf/layout.ts';
import type { GgufRemark } from '../../formats/gguf/remark.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { parseTokenizerJson, type TokenizerFile } from '../../formats/tokenizer-json.ts';
import { fromByteLevel } from './byte-level.ts';
import { IdBuffer } from './id-buffer.ts';
import { splitterOf } from './pretokenize.ts';
import { GPT2_SPLIT_PATTERN, type SplitRule, splitRuleOf } from './split-rules.ts';
import type { TextTokenizer } from './text-tokenizer.ts';
import { endTokens } from './token-roles.ts';
import { Tokenizer } from './tokenizer.ts';
import { WordEncoder } from './word-encoder.ts';

export interface GgufVocabulary {
  /** In the order in which they are written. */
  readonly keys: ReadonlyMap<string, GgufValue>;
  /** Texts of the tokens that end an answer. */
  readonly ends: readonly string[];
  readonly remarks: readonly GgufRemark[];
}

/** `tokenizer.ggml.token_type` */
const TYPES = { normal: 1, control: 3, added: 4, unused: 5 } as const;
/** Keys of tokens that end an answer, in the order in which they are filled. */
const END_KEYS = ['eos_token_id', 'eot_token_id', 'eom_token_id'] as const;

/**
 * @throws OcaqError `gguf-tokenizer-kind`, `gguf-split-rule`, `gguf-begin-tokens`, `gguf-no-end-token`,
 *   `folder-tokenizer-too-large`
 */
export function ggufVocabulary(tokenizer: TextTokenizer, config: ModelConfig): GgufVocabulary {
  if (!(tokenizer instanceof Tokenizer))
    throw new OcaqError(
      'gguf-tokenizer-kind',
      'The tokenizer is not byte-level BPE as GPT-2, Llama 3 and Qwen have it, and Ocaq writes no other kind into a GGUF. Export a Hugging Face folder instead, which llama.cpp can convert where it knows the tokenizer.',
    );
  const file = parseTokenizerJson(tokenizer.toJson());
  const rule = ruleOf(tokenizer);
  const ends = endTokens(tokenizer, config);
  if (ends.length === 0)
    throw new OcaqError(
      'gguf-no-end-token',
      'No token of the model ends a text, and other tools would take token 11 for one that does. Name one as eos_token_id in config.json.',
    );
  const { texts, types } = rowsOf(file, config.vocabSize);
  const u32 = (value: number): GgufValue => ({ type: 'u32', value });
  const keys: [string, GgufValue][] = [
    ['model', { type: 'string', value: 'gpt2' }],
    ['pre', { type: 'string', value: rule.ggufName }],
    ['tokens', { type: 'strings', value: texts }],
    ['token_type', { type: 'i32s', value: types }],
    ['merges', { type: 'strings', value: file.merges.map((merge) => merge.join(' ')) }],
    ...beginKeys(tokenizer, ends),
    ...END_KEYS.flatMap((key, i): [string, GgufValue][] => (ends[i] === undefined ? [] : [[key, u32(ends[i])]])),
    ['eos_token_ids', { type: 'i32s', value: ends }],
    ...(tokenizer.padId === undefined ? [] : [['padding_token_id', u32(tokenizer.padId)] as [string, GgufValue]]),
    ['add_eos_token', { type: 'bool', value: false }],
  ];
  return {
    keys: new Map(keys.map(([key, value]) => [`tokenizer.ggml.${key}`, value])),
    ends: ends.map((id) => texts[id]!),
    remarks: remarksOn(file, rule, ends),
  };
}

function ruleOf({ splitPattern }: Tokenizer): SplitRule {
  const rule = splitRuleOf(splitPattern);
  if (rule) return rule;
  throw new OcaqError(
    'gguf-split-rule',
    'Ocaq knows no name in a GGUF for the way this tokenizer cuts text into words; under another name other tools would cut it otherwise, and the model would answer worse. Export a Hugging Face folder instead.',
  );
}

/** Text and type of each row of the model's table. */
function rowsOf(file: TokenizerFile, rows: number): { texts: string[]; types: number[] } {
  const texts: (string | undefined)[] = Array.from({ length: rows });
  const types = Array.from({ length: rows }, (): number => TYPES.unused);
  const put = (id: number, text: string, type: number): void => {
    if (id >= rows)
      throw new OcaqError(
        'folder-tokenizer-too-large',
        `The tokenizer has the token number ${id}, but the model knows only ${rows} tokens. Config and tokenizer do not belong together; nothing was exported.`,
        { id, vocabSize: rows },
      );
    texts[id] = text;
    types[id] = type;
  };
  for (const [text, id] of file.vocab) put(id, text, TYPES.normal);
  for (const { id, content, special } of file.addedTokens) put(id, content, special ? TYPES.control : TYPES.added);
  const taken = new Set(texts);
  return { texts: texts.map((text, id) => text ?? unusedText(id, taken)), types };
}

/** A row that no token has, under a name that none has either. */
function unusedText(id: number, taken: ReadonlySet<string | undefined>): string {
  let text = `[PAD${id}]`;
  while (taken.has(text)) text = `[${text}]`;
  return text;
}

/**
 * What is put in front of a text, for which a GGUF has one token. One that is not put there is named all the same, because
 * other tools take token 11 for it otherwise: where there is none, the one that parts texts, as GPT-2 has it.
 */
function beginKeys({ beginIds, bosId }: Tokenizer, [end]: readonly number[]): [string, GgufValue][] {
  if (beginIds.length > 1)
    throw new OcaqError(
      'gguf-begin-tokens',
      `The tokenizer puts ${beginIds.length} tokens in front of a text, and a GGUF has a place for one. Export a Hugging Face folder instead.`,
      { count: beginIds.length },
    );
  return [
    ['bos_token_id', { type: 'u32', value: beginIds[0] ?? bosId ?? end ?? 0 }],
    ['add_bos_token', { type: 'bool', value: beginIds.length > 0 }],
  ];
}

function remarksOn(file: TokenizerFile, rule: SplitRule, ends: readonly number[]): GgufRemark[] {
  const words = file.ignoreMerges === rule.takesWholeWords ? 0 : wordsThatMergesMiss(file);
  return [
    ...(file.nfc ? [{ kind: 'nfc' } as const] : []),
    ...(words > 0 ? [{ kind: 'words', count: words } as const] : []),
    ...(rule.outcomes['llama-cpp'] === 'same-if-recent' ? [{ kind: 'recent' } as const] : []),
    ...(ends.length > END_KEYS.length ? [{ kind: 'ends', count: ends.length } as const] : []),
  ];
}

/** How many tokens are whole words of a text, but not what their merges make of them. */
function wordsThatMergesMiss(file: TokenizerFile): number {
  const merging = new WordEncoder({ ...file, ignoreMerges: false }, new Set());
  const split = splitterOf(file.splitPattern ?? GPT2_SPLIT_PATTERN);
  let missed = 0;
  for (const [id, text] of textsOf(file)) {
    const words: string[] = [];
    split(text, (word) => words.push(word));
    if (words.length !== 1) continue;
    const ids = new IdBuffer();
    merging.encode(text, ids);
    if (ids.length !== 1 || ids.toArray()[0] !== id) missed++;
  }
  return missed;
}

/** Tokens that are text of whole characters, without those that are cut out of a text before it is split. */
function* textsOf(file: TokenizerFile): Generator<[id: number, text: string]> {
  const added = new Set(file.addedTokens.map(({ id }) => id));
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  for (const [token, id] of file.vocab) {
    const bytes = added.has(id) ? undefined : fromByteLevel(token);
    const text = bytes && utf8.decode(bytes);
    if (text !== undefined && !text.includes('\ufffd')) yield [id, text];
  }
}
