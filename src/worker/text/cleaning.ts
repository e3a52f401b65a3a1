/**
 * Cleans the sources of a project: those that have not been cleaned yet, or all that were cleaned otherwise than is wanted
 * now. Source by source and shard by shard, in their order, so that what repeats an earlier document is found across sources;
 * what an interruption leaves is taken up again where it stopped. The result does not depend on the number of workers.
 */
import { CorpusSieve } from '../../data/cleaning/pipeline.ts';
import { addReports, newReport } from '../../data/cleaning/report.ts';
import { type ChosenTexts, type SentTexts, sent } from '../../data/cleaning/sent-texts.ts';
import type { CleanedShard, Cleaner } from '../../data/cleaning/shard-cleaner.ts';
import type { Fingerprint } from '../../data/cleaning/step.ts';
import { corpusSteps, keyOfSteps, openSteps, type StepChoice } from '../../data/cleaning/table.ts';
import { duplicateFigures } from '../../data/corpus-report/figures.ts';
import { inOrder } from '../../data/thread-pool.ts';
import { OcaqError } from '../../errors.ts';
import { beginCleaning, finishCleaning, readCleanShard, writeVerdicts } from '../../storage/cleaning.ts';
import { keptOf } from '../../storage/corpus.ts';
import { deleteSource, listReferences, listSources, readShard } from '../../storage/documents.ts';
import type { CleaningRecord, SourceRecord, Verdict } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { type CleaningDetails, cleaningOf, repeatedLinesOf } from '../stored.ts';
import { openCleaner } from './cleaner.ts';
import { cleaningKey, isStale, type WantedCleaning } from './cleaning-key.ts';

/** A source that is deleted meanwhile is gone from the corpus: the others are gone through anew, and what is done of them stays. */
export async function cleanCorpus(
  hub: Hub,
  project: api.Id,
  job: Job,
  choices: readonly StepChoice[],
  scope: api.CleaningScope,
): Promise<api.CleanedSource[]> {
  const done = new Map<api.Id, api.CleanedSource>();
  const references = await listReferences(hub.database, project);
  const wanted = { choices, references, texts: await hub.references.of(choices, references) };
  for (;;) {
    const sources = await listSources(hub.database, project);
    job.signal.throwIfAborted();
    try {
      await cleanSources(hub, job, sources, wanted, scope, done);
      return [...done.values()];
    } catch (error) {
      const deleted = await deletedMeanwhile(hub, project, sources, error);
      if (deleted === null) throw error;
      done.delete(deleted);
    }
  }
}

/** The texts are those that were chosen when the job began; others that are chosen meanwhile make its result stale. */
interface OpenedCleaning extends WantedCleaning {
  readonly texts: ChosenTexts;
}

async function cleanSources(
  hub: Hub,
  job: Job,
  sources: SourceRecord[],
  cleaning: OpenedCleaning,
  scope: api.CleaningScope,
  done: Map<api.Id, api.CleanedSource>,
): Promise<void> {
  const wanted = (source: SourceRecord, before: readonly SourceRecord[]) =>
    source.cleaned === null || (scope === 'all' && (source.cleaned === undefined || isStale(source, before, cleaning)));
  const lastWanted = sources.findLastIndex((source, i) => wanted(source, sources.slice(0, i)));
  // One that is cleaned anew may make those after it stale.
  const last = lastWanted === -1 || scope === 'new' ? lastWanted : sources.length - 1;
  if (last === -1) return;
  const gone = new Set<string>();
  const run = new Run(hub, job, cleaning, totalOf(sources));
  for (const [i, source] of sources.slice(0, last + 1).entries()) {
    job.label(source.name);
    const before = sources.slice(0, i).filter(({ id }) => !gone.has(id));
    if (!wanted(source, before)) {
      await run.pass(source);
      continue;
    }
    const isNew = source.cleaned === null;
    const cleaned = await run.clean(source, cleaningKey(cleaning, before));
    const isRepeated = isNew && repeats(cleaned);
    if (isRepeated) {
      await deleteSource(hub.database, source.id);
      gone.add(source.id);
      run.forgetLast();
    }
    sources[i] = cleaned;
    const { nearShare } = duplicateFigures(cleaningOf(cleaned).steps, []);
    done.set(source.id, { fileName: source.name, documents: keptOf(cleaned).documents, isRepeated, nearShare });
  }
}

