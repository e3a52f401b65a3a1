/**
 * What cleaning steps do to the corpus: on a sample before they are run, and document by document between any two stages of
 * what they did. Texts of stages are not stored; the document steps are run again on the documents that are shown.
 */
import { Pipeline } from '../../data/cleaning/pipeline.ts';
import { bothShown } from '../../data/cleaning/report.ts';
import type { Dropped } from '../../data/cleaning/step.ts';
import { keyOfSteps, type OpenSteps, openSteps, type StepChoice } from '../../data/cleaning/table.ts';
import { beginning } from '../../data/excerpt.ts';
import type { RawDocument } from '../../data/raw-document.ts';
import { utf8Length } from '../../data/utf8.ts';
import { OcaqError } from '../../errors.ts';
import { readVerdicts } from '../../storage/cleaning.ts';
import { listReferences, listSources, readShard, sourceMissing } from '../../storage/documents.ts';
import type { SourceRecord, Verdict } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { type CleaningDetails, repeatedLinesOf } from '../stored.ts';
import { asItIsNow } from './as-it-is-now.ts';

const EXCERPT_LENGTH = 400;

/** Shards are taken at even distances from all sources, until there is enough. */
export async function dryRun(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  choices: readonly StepChoice[],
  sampleBytes: number,
): Promise<api.DryRun> {
  return hub.job(jobId, 'dry-run', '', async (job) => {
    const sources = await listSources(hub.database, project);
    const bytesOfAll = sources.reduce((sum, { textBytes }) => sum + textBytes, 0);
    const texts = await hub.references.of(choices, await listReferences(hub.database, project));
    const repeatedLines = new Set(sources.flatMap(repeatedLinesOf));
    const pipeline = new Pipeline(openSteps(choices, { ...texts, repeatedLines }));
    let [documents, bytes] = [0, 0];
    const startedAt = performance.now();
    for (const { source, shard } of spread(sources, sampleBytes / bytesOfAll)) {
      for (const document of await readShard(hub.database, source, shard)) {
        if (bytes >= sampleBytes) break;
        job.signal.throwIfAborted();
        pipeline.process(document);
        documents++;
        bytes += utf8Length(document.text);
      }
      job.progress(bytes, Math.min(sampleBytes, bytesOfAll), 'bytes');
    }
    const milliseconds = performance.now() - startedAt;
    return { documents, bytes, bytesOfAll, milliseconds, steps: pipeline.report() };
  });
}

/** Shards at even distances. @param share of the shards, 0 … 1; above: all of them */
export function spread(sources: readonly SourceRecord[], share: number): { source: SourceRecord; shard: number }[] {
  const all = sources.flatMap((source) => Array.from({ length: source.shards }, (_, shard) => ({ source, shard })));
  const distance = Math.max(1, all.length / Math.ceil(all.length * share));
  return all.filter((_, i) => Math.floor(i / distance) !== Math.floor((i - 1) / distance));
}

/** @throws OcaqError `source-missing`; `stages-unknown` where another version of Ocaq cleaned it */
export async function compareStages(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  query: api.StageQuery,
): Promise<api.StagePage> {
  return hub.job(jobId, 'search', '', (job) =>
    asItIsNow(async () => {
      const sources = await listSources(hub.database, project);
      const source = sources.find(({ id }) => id === query.source);
      if (!source) throw sourceMissing(query.source);
      const details = source.cleaned?.details as CleaningDetails | undefined;
      if (!details || !isOfThisVersion(details))
        throw new OcaqError(
          'stages-unknown',
          `What was done to "${source.name}" cannot be shown document by document: another version of Ocaq cleaned it. Clean the corpus again to see it.`,
          { source: source.name },
        );
      const texts = await hub.references.of(details.cleaning, await listReferences(hub.database, project));
      const steps = openSteps(details.cleaning, { ...texts, repeatedLines: new Set(repeatedLinesOf(source)) });
      return new StageView(hub, sources, details, steps, query).page(source, job);
    }),
  );
}

/** Whether the steps still do what they did then. Earlier versions did not note it; their steps are these. */
const isOfThisVersion = ({ cleaning, keys }: CleaningDetails): boolean =>
  (keys?.all ?? keyOfSteps(cleaning)) === keyOfSteps(cleaning);

class StageView {
  readonly #hub: Hub;
  readonly #sources: readonly SourceRecord[];
  readonly #places: CleaningDetails['places'];
  readonly #steps: OpenSteps;
  readonly #ids: readonly string[];
  readonly #query: api.StageQuery;

