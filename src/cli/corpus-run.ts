/**
 * A corpus through its cleaning steps, document after document, cleaned by any number of threads. What it came to is collected
 * on the way; texts are not kept.
 * Lines that many documents of an input have are counted in a first pass, where the steps ask for it.
 */
import { DuplicateClusters } from '../data/cleaning/duplicate-clusters.ts';
import { CorpusSieve, type DroppedDocument } from '../data/cleaning/pipeline.ts';
import { RepeatedLines } from '../data/cleaning/repeated-lines.ts';
import { addReports, type CleaningStepReport, newReport } from '../data/cleaning/report.ts';
import { type SentTexts, sent } from '../data/cleaning/sent-texts.ts';
import { type CleanedShard, cleanerHere, type SourceCleaning } from '../data/cleaning/shard-cleaner.ts';
import type { CleaningContext } from '../data/cleaning/step.ts';
import { openSteps, type StepChoice } from '../data/cleaning/table.ts';
import { inOrder } from '../data/thread-pool.ts';
import type { OpenCleaner } from './cleaner-threads.ts';
import {
  type CorpusInput,
  type InputChoices,
  type InputDocument,
  type InputReport,
  isMissing,
  newInputReport,
  readInput,
} from './corpus-input.ts';

export interface CleaningRequest {
  readonly inputs: readonly CorpusInput[];
  readonly reading: Pick<InputChoices, 'field' | 'format' | 'encoding'>;
  readonly steps: readonly StepChoice[];
  readonly context: CleaningContext;
}

/** What a run came to; grows as it goes on. */
export interface CorpusRun {
  readonly report: InputReport;
  /** Of each input: files that were not read, and that nothing stands for. */
  readonly skippedFiles: number[];
  /** Of the steps that are not off, in their order. */
  readonly steps: CleaningStepReport[];
  readonly clusters: DuplicateClusters;
}

export const newCorpusRun = (): CorpusRun => ({
  report: newInputReport(),
  skippedFiles: [],
  steps: [],
  clusters: new DuplicateClusters(),
});

export interface ProcessedDocument {
  readonly raw: string;
  /** The file that it came from. */
  readonly source: string;
  /** The place of its input among all. */
  readonly input: number;
  /** Its running number in the corpus. */
  readonly place: number;
  readonly result: { readonly text: string } | DroppedDocument;
}

/**
 * @param open who cleans the documents; they are judged here, in their order, so that it makes no difference
 * @throws OcaqError as `openSteps` does
 */
export async function* processCorpus(
  request: CleaningRequest,
  run: CorpusRun,
  open: OpenCleaner = cleanerHere,
): AsyncGenerator<ProcessedDocument> {
  const { inputs, reading, steps, context } = request;
  const opened = openSteps(steps, context);
  const sieve = new CorpusSieve(opened);
  const texts = sent(context);
  run.steps.push(...[...opened.document, ...opened.corpus].map(({ id }) => newReport(id)));
  const scores = scoreColumns(steps);
  let place = 0;
  for (const [input, one] of inputs.entries()) {
    const passedBefore = run.report.passedOver.length;
    const how = { choices: steps, repeatedLines: await repeatedLinesOf(one, request, texts, open), texts };
    for await (const { batch, cleaned } of cleanedBatches(readInput(one, reading, run.report, scores), how, open)) {
      addReports(run.steps.slice(0, opened.document.length), cleaned.report);
      for (const [i, document] of cleaned.documents.entries()) {
        const { document: raw, source } = batch[i] as InputDocument;
        const dropped = document.text === null ? document : sieve.judge(document, place);
        if (dropped?.like !== undefined) run.clusters.add(place, dropped.like);
        const result = dropped ?? { text: document.text ?? '' };
        yield { raw: raw.text, source, input, place: place++, result };
      }
    }
    run.skippedFiles.push(run.report.passedOver.slice(passedBefore).filter(isMissing).length);
  }
  addReports(run.steps.slice(opened.document.length), sieve.takeReport());
}

/** UTF-16 units that are handed to a thread at once. */
const BATCH_UNITS = 2 ** 19;

/** Documents in their order with what their steps made of them; as many batches as there are threads are under way. */
async function* cleanedBatches(
  documents: AsyncIterable<InputDocument>,
  how: SourceCleaning,
  open: OpenCleaner,
): AsyncGenerator<{ batch: readonly InputDocument[]; cleaned: CleanedShard }> {
  const batches = batchesOf(documents);
  const first = await batches.next();
  const second = first.done ? first : await batches.next();
  // One batch is not worth the start of a thread.
  const cleaner = second.done ? cleanerHere(how) : open(how);
  async function* all() {
    for (const one of [first, second]) if (!one.done) yield one.value;
    yield* batches;
  }
  try {
    yield* inOrder(all(), cleaner.parallel, async (batch) => ({
      batch,
      cleaned: await cleaner.ask(batch.map(({ document }) => document)),
    }));
  } finally {
    cleaner.end();
  }
}

async function* batchesOf(documents: AsyncIterable<InputDocument>): AsyncGenerator<InputDocument[]> {
  let batch: InputDocument[] = [];
  let units = 0;
  for await (const one of documents) {
    batch.push(one);
    units += one.document.text.length;
    if (units < BATCH_UNITS) continue;
    yield batch;
    batch = [];
    units = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Columns that the steps judge by. */
const scoreColumns = (steps: readonly StepChoice[]): string[] =>
  steps
    .filter(({ id, off }) => id === 'score-filter' && !off)
    .map(({ options }) => String(options.column ?? ''))
    .filter((column) => column !== '');

/** As the lines are when they come to the step that takes them out; none where no step does. */
async function repeatedLinesOf(
  input: CorpusInput,
  { reading, steps }: CleaningRequest,
  texts: SentTexts,
  open: OpenCleaner,
): Promise<number[]> {
  const at = steps.findIndex(({ id, off, options }) => id === 'boilerplate' && !off && options.repeatedLines !== false);
  if (at < 0) return [];
  const lines = new RepeatedLines();
  const how = { choices: steps.slice(0, at), repeatedLines: [], texts };
  for await (const { cleaned } of cleanedBatches(readInput(input, reading, newInputReport()), how, open))
    for (const { text } of cleaned.documents) if (text !== null) lines.add(text);
  return [...lines.lines()];
}
