/** The report on the corpus of a project, from its documents as they were read and the verdicts on them. */
import { DuplicateClusters } from '../../data/cleaning/duplicate-clusters.ts';
import { mergedReports } from '../../data/cleaning/report.ts';
import { type CorpusReport, CorpusTally, type TokenCounter } from '../../data/corpus-report/figures.ts';
import { estimatedTokens } from '../../model/coach.ts';
import { LADDER_MODELS } from '../../model/coach-ladder.ts';
import { judgedDocuments } from '../../storage/corpus.ts';
import { getProject } from '../../storage/projects.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { cleaningOf, licenceOfSource, projectDetails, skippedFilesOf } from '../stored.ts';
import { asItIsNow } from './as-it-is-now.ts';
import { firstPlaces, movedPlaces, noteDuplicate } from './places.ts';
import { sourcesOf } from './tokens.ts';

/** Sources that wait to be cleaned are no part of the corpus, and are left out. */
export async function reportCorpus(hub: Hub, project: api.Id, jobId: api.Id): Promise<CorpusReport> {
  return hub.job(jobId, 'report', '', (job) => asItIsNow(() => written(hub, project, job)));
}

async function written(hub: Hub, project: api.Id, job: Job): Promise<CorpusReport> {
  const all = await sourcesOf(hub, project);
  const sources = all.filter(({ cleaned }) => cleaned !== null);
  const tally = new CorpusTally(
    sources.map((source) => ({ name: source.name, licence: licenceOfSource(source) })),
    await tokenCounter(hub, project),
  );
  const clusters = new DuplicateClusters();
  const places = firstPlaces(all);
  const documents = sources.reduce((sum, source) => sum + source.documents, 0);
  let done = 0;
  for (const [number, source] of sources.entries()) {
    const moved = movedPlaces(source, places);
    let place = places.get(source.id) ?? 0;
    tally.skip(number, skippedFilesOf(source));
    for await (const { read, verdict } of judgedDocuments(hub.database, source)) {
      job.signal.throwIfAborted();
      tally.add(number, read.text, 'hash' in verdict ? { text: verdict.text ?? read.text } : verdict);
      noteDuplicate(clusters, place++, verdict, moved);
      job.progress(++done, documents, 'documents');
    }
  }
  return tally.report(
    mergedReports(sources.map((source) => cleaningOf(source).steps)),
    clusters.sizes(),
    LADDER_MODELS,
  );
}

async function tokenCounter(hub: Hub, project: api.Id): Promise<TokenCounter> {
  const { tokenizer: id } = projectDetails(await getProject(hub.database, project));
  if (id === null) return { are: 'estimated', count: (_, bytes) => estimatedTokens(bytes) };
  const tokenizer = await hub.tokenizers.byId(id);
  return { are: 'counted', count: (text) => tokenizer.encode(text, { specialTokens: false }).length };
}
