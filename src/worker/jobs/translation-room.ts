/** Translations of a project's instruction sets: made, looked through, corrected, and turned into sets of their own. */
import { alpacaJson, alpacaRecord } from '../../data/translation/alpaca.ts';
import { estimatedUsage } from '../../data/translation/cost.ts';
import { type Source, sourceOf, type Texts } from '../../data/translation/record.ts';
import { batchesOf, sentOf } from '../../data/translation/send.ts';
import { OcaqError } from '../../errors.ts';
import { endpointUrl } from '../../remote/address.ts';
import { openTranslator, planOf } from '../../remote/endpoint.ts';
import { getInstructionSet } from '../../storage/instructions.ts';
import { createJob, deleteJob, getItem, getJob, listJobs, readItems, settleItems } from '../../storage/jobs.ts';
import type { JobItemRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import type { Projects } from '../projects.ts';
import { keepInstructions, recordsOf } from '../text/instructions.ts';
import {
  costOf,
  isToLookAt,
  rowOf,
  type StoredOptions,
  type Translated,
  toTranslation,
  translated,
} from './translated.ts';
import { workThroughTranslation } from './translation.ts';

const KIND = 'translate';

export class TranslationRoom {
  private readonly hub: Hub;
  private readonly projects: Projects;

  constructor(hub: Hub, projects: Projects) {
    this.hub = hub;
    this.projects = projects;
  }

  async estimate(options: api.TranslationOptions): Promise<api.TranslationEstimate> {
    const sources = (await recordsOf(this.hub, options.set)).map(sourceOf);
    const { most, mostUnits } = planOf(options.endpoint);
    const usage = estimatedUsage(batchesOf(sources.map(sentOf), most, mostUnits), options);
    return { records: sources.length, usage, cost: costOf(usage, options) };
  }

  async create(projectId: api.Id, options: api.TranslationOptions): Promise<api.TranslationRecord> {
    // One that cannot be asked is refused before it is stored.
    if (options.endpoint.kind !== 'browser') endpointUrl(options.endpoint.address, '', false);
    const { name: source } = await getInstructionSet(this.hub.database, options.set);
    const sources = (await recordsOf(this.hub, options.set)).map(sourceOf);
    const stored: StoredOptions = { ...options, source };
    return toTranslation(await createJob(this.hub.database, { projectId, kind: KIND, options: stored }, sources));
  }

  async list(projectId: api.Id): Promise<api.TranslationRecord[]> {
    const jobs = await listJobs(this.hub.database, projectId);
    return jobs.filter(({ kind }) => kind === KIND).map(toTranslation);
  }

  async resume(id: api.Id, key: string, onPage: api.TextTranslator | null = null): Promise<api.TranslationRecord> {
    await this.work(id, key, onPage);
    return toTranslation(await getJob(this.hub.database, id));
  }

  async read(id: api.Id, only: 'all' | 'to-look-at', from: number, count: number): Promise<api.TranslationPage> {
    const rows = (await readItems(this.hub.database, id)).map(rowOf);
    const toLookAt = rows.filter(isToLookAt);
    const asked = only === 'all' ? rows : toLookAt;
    return { rows: asked.slice(from, from + count), total: asked.length, toLookAt: toLookAt.length };
  }

  async edit(id: api.Id, index: number, texts: Texts): Promise<api.TranslatedRow> {
    return this.change(id, index, (source, before, direction) => ({
      ...translated(source, texts, direction),
      earlier: before ? [...before.earlier, before.texts] : [],
    }));
  }

  async undo(id: api.Id, index: number): Promise<api.TranslatedRow> {
    return this.change(id, index, (source, before, direction) => {
      const texts = before?.earlier.at(-1);
      if (!before || !texts) return before;
      return { ...translated(source, texts, direction), earlier: before.earlier.slice(0, -1) };
    });
  }

  async accept(id: api.Id, index: number, accepted: boolean): Promise<api.TranslatedRow> {
    return this.change(id, index, (_, before) => before && { ...before, accepted });
  }

  async retry(
    id: api.Id,
    index: number,
    key: string,
    onPage: api.TextTranslator | null = null,
  ): Promise<api.TranslatedRow> {
    await this.work(id, key, onPage, [await getItem(this.hub.database, id, index)]);
    return rowOf(await getItem(this.hub.database, id, index));
  }

  async save(project: api.Id, id: api.Id): Promise<api.InstructionSetRecord> {
    const { target } = toTranslation(await getJob(this.hub.database, id));
    const rows = (await this.done(id)).map(({ row, texts }) => ({ row, record: alpacaRecord(texts) }));
    const set = await keepInstructions(this.hub, project, target, rows);
    await this.projects.changed(project);
    return set;
  }

  async export(id: api.Id): Promise<{ fileName: string; file: Blob }> {
    const { target } = toTranslation(await getJob(this.hub.database, id));
    const json = alpacaJson((await this.done(id)).map(({ texts }) => texts));
    return { fileName: target, file: new Blob([json], { type: 'application/json' }) };
  }

  async delete(id: api.Id): Promise<void> {
    await deleteJob(this.hub.database, id);
    await this.hub.storage();
  }

  /** @param given the items to work on; those that are pending where they are left out */
  private async work(
    id: api.Id,
    key: string,
    onPage: api.TextTranslator | null,
    given?: readonly JobItemRecord[],
  ): Promise<void> {
    const job = await getJob(this.hub.database, id);
    const { options } = toTranslation(job);
    const translator = openTranslator(options.endpoint, key, options, onPage);
    await workThroughTranslation(this.hub, job, translator, given);
  }

  /** @throws OcaqError `job-empty` */
  private async done(id: api.Id): Promise<{ row: number; texts: Texts }[]> {
    const rows = (await readItems(this.hub.database, id)).map(rowOf);
    const done = rows.flatMap(({ row, texts }) => (texts === null ? [] : [{ row, texts }]));
    if (done.length > 0) return done;
    throw new OcaqError('job-empty', 'There is nothing to keep yet. Resume this work first.');
  }

  /** @param change gives what the row is from now on; null leaves it as it is */
  private async change(
    id: api.Id,
    index: number,
    change: (source: Texts, before: Translated | null, direction: api.Direction) => Translated | null,
  ): Promise<api.TranslatedRow> {
    const { options } = toTranslation(await getJob(this.hub.database, id));
    const item = await getItem(this.hub.database, id, index);
    const before = item.state === 'done' ? (item.result as Translated) : null;
    const result = change((item.input as Source).texts, before, options);
    if (result === null) return rowOf(item);
    const job = await settleItems(this.hub.database, id, [{ index, outcome: { state: 'done', result } }]);
    this.hub.emit({ type: 'translation-changed', translation: toTranslation(job) });
    return rowOf({ jobId: id, index, input: item.input, state: 'done', result });
  }
}
