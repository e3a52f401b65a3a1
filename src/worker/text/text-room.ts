/** A project's text: corpus, tokenizer and instruction sets. What a run learns from is not changed under it. */

import { openSteps, type StepChoice } from '../../data/cleaning/table.ts';
import { MOST_WEIGHT } from '../../data/mixing.ts';
import { changeSourceDetails, deleteSource } from '../../storage/documents.ts';
import { deleteInstructionSet } from '../../storage/instructions.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { aloneWith } from '../jobs/alone.ts';
import type { Projects } from '../projects.ts';
import type { RunsUnderWay } from '../runs/runs-under-way.ts';
import { changeProject } from '../stored.ts';
import { cleanCorpus } from './cleaning.ts';
import { Clusters } from './clusters.ts';
import { importSource } from './corpus.ts';
import { ExampleLengths } from './example-lengths.ts';
import { importInstructions, mapInstructions, previewInstructions } from './instructions.ts';
import { addReference } from './references.ts';
import { trainTokenizer } from './tokens.ts';

export class TextRoom {
  private readonly hub: Hub;
  private readonly underWay: RunsUnderWay;
  private readonly projects: Projects;
  readonly clusters: Clusters;
  private readonly lengths = new ExampleLengths();

  constructor(hub: Hub, underWay: RunsUnderWay, projects: Projects) {
    this.hub = hub;
    this.underWay = underWay;
    this.projects = projects;
    this.clusters = new Clusters(hub);
  }

  async importSource(...asked: Parameters<api.OcaqApi['importSource']>): Promise<api.SourceRecord | null> {
    const [project] = asked;
    const source = await importSource(this.hub, ...asked, () => this.underWay.refuseOfProject(project));
    if (source) await this.projects.changed(project);
    return source;
  }

  async cleanCorpus(
    project: api.Id,
    jobId: api.Id,
    cleaning: readonly StepChoice[],
    scope: api.CleaningScope,
  ): Promise<api.CleanedSource[]> {
    try {
      return await this.hub.job(jobId, 'clean', '', async (job) => {
        if (scope === 'all') await this.underWay.refuseOfProject(project);
        return aloneWith(`cleaning ${project}`, async () => {
          openSteps(cleaning, {}); // a list that cannot be run is not kept
          job.signal.throwIfAborted();
          await changeProject(this.hub.database, project, { cleaning });
          return cleanCorpus(this.hub, project, job, cleaning, scope);
        });
      });
    } finally {
      await this.projects.changed(project);
    }
  }

  async addReference(...asked: Parameters<api.OcaqApi['addReference']>): Promise<api.ReferenceRecord | null> {
    const [project] = asked;
    const reference = await addReference(this.hub, ...asked);
    if (reference) await this.projects.changed(project);
    return reference;
  }

  async removeReference(project: api.Id, reference: api.Id): Promise<void> {
    await deleteSource(this.hub.database, reference);
    await this.projects.changed(project);
  }

  async setLicence(project: api.Id, source: api.Id, licence: string | null): Promise<void> {
    await changeSourceDetails(this.hub.database, source, (details) => ({ ...(details as object), licence }));
    await this.projects.changed(project);
  }

  async setWeight(project: api.Id, source: api.Id, weight: number): Promise<void> {
    if (!(weight >= 0 && weight <= MOST_WEIGHT)) throw new RangeError(`a source cannot be learned ${weight} times`);
    await changeSourceDetails(this.hub.database, source, (details) => ({ ...(details as object), weight }));
    await this.projects.changed(project);
  }

  async repeatByClusterSize(project: api.Id, on: boolean): Promise<void> {
    await changeProject(this.hub.database, project, { byClusterSize: on });
    await this.projects.changed(project);
  }

  async deleteSource(project: api.Id, source: api.Id): Promise<void> {
    await this.underWay.refuseOfProject(project);
    await deleteSource(this.hub.database, source);
    await this.projects.changed(project);
  }

  async trainTokenizer(project: api.Id, jobId: api.Id, options: api.TokenizerOptions): Promise<api.TokenizerReport> {
    const report = await this.hub.job(jobId, 'tokenizer', '', async (job) => {
      await this.underWay.refuseOfProject(project);
      return trainTokenizer(this.hub, project, job, options);
    });
    await this.projects.changed(project);
    return report;
  }

  async importInstructions(project: api.Id, jobId: api.Id, file: File): Promise<api.InstructionSetRecord> {
    const set = await importInstructions(this.hub, project, jobId, file);
    await this.projects.changed(project);
    return set;
  }

  async mapInstructions(project: api.Id, set: api.Id, reading: api.Reading): Promise<api.InstructionSetRecord> {
    const changed = await mapInstructions(this.hub, set, reading);
    await this.projects.changed(project);
    return changed;
  }

  async deleteInstructions(project: api.Id, set: api.Id): Promise<void> {
    await this.underWay.refuseOfProject(project);
    await deleteInstructionSet(this.hub.database, set);
    await this.projects.changed(project);
  }

  previewInstructions(...query: Parameters<api.OcaqApi['previewInstructions']>): Promise<api.InstructionPreview> {
    return previewInstructions(this.hub, this.lengths, ...query);
  }
}
