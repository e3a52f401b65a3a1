/** Measures of a checkpoint on a set, kept with its run; and which items of the set stand in what its project learns from. */
import { memoryStream } from '../../data/batches.ts';
import { textsOf } from '../../data/instruct/prompt-set.ts';
import { joinedText } from '../../data/joined-text.ts';
import { toldFile } from '../../data/readers/reader-file.ts';
import { newSourceReport } from '../../data/readers/source.ts';
import { uncutDocuments } from '../../data/readers/uncut.ts';
import { OcaqError } from '../../errors.ts';
import { answersResult } from '../../evaluation/answers/answer-scores.ts';
import type { Answer } from '../../evaluation/answers/write-answers.ts';
import { figuresOfResult } from '../../evaluation/card-figures.ts';
import { FLORES_REFERENCES, FLORES_SOURCE } from '../../evaluation/flores-references.ts';
import { longestRow, lossesOf, resultOf, resultOfSome, shorterRows } from '../../evaluation/measure.ts';
import { pairExamples } from '../../evaluation/pair-examples.ts';
import type { MeasureResult } from '../../evaluation/results.ts';
import { figuresOf } from '../../evaluation/seeds.ts';
import type { CardFigure } from '../../formats/card-figures.ts';
import { GREEDY } from '../../inference/sampler.ts';
import type { Database } from '../../storage/database.ts';
import * as storage from '../../storage/measurements.ts';
import type { MeasurementRecord } from '../../storage/records.ts';
import { sha256 } from '../../storage/sha256.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { toErrorRecord } from '../stored.ts';
import { type Checkpoint, modelOf, openCheckpoint } from './checkpoint.ts';
import { EVALUATION_ROWS, heldOutText, lossOfText, runOf, type TokenisedText } from './evaluation.ts';
import { openSet, promptsIn, type SetOfPrompts, type SetOfSequences } from './evaluation-sets.ts';
import { isKeptMeasurement, type KeptMeasurement } from './kept-measurement.ts';
import { adapterBasis } from './model.ts';
import { answersOf } from './prompt-answers.ts';
import { keptLeaks, leaksOf } from './set-leaks.ts';

const MOST_ROWS = 64;

type Measured = Pick<KeptMeasurement, 'result' | 'leaks' | 'examples' | 'language'>;

export async function measureCheckpoint(
  hub: Hub,
  jobId: api.Id,
  id: api.Id,
  set: api.EvaluationSet,
): Promise<api.NewMeasurement> {
  return hub.deviceJob(jobId, 'score', '', async (job) => {
    const checkpoint = await openCheckpoint(hub, id);
    const key = await keyOfSet(set);
    const measured = await measuredOn(hub, checkpoint, set, job);
    const value: KeptMeasurement = { checkpoint: id, step: checkpoint.step, source: sourceOf(set), key, ...measured };
    const { projectId, runId } = checkpoint;
    return keepMeasurement(hub.database, { projectId, runId, value });
  });
}

/** What a file holds and how it is read and asked, whatever it is called; null of sets that are no file. */
export async function keyOfSet(set: api.EvaluationSet): Promise<string | null> {
  if (!('file' in set)) return null;
  const content = await sha256(new Uint8Array(await toldFile(set.file).slice(0, set.file.size).arrayBuffer()));
  if (set.kind === 'exam') return `${content} ${set.indexBase}`;
  return set.kind === 'prompts' ? `${content} ${set.maxTokens}` : content;
}

/** Measuring may have taken hours: where there is no room for the result, it is told all the same. */
export async function keepMeasurement(
  database: Database,
  measured: Omit<MeasurementRecord, 'id' | 'savedAt'>,
): Promise<api.NewMeasurement> {
  try {
    return { measurement: toMeasurement(await storage.saveMeasurement(database, measured)), unkept: null };
  } catch (error) {
    if (!(error instanceof OcaqError) || error.code !== 'storage-full') throw error;
    const measurement = toMeasurement({ ...measured, id: crypto.randomUUID(), savedAt: Date.now() });
    return { measurement, unkept: toErrorRecord(error, 'storage-full') };
  }
}

/** What this version of the studio cannot show stays where it is, and is counted. */
export async function listMeasurements(hub: Hub, project: api.Id): Promise<api.Measurements> {
  const records = await storage.listMeasurements(hub.database, project);
  const known = records.filter(({ value }) => isKeptMeasurement(value));
  return { measurements: known.map(toMeasurement), unknown: records.length - known.length };
}

/**
 * The newest result of a checkpoint on each set, as its card says them; held-out text aside, which an export measures.
 * @param window tokens
 */
export async function keptFigures(hub: Hub, { id, projectId }: Checkpoint, window: number): Promise<CardFigure[]> {
  const { measurements } = await listMeasurements(hub, projectId);
  const own = measurements.filter(({ checkpoint, source }) => checkpoint === id && source !== 'held-out');
  const newest = new Map(own.map((measurement) => [measurement.set, measurement]));
  return [...newest.values()].flatMap(({ result, source, leaks }) =>
    figuresOfResult(result, source === 'azblimp' ? 'AzBLiMP' : result.set, window, leaks?.found ?? 0),
  );
}

