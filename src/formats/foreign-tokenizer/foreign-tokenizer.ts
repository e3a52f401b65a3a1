/**
 * `tokenizer.json` of the kinds that Ocaq's own encoder does not run: SentencePiece's BPE with byte fallback and its
 * Unigram, WordPiece, WordLevel, byte-level BPE with other steps before it. Read strictly, and rewritten so that
 * `@huggingface/tokenizers` gives the ids of the Rust library; what it cannot compute is refused by the field's name.
 */
import { beginTokens } from '../tokenizer-begin.ts';
import {
  type AddedEntry,
  type Fields,
  isRecord,
  LIMIT,
  readAddedEntries,
  readFlag,
  readMerges,
  readVocab,
  readWhole,
  refuse,
  show,
} from '../tokenizer-fields.ts';
import { rewriteDecoder } from './decoder.ts';
import { rewriteNormalizer } from './normalizer.ts';
import { rewritePreTokenizer } from './pre-tokenizer.ts';

/** SentencePiece makes pieces of 16 characters at the most unless it is told otherwise. */
const LONGEST_PIECE = 1000;
const LONGEST_CHAIN = 64;

/** A model as the library's constructor takes it. */
export type ForeignModel =
  | { readonly type: 'Unigram'; readonly vocab: readonly (readonly [string, number])[]; readonly unk_id: number | null }
  | {
      readonly type: 'BPE';
      readonly vocab: Readonly<Record<string, number>>;
      readonly merges: readonly (readonly [string, string])[];
      readonly unk_token: string | null;
      readonly fuse_unk: boolean;
      readonly byte_fallback: boolean;
      readonly ignore_merges: boolean;
      readonly end_of_word_suffix: string | null;
    }
  | {
      readonly type: 'WordPiece';
      readonly vocab: Readonly<Record<string, number>>;
      readonly unk_token: string;
      readonly continuing_subword_prefix: string;
      readonly max_input_chars_per_word: number;
    }
  | { readonly type: 'WordLevel'; readonly vocab: Readonly<Record<string, number>>; readonly unk_token: string };

export interface ForeignTokenizerFile {
  readonly model: ForeignModel;
  /** Token → id, of the model alone. */
  readonly vocab: ReadonlyMap<string, number>;
  readonly addedTokens: readonly AddedEntry[];
  /** The token of text that the vocabulary cannot express. */
  readonly unknownId: number | undefined;
  /** Whether such text is spelled in tokens of bytes (`<0xC9>`) instead; BPE does it within the library. */
  readonly unigramByteFallback: boolean;
  readonly beginIds: readonly number[];
  readonly normalizer: Fields | null;
  readonly preTokenizer: Fields | null;
  readonly decoder: Fields | null;
}

/** @throws OcaqError `tokenizer-json-invalid`; details: field, the path of what is wrong */
export function parseForeignTokenizer(json: string | object): ForeignTokenizerFile {
  const file = readWhole(json);
  if (!isRecord(file.model)) refuse('model', 'is not an object');
  const { model, vocab, unknownId } = readModel(file.model);
  return {
    model,
    vocab,
    unknownId,
    unigramByteFallback: model.type === 'Unigram' && readFlag(file.model, 'byte_fallback', 'model'),
    addedTokens: readAddedEntries(file.added_tokens ?? [], vocab),
    beginIds: beginTokens(file.post_processor),
    normalizer: rewriteNormalizer(file.normalizer),
    preTokenizer: rewritePreTokenizer(file.pre_tokenizer),
    decoder: rewriteDecoder(file.decoder),
  };
}

type ReadModel = Pick<ForeignTokenizerFile, 'model' | 'vocab' | 'unknownId'>;

function readModel(fields: Fields): ReadModel {
  const { type = Array.isArray(fields.merges) ? 'BPE' : undefined } = fields;
  switch (type) {
    case 'BPE':
      return readBpe(fields);
    case 'Unigram':
      return readUnigram(fields);
    case 'WordPiece':
    case 'WordLevel':
      return readWords(fields, type);
    default:
      return refuse('model.type', `is ${show(type)}; "BPE", "Unigram", "WordPiece" and "WordLevel" are known`);
  }
}