/** The source for which cleaning could not go on, where it was there before and is not any more. */
async function deletedMeanwhile(
  hub: Hub,
  project: api.Id,
  before: readonly SourceRecord[],
  error: unknown,
): Promise<api.Id | null> {
  if (!(error instanceof OcaqError) || error.code !== 'source-missing') return null;
  const now = await listSources(hub.database, project);
  const missing = before.find(({ id }) => id === error.details.source && !now.some((source) => source.id === id));
  return missing?.id ?? null;
}

/** Whether every document of it is in the corpus already. */
function repeats({ documents, cleaned }: SourceRecord): boolean {
  const details = cleaned?.details as CleaningDetails | undefined;
  return (
    documents > 0 && !!details?.steps.some(({ id, removed }) => id === 'exact-duplicates' && removed === documents)
  );
}

const totalOf = (sources: readonly SourceRecord[]): number =>
  sources.reduce((sum, { documents }) => sum + documents, 0);

/** One job: what it knows of the documents before the one that it has come to. */
class Run {
  readonly #hub: Hub;
  readonly #job: Job;
  readonly #choices: readonly StepChoice[];
  readonly #texts: SentTexts;
  readonly #total: number;
  readonly #keys: { readonly all: string; readonly corpus: string };
  readonly #sieve: CorpusSieve;
  /** Sources gone through, with as many places in the corpus as they have documents. */
  readonly #before: { readonly source: api.Id; readonly documents: number }[] = [];
  /** The running number of the next document in the corpus. */
  #place = 0;

  constructor(hub: Hub, job: Job, { choices, texts }: OpenedCleaning, total: number) {
    this.#hub = hub;
    this.#job = job;
    this.#choices = choices;
    this.#texts = sent(texts);
    this.#total = total;
    this.#keys = { all: keyOfSteps(choices), corpus: keyOfSteps(corpusSteps(choices)) };
    this.#sieve = new CorpusSieve(openSteps(choices, {}));
  }

