/** How much text surprises a model of the trusted text: what a bound for it is chosen by. */
import { surpriseOf } from '../../data/cleaning/perplexity.ts';
import { DocumentCleaner } from '../../data/cleaning/pipeline.ts';
import { openSteps, type StepChoice } from '../../data/cleaning/table.ts';
import { modelOf } from '../../data/cleaning/trusted-text.ts';
import { listReferences, listSources, readShard } from '../../storage/documents.ts';
import type { SourceRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { repeatedLinesOf } from '../stored.ts';
import { ofUse, trustedTexts } from './reference-context.ts';
import { spread } from './stages.ts';

/** Every so manieth text is measured by a model of the others. */
const FOLDS = 10;
/** Of fewer, the value at 95 of a hundred says nothing. */
const FEWEST = 20;

/** @param sampleBytes of the corpus that are looked at, at most */
export async function measureSurprise(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  choices: readonly StepChoice[],
  sampleBytes: number,
): Promise<api.Surprise> {
  return hub.job(jobId, 'reference', '', async (job) => {
    const references = await listReferences(hub.database, project);
    const texts = await trustedTexts(hub.database, ofUse(references, 'trusted'));
    const isMeasured = (_: string, i: number) => i % FOLDS === FOLDS - 1;
    const measured = texts.filter(isMeasured);
    const ofOthers = modelOf(texts.filter((text, i) => !isMeasured(text, i)));
    job.signal.throwIfAborted();
    const corpus = await sampleOfCorpus(hub, project, job, choices, references, sampleBytes);
    const model = modelOf(texts);
    return {
      trusted: measured.length < FEWEST ? null : rangeOf(measured.map((text) => surpriseOf(text, ofOthers))),
      corpus: rangeOf(corpus.map((text) => surpriseOf(text, model))),
    };
  });
}

/** Documents as the steps before the one that measures leave them. */
async function sampleOfCorpus(
  hub: Hub,
  project: api.Id,
  job: Job,
  choices: readonly StepChoice[],
  references: readonly SourceRecord[],
  sampleBytes: number,
): Promise<string[]> {
  const sources = await listSources(hub.database, project);
  const before = choices.slice(
    0,
    Math.max(
      0,
      choices.findIndex(({ id }) => id === 'perplexity'),
    ),
  );
  const texts = await hub.references.of(before, references);
  const repeatedLines = new Set(sources.flatMap(repeatedLinesOf));
  const cleaner = new DocumentCleaner(openSteps(before, { ...texts, repeatedLines }));
  const bytesOfAll = sources.reduce((sum, { textBytes }) => sum + textBytes, 0);
  const sample: string[] = [];
  let bytes = 0;
  for (const { source, shard } of spread(sources, sampleBytes / bytesOfAll)) {
    for (const document of await readShard(hub.database, source, shard)) {
      if (bytes >= sampleBytes) break;
      job.signal.throwIfAborted();
      const { text } = cleaner.clean(document);
      bytes += document.text.length;
      if (text !== null) sample.push(text);
    }
    job.progress(bytes, Math.min(sampleBytes, bytesOfAll), 'bytes');
  }
  return sample;
}

function rangeOf(values: readonly number[]): api.SurpriseRange | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { documents: sorted.length, low: at(0.05), middle: at(0.5), high: at(0.95) };
}