function toMeasurement({ id, runId, savedAt, value }: MeasurementRecord): api.Measurement {
  const { language, key = null, ...stored } = value as KeptMeasurement;
  const { result } = stored;
  const set = key === null ? (figuresOf(result)[0]?.of ?? `${result.kind} ${result.set}`) : `${result.kind} ${key}`;
  return { ...stored, id, run: runId, measuredAt: savedAt, set, published: publishedIn(language) };
}

const REFERENCES = { az: FLORES_REFERENCES.azj_Latn, tr: FLORES_REFERENCES.tur_Latn };

function publishedIn(language: string | null): api.PublishedModels | null {
  if (language !== 'az' && language !== 'tr') return null;
  const models = [...REFERENCES[language]].sort((a, b) => a.bits - b.bits);
  return { language, source: FLORES_SOURCE, models };
}

async function measuredOn(hub: Hub, checkpoint: Checkpoint, set: api.EvaluationSet, job: Job): Promise<Measured> {
  switch (set.kind) {
    case 'held-out': {
      const text = await heldOutText(hub, checkpoint, await runOf(hub, checkpoint), job);
      return { result: await textResult(hub, checkpoint, '', text, job), leaks: null, language: null, examples: [] };
    }
    case 'text':
      return measuredOnText(hub, checkpoint, set.file, job);
    case 'prompts':
      return measuredOnPrompts(hub, checkpoint, set, job);
    default:
      return measuredOnSequences(hub, checkpoint, set, job);
  }
}

const sourceOf = ({ kind }: api.EvaluationSet): api.Measurement['source'] =>
  kind === 'held-out' || kind === 'azblimp' ? kind : 'file';

async function measuredOnText(hub: Hub, checkpoint: Checkpoint, file: File, job: Job): Promise<Measured> {
  const documents = await uncutDocuments(file, newSourceReport());
  const report = await leaksOf(
    hub,
    checkpoint.projectId,
    documents.map((document) => [document]),
    job,
  );
  const tokenizer = await hub.tokenizers.byId(checkpoint.details.tokenizer);
  const { tokens, bytes } = await joinedText(file.name, documents, tokenizer);
  const text = { stream: memoryStream(tokens), textBytes: bytes };
  const result = await textResult(hub, checkpoint, file.name, text, job);
  return { result, leaks: keptLeaks(report, null), language: null, examples: [] };
}

/** In windows of as many tokens as it was trained with. */
async function textResult(
  hub: Hub,
  checkpoint: Checkpoint,
  set: string,
  text: TokenisedText,
  job: Job,
): Promise<MeasureResult> {
  const { seq } = (await runOf(hub, checkpoint)).choice;
  return { kind: 'text', set, ...(await lossOfText(hub, checkpoint, text, seq, job)), bytes: text.textBytes };
}

async function measuredOnPrompts(hub: Hub, checkpoint: Checkpoint, set: SetOfPrompts, job: Job): Promise<Measured> {
  const { file, maxTokens } = set;
  const { items } = await promptsIn(file);
  const { answers, leftOut } = await answersOf(hub, checkpoint, items, maxTokens, job);
  const report = await leaksOf(
    hub,
    checkpoint.projectId,
    answers.map(({ item }) => textsOf(item)),
    job,
  );
  const leaked = new Set(report.leaks.map(({ item }) => item));
  const others = answers.filter((_, item) => !leaked.has(item));
  const score = (some: readonly Answer[]) => answersResult(file.name, some, leftOut, GREEDY.seed);
  const without = leaked.size === 0 || others.length === 0 ? null : score(others);
  return { result: score(answers), leaks: keptLeaks(report, without), language: null, examples: [] };
}

async function measuredOnSequences(hub: Hub, checkpoint: Checkpoint, set: SetOfSequences, job: Job): Promise<Measured> {
  const tokenizer = await hub.tokenizers.byId(checkpoint.details.tokenizer);
  const { measure, language, pairs } = await openSet(set, tokenizer);
  const report = await leaksOf(
    hub,
    checkpoint.projectId,
    measure.items.map(({ texts }) => texts),
    job,
  );
  const seq = Math.min(checkpoint.details.config.contextLength, longestRow([measure]));
  const { choice } = await runOf(hub, checkpoint);
  const rows = Math.floor((EVALUATION_ROWS * choice.seq) / seq);
  const batch = { rows: Math.max(1, Math.min(rows, MOST_ROWS, measure.sequences.length)), seq };
  const shape = { batch, shorterRows: shorterRows([measure], seq), generate: 0 };
  const model = await modelOf(hub, checkpoint, { ...(await adapterBasis('f32')), ...shape }, job.signal);
  try {
    const onProgress = (done: number, of: number) => job.progress(done, of, 'sequences');
    const losses = await lossesOf(model, measure, { signal: job.signal, onProgress });
    const leaked = new Set(report.leaks.map(({ item }) => item));
    const without = leaked.size === 0 ? null : resultOfSome(measure, losses, (item) => !leaked.has(item));
    const examples = pairExamples(pairs, losses.nats);
    return { result: resultOf(measure, losses), leaks: keptLeaks(report, without), language, examples };
  } finally {
    model.destroy();
  }
}
