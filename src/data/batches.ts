/**
 * From token streams to batches, row-major [rows, seq], for training and for evaluation; examples.ts does it for examples.
 *
 * A stream is the documents' tokens with the end-of-text token after each, back to back. Training reads windows of
 * seq + 1 tokens with stride seq, in an order that follows from seed and epoch alone; the last (length − 1) mod seq
 * tokens of a stream are in no window. Shifted windows are one fewer, and begin in each epoch at an offset below seq that
 * follows from seed and epoch too, so that what is left out, and what begins a window, differs. A cursor (epoch, position) says how far an order is used up: it is the whole
 * data state of a run, and from the same cursor the same batches follow.
 *
 * Evaluation joins documents as training does and reads windows of seq inputs with stride seq: window k predicts tokens
 * k·seq + 1 … k·seq + seq, so every token but the first is predicted exactly once, each from the tokens of its window.
 * With nll the total negative log-likelihood in nats: perplexity = exp(nll / counted), bits per byte = nll / ln 2 /
 * (UTF-8 bytes of the documents). The end-of-text tokens are predicted and counted but are no bytes.
 */
import { OcaqError } from '../errors.ts';
import { mixSeed, permutation, Random } from './random.ts';
import type { TextTokenizer } from './tokenizer/text-tokenizer.ts';

/** Target of a position that the loss does not count. */
export const IGNORE = -100;

export interface TokenStream {
  readonly length: number;
  /** Tokens start … start + count − 1; the array is the caller's. */
  read(start: number, count: number): Promise<Uint32Array> | Uint32Array;
}

/** Inputs and targets, row-major [rows, seq]: targets are the next tokens, IGNORE where not counted. */
export interface Batch {
  tokens: Int32Array;
  targets: Int32Array;
  /** [rows, seq]: how much each target counts; missing where all count alike. */
  weights?: Float32Array;
  /** [rows, seq]: the place of each token in its document, counted from 0; missing where each row is one document. */
  positions?: Int32Array;
  /** Targets that are not IGNORE or, where they have weights, the sum of theirs. */
  counted: number;
}

/** `position` windows (or examples) of `epoch` are used up. */
export interface BatchCursor {
  epoch: number;
  position: number;
}

export interface BatchSource {
  readonly seq: number;
  /** Rows in an epoch. */
  readonly windowsPerEpoch: number;
  /** Tokens in those rows, which hold padding besides. */
  readonly tokensPerEpoch: number;
  /**
   * The next `batch` rows; goes over into the next epoch where one ends. One call at a time. When reading fails, the
   * cursor has not moved and the call can be repeated.
   */
  next(batch: number): Promise<Batch>;
  /** A copy. @throws OcaqError `cursor-outside` when set to a place this source does not have */
  get cursor(): BatchCursor;
  set cursor(cursor: BatchCursor);
}

/** A stream over tokens in memory. */
export function memoryStream(tokens: Uint32Array | Uint16Array): TokenStream {
  return {
    length: tokens.length,
    read(start, count) {
      if (start < 0 || count < 0 || start + count > tokens.length) {
        throw new RangeError(`tokens ${start} … ${start + count} asked for, the stream has ${tokens.length}`);
      }
      return new Uint32Array(tokens.subarray(start, start + count));
    },
  };
}

/** Fills row `row` of a batch with an item of an epoch; returns what its targets count. */
type FillRow = (batch: Batch, row: number, item: number, epoch: number) => number | Promise<number>;

interface ShuffledItems {
  readonly seq: number;
  /** Items of an epoch, of which each fills a row. */
  readonly count: number;
  /** Tokens in all rows of an epoch, without padding. */
  readonly tokens: number;
  readonly seed: number;
  /** A batch of so many rows, to be filled. */
  readonly empty: (rows: number) => Batch;
  readonly fill: FillRow;
}

/** Of all positions of an epoch, how many hold padding: 0 … 1. */
export const paddingShare = ({
  seq,
  windowsPerEpoch,
  tokensPerEpoch,
}: Pick<BatchSource, 'seq' | 'windowsPerEpoch' | 'tokensPerEpoch'>): number =>
  1 - tokensPerEpoch / (windowsPerEpoch * seq);

/** The items 0 … count − 1, in an order of each epoch that follows from its number and the seed. */
export class ShuffledOrder {
  readonly #count: number;
  readonly #seed: number;
  /** Orders are made when needed and one is kept: 4 bytes an item. */
  #order: { epoch: number; items: Uint32Array } | undefined;

  constructor(count: number, seed: number) {
    this.#count = count;
    this.#seed = seed;
  }

