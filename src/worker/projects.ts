/** Projects and the pictures of them that the page shows. */
import { createProject, deleteProject, listProjects, updateProject } from '../storage/projects.ts';
import type * as api from './api.ts';
import type { Hub } from './hub.ts';
import type { Chat } from './models/chat.ts';
import { planChoice } from './models/model.ts';
import type { RunsUnderWay } from './runs/runs-under-way.ts';
import { runEnded } from './runs/training-lock.ts';
import { changeProject, snapshotOf, toProject } from './stored.ts';

export class Projects {
  private readonly hub: Hub;
  private readonly underWay: RunsUnderWay;
  private readonly chat: Chat;
  /** Runs of other tabs whose end is waited for. */
  private readonly watched = new Set<api.Id>();

  constructor(hub: Hub, underWay: RunsUnderWay, chat: Chat) {
    this.hub = hub;
    this.underWay = underWay;
    this.chat = chat;
  }

  async list(): Promise<api.Project[]> {
    return (await listProjects(this.hub.database)).map(toProject);
  }

  async create(name: string): Promise<api.ProjectSnapshot> {
    const { id } = await createProject(this.hub.database, name);
    return this.open(id);
  }

  async open(id: api.Id): Promise<api.ProjectSnapshot> {
    const snapshot = await snapshotOf(this.hub.database, id, await this.underWay.elsewhere());
    for (const { id: run, elsewhere } of snapshot.runs) if (elsewhere) this.watch(run, id);
    return snapshot;
  }

  async rename(id: api.Id, name: string): Promise<api.ProjectSnapshot> {
    await updateProject(this.hub.database, id, { name });
    return this.changed(id);
  }

  async delete(id: api.Id): Promise<void> {
    await this.underWay.refuseOfProject(id);
    await this.chat.end();
    await deleteProject(this.hub.database, id);
    await this.hub.storage();
  }

  async chooseModel(id: api.Id, choice: api.ModelChoice): Promise<api.ProjectSnapshot> {
    await planChoice(choice, Number.POSITIVE_INFINITY); // refuses what cannot be planned; too large is the person's to judge
    await changeProject(this.hub.database, id, { model: choice });
    return this.changed(id);
  }

  /** Tells the page what has become of a project. */
  async changed(id: api.Id): Promise<api.ProjectSnapshot> {
    const snapshot = await this.open(id);
    this.hub.emit({ type: 'project-changed', snapshot });
    return snapshot;
  }

  /** The page gets a new picture when a run of another tab is over; a tab that is reloaded goes a moment later. */
  private watch(run: api.Id, project: api.Id): void {
    if (this.watched.has(run)) return;
    this.watched.add(run);
    const ended = async () => {
      await runEnded(run);
      this.watched.delete(run);
      await this.changed(project);
    };
    ended().catch(() => undefined); // without a new picture the page keeps the one it has
  }
}
