/** Export of one checkpoint: what to name it, under which licence, and the file that came back, verified by the worker. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import { type CardLanguage, cardLanguage } from '../formats/card-words/table.ts';
import type { GgufType } from '../formats/gguf/layout.ts';
import type { CheckpointRecord, ExportOptions, ExportResult, HeldOutPoint, Id } from '../worker/api.ts';
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
  /** `adapter` of a checkpoint that holds none is a whole model. */
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
  start(checkpoint: Pick<CheckpointRecord, 'id' | 'adapter'>, name: string): Promise<void>;
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

/** What a checkpoint can be exported as. */
export const formsOf = ({ adapter }: Pick<CheckpointRecord, 'adapter'>): readonly ExportKind[] =>
  adapter ? ['adapter', 'model', 'gguf'] : ['model', 'gguf'];

/** As the person chose it, where the checkpoint can be exported so. */
export const formOf = (checkpoint: Pick<CheckpointRecord, 'adapter'>, chosen: ExportKind): ExportKind =>
  formsOf(checkpoint).includes(chosen) ? chosen : 'model';

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
    async start({ id: checkpoint, adapter }, name) {
      const { license, cardLanguage: chosen, withHeldOut, form: chosenForm, ggufType } = store.getState();
      const form = formOf({ adapter }, chosenForm);
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