function readBpe(fields: Fields): ReadModel {
  const vocab = readVocab(fields.vocab);
  const prefix = fields.continuing_subword_prefix ?? '';
  if (prefix !== '') refuse('model.continuing_subword_prefix', `is ${show(prefix)}, which is not supported`);
  if ((fields.dropout ?? 0) !== 0) refuse('model.dropout', `is ${show(fields.dropout)}: it would encode at random`);
  const suffix = fields.end_of_word_suffix ?? null;
  if (suffix !== null && typeof suffix !== 'string') refuse('model.end_of_word_suffix', `is ${show(suffix)}`);
  const unknown = fields.unk_token ?? null;
  if (unknown !== null && (typeof unknown !== 'string' || !vocab.has(unknown)))
    refuse('model.unk_token', `is ${show(unknown)}, which is not in the vocabulary`);
  return {
    model: {
      type: 'BPE',
      vocab: Object.fromEntries(vocab),
      merges: readMerges(fields.merges, vocab),
      unk_token: unknown,
      fuse_unk: readFlag(fields, 'fuse_unk', 'model'),
      byte_fallback: readFlag(fields, 'byte_fallback', 'model'),
      ignore_merges: readFlag(fields, 'ignore_merges', 'model'),
      end_of_word_suffix: suffix === '' ? null : suffix,
    },
    vocab,
    unknownId: unknown === null ? undefined : vocab.get(unknown),
  };
}

function readUnigram(fields: Fields): ReadModel {
  const pieces = fields.vocab;
  if (!Array.isArray(pieces) || pieces.length === 0) refuse('model.vocab', 'is not a list of tokens with their scores');
  if (pieces.length > LIMIT) refuse('model.vocab', `has ${pieces.length} tokens, more than ${LIMIT}`);
  const vocab = pieces.map((piece: unknown, i): [string, number] => {
    const [token, score]: unknown[] = Array.isArray(piece) ? piece : [];
    if (typeof token === 'string' && typeof score === 'number' && Number.isFinite(score)) return [token, score];
    return refuse(`model.vocab[${i}]`, `is ${show(piece)}, not a token with its score`);
  });
  refuseChains(vocab.map(([token]) => token));
  const unknown = fields.unk_id ?? null;
  if (unknown !== null && (typeof unknown !== 'number' || vocab[unknown] === undefined))
    refuse('model.unk_id', `is ${show(unknown)}, which is no place in the vocabulary`);
  return {
    model: { type: 'Unigram', vocab, unk_id: unknown },
    vocab: new Map(vocab.map(([token], id) => [token, id])),
    unknownId: unknown ?? undefined,
  };
}

/** Every token that begins with another one is tried beside it at every place of a text, so that a chain of them is a product. */
function refuseChains(tokens: readonly string[]): void {
  const chain: string[] = [];
  for (const token of tokens.toSorted()) {
    if (token.length > LONGEST_PIECE)
      refuse('model.vocab', `has a token of ${token.length} characters, more than ${LONGEST_PIECE}`);
    while (chain.length > 0 && !token.startsWith(chain.at(-1) ?? '')) chain.pop();
    chain.push(token);
    if (chain.length > LONGEST_CHAIN)
      refuse('model.vocab', `has more than ${LONGEST_CHAIN} tokens that begin with one another, as ${show(token)}`);
  }
}

function readWords(fields: Fields, type: 'WordPiece' | 'WordLevel'): ReadModel {
  const vocab = readVocab(fields.vocab);
  const unknown = fields.unk_token ?? '[UNK]';
  if (typeof unknown !== 'string' || !vocab.has(unknown))
    refuse('model.unk_token', `is ${show(unknown)}, which is not in the vocabulary`);
  const shared = { vocab: Object.fromEntries(vocab), unk_token: unknown };
  const unknownId = vocab.get(unknown);
  if (type === 'WordLevel') return { model: { type, ...shared }, vocab, unknownId };
  const prefix = fields.continuing_subword_prefix ?? '##';
  if (typeof prefix !== 'string') refuse('model.continuing_subword_prefix', `is ${show(prefix)}, not a text`);
  const longest = fields.max_input_chars_per_word ?? 100;
  if (typeof longest !== 'number' || !(longest > 0 && longest <= 1000))
    refuse('model.max_input_chars_per_word', `is ${show(longest)}, not a number up to 1000`);
  return {
    model: { type, ...shared, continuing_subword_prefix: prefix, max_input_chars_per_word: longest },
    vocab,
    unknownId,
  };
}
