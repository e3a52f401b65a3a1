/**
 * Examples as rows of batches: one a row, or several packed into one, padded on the right. Positions of packed examples
 * begin at 0 in each, by which attention keeps them apart; each token of padding is a document of its own, so that it costs
 * next to nothing. Several sets may be learned in one run, each by its weight (weighed-rows.ts), and text that the model
 * learned before can be replayed among them, in whole rows.
 */
import { OcaqError } from '../errors.ts';
import {
  type Batch,
  type BatchCursor,
  type BatchSource,
  emptyBatch,
  IGNORE,
  ShuffledSource,
  type TokenStream,
  tooShort,
  writeWindow,
} from './batches.ts';
import { packRows } from './packing.ts';
import { mixSeed, Random } from './random.ts';
import { takenRows, weighedRows } from './weighed-rows.ts';

export interface Example {
  /** [n], n ≤ seq. */
  tokens: Uint32Array | readonly number[];
  /** [n]: the target of each position, already the next token, IGNORE where not counted. */
  labels: Int32Array;
  /** [n]: how much each label counts; 1 where missing. */
  weights?: Float32Array;
}

/** Examples that weigh alike; rows are packed from those of one set. */
export interface ExampleSet {
  readonly examples: readonly Example[];
  /** How often they are seen in a pass, on the average; 1: once. */
  readonly weight: number;
}

/** How rows of examples are written. */
export interface RowLayout {
  readonly seq: number;
  readonly padId: number;
  readonly packed: boolean;
  /** Batches carry weights; see `Batch`. */
  readonly weighted: boolean;
}

/** Text among the examples: windows from random places of a stream. */
export interface Replay {
  readonly stream: TokenStream;
  /** Of all tokens of an epoch, 0 … 1, without 1. */
  readonly share: number;
}

export interface ExampleOptions extends RowLayout {
  readonly seed: number;
  readonly replay?: Replay | null;
  readonly cursor?: BatchCursor;
}

/**
 * Sets without an example are passed over.
 * @throws OcaqError `examples-none`, `example-too-long` (over-long examples are left out, and counted, by the encoder),
 *   `corpus-too-short` when there is too little text to replay; `cursor-outside`
 */
export function exampleBatches(sets: readonly ExampleSet[], options: ExampleOptions): BatchSource {
  const { seq, seed, replay = null, cursor } = options;
  const groups = sets.filter(({ examples }) => examples.length > 0).map((set) => groupOf(set, options));
  if (groups.length === 0) {
    throw new OcaqError(
      'examples-none',
      `There is no example to learn from: none fits into ${seq} tokens. Bring shorter examples, or choose a longer sequence length.`,
      { seq },
    );
  }
  const rows = groups.flatMap((group) => group.written);
  const weighed = weighedRows(groups, seed);
  const tokens = sum(groups.map((group) => group.tokens));
  const replayed = replay ? replayRows(tokens, replay.share, seq) : 0;
  if (replay && replay.stream.length <= seq) throw tooShort(replay.stream.length, seq + 1);

  const source = new ShuffledSource({
    seq,
    count: weighed.count + replayed,
    tokens: tokens + replayed * seq,
    seed,
    empty: (count) => emptyExamples(count, options),
    fill(batch, row, item, epoch) {
      if (item < weighed.count || !replay) return writeRow(batch, row, rows[weighed.rowAt(item, epoch)] ?? [], seq);
      return writeText(batch, row, replay.stream, new Random(mixSeed(seed, 'replay', epoch, item)), seq);
    },
  });
  if (cursor) source.cursor = cursor;
  return source;
}

/** Rows of replayed text for so many tokens of examples. */
export const replayRows = (tokens: number, share: number, seq: number): number =>
  Math.round(((share / (1 - share)) * tokens) / seq);

/** All examples in order, in batches of `count` rows; the rest of the last batch is masked. @throws as `exampleBatches` */
export function* batchesOf(examples: readonly Example[], layout: RowLayout, count: number): Generator<Batch> {
  const rows = exampleRows(examples, layout);
  for (let first = 0; first < rows.length; first += count) {
    const batch = emptyExamples(count, layout);
    rows.slice(first, first + count).forEach((row, i) => {
      batch.counted += writeRow(batch, i, row, layout.seq);
    });
    yield batch;
  }
}

function exampleRows(examples: readonly Example[], { seq, packed }: RowLayout): readonly (readonly Example[])[] {
  for (const [index, { tokens, labels }] of examples.entries()) {
    if (tokens.length !== labels.length)
      throw new Error(`example ${index} has ${tokens.length} tokens, ${labels.length} labels`);
    if (tokens.length <= seq) continue;
    throw new OcaqError(
      'example-too-long',
      `Example ${index + 1} has ${tokens.length} tokens, but rows hold ${seq}. Leave it out or choose a longer sequence length.`,
      { example: index + 1, tokens: tokens.length, seq },
    );
  }
  if (!packed) return examples.map((example) => [example]);
  const lengths = examples.map(({ tokens }) => tokens.length);
  return packRows(lengths, seq).map((row) => row.map((item) => examples[item] as Example));
}

function groupOf({ examples, weight }: ExampleSet, layout: RowLayout) {
  const written = exampleRows(examples, layout);
  const group = { rows: written.length, weight };
  const tokens = sum(examples.map((example) => example.tokens.length));
  /** `tokens`: of a pass. */
  return { ...group, written, tokens: (tokens * takenRows(group)) / written.length };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function emptyExamples(rows: number, { seq, padId, packed, weighted }: RowLayout): Batch {
  return {
    ...emptyBatch(rows, seq, padId),
    ...(packed ? { positions: new Int32Array(rows * seq) } : {}),
    ...(weighted ? { weights: new Float32Array(rows * seq) } : {}),
  };
}

/** @returns what its targets count */
function writeRow(batch: Batch, row: number, examples: readonly Example[], seq: number): number {
  let at = row * seq;
  let counted = 0;
  for (const { tokens, labels, weights } of examples) {
    batch.tokens.set(tokens, at);
    batch.targets.set(labels, at);
    for (let i = 0; i < tokens.length; i++) {
      const weight = labels[i] === IGNORE ? 0 : (weights?.[i] ?? 1);
      counted += weight;
      if (batch.weights) batch.weights[at + i] = weight;
      if (batch.positions) batch.positions[at + i] = i;
    }
    at += tokens.length;
  }
  return counted;
}

async function writeText(batch: Batch, row: number, stream: TokenStream, random: Random, seq: number): Promise<number> {
  const from = row * seq;
  await writeWindow(batch, row, stream, random.integer(stream.length - seq), seq);
  batch.weights?.fill(1, from, from + seq);
  for (let i = 0; batch.positions && i < seq; i++) batch.positions[from + i] = i;
  return seq;
}
