/**
 * Trains a byte-level BPE tokenizer on counted words (word-counter.ts): merges the most frequent adjacent pair of tokens
 * until the vocabulary is full. With the default tie rule the merges are those of Hugging Face `tokenizers` (0.23) for
 * the same text: pairs never cross words, counts are weighted by word, of equally frequent pairs the one with the
 * smaller ids is merged first, ids are given to special tokens, then the 256 bytes, then merges.
 * Source: Sennrich et al. 2016, "Neural Machine Translation of Rare Words with Subword Units"; the order of ids and the
 * tie rule are Hugging Face's.
 */
import { OcaqError } from '../../errors.ts';
import { BYTE_LEVEL_ALPHABET, BYTE_TO_CHARACTER, fromByteLevel } from './byte-level.ts';
import { PairChains } from './pair-chains.ts';
import { PairQueue } from './pair-queue.ts';
import { LLAMA3_SPLIT_PATTERN } from './split-rules.ts';
import { utf8Length } from './utf8-length.ts';

/**
 * Which of two equally frequent pairs is merged first: the one with the smaller (left id, right id), as Hugging Face
 * does, or the one with the lexicographically greater (left bytes, right bytes), as in some teaching code.
 */
export type TieRule = 'smaller-ids' | 'greater-bytes';

export interface BpeTrainingOptions {
  /** Number of ids: special tokens, 256 bytes and at least one merge. */
  vocabSize: number;
  /** Get the ids 0, 1, … in this order; no merge ever spells one of them. */
  specialTokens: readonly string[];
  /** The pattern the words were split with; kept in the model. Default: Llama 3's. */
  splitPattern?: string;
  tieRule?: TieRule;
  /** Returns the largest vocabulary that the text allows when it is smaller than the one asked for. */
  allowSmaller?: boolean;
  signal?: AbortSignal;
  /** Merges done and merges asked for; called now and then, and once at the end. */
  onProgress?: (done: number, total: number) => void;
}

export interface BpeModel {
  /** Byte-level token string → id; special tokens are among them, by their own text. */
  vocab: Map<string, number>;
  /** In the order in which they were learned: an earlier merge goes first in encoding. */
  merges: [string, string][];
  specialTokens: { content: string; id: number }[];
  /** As tokenizer.json has it (Oniguruma syntax). */
  splitPattern: string;
}

/** Ids are packed in pairs, and every id costs memory in a model: more than this is a typing error. */
const MAX_VOCAB_SIZE = 2 ** 20;
/** How long the trainer holds the thread before it lets messages in. */
const SLICE_MILLISECONDS = 50;

/**
 * @param counts word → how often it occurs (a positive integer); the order of the words does not matter; must not change meanwhile
 * @throws OcaqError `vocabulary-too-large` (details: asked, possible), `vocabulary-too-small`, `special-tokens-invalid`,
 *   `tokenizer-training-memory`; the signal's reason when it is aborted
 */
export async function trainBpe(counts: ReadonlyMap<string, number>, options: BpeTrainingOptions): Promise<BpeModel> {
  const { vocabSize, specialTokens, tieRule = 'smaller-ids', signal, onProgress } = options;
  checkOptions(vocabSize, specialTokens);
  signal?.throwIfAborted();
  const tokens = [...specialTokens, ...BYTE_LEVEL_ALPHABET];
  const total = vocabSize - tokens.length;
  const specials = new Set(specialTokens);
  const merges: [string, string][] = [];
  const turn = new Turn(signal, () => onProgress?.(merges.length, total));

  const chains = await indexWords(counts, tokens, turn);
  const queue = new PairQueue(chains, tieBreaker(chains, tokens, tieRule));
  for (const pair of chains.all()) queue.push(pair);

  while (tokens.length < vocabSize) {
    if (turn.isOver()) await turn.pause();
    const pair = queue.pop();
    if (pair === -1) break;
    const left = tokens[chains.leftOf(pair)]!;
    const right = tokens[chains.rightOf(pair)]!;
    if (specials.has(left + right)) continue;
    merges.push([left, right]);
    tokens.push(left + right);
    for (const created of chains.merge(pair, tokens.length - 1)) queue.push(created);
  }

  if (tokens.length < vocabSize && options.allowSmaller !== true)
    refuseVocabulary(vocabSize, tokens.length, merges.length);
  onProgress?.(merges.length, total);
  return {
    vocab: new Map(tokens.map((token, id) => [token, id])),
    merges,
    specialTokens: specialTokens.map((content, id) => ({ content, id })),
    splitPattern: options.splitPattern ?? LLAMA3_SPLIT_PATTERN,
  };
}

