/** Tokenizers side by side: those of the project, and files that a person adds, which are kept as long as the page is. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { TokenizerComparison as Report } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface TokenizerComparisonState {
  files: readonly File[];
  /** null: nothing has been compared since the tokenizers or the corpus changed. */
  report: Report | null;
  comparing: boolean;
  error: OcaqError | null;
}

export interface TokenizerComparison {
  store: StoreApi<TokenizerComparisonState>;
  /** Compares with these as well. A file that cannot be opened is taken off again. */
  addFiles(files: readonly File[]): Promise<void>;
  removeFile(name: string): Promise<void>;
  compare(): Promise<void>;
}

const SAMPLE_BYTES = 4_000_000;

export function createTokenizerComparison(api: Api, studio: Studio, jobs: Jobs): TokenizerComparison {
  const store = createStore<TokenizerComparisonState>(() => ({
    files: [],
    report: null,
    comparing: false,
    error: null,
  }));

  onOtherProject(studio, () => store.setState({ report: null, error: null }));

  /** @returns whether it succeeded */
  async function compare(): Promise<boolean> {
    const { files } = store.getState();
    store.setState({ comparing: true, error: null });
    try {
      const project = studio.projectId();
      const report = await jobs.run('compare', '', (jobId) =>
        api.compareTokenizers(project, jobId, files, SAMPLE_BYTES),
      );
      if (studio.isOpen(project)) store.setState({ report });
      return true;
    } catch (thrown) {
      if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      return false;
    } finally {
      store.setState({ comparing: false });
    }
  }

  return {
    store,
    async addFiles(files) {
      const before = store.getState().files;
      const names = files.map(({ name }) => name);
      store.setState({ files: [...before.filter(({ name }) => !names.includes(name)), ...files] });
      if (!(await compare())) store.setState({ files: before });
    },
    async removeFile(name) {
      store.setState(({ files }) => ({ files: files.filter((file) => file.name !== name) }));
      await compare();
    },
    async compare() {
      await compare();
    },
  };
}
