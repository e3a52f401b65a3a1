/** Projects as files. Part of `api.ts`, from where it is imported. */
import type { Id } from './api-ids.ts';

/** About how many bytes the file of a project would have. */
export interface ProjectSize {
  /** Of checkpoints alone. */
  readonly checkpoints: number;
  /** Of everything else. */
  readonly rest: number;
}

export interface SaveProjectOptions {
  readonly jobId: Id;
  readonly project: Id;
  /** Whether checkpoints go along. */
  readonly checkpoints: boolean;
  readonly fileName: string;
  /** Where it is to be written; null where the browser lets no place be chosen. */
  readonly into: FileSystemFileHandle | null;
}

/** A file that has been read back whole. */
export interface SavedProject {
  readonly bytes: number;
  /** To be handed to the person; null where it was written to the place that was chosen. */
  readonly file: File | null;
}

export interface OpenedProject {
  readonly id: Id;
  readonly name: string;
  /** From where the file was made; null where it does not say. Without any, a run that is done again comes to the same bits. */
  readonly differences: readonly MachineDifference[] | null;
}

/** What computed bits depend on and is not the same on two machines; empty where one of them has none. */
export interface MachineDifference {
  readonly what: 'adapter' | 'features' | 'limits' | 'kernels' | 'code' | 'browser';
  readonly there: string;
  readonly here: string;
}

export interface ProjectFileApi {
  projectSize(project: Id): Promise<ProjectSize>;
  /** @throws `run-active`, `run-elsewhere` while a run of the project is under way */
  saveProject(options: SaveProjectOptions): Promise<SavedProject>;
  /** Everything in the file is verified before the project can be seen; where it is refused, nothing is kept of it. */
  openProjectFile(jobId: Id, file: File): Promise<OpenedProject>;
}