  /** The first item that is not used up at a cursor, the epoch that it is of, and where the cursor is after it. */
  after({ epoch, position }: BatchCursor): { item: number; epoch: number; cursor: BatchCursor } {
    const place = position < this.#count ? { epoch, position } : { epoch: epoch + 1, position: 0 };
    if (this.#order?.epoch !== place.epoch)
      this.#order = { epoch: place.epoch, items: permutation(this.#count, mixSeed(this.#seed, place.epoch)) };
    const item = this.#order.items[place.position] as number;
    return { item, epoch: place.epoch, cursor: { ...place, position: place.position + 1 } };
  }
}

/** Walks through items in a shuffled order, and fills a row with each. */
export class ShuffledSource implements BatchSource {
  readonly seq: number;
  readonly windowsPerEpoch: number;
  readonly tokensPerEpoch: number;
  readonly #order: ShuffledOrder;
  readonly #empty: (rows: number) => Batch;
  readonly #fill: FillRow;
  #cursor: BatchCursor = { epoch: 0, position: 0 };
  #reading: boolean = false;

  constructor({ seq, count, tokens, seed, empty, fill }: ShuffledItems) {
    this.seq = seq;
    this.windowsPerEpoch = count;
    this.tokensPerEpoch = tokens;
    this.#order = new ShuffledOrder(count, seed);
    this.#empty = empty;
    this.#fill = fill;
  }

