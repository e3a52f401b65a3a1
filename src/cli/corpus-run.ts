/**
 * A corpus through its cleaning steps, document after document. What it came to is collected on the way; texts are not kept.
 * Lines that many documents of an input have are counted in a first pass, where the steps ask for it.
 */
import { DuplicateClusters } from '../data/cleaning/duplicate-clusters.ts';
import { CorpusSieve, DocumentCleaner, type DroppedDocument } from '../data/cleaning/pipeline.ts';
import { RepeatedLines } from '../data/cleaning/repeated-lines.ts';
import { addReports, type CleaningStepReport, newReport } from '../data/cleaning/report.ts';
import type { CleaningContext } from '../data/cleaning/step.ts';
import { openSteps, type StepChoice } from '../data/cleaning/table.ts';
import { type CorpusInput, type InputChoices, type InputReport, newInputReport, readInput } from './corpus-input.ts';

export interface CleaningRequest {
  readonly inputs: readonly CorpusInput[];
  readonly reading: Pick<InputChoices, 'field' | 'format' | 'encoding'>;
  readonly steps: readonly StepChoice[];
  readonly context: CleaningContext;
}

/** What a run came to; grows as it goes on. */
export interface CorpusRun {
  readonly report: InputReport;
  /** Of the steps that are not off, in their order. */
  readonly steps: CleaningStepReport[];
  readonly clusters: DuplicateClusters;
}

export const newCorpusRun = (): CorpusRun => ({
  report: newInputReport(),
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

/** @throws OcaqError as `openSteps` does */
export async function* processCorpus(request: CleaningRequest, run: CorpusRun): AsyncGenerator<ProcessedDocument> {
  const { inputs, reading, steps, context } = request;
  const opened = openSteps(steps, context);
  const sieve = new CorpusSieve(opened);
  run.steps.push(...[...opened.document, ...opened.corpus].map(({ id }) => newReport(id)));
  const scores = scoreColumns(steps);
  let place = 0;
  for (const [input, one] of inputs.entries()) {
    const repeatedLines = await repeatedLinesOf(one, request);
    const cleaner = new DocumentCleaner(repeatedLines ? openSteps(steps, { ...context, repeatedLines }) : opened);
    for await (const { document, source } of readInput(one, reading, run.report, scores)) {
      const cleaned = cleaner.clean(document);
      const dropped = cleaned.text === null ? cleaned : sieve.judge(cleaned, place);
      if (dropped?.like !== undefined) run.clusters.add(place, dropped.like);
      const result = dropped ?? { text: cleaned.text ?? '' };
      yield { raw: document.text, source, input, place: place++, result };
    }
    addReports(run.steps.slice(0, opened.document.length), cleaner.takeReport());
  }
  addReports(run.steps.slice(opened.document.length), sieve.takeReport());
}

/** Columns that the steps judge by. */
const scoreColumns = (steps: readonly StepChoice[]): string[] =>
  steps
    .filter(({ id, off }) => id === 'score-filter' && !off)
    .map(({ options }) => String(options.column ?? ''))
    .filter((column) => column !== '');

/** As the lines are when they come to the step that takes them out; undefined where none does. */
async function repeatedLinesOf(
  input: CorpusInput,
  { reading, steps, context }: CleaningRequest,
): Promise<ReadonlySet<number> | undefined> {
  const at = steps.findIndex(({ id, off, options }) => id === 'boilerplate' && !off && options.repeatedLines !== false);
  if (at < 0) return undefined;
  const before = new DocumentCleaner(openSteps(steps.slice(0, at), context));
  const lines = new RepeatedLines();
  for await (const { document } of readInput(input, reading, newInputReport())) {
    const { text } = before.clean(document);
    if (text !== null) lines.add(text);
  }
  return lines.lines();
}