  async clean(source: SourceRecord, key: string): Promise<SourceRecord> {
    const { database } = this.#hub;
    let pass = await beginCleaning(database, source.id, key);
    for (let shard = 0; shard < pass.shards; shard++) await this.#restore(source, pass, shard);
    const { document, corpus } = openSteps(this.#choices, {});
    const steps =
      (pass.details as CleaningDetails | null)?.steps ?? [...document, ...corpus].map(({ id }) => newReport(id));
    this.#before.push({ source: source.id, documents: source.documents });
    const details: CleaningDetails = {
      cleaning: this.#choices,
      steps,
      keys: this.#keys,
      places: [...this.#before],
    };
    const cleaner = await openCleaner({
      choices: this.#choices,
      repeatedLines: repeatedLinesOf(source),
      texts: this.#texts,
    });
    try {
      for await (const cleaned of this.#cleanedFrom(source, pass.shards, cleaner)) {
        const { verdicts, fingerprints, textBytes, report } = this.#judge(cleaned);
        addReports(steps, report);
        pass = await writeVerdicts(database, source.id, pass, { verdicts, fingerprints, textBytes }, details);
        this.#advance(verdicts.length);
      }
    } finally {
      cleaner.end();
    }
    return finishCleaning(database, source.id, pass.details === null ? { ...pass, details } : pass);
  }

  /** The source that was cleaned last, of which nothing was kept, has no place in the corpus. */
  forgetLast(): void {
    this.#place -= this.#before.pop()?.documents ?? 0;
  }

  /** Remembers the documents of a source that stays as it is. */
  async pass(source: SourceRecord): Promise<void> {
    for (let shard = 0; shard < source.shards; shard++)
      if (source.cleaned) await this.#restore(source, source.cleaned, shard);
      else await this.#restoreRead(source, shard);
    this.#before.push({ source: source.id, documents: source.documents });
  }

  /** The shards from one on, cleaned side by side and given out in their order. Stops at once when the job is cancelled. */
  #cleanedFrom(source: SourceRecord, first: number, cleaner: Cleaner): AsyncGenerator<CleanedShard> {
    const { signal } = this.#job;
    const cancelled = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    );
    cancelled.catch(() => undefined); // of a job that has ended
    const clean = async (shard: number) => cleaner.ask(await readShard(this.#hub.database, source, shard));
    const shards = Array.from({ length: source.shards - first }, (_, i) => first + i);
    return inOrder(shards, cleaner.parallel, (shard) => Promise.race([clean(shard), cancelled]));
  }

  #judge({ documents, report }: CleanedShard) {
    const verdicts: Verdict[] = [];
    const kept: (readonly Fingerprint[])[] = [];
    let textBytes = 0;
    for (const [i, document] of documents.entries()) {
      const dropped = document.text === null ? document : this.#sieve.judge(document, this.#place + i);
      if (dropped) {
        const { text: _, ...verdict } = dropped;
        const { changedBy = [] } = document;
        verdicts.push(changedBy.length > 0 ? { ...verdict, changedBy } : verdict);
      } else if (document.text !== null) {
        const { text, bytes, hash, changedBy, fingerprints } = document;
        verdicts.push(changedBy.length > 0 ? { hash, text, changedBy } : { hash });
        kept.push(fingerprints);
        textBytes += bytes;
      }
    }
    return { verdicts, fingerprints: joined(kept), textBytes, report: [...report, ...this.#sieve.takeReport()] };
  }

  async #restore(source: SourceRecord, pass: CleaningRecord, shard: number): Promise<void> {
    const { verdicts, fingerprints } = await readCleanShard(this.#hub.database, source, pass, shard);
    const { keys } = pass.details as CleaningDetails;
    if (keys?.corpus !== this.#keys.corpus) {
      const read = await readShard(this.#hub.database, source, shard);
      this.#remember(verdicts.map((verdict, i) => ('hash' in verdict ? (verdict.text ?? read[i]?.text ?? '') : null)));
    } else {
      const kept = verdicts.filter((verdict) => 'hash' in verdict).length;
      let at = 0;
      for (const [i, verdict] of verdicts.entries())
        if ('hash' in verdict) this.#sieve.remember(parted(fingerprints, kept, at++), this.#place + i);
    }
    this.#advance(verdicts.length);
  }

  /** Of a source of an earlier version, which has no verdicts. */
  async #restoreRead(source: SourceRecord, shard: number): Promise<void> {
    const read = await readShard(this.#hub.database, source, shard);
    this.#remember(read.map(({ text }) => text));
    this.#advance(read.length);
  }

  #remember(texts: readonly (string | null)[]): void {
    const { corpus } = openSteps(this.#choices, {});
    for (const [i, text] of texts.entries())
      if (text !== null)
        this.#sieve.remember(
          corpus.map(({ fingerprint }) => fingerprint(text)),
          this.#place + i,
        );
  }

  #advance(documents: number): void {
    this.#job.signal.throwIfAborted();
    this.#place += documents;
    this.#job.progress(this.#place, this.#total, 'documents');
  }
}

/** For each step the fingerprints of all documents, one after the other. */
function joined(documents: readonly (readonly Fingerprint[])[]): Fingerprint[] {
  const steps = documents[0]?.length ?? 0;
  return Array.from({ length: steps }, (_, step) => {
    const parts = documents.map((prints) => prints[step] as Fingerprint);
    const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  });
}

/** Those of one document among `documents`. */
const parted = (joinedPrints: readonly Fingerprint[], documents: number, index: number): Fingerprint[] =>
  joinedPrints.map((all) => {
    const length = all.length / documents;
    return all.slice(index * length, (index + 1) * length);
  });