  get cursor(): BatchCursor {
    return { ...this.#cursor };
  }

  set cursor({ epoch, position }: BatchCursor) {
    if (this.#reading) throw new Error('the cursor of a batch source was set while a batch was being read');
    const valid = isCount(epoch) && isCount(position) && position <= this.windowsPerEpoch;
    if (!valid) {
      throw new OcaqError(
        'cursor-outside',
        `The saved place in the training data (epoch ${epoch}, position ${position}) does not exist: an epoch has ${this.windowsPerEpoch} rows. The data is not what the run was started with; bring it back or start a new run.`,
        { epoch, position, rows: this.windowsPerEpoch },
      );
    }
    this.#cursor = { epoch, position };
  }

  async next(batch: number): Promise<Batch> {
    if (this.#reading) throw new Error('a batch was asked for while another one was being read');
    this.#reading = true;
    try {
      const result = this.#empty(batch);
      let cursor = this.#cursor;
      for (let row = 0; row < batch; row++) {
        const next = this.#order.after(cursor);
        result.counted += await this.#fill(result, row, next.item, next.epoch);
        cursor = next.cursor;
      }
      this.#cursor = cursor;
      return result;
    } finally {
      this.#reading = false;
    }
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

export function emptyBatch(rows: number, seq: number, padId = 0): Batch {
  return {
    tokens: new Int32Array(rows * seq).fill(padId),
    targets: new Int32Array(rows * seq).fill(IGNORE),
    counted: 0,
  };
}

export async function readExactly(stream: TokenStream, start: number, count: number): Promise<Uint32Array> {
  const tokens = await stream.read(start, count);
  if (tokens.length === count) return tokens;
  throw new OcaqError(
    'tokens-truncated',
    `The stored tokens are damaged: ${count} were expected from position ${start} on, ${tokens.length} are there. Tokenise the corpus again.`,
    { start, expected: count, got: tokens.length },
  );
}

export function tooShort(length: number, needed: number): OcaqError {
  return new OcaqError(
    'corpus-too-short',
    `There are ${length} tokens, but at least ${needed} are needed. Add more text, or choose a shorter sequence length.`,
    { tokens: length, needed },
  );
}

export interface WindowOptions {
  readonly seq: number;
  readonly seed: number;
  /** Each epoch begins at an offset of its own (see the top of the file); a stream of one window is shifted by what is left. */
  readonly shift?: boolean;
  readonly cursor?: BatchCursor;
}

/**
 * Training windows of a stream. Reads seq + 1 tokens per row.
 * @throws OcaqError `corpus-too-short` when there is no whole window; `cursor-outside`; from `next`: `tokens-truncated`
 */
export function windowBatches(stream: TokenStream, options: WindowOptions): BatchSource {
  const { seq, seed, cursor } = options;
  const { count, startOf } = windowsOf(stream, options);
  const source = new ShuffledSource({
    seq,
    count,
    tokens: count * seq,
    seed,
    empty: (rows) => emptyBatch(rows, seq),
    async fill(batch, row, window, epoch) {
      await writeWindow(batch, row, stream, startOf(window, epoch), seq);
      return seq;
    },
  });
  if (cursor) source.cursor = cursor;
  return source;
}

/** How many windows an epoch has, and where each begins. @throws OcaqError `corpus-too-short` */
export function windowsOf(
  { length }: Pick<TokenStream, 'length'>,
  { seq, seed, shift = false }: WindowOptions,
): { readonly count: number; startOf(window: number, epoch: number): number } {
  const whole = Math.floor((length - 1) / seq);
  if (whole < 1) throw tooShort(length, seq + 1);
  const count = shift ? Math.max(1, whole - 1) : whole;
  const offsets = Math.min(seq, length - count * seq);
  const offsetOf = (epoch: number) => (shift ? new Random(mixSeed(seed, 'shift', epoch)).integer(offsets) : 0);
  return { count, startOf: (window, epoch) => offsetOf(epoch) + window * seq };
}

/** Tokens from `start` on into a row, each with the next one as its target. @throws OcaqError `tokens-truncated` */
export async function writeWindow(
  batch: Batch,
  row: number,
  stream: TokenStream,
  start: number,
  seq: number,
): Promise<void> {
  const tokens = await readExactly(stream, start, seq + 1);
  batch.tokens.set(tokens.subarray(0, seq), row * seq);
  batch.targets.set(tokens.subarray(1), row * seq);
}

/**
 * The evaluation windows of a stream in order (rule: see the top of the file). Every batch has `batch` rows, so that
 * one step plan fits all: the end of the last window, and rows after it, are `padId` with IGNORE as targets.
 * @param given ids that are put before each document, not written by anybody: they are read and not predicted
 * @throws OcaqError `corpus-too-short` below 2 tokens, `tokens-truncated`
 */
export async function* evaluationBatches(
  stream: TokenStream,
  { seq, batch, padId, given = [] }: { seq: number; batch: number; padId: number; given?: readonly number[] },
): AsyncGenerator<Batch> {
  const predicted = stream.length - 1;
  if (predicted < 1) throw tooShort(stream.length, 2);
  for (let start = 0; start < predicted; start += batch * seq) {
    const counted = Math.min(batch * seq, predicted - start);
    const tokens = await readExactly(stream, start, counted + 1);
    const result = emptyBatch(batch, seq, padId);
    result.tokens.set(tokens.subarray(0, counted));
    result.targets.set(tokens.subarray(1));
    result.counted = counted;
    for (let i = 0; given.length > 0 && i < counted; i++) {
      if (!given.includes(result.targets[i] ?? IGNORE)) continue;
      result.targets[i] = IGNORE;
      result.counted--;
    }
    yield result;
  }
}

/**
 * The tokens of each document, after those that begin a text with this tokenizer and before the end-of-text token; special
 * tokens written in a document are plain text.
 * @throws OcaqError `tokenizer-no-eos`
 */
export async function* tokeniseDocuments(
  documents: AsyncIterable<string> | Iterable<string>,
  tokenizer: Pick<TextTokenizer, 'encode' | 'eosId' | 'beginIds'>,
): AsyncGenerator<Uint32Array> {
  const framed = documentFrame(tokenizer);
  for await (const document of documents) yield framed(tokenizer.encode(document, { specialTokens: false }));
}

/**
 * What puts the ids of a document between those that begin a text with this tokenizer and the end-of-text token.
 * @throws OcaqError `tokenizer-no-eos`
 */
export function documentFrame({
  eosId,
  beginIds,
}: Pick<TextTokenizer, 'eosId' | 'beginIds'>): (ids: Uint32Array) => Uint32Array<ArrayBuffer> {
  if (eosId === undefined) {
    throw new OcaqError(
      'tokenizer-no-eos',
      'This tokenizer has no end-of-text token, which is needed between documents. Use a tokenizer that has one.',
    );
  }
  return (ids) => {
    const framed = new Uint32Array(beginIds.length + ids.length + 1);
    framed.set(beginIds);
    framed.set(ids, beginIds.length);
    framed[framed.length - 1] = eosId;
    return framed;
  };
}

/**
 * Cross-entropy, in nats per token, of the held-out tokens under the training tokens' frequencies with one added to
 * every count: what a model reaches that knows how often each token occurs and nothing else.
 * @param trainCounts, heldOutCounts [vocabSize] how often each token occurs; missing entries are 0
 * @throws RangeError when there are no held-out tokens
 */
export function unigramCrossEntropy(
  trainCounts: ArrayLike<number>,
  heldOutCounts: ArrayLike<number>,
  vocabSize: number,
): number {
  let trained = vocabSize;
  let heldOut = 0;
  for (let token = 0; token < vocabSize; token++) {
    trained += trainCounts[token] ?? 0;
    heldOut += heldOutCounts[token] ?? 0;
  }
  if (heldOut === 0) throw new RangeError('unigramCrossEntropy needs at least one held-out token');
  let nats = 0;
  for (let token = 0; token < vocabSize; token++) {
    const count = heldOutCounts[token] ?? 0;
    if (count > 0) nats -= count * Math.log(((trainCounts[token] ?? 0) + 1) / trained);
  }
  return nats / heldOut;
}
