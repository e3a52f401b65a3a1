/** Export of one checkpoint: what to name it, under which licence, and the file that came back, verified by the worker. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import { type CardLanguage, cardLanguage } from '../formats/card-words/table.ts';
import type { GgufType } from '../formats/gguf/layout.ts';
import type { CheckpointRecord, ExportOptions, ExportResult, HeldOutPoint, Id, RunRecord } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import type { Notices } from './notices.ts';
import type { PreferencesStore } from './preferences.ts';
import { onOtherProject, type Studio } from './studio.ts';

export type ExportKind = ExportOptions['form'];

export interface ExportState {
  checkpoint: Id | null;
  name: string;
  /** Empty: not stated. */
  license: string;
  /** null: the language of the page. */
  cardLanguage: CardLanguage | null;
  withHeldOut: boolean;
  /** A whole model where the checkpoint cannot be exported so. */
  form: ExportKind;
  ggufType: GgufType;
  exporting: boolean;
  evaluating: boolean;
  result: { checkpoint: Id; form: ExportKind; ggufType: GgufType; export: ExportResult } | null;
  heldOut: Readonly<Record<Id, HeldOutPoint>>;
  error: OcaqError | null;
}

export interface Exporting {
  store: StoreApi<ExportState>;
  change(
    part: Partial<
      Pick<ExportState, 'checkpoint' | 'name' | 'license' | 'cardLanguage' | 'withHeldOut' | 'form' | 'ggufType'>
    >,
  ): void;
  evaluate(checkpoint: Id): Promise<void>;
  /** @param baseName what the model that it was tuned from is called; empty: there is none */
  start(checkpoint: Exported, name: string, baseName: string): Promise<void>;
}

/** Licences offered by their SPDX or Hugging Face identifier. */
export const licenses = [
  'cc0-1.0',
  'cc-by-4.0',
  'cc-by-sa-4.0',
  'cc-by-nc-4.0',
  'cc-by-nc-sa-4.0',
  'apache-2.0',
  'mit',
  'other',
] as const;

/** Letters, digits, dot, dash and underscore, as folder names on every system and repositories on the Hub allow. */
export function safeModelName(name: string): string {
  const latin: Record<string, string> = { ə: 'e', ı: 'i', ö: 'o', ü: 'u', ğ: 'g', ş: 's', ç: 'c' };
  return name
    .normalize('NFC')
    .replace(/İ/g, 'i')
    .toLowerCase()
    .replace(/[əıöüğşç]/g, (letter) => latin[letter] ?? letter)
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 96);
}

/** As the person named the model, or by the project. */
export const modelName = (given: string, projectName: string): string =>
  given === '' ? safeModelName(projectName) || 'ocaq-model' : given;

/**
 * What a checkpoint can be exported as; a run goes on elsewhere where it learns the corpus with every weight, and is not at its end.
 * @param run its run; undefined where it has none, because it came from elsewhere
 */
export function formsOf(
  checkpoint: Exported,
  run: Pick<RunRecord, 'data' | 'settings'> | undefined,
): readonly ExportKind[] {
  if (checkpoint.adapter) return ['adapter', 'model', 'gguf'];
  const goesOn = run?.data.kind === 'corpus' && checkpoint.step < run.settings.steps;
  return goesOn ? ['model', 'gguf', 'cluster'] : ['model', 'gguf'];
}

type Exported = Pick<CheckpointRecord, 'id' | 'runId' | 'adapter' | 'step'>;

/** As the person chose it, where the checkpoint can be exported so. */
export const formOf = (forms: readonly ExportKind[], chosen: ExportKind): ExportKind =>
  forms.includes(chosen) ? chosen : 'model';

export function createExporting(
  api: Api,
  studio: Studio,
  jobs: Jobs,
  notices: Notices,
  preferences: PreferencesStore,
): Exporting {
  const store = createStore<ExportState>(() => ({
    checkpoint: null,
    name: '',
    license: '',
    cardLanguage: null,
    withHeldOut: false,
    form: 'adapter',
    ggufType: 'q8_0',
    exporting: false,
    evaluating: false,
    result: null,
    heldOut: {},
    error: null,
  }));
  onOtherProject(studio, () => store.setState({ checkpoint: null, name: '', withHeldOut: false, error: null }));
  return {
    store,
    change(part) {
      store.setState(part);
    },
    async evaluate(checkpoint) {
      store.setState({ evaluating: true, error: null });
      try {
        const point = await jobs.run('evaluate', '', (jobId) => api.evaluate(jobId, checkpoint));
        store.setState(({ heldOut }) => ({ heldOut: { ...heldOut, [checkpoint]: point } }));
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ evaluating: false });
      }
    },
    async start(exported, name, baseName) {
      const { id: checkpoint, runId } = exported;
      const run = studio.store.getState().snapshot?.runs.find(({ id }) => id === runId);
      const { license, cardLanguage: chosen, withHeldOut, form: chosenForm, ggufType } = store.getState();
      const form = formOf(formsOf(exported, run), chosenForm);
      const language = chosen ?? cardLanguage(preferences.getState().language);
      store.setState({ exporting: true, error: null, result: null });
      try {
        const result = await jobs.run('export', name, (jobId) =>
          api.exportCheckpoint({
            jobId,
            checkpoint,
            form,
            ggufType,
            name,
            baseName,
            license,
            cardLanguage: language,
            withHeldOut,
          }),
        );
        store.setState({ result: { checkpoint, form, ggufType, export: result } });
        notices.announce({ kind: 'exported', fileName: result.fileName });
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ exporting: false });
      }
    },
  };
}
