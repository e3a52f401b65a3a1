/** A project saved as one file, and opened from one. What went wrong stays until the person has seen it. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import { PROJECT_ENDING } from '../formats/project-mark.ts';
import type { Id, MachineDifference, ProjectSize, SavedProject } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import type { Notices } from './notices.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface ProjectFilesState {
  /** Whether the person is being asked what is to be saved. */
  asking: boolean;
  /** Of the project that is asked about; null: not known yet. */
  size: ProjectSize | null;
  /** Why the last file was not saved. */
  saveError: OcaqError | null;
  /** The last file that was not opened, and why. */
  refused: { readonly fileName: string; readonly error: OcaqError } | null;
  /** The last project that was opened and has runs, where something is otherwise here than where it was saved. */
  moved: { readonly name: string; readonly differences: readonly MachineDifference[] } | null;
}

export interface SaveRequest {
  readonly project: Id;
  readonly checkpoints: boolean;
  readonly fileName: string;
  /** null where the browser lets no place be chosen. */
  readonly into: FileSystemFileHandle | null;
}

export interface ProjectFiles {
  store: StoreApi<ProjectFilesState>;
  ask(): Promise<void>;
  dismiss(): void;
  /** The person is asked no longer while it is under way, and again where it failed. null: there is no file. */
  save(request: SaveRequest): Promise<SavedProject | null>;
  /** Opens the project when all of its file was found whole. */
  open(file: File): Promise<void>;
}

const nothing: ProjectFilesState = { asking: false, size: null, saveError: null, refused: null, moved: null };

/** Letters of every script, digits, dot, dash and underscore. */
export const projectFileName = (name: string): string =>
  `${name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '') || 'ocaq'}${PROJECT_ENDING}`;

export function createProjectFiles(api: Api, studio: Studio, jobs: Jobs, notices: Notices): ProjectFiles {
  const store = createStore<ProjectFilesState>(() => nothing);
  onOtherProject(studio, () => store.setState({ asking: false, size: null, saveError: null }));
  return {
    store,
    async ask() {
      const project = studio.projectId();
      store.setState({ asking: true, size: null, saveError: null });
      try {
        const size = await api.projectSize(project);
        if (studio.isOpen(project)) store.setState({ size });
      } catch (thrown) {
        store.setState({ saveError: asOcaqError(thrown) });
      }
    },
    dismiss() {
      store.setState(nothing);
    },
    async save(request) {
      store.setState({ asking: false, saveError: null });
      try {
        const saved = await jobs.run('save-project', '', (jobId) => api.saveProject({ ...request, jobId }));
        notices.announce({ kind: 'project-saved', fileName: request.fileName, bytes: saved.bytes });
        return saved;
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ asking: true, saveError: asOcaqError(thrown) });
        return null;
      }
    },
    async open(file) {
      store.setState({ refused: null });
      try {
        const { id, name, differences } = await jobs.run('open-project', file.name, (jobId) =>
          api.openProjectFile(jobId, file),
        );
        await studio.openProject(id);
        notices.announce({ kind: 'project-opened', name });
        const hasRuns = (studio.store.getState().snapshot?.runs ?? []).length > 0;
        if (hasRuns && differences !== null && differences.length > 0) store.setState({ moved: { name, differences } });
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ refused: { fileName: file.name, error: asOcaqError(thrown) } });
      }
    },
  };
}
