/** What a run learns from and is judged by: token windows, or instruction examples with masked prompts. */
import { type Batch, type BatchSource, evaluationBatches, unigramCrossEntropy } from '../../data/batches.ts';
import { corpusBatches } from '../../data/corpus-rows.ts';
import { batchesOf, exampleBatches, type Replay } from '../../data/examples.ts';
import { answerBytes, type EncodedExample } from '../../data/instruct/encode.ts';
import { type EncodedSet, encodeSet, noneLearned } from '../../data/instruct/encode-set.ts';
import type { ExampleEncoder } from '../../data/instruct/encoder.ts';
import { answerable, isHeldOutRecord } from '../../data/instruct/held-out.ts';
import { withPromptWeight } from '../../data/instruct/prompt-weight.ts';
import type { InstructionRecord } from '../../data/instruct/records.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { WordList } from '../../data/word-list.ts';
import type { TokenSetRecord } from '../../storage/records.ts';
import { getTokenSet, isTokenSetWhole, openTokenReader, type TokenReader } from '../../storage/tokens.ts';
import { readWordList } from '../../storage/word-lists.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { readWindows, spreadWindows } from '../models/held-out-windows.ts';
import type { RunConfig } from '../stored.ts';
import { encoderFor } from '../text/encoders.ts';
import { recordsOf } from '../text/instructions.ts';
import { mendTokenSetOf, runDataChanged } from '../text/tokens.ts';
import { recordTask, type SampleTask } from './samples.ts';

export interface RunData {
  readonly source: BatchSource;
  /** Whether batches hold several examples a row, and weights of their targets. */
  readonly packed: boolean;
  readonly weighted: boolean;
  /** See `ExampleTreatment`. */
  readonly embeddingDropout: number;
  /** Batches of the held-out part and the UTF-8 bytes behind them; null where nothing is held out. */
  heldOut(): { batches: AsyncIterable<Batch> | Iterable<Batch>; bytes: number } | null;
  /** Add-one unigram cross-entropy of the held-out tokens; null where it says nothing. */
  readonly unigramLoss: number | null;
  /** Held-out instructions that are answered at every sample; null: prompts are continued. */
  readonly sampled: readonly SampleTask[] | null;
  /** Of the corpus that the model was trained on; null where it has none. */
  readonly words: WordList | null;
}

/** While training, at most so many held-out tokens are looked at; the figure of an export is over all of them. */
const EVALUATED_TOKENS = 2 ** 16;
/** Shards in memory: windows are read in random order. 128 × 1 MiB. */
const CACHED_SHARDS = 128;
const COUNTED_AT_ONCE = 2 ** 16;
/** Held-out records that are answered at every sample where the person has chosen none. */
const SAMPLED_RECORDS = 2;

export async function runData(hub: Hub, project: api.Id, run: RunConfig): Promise<RunData> {
  const { data } = run;
  switch (data.kind) {
    case 'corpus':
      return corpusData(hub, project, run);
    case 'instructions':
      return instructionData(hub, project, run, data);
    default:
      return data satisfies never;
  }
}

async function corpusData(hub: Hub, project: api.Id, run: RunConfig): Promise<RunData> {
  const { seq, config } = run.choice;
  const set = await tokenSetOfRun(hub, project, run);
  const train = openTokenReader(hub.database, set, 'train', CACHED_SHARDS);
  const heldOut = openTokenReader(hub.database, set, 'heldout');
  const tokenizer = await hub.tokenizers.byId(run.tokenizer);
  const { settings } = run;
  const padId = tokenizer.padId ?? 0;
  return {
    source: await corpusBatches(train, { ...settings, seq, shift: settings.shiftWindows, padId }),
    packed: false,
    weighted: false,
    embeddingDropout: 0,
    heldOut: await heldOutPart(heldOut, set.splits.heldout.textBytes, run, tokenizer),
    unigramLoss:
      heldOut.length === 0
        ? null
        : unigramCrossEntropy(
            await countsOf(train, config.vocabSize),
            await countsOf(heldOut, config.vocabSize),
            config.vocabSize,
          ),
    sampled: null,
    words: await wordsOf(hub, set),
  };
}

async function wordsOf(hub: Hub, set: TokenSetRecord | undefined): Promise<WordList | null> {
  const bits = set && (await readWordList(hub.database, set));
  return bits ? new WordList(bits) : null;
}

/** All of a short text; of a long one windows from all over it. */
async function heldOutPart(
  reader: TokenReader,
  textBytes: number,
  { choice: { seq, batch } }: RunConfig,
  tokenizer: TextTokenizer,
): Promise<RunData['heldOut']> {
  if (reader.length < 2) return () => null;
  if (reader.length - 1 <= Math.max(EVALUATED_TOKENS, seq))
    return () => ({
      batches: evaluationBatches(reader, { seq, batch, padId: 0, given: tokenizer.beginIds }),
      bytes: textBytes,
    });
  const starts = spreadWindows(reader.length, seq, Math.ceil(EVALUATED_TOKENS / seq));
  const part = await readWindows(reader, starts, { seq, rows: batch }, (token) => tokenizer.byteLength(token));
  return () => part;
}

