/**
 * Settings that come from elsewhere: from a file, a link, or another run. They are offered first, with what would change;
 * only when they are taken do they become the project's model and the form's settings.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import { blobSource } from '../formats/byte-source.ts';
import type { ModelChoice, ProjectSnapshot, RunRecord, TrainingSettings } from '../worker/api.ts';
import { asOcaqError } from './connection.ts';
import type { Model } from './model.ts';
import { type Difference, differences } from './run-difference.ts';
import { parseSettings, type SharedSettings, settingsOfCode, sharedSettings } from './settings-file.ts';
import { onOtherProject, type Studio } from './studio.ts';
import type { Training } from './training.ts';

/** Read of a file: settings take a few kilobytes, and what is longer is something else. */
const MOST_BYTES = 2 ** 20;

export interface SharingState {
  offered: SharedSettings | null;
  taking: boolean;
  error: OcaqError | null;
}

export interface Sharing {
  store: StoreApi<SharingState>;
  offerFile(file: File): Promise<void>;
  offerCode(code: string): void;
  offerRun(run: RunRecord): void;
  drop(): void;
  /** Makes what is offered the project's model and the settings of the form; true when it has. */
  take(): Promise<boolean>;
}

/** What is offered, as it would be in the project: with the vocabulary of its tokenizer. */
export function adopted({ choice, settings }: SharedSettings, vocabSize: number): ModelChoice {
  return { ...choice, config: { ...choice.config, vocabSize }, steps: settings.steps };
}

/** What would change; null where the project has no model yet, or the form no settings. */
export function changesOf(
  offered: SharedSettings,
  { model, tokenizer }: Pick<ProjectSnapshot, 'model' | 'tokenizer'>,
  settings: TrainingSettings | null,
): Difference[] | null {
  if (!model || !tokenizer || !settings) return null;
  const now = sharedSettings({ choice: adopted(offered, tokenizer.vocabSize), settings: offered.settings });
  return differences(now, sharedSettings({ choice: model, settings }));
}

export function createSharing(studio: Studio, model: Model, training: Training): Sharing {
  const store = createStore<SharingState>(() => ({ offered: null, taking: false, error: null }));
  onOtherProject(studio, () => store.setState({ offered: null, error: null }));

  function offer(read: () => SharedSettings): void {
    try {
      store.setState({ offered: read(), error: null });
    } catch (thrown) {
      refuse(thrown);
    }
  }

  const refuse = (thrown: unknown) => store.setState({ offered: null, error: asOcaqError(thrown) });

  return {
    store,
    async offerFile(file) {
      try {
        const bytes = await blobSource(file.name, file).read(0, MOST_BYTES);
        offer(() => parseSettings(new TextDecoder().decode(bytes)));
      } catch (thrown) {
        refuse(thrown);
      }
    },
    offerCode: (code) => offer(() => settingsOfCode(code)),
    offerRun: (run) => offer(() => sharedSettings(run)),
    drop() {
      store.setState({ offered: null, error: null });
    },
    async take() {
      const { offered } = store.getState();
      const vocabSize = studio.store.getState().snapshot?.tokenizer?.vocabSize;
      if (!offered || vocabSize === undefined) return false;
      store.setState({ taking: true, error: null });
      const choice = adopted(offered, vocabSize);
      await model.load();
      model.change(choice);
      // Before the model is chosen: what has settings of its own is not proposed others.
      const { settings, proposal, basis } = training.store.getState();
      training.adopt(studio.projectId(), choice, offered.settings);
      await model.choose();
      const { error } = model.store.getState();
      if (error) training.store.setState({ settings, proposal, basis });
      store.setState({ taking: false, error, ...(error ? {} : { offered: null }) });
      return error === null;
    },
  };
}