  constructor(
    hub: Hub,
    sources: readonly SourceRecord[],
    { places }: CleaningDetails,
    steps: OpenSteps,
    query: api.StageQuery,
  ) {
    this.#hub = hub;
    this.#sources = sources;
    this.#places = places;
    this.#steps = steps;
    this.#ids = [...steps.document, ...steps.corpus].map(({ id }) => id);
    this.#query = query;
  }

  async page(source: SourceRecord, job: Job): Promise<api.StagePage> {
    const { from, count } = this.#query;
    const documents: api.StageDocument[] = [];
    const start = from ?? { shard: 0, index: 0, number: 0 };
    let number = start.number - start.index;
    for (let shard = start.shard; shard < source.shards && source.cleaned; shard++) {
      job.signal.throwIfAborted();
      job.progress(number, source.documents, 'documents');
      const verdicts = await readVerdicts(this.#hub.database, source, source.cleaned, shard);
      let read: RawDocument[] | null = null;
      for (const [index, verdict] of verdicts.entries()) {
        if ((shard === start.shard && index < start.index) || !this.#isWanted(verdict)) continue;
        const place = { source: source.id, shard, index, number: number + index };
        if (documents.length === count) return { documents, next: place };
        read ??= await readShard(this.#hub.database, source, shard);
        documents.push({ place, ...(await this.#between(read[index] ?? { text: '' }, verdict)) });
      }
      number += verdicts.length;
    }
    return { documents, next: null };
  }

  /** Whether a step between the stages dropped or changed it, by what was noted when it was cleaned. */
  #isWanted(verdict: Verdict): boolean {
    const { what, rule } = this.#query;
    const isDropped = 'droppedBy' in verdict;
    if (isDropped && this.#isBetween(verdict.droppedBy))
      return what !== 'changed' && (rule === null || verdict.rule === rule);
    // One that an earlier stage has dropped was changed before that stage.
    const isChanged = (verdict.changedBy ?? []).some((id) => this.#isBetween(id));
    return what !== 'removed' && rule === null && isChanged;
  }

  #isBetween(id: string): boolean {
    const [from, to] = this.#query.stages;
    const step = this.#ids.indexOf(id);
    return step >= from && step < to;
  }

  async #between(raw: RawDocument, verdict: Verdict): Promise<Omit<api.StageDocument, 'place'>> {
    const [from, to] = this.#query.stages;
    const facts = { scores: raw.scores ?? {} };
    const drop = 'droppedBy' in verdict && this.#isBetween(verdict.droppedBy) ? verdict : null;
    const dropped = drop ? { droppedBy: drop.droppedBy } : {};
    let text = raw.text;
    let before = raw.text;
    let said: Omit<Dropped, 'text'> = {};
    for (const [i, { id, clean }] of this.#steps.document.slice(0, to).entries()) {
      if (i === from) before = text;
      const { text: after, ...found } = clean(text, facts);
      // Other texts than those of then may be chosen for the step; what was noted then holds.
      if (!after && !('droppedBy' in verdict && verdict.droppedBy === id)) continue;
      if (i >= from && after !== text) said = found;
      if (after === null || after === '') return { ...bothShown(before, null, EXCERPT_LENGTH), ...said, ...dropped };
      text = after;
    }
    if (from >= this.#steps.document.length) before = text;
    if (drop === null) return { ...bothShown(before, text, EXCERPT_LENGTH), ...said };
    const like = drop.like === undefined ? undefined : await this.#textAt(drop.like);
    const repeated = like === undefined ? {} : { like: like === null ? null : beginning(like, EXCERPT_LENGTH) };
    return { ...bothShown(before, null, EXCERPT_LENGTH), ...dropped, ...repeated };
  }

  /**
   * The document that had this place in the corpus when the source was cleaned, as it was read. null: it was deleted since with
   * its source; undefined: where the places were is not known.
   */
  async #textAt(place: number): Promise<string | null | undefined> {
    if (!this.#places) return undefined;
    let before = 0;
    for (const { source: id, documents } of this.#places) {
      if (place < before + documents) {
        const source = this.#sources.find((one) => one.id === id);
        return source ? this.#textOf(source, place - before) : null;
      }
      before += documents;
    }
    return undefined;
  }

  async #textOf(source: SourceRecord, number: number): Promise<string | undefined> {
    let before = 0;
    for (let shard = 0; shard < source.shards; shard++) {
      const documents = await readShard(this.#hub.database, source, shard);
      const document = documents[number - before];
      if (document) return document.text;
      before += documents.length;
    }
    return undefined;
  }
}
