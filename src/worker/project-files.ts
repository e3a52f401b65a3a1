/** Projects saved to a file, read back before that is said, and opened from one. */
import { DEFAULT_STEPS, type StepChoice } from '../data/cleaning/table.ts';
import { OcaqError } from '../errors.ts';
import { projectFile } from '../storage/project-file/export-project.ts';
import { importProject, type ProjectHead, verifyProjectFile } from '../storage/project-file/import-project.ts';
import { projectSize } from '../storage/project-file/size.ts';
import type * as api from './api.ts';
import type { Hub, Job } from './hub.ts';
import { differencesFrom, originOf } from './origin.ts';
import type { RunsUnderWay } from './runs/runs-under-way.ts';
import { type ProjectDetails, pictureOf, projectDetails } from './stored.ts';
import { type CleanedProject, rekeyed } from './text/cleaning-key.ts';

export class ProjectFiles {
  private readonly hub: Hub;
  private readonly underWay: RunsUnderWay;

  constructor(hub: Hub, underWay: RunsUnderWay) {
    this.hub = hub;
    this.underWay = underWay;
  }

  async size(project: api.Id): Promise<api.ProjectSize> {
    return projectSize(this.hub.database, project);
  }

  async save({ jobId, project, checkpoints, fileName, into }: api.SaveProjectOptions): Promise<api.SavedProject> {
    await this.underWay.refuseOfProject(project);
    return this.hub.job(jobId, 'save-project', '', async (job) => {
      const origin = await originOf(this.hub.database, project, job.signal);
      const pieces = projectFile(this.hub.database, project, { checkpoints, origin }, (done, total) => {
        job.signal.throwIfAborted();
        job.progress(done, total, 'records');
      });
      const file = into ? await written(into, pieces) : await inMemory(fileName, pieces);
      await readBack(file, job);
      return { bytes: file.size, file: into ? null : file };
    });
  }

  async open(jobId: api.Id, file: File): Promise<api.OpenedProject> {
    const { database } = this.hub;
    return this.hub.job(jobId, 'open-project', file.name, async (job) => {
      const { project: opened, origin } = await importProject(database, file.name, file, {
        sources: (before, now) => rekeyed(cleaned(before), cleaned(now)),
        accept: async (project) => {
          checkDetails(project.details);
          await pictureOf(database, project, new Set());
        },
        onPart: onPart(job),
      });
      return { id: opened.id, name: opened.name, differences: await differencesFrom(origin) };
    });
  }
}

const cleaned = ({ project, sources }: ProjectHead): CleanedProject => ({
  choices: projectDetails(project).cleaning ?? DEFAULT_STEPS,
  sources,
});

/** Of a file they may be anything. @throws TypeError where they are not what screens read */
function checkDetails(details: unknown): void {
  if (details === null) return;
  const { model, tokenizer, tokenSources, cleaning = [] } = details as Partial<Record<keyof ProjectDetails, unknown>>;
  const isText = (value: unknown) => typeof value === 'string';
  const isObject = (value: unknown) => typeof value === 'object' && value !== null;
  const isChoice = model === null || (isObject(model) && isObject((model as { config?: unknown }).config));
  const isChosen = isChoice && (tokenizer === null || isText(tokenizer));
  const hasSources = Array.isArray(tokenSources) && tokenSources.every(isText);
  const isStep = (step: unknown) =>
    isObject(step) && isText((step as StepChoice).id) && isObject((step as StepChoice).options);
  if (!isChosen || !hasSources || !Array.isArray(cleaning) || !cleaning.every(isStep))
    throw new TypeError('what the project remembers is of no known shape');
}

const onPart =
  ({ signal, progress }: Job) =>
  (done: number, total: number): void => {
    signal.throwIfAborted();
    progress(done, total, 'bytes');
  };

/** The browser shows the file where it was asked for only when it is closed: what ends before leaves nothing there. */
async function written(into: FileSystemFileHandle, pieces: AsyncIterable<Uint8Array>): Promise<File> {
  const file = await writing(into.name, () => into.createWritable());
  try {
    for await (const piece of pieces) await writing(into.name, () => file.write(piece as Uint8Array<ArrayBuffer>));
  } catch (error) {
    await file.abort().catch(() => undefined); // a stream that has failed is closed already
    throw error;
  }
  await writing(into.name, () => file.close());
  return into.getFile();
}

/** Blobs of pieces, which a browser keeps on the disk where they are many. */
async function inMemory(fileName: string, pieces: AsyncIterable<Uint8Array>): Promise<File> {
  const blobs: Blob[] = [];
  for await (const piece of pieces) blobs.push(new Blob([piece as Uint8Array<ArrayBuffer>]));
  return new File(blobs, fileName, { type: 'application/zip' });
}

async function writing<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.name : String(cause);
    throw new OcaqError(
      'project-file-unwritable',
      `"${file}" could not be written to the place that was chosen (${reason}). The project is as it was. Free disk space or choose another place.`,
      { file, reason },
      { cause },
    );
  }
}

async function readBack(file: File, job: Job): Promise<void> {
  try {
    await verifyProjectFile(file.name, file, onPart(job));
  } catch (cause) {
    if (!(cause instanceof OcaqError) || cause.code !== 'project-file-damaged') throw cause;
    throw new OcaqError(
      'project-file-unverified',
      `"${file.name}" was written but does not read back the same. Do not rely on it: save the project again, at another place. The project itself is as it was.`,
      { file: file.name },
      { cause },
    );
  }
}
