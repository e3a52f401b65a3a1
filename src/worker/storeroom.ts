/** What takes room in every project, and letting go of it: nothing that a run which is under way needs. */
import { deleteCheckpoint } from '../storage/checkpoints.ts';
import { dropCleaning } from '../storage/cleaning.ts';
import { deleteConversation } from '../storage/conversations.ts';
import { deleteSource } from '../storage/documents.ts';
import { deleteInstructionSet } from '../storage/instructions.ts';
import { deleteJob } from '../storage/jobs.ts';
import { listProjects } from '../storage/projects.ts';
import { dropTokens, listTokenSets } from '../storage/tokens.ts';
import { usageOf } from '../storage/usage.ts';
import type * as api from './api.ts';
import type { Hub } from './hub.ts';
import type { Chat } from './models/chat.ts';
import type { Projects } from './projects.ts';
import type { RunRoom } from './runs/run-room.ts';
import type { RunsUnderWay } from './runs/runs-under-way.ts';
import { itemsOf, nameOf } from './stored-items.ts';

type Item = Pick<api.StoredItem, 'kind' | 'id'>;

export class Storeroom {
  private readonly hub: Hub;
  private readonly underWay: RunsUnderWay;
  private readonly projects: Projects;
  private readonly runs: RunRoom;
  private readonly chat: Chat;

  constructor(hub: Hub, underWay: RunsUnderWay, projects: Projects, runs: RunRoom, chat: Chat) {
    this.hub = hub;
    this.underWay = underWay;
    this.projects = projects;
    this.runs = runs;
    this.chat = chat;
  }

  async use(): Promise<api.ProjectStorage[]> {
    const live = await this.underWay.all();
    const all: api.ProjectStorage[] = [];
    for (const { id, name } of await listProjects(this.hub.database)) {
      const usage = await usageOf(this.hub.database, id, live);
      const runs = usage.runs.map((run) => ({ id: run.id, name: nameOf(run) }));
      all.push({ project: { id, name }, items: itemsOf(usage, live), runs });
    }
    return all.sort((a, b) => totalOf(b) - totalOf(a));
  }

  /** @throws as the worker's contract says */
  async letGo(project: api.Id, item: Item): Promise<void> {
    await this.remove(project, item);
    await this.projects.changed(project);
    await this.hub.storage();
  }

  private async remove(project: api.Id, { kind, id }: Item): Promise<void> {
    const { database } = this.hub;
    switch (kind) {
      case 'documents':
        await this.underWay.refuseOfProject(project);
        return deleteSource(database, id);
      case 'cleaning':
        await this.underWay.refuseOfProject(project);
        return dropCleaning(database, id);
      case 'reference':
        return deleteSource(database, id);
      case 'tokens': {
        await this.underWay.refuseOfProject(project);
        const set = (await listTokenSets(database, project)).find((one) => one.id === id);
        return set && dropTokens(database, set);
      }
      case 'checkpoint':
        await this.chat.end();
        return deleteCheckpoint(database, id, await this.underWay.all());
      case 'import':
      case 'run':
        return this.runs.delete(id);
      case 'instructions':
        await this.underWay.refuseOfProject(project);
        return deleteInstructionSet(database, id);
      case 'job':
        return deleteJob(database, id);
      case 'conversation':
        return deleteConversation(database, id);
      case 'tokenizer':
        throw new Error('A tokenizer goes with the models that were trained with it, and never alone.');
      default:
        kind satisfies never;
    }
  }
}

const totalOf = ({ items }: api.ProjectStorage): number => items.reduce((sum, { bytes }) => sum + bytes, 0);