function checkOptions(vocabSize: number, specialTokens: readonly string[]): void {
  const least = specialTokens.length + 256 + 1;
  if (!Number.isInteger(vocabSize) || vocabSize < least) {
    throw new OcaqError(
      'vocabulary-too-small',
      `A vocabulary of ${vocabSize} tokens is too small: ${specialTokens.length} special tokens, the 256 bytes and one merge need ${least}. Ask for a whole number from ${least} on.`,
      { asked: vocabSize, least },
    );
  }
  if (vocabSize > MAX_VOCAB_SIZE) {
    throw new OcaqError(
      'vocabulary-too-large',
      `A vocabulary of ${vocabSize} tokens is more than Ocaq can hold. Ask for ${MAX_VOCAB_SIZE} or fewer.`,
      { asked: vocabSize, possible: MAX_VOCAB_SIZE },
    );
  }
  specialTokens.forEach((token, i) => {
    const isByte = token.length === 1 && fromByteLevel(token) !== undefined;
    if (token !== '' && !isByte && specialTokens.indexOf(token) === i) return;
    const why = token === '' ? 'is empty' : isByte ? 'stands for a byte' : 'is there twice';
    throw new OcaqError(
      'special-tokens-invalid',
      `The special token ${JSON.stringify(token)} ${why}. Give every special token a text of its own, such as "<|user|>".`,
      { token },
    );
  });
}

function refuseVocabulary(asked: number, possible: number, merges: number): never {
  const advice = merges === 0 ? 'Add more text.' : `Ask for ${possible} or fewer, or add more text.`;
  throw new OcaqError(
    'vocabulary-too-large',
    `This text allows a vocabulary of at most ${possible} tokens, and ${asked} were asked for: by then every word is one token. ${advice}`,
    { asked, possible },
  );
}

async function indexWords(
  counts: ReadonlyMap<string, number>,
  tokens: readonly string[],
  turn: Turn,
): Promise<PairChains> {
  const encoder = new TextEncoder();
  const idOfCharacter = new Map(tokens.map((token, id) => [token, id]));
  const idOfByte = Int32Array.from(BYTE_TO_CHARACTER, (character) => idOfCharacter.get(character)!);

  let [totalBytes, longest] = [0, 0];
  for (const [word, count] of counts) {
    if (!Number.isSafeInteger(count) || count < 1) {
      throw new Error(
        `The word ${JSON.stringify(word)} has the count ${count}, which is not a positive whole number. Count the words of the corpus again.`,
      );
    }
    const bytes = utf8Length(word);
    totalBytes += bytes;
    longest = Math.max(longest, bytes);
    if (turn.isOver()) await turn.pause();
  }

  const chains = new PairChains(totalBytes, counts.size);
  const bytes = new Uint8Array(longest);
  const ids = new Int32Array(longest);
  for (const [word, count] of counts) {
    const { written } = encoder.encodeInto(word, bytes);
    for (let i = 0; i < written; i++) ids[i] = idOfByte[bytes[i]!]!;
    chains.addWord(ids, written, count);
    if (turn.isOver()) await turn.pause();
  }
  return chains;
}

function tieBreaker(
  chains: PairChains,
  tokens: readonly string[],
  rule: TieRule,
): (pair: number, other: number) => boolean {
  switch (rule) {
    case 'smaller-ids':
      return (pair, other) => {
        const difference = chains.leftOf(pair) - chains.leftOf(other);
        return difference === 0 ? chains.rightOf(pair) < chains.rightOf(other) : difference < 0;
      };
    case 'greater-bytes':
      return (pair, other) => {
        const difference = compareBytes(tokens[chains.leftOf(pair)]!, tokens[chains.leftOf(other)]!);
        if (difference !== 0) return difference > 0;
        return compareBytes(tokens[chains.rightOf(pair)]!, tokens[chains.rightOf(other)]!) > 0;
      };
    default:
      return rule satisfies never;
  }
}

/** By the bytes that two byte-level tokens stand for; their characters sort differently. */
function compareBytes(token: string, other: string): number {
  const [a, b] = [fromByteLevel(token)!, fromByteLevel(other)!];
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** Shares the thread: work continues for a slice of time, then messages (such as "cancel") get their turn. */
class Turn {
  readonly #signal: AbortSignal | undefined;
  readonly #onPause: () => void;
  #startedAt = performance.now();

  constructor(signal: AbortSignal | undefined, onPause: () => void) {
    this.#signal = signal;
    this.#onPause = onPause;
  }

  isOver(): boolean {
    return performance.now() - this.#startedAt > SLICE_MILLISECONDS;
  }

  async pause(): Promise<void> {
    this.#onPause();
    await nextTask();
    this.#signal?.throwIfAborted();
    this.#startedAt = performance.now();
  }
}

/** After the messages that are waiting now; a timer of 0 would cost 4 ms each time in a browser. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
