/**
 * New instruction tasks by a chat service, from those of a project's set. A job has an item for each task that is wanted; an
 * answer settles as many as it brought, together with what it cost, before more is asked for.
 */
import { estimatedTaskUsage } from '../../data/self-instruct/estimate.ts';
import { type Task, TaskPool } from '../../data/self-instruct/task-pool.ts';
import { alpacaJson, alpacaRecord } from '../../data/translation/alpaca.ts';
import { addUsage, costOfTokens } from '../../data/translation/cost.ts';
import { OcaqError } from '../../errors.ts';
import { endpointUrl } from '../../remote/address.ts';
import { addRejections, otherLanguageOf, STALLED, type WrittenTasks, writeTasks } from '../../remote/write-tasks.ts';
import { getInstructionSet } from '../../storage/instructions.ts';
import { createJob, deleteJob, getItem, getJob, listJobs, readItems, settleItems } from '../../storage/jobs.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import type { Projects } from '../projects.ts';
import { keepInstructions, recordsOf } from '../text/instructions.ts';
import { aloneWith } from './alone.ts';
import { type StoredOptions, spentOf, toSelfInstruct, type Written, writtenAmong } from './written-tasks.ts';

const KIND = 'self-instruct';

export class SelfInstructRoom {
  private readonly hub: Hub;
  private readonly projects: Projects;

  constructor(hub: Hub, projects: Projects) {
    this.hub = hub;
    this.projects = projects;
  }

  async estimate(options: api.SelfInstructOptions): Promise<api.SelfInstructEstimate> {
    const usage = estimatedTaskUsage(await this.seeds(options.set), options);
    return { usage, cost: costOfTokens(usage, options.price) };
  }

  async create(projectId: api.Id, options: api.SelfInstructOptions): Promise<api.SelfInstructRecord> {
    endpointUrl(options.address, '', false); // one that cannot be asked is refused before it is stored
    const { name: source } = await getInstructionSet(this.hub.database, options.set);
    const stored: StoredOptions = { ...options, source };
    const inputs = Array.from({ length: options.count }, () => null);
    return toSelfInstruct(await createJob(this.hub.database, { projectId, kind: KIND, options: stored }, inputs));
  }

  async list(projectId: api.Id): Promise<api.SelfInstructRecord[]> {
    const jobs = await listJobs(this.hub.database, projectId);
    return jobs.filter(({ kind }) => kind === KIND).map(toSelfInstruct);
  }

  async resume(id: api.Id, key: string): Promise<api.SelfInstructRecord> {
    await aloneWith(id, () => this.work(id, key));
    return toSelfInstruct(await getJob(this.hub.database, id));
  }

  async read(id: api.Id, only: 'all' | 'to-look-at', from: number, count: number): Promise<api.WrittenTaskPage> {
    const rows = writtenAmong(await readItems(this.hub.database, id));
    const toLookAt = rows.filter(({ otherLanguage, leftOut }) => otherLanguage !== null && !leftOut);
    const asked = only === 'all' ? rows : toLookAt;
    return { rows: asked.slice(from, from + count), total: asked.length, toLookAt: toLookAt.length };
  }

  async leaveOut(id: api.Id, index: number, leftOut: boolean): Promise<api.WrittenTask> {
    const item = await getItem(this.hub.database, id, index);
    const result: Written = { ...(item.result as Written), leftOut };
    await settleItems(this.hub.database, id, [{ index, outcome: { state: 'done', result } }]);
    return { index, ...result };
  }

  async save(project: api.Id, id: api.Id): Promise<api.InstructionSetRecord> {
    const { target } = toSelfInstruct(await getJob(this.hub.database, id));
    const rows = (await this.kept(id)).map((task, i) => ({ row: i + 1, record: alpacaRecord(task) }));
    const set = await keepInstructions(this.hub, project, target, rows);
    await this.projects.changed(project);
    return set;
  }

  async export(id: api.Id): Promise<{ fileName: string; file: Blob }> {
    const { target } = toSelfInstruct(await getJob(this.hub.database, id));
    return { fileName: target, file: new Blob([alpacaJson(await this.kept(id))], { type: 'application/json' }) };
  }

  async delete(id: api.Id): Promise<void> {
    await deleteJob(this.hub.database, id);
    await this.hub.storage();
  }

  /** What is stored is read while no other tab can change it. */
  private async work(id: api.Id, key: string): Promise<void> {
    const { database } = this.hub;
    const job = await getJob(database, id);
    const { options, done } = toSelfInstruct(job);
    const { address, model, language, tasksPerRequest, count } = options;
    const pool = new TaskPool(await this.seeds(options.set));
    const items = await readItems(database, id);
    for (const { task } of writtenAmong(items)) pool.offer(task);
    const pending = items.filter(({ state }) => state === 'pending').map(({ index }) => index);
    let spent = spentOf(job);

    await this.hub.job(id, KIND, '', async ({ signal, progress }) => {
      const settle = async ({ tasks, usage, rejected }: WrittenTasks) => {
        spent = { usage: addUsage(spent.usage, usage), rejected: addRejections(spent.rejected, rejected) };
        const outcomes = tasks.flatMap((task) => {
          const index = pending.shift();
          if (index === undefined) return [];
          const result: Written = { task, otherLanguage: otherLanguageOf(task, language), leftOut: false };
          return [{ index, outcome: { state: 'done', result } as const }];
        });
        const changed = await settleItems(database, id, outcomes, spent);
        progress(changed.done, count, 'records');
        this.hub.emit({ type: 'self-instruct-changed', record: toSelfInstruct(changed) });
      };
      progress(done, count, 'records');
      const plan = { endpoint: { address, model, key }, limits: options, language, tasksPerRequest };
      if (await writeTasks(pool, pending.length, plan, signal, settle)) return;
      throw new OcaqError(
        'tasks-stalled',
        `${STALLED} requests in a row brought no task that is new. Save what there is, or begin again with other seed tasks or another model.`,
        { requests: STALLED },
      );
    });
  }

  private async seeds(set: api.Id): Promise<Task[]> {
    const records = await recordsOf(this.hub, set);
    return records.map(({ instruction, input, output }) => ({ instruction, input, output }));
  }

  /** @throws OcaqError `job-empty` */
  private async kept(id: api.Id): Promise<Task[]> {
    const written = writtenAmong(await readItems(this.hub.database, id));
    const tasks = written.filter(({ leftOut }) => !leftOut).map(({ task }) => task);
    if (tasks.length > 0) return tasks;
    throw new OcaqError('job-empty', 'There is nothing to keep yet. Resume this work first.');
  }
}
