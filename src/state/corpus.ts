/**
 * Files on their way into the project: read a preview, let the person choose how to read each one, import, report. Files
 * that hold instruction records become instruction sets unless the person wants them in the corpus. One import at a time.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FilePreview, ReadOptions } from '../data/readers/read.ts';
import { suggestedReading } from '../data/readers/source.ts';
import { type FileFormat, readerOf } from '../data/readers/table.ts';
import { OcaqError } from '../errors.ts';
import type { Id, ImportOptions, Readings, SourceFiles, SourcePreview } from '../worker/api.ts';
import type { Cleaning } from './cleaning.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Instruct } from './instruct.ts';
import type { Jobs } from './jobs.ts';
import type { Notices } from './notices.ts';
import type { Studio } from './studio.ts';

export interface PendingSource {
  id: Id;
  source: SourceFiles;
  preview: SourcePreview | null;
  readings: Readings;
  licence: string | null;
  use: 'corpus' | 'instructions';
  error: OcaqError | null;
  importing: boolean;
}

export interface CorpusState {
  pending: readonly PendingSource[];
  /** The pending file whose preview is shown. */
  selected: Id | null;
  importing: boolean;
  error: OcaqError | null;
}

export interface Corpus {
  store: StoreApi<CorpusState>;
  /** Each file is a source of its own. */
  addFiles(files: readonly File[]): Promise<void>;
  /** What the browser is still handing over; where it cannot, the error is kept for the screen. */
  addDropped(sources: Promise<readonly SourceFiles[]>): Promise<void>;
  select(id: Id): void;
  /**
   * The files are then shown as they would be read so.
   * @param reading null: files of the format are left out
   */
  setReading(id: Id, format: FileFormat, reading: ReadOptions | null): Promise<void>;
  setLicence(id: Id, licence: string | null): void;
  /** Of every file on the list that goes to the corpus. */
  setLicenceOfAll(licence: string | null): void;
  setUse(id: Id, use: PendingSource['use']): void;
  /** Takes a file off the list without importing it. */
  dismiss(id: Id): void;
  dismissAll(): void;
  importAll(): Promise<void>;
  /** Of sources of the corpus. */
  setSourceLicences(ids: readonly Id[], licence: string | null): Promise<void>;
  setSourceWeight(id: Id, weight: number): Promise<void>;
  deleteSource(id: Id): Promise<void>;
}

/** Records of instructions among other files are left out of the corpus; a file of them alone is a set. */
export function proposedReadings({ groups }: SourcePreview): Readings {
  const isMixed = groups.length > 1;
  return Object.fromEntries(
    groups.map(({ format, preview }) => {
      const isLeftOut = isMixed && preview.kind === 'instructions';
      return [format, isLeftOut ? null : suggestedReading(preview)];
    }),
  );
}

const isInstructionSet = ({ groups }: SourcePreview): boolean =>
  groups.length === 1 && groups[0]?.count === 1 && groups[0].preview.kind === 'instructions';

/** A reading once its files have been looked at with it: columns have other names where the first row names them, or not. */
export function fittingReading(reading: ReadOptions, preview: FilePreview): ReadOptions {
  const isThere = (name: string) => preview.fields.some((field) => field.name === name);
  const { field = '', join = [], scores = [], ...rest } = reading;
  const wanted = isThere(field) ? field : preview.suggestedField;
  return {
    ...rest,
    ...(wanted === undefined ? {} : { field: wanted }),
    ...(join.length > 0 ? { join: join.filter((name) => isThere(name) && name !== wanted) } : {}),
    ...(scores.length > 0 ? { scores: scores.filter(isThere) } : {}),
  };
}

/** The list without `id`; the selection moves to the file that took its place, or the last one. */
export function withoutPending(state: CorpusState, id: Id): Pick<CorpusState, 'pending' | 'selected'> {
  const index = state.pending.findIndex((one) => one.id === id);
  const pending = state.pending.filter((one) => one.id !== id);
  if (state.selected !== id) return { pending, selected: state.selected };
  return { pending, selected: (pending[index] ?? pending[pending.length - 1])?.id ?? null };
}

/** Text in records cannot be read without knowing which field holds it. */
export function readyToImport({ preview, readings, use }: PendingSource): boolean {
  if (!preview) return false;
  const chosen = Object.values(readings).filter((reading) => reading !== null);
  const isRead = (reading: ReadOptions) => readerOf(reading.format).asks !== 'field' || reading.field !== undefined;
  return use === 'instructions' || (chosen.length > 0 && chosen.every(isRead));
}