/** The cursor of a run counts in the token set it was started with. */
export async function tokenSetOfRun(hub: Hub, project: api.Id, run: RunConfig): Promise<TokenSetRecord> {
  const set = await getTokenSet(hub.database, project, run.tokenizer, run.tokenSet);
  if (!set) throw runDataChanged();
  if (!(await isTokenSetWhole(hub.database, set))) await mendTokenSetOf(hub, project, set);
  return set;
}

async function countsOf(reader: TokenReader, vocabSize: number): Promise<Float64Array> {
  const counts = new Float64Array(vocabSize);
  for (let start = 0; start < reader.length; start += COUNTED_AT_ONCE) {
    for (const token of await reader.read(start, Math.min(COUNTED_AT_ONCE, reader.length - start)))
      counts[token] = (counts[token] ?? 0) + 1;
  }
  return counts;
}

async function instructionData(hub: Hub, project: api.Id, run: RunConfig, data: api.InstructionData): Promise<RunData> {
  const { packed = false, promptWeight = 0, replayShare = 0, embeddingDropout = 0 } = data;
  const { seq, batch } = run.choice;
  const tokenizer = await hub.tokenizers.byId(run.tokenizer);
  const sets = await Promise.all(
    data.sets.map(async ({ set, weight, reading }) => ({ set, weight, records: await recordsOf(hub, set, reading) })),
  );
  const encoder = encoderFor(tokenizer, data.template, run.chatTemplate);
  const { train, heldOut, sampled } = await encoded(encoder, sets, data, seq).finally(() => encoder.close());
  const bytes = answerBytes(tokenizer, heldOut);
  const layout = { seq, padId: tokenizer.padId ?? 0, packed, weighted: promptWeight > 0 };
  const weighed = train.map(({ examples, weight }) => ({
    weight,
    examples: examples.map((example) => withPromptWeight(example, promptWeight)),
  }));
  const replay = await replayOf(hub, project, run, replayShare);
  return {
    source: exampleBatches(weighed, { ...layout, seed: run.settings.seed, replay }),
    packed,
    weighted: layout.weighted,
    embeddingDropout,
    // The loss is that of answers alone, whatever was learned, and of each once, whatever its set weighs.
    heldOut: () => (heldOut.length === 0 ? null : { batches: batchesOf(heldOut, layout, batch), bytes }),
    unigramLoss: null,
    words: await wordsOf(hub, await getTokenSet(hub.database, project, run.tokenizer, run.tokenSet)),
    sampled,
  };
}

interface ReadSet {
  readonly set: api.Id;
  readonly weight: number;
  readonly records: readonly InstructionRecord[];
}

async function encoded(
  encoder: ExampleEncoder,
  sets: readonly ReadSet[],
  { tooLong, sampled }: api.InstructionData,
  seq: number,
) {
  const train: (EncodedSet & { weight: number })[] = [];
  const heldOut: EncodedExample[] = [];
  const asked: InstructionRecord[] = [];
  for (const { set, weight, records } of sets) {
    const training = records.filter((record) => !isHeldOutRecord(record));
    const rest = records.filter(isHeldOutRecord);
    train.push({ ...(await encodeSet(encoder, training, seq, tooLong)), weight });
    heldOut.push(...(await encodeSet(encoder, rest, seq, tooLong)).examples);
    asked.push(...rest.filter(({ row }) => !sampled || sampled.some((of) => of.set === set && of.row === row)));
  }
  if (train.every(({ examples }) => examples.length === 0))
    throw noneLearned(train, sets.flatMap(({ records }) => records).filter(isHeldOutRecord).length, seq);
  return { train, heldOut, sampled: await sampledOf(encoder, asked, sampled ? asked.length : SAMPLED_RECORDS, seq) };
}

/** The first so many that can be answered. */
async function sampledOf(
  encoder: ExampleEncoder,
  asked: readonly InstructionRecord[],
  most: number,
  seq: number,
): Promise<SampleTask[]> {
  const tasks: SampleTask[] = [];
  for (const record of await answerable(encoder, asked, seq, most)) tasks.push(await recordTask(encoder, record));
  return tasks;
}

/** @throws OcaqError `run-data-changed` where the text is no longer there */
async function replayOf(hub: Hub, project: api.Id, run: RunConfig, share: number): Promise<Replay | null> {
  if (share === 0) return null;
  const set = await tokenSetOfRun(hub, project, run);
  return { stream: openTokenReader(hub.database, set, 'train', CACHED_SHARDS), share };
}