export function createCorpus(
  api: Api,
  studio: Studio,
  jobs: Jobs,
  notices: Notices,
  instruct: Instruct,
  cleaning: Cleaning,
): Corpus {
  const store = createStore<CorpusState>(() => ({
    pending: [],
    selected: null,
    importing: false,
    error: null,
  }));

  function change(id: Id, part: Partial<PendingSource>): void {
    store.setState(({ pending }) => ({ pending: pending.map((one) => (one.id === id ? { ...one, ...part } : one)) }));
  }

  async function preview(entry: PendingSource): Promise<void> {
    try {
      const found = await api.previewSource(entry.source, {});
      const use = isInstructionSet(found) ? 'instructions' : 'corpus';
      // What a person has chosen for all files meanwhile stays.
      const licence = entryOf(entry.id)?.licence ?? found.licence;
      change(entry.id, { preview: found, readings: proposedReadings(found), use, licence });
    } catch (thrown) {
      change(entry.id, { error: asOcaqError(thrown) });
    }
  }

  const entryOf = (id: Id) => store.getState().pending.find((one) => one.id === id);

  /** What was changed last is what is shown. */
  async function lookAgain(id: Id, format: FileFormat): Promise<void> {
    const entry = entryOf(id);
    if (!entry) return;
    const { source, readings } = entry;
    try {
      const found = await api.previewSource(source, readings);
      if (entryOf(id)?.readings !== readings) return;
      const group = found.groups.find((one) => one.format === format);
      const reading = readings[format];
      if (group && reading)
        change(id, { preview: found, readings: { ...readings, [format]: fittingReading(reading, group.preview) } });
      else {
        const why = found.skipped.find(({ error }) => error !== undefined)?.error;
        if (why) change(id, { error: new OcaqError(why.code, why.message, why.details) });
      }
    } catch (thrown) {
      if (entryOf(id)?.readings === readings) change(id, { error: asOcaqError(thrown) });
    }
  }

  async function importText(project: Id, source: SourceFiles, options: ImportOptions): Promise<void> {
    const { name } = source;
    const record = await jobs.run('import', name, (jobId) => api.importSource(project, jobId, source, options));
    if (record === null) notices.announce({ kind: 'already-there', fileName: name });
  }

  async function changeSource(change: () => Promise<void>): Promise<void> {
    store.setState({ error: null });
    try {
      await change();
    } catch (thrown) {
      store.setState({ error: asOcaqError(thrown) });
    }
  }

  async function addSources(sources: readonly SourceFiles[]): Promise<void> {
    const entries = sources.map(
      (source): PendingSource => ({
        id: crypto.randomUUID(),
        source,
        preview: null,
        readings: {},
        licence: null,
        use: 'corpus',
        error: null,
        importing: false,
      }),
    );
    if (entries.length === 0) return;
    store.setState((state) => ({
      error: null,
      pending: [...state.pending, ...entries],
      selected: state.selected ?? entries[0]!.id,
    }));
    for (const entry of entries) await preview(entry);
  }

  return {
    store,
    addFiles: (files) => addSources(files.map((file) => ({ name: file.name, files: [{ path: file.name, file }] }))),
    async addDropped(sources) {
      try {
        await addSources(await sources);
      } catch (thrown) {
        store.setState({ error: asOcaqError(thrown) });
      }
    },
    select(id) {
      store.setState({ selected: id });
    },
    async setReading(id, format, reading) {
      const entry = entryOf(id);
      if (!entry) return;
      change(id, { readings: { ...entry.readings, [format]: reading }, error: null });
      if (reading) await lookAgain(id, format);
    },
    setLicence(id, licence) {
      change(id, { licence });
    },
    setLicenceOfAll(licence) {
      store.setState(({ pending }) => ({
        pending: pending.map((one) => (one.use === 'corpus' ? { ...one, licence } : one)),
      }));
    },
    setUse(id, use) {
      change(id, { use });
    },
    dismiss(id) {
      store.setState((state) => withoutPending(state, id));
    },
    dismissAll() {
      if (!store.getState().importing) store.setState({ pending: [], selected: null });
    },
    async importAll() {
      const project = studio.projectId();
      // Another project may be open by the time that the files have been read.
      const steps = cleaning.chosen();
      let isRead = false;
      store.setState({ importing: true, error: null });
      try {
        for (const { id } of store.getState().pending) {
          // The person may have changed, left out or taken in files while the ones before were read.
          const entry = entryOf(id);
          if (!entry || !readyToImport(entry)) continue;
          change(entry.id, { importing: true, error: null });
          store.setState({ selected: entry.id });
          try {
            const file = entry.source.files[0]?.file;
            if (entry.use === 'instructions' && file) await instruct.importSet(project, file);
            else {
              await importText(project, entry.source, { readings: entry.readings, licence: entry.licence });
              isRead = true;
            }
            store.setState((state) => withoutPending(state, entry.id));
          } catch (thrown) {
            change(entry.id, { importing: false, error: isCancelled(thrown) ? null : asOcaqError(thrown) });
            if (isCancelled(thrown)) break;
          }
        }
        if (isRead) await cleaning.clean(project, 'new', steps);
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ importing: false });
        await studio.refreshStorage();
      }
    },
    setSourceLicences: (ids, licence) =>
      changeSource(async () => {
        const project = studio.projectId();
        for (const id of ids) await api.setLicence(project, id, licence);
      }),
    setSourceWeight: (id, weight) => changeSource(() => api.setWeight(studio.projectId(), id, weight)),
    async deleteSource(id) {
      await api.deleteSource(studio.projectId(), id);
      await studio.refreshStorage();
    },
  };
}
