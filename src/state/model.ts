/**
 * The model being drawn up: a draft choice, its memory plan (asked anew shortly after each change, of the draft or of the
 * memory budget), and measured speeds. A measured speed belongs to the exact choice and budget it was measured for; change
 * a number and it is unknown again.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { ModelChoice, PlanReport, PresetRecord, SpeedReport } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import type { Studio } from './studio.ts';

export interface ModelState {
  presets: readonly PresetRecord[];
  draft: ModelChoice | null;
  plan: PlanReport | null;
  /** The draft that `plan` describes; another one, or none, while a new plan is being drawn up. */
  planned: ModelChoice | null;
  planError: OcaqError | null;
  /** By `measuredKey`. */
  speeds: Readonly<Record<string, SpeedReport>>;
  measuring: boolean;
  choosing: boolean;
  error: OcaqError | null;
}

export interface Model {
  store: StoreApi<ModelState>;
  /** Reads the presets and starts the draft from the project's choice, or from the first preset. */
  load(): Promise<void>;
  takePreset(id: string): void;
  change(part: Partial<ModelChoice>): void;
  measure(): Promise<void>;
  choose(): Promise<void>;
}

/** What tells choices apart: model and batch shape, not the preset's name, the steps, nor the order in which fields were written. */
export function choiceKey(choice: ModelChoice): string {
  const { preset: _, steps: __, config, ...rest } = choice;
  const sorted = (fields: object) => Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted(rest), sorted(config)]);
}

/** What a measurement belongs to: the choice, and the budget that its plan was made for. */
export const measuredKey = (choice: ModelChoice, budgetGiB: number): string => `${choiceKey(choice)} ${budgetGiB}`;

/** The preset's choice with the vocabulary of the project's tokenizer. */
export function presetChoice(preset: PresetRecord, vocabSize: number | null): ModelChoice {
  const { choice } = preset;
  return vocabSize === null ? choice : { ...choice, config: { ...choice.config, vocabSize } };
}

/** About how many parameters: the matrices, without the norms. For telling sizes apart; the plan has the exact number. */
function roughParameters({ config }: ModelChoice): number {
  const { hiddenSize, heads, kvHeads, headSize, ffnSize, layers, vocabSize, tied } = config;
  const layer = hiddenSize * (2 * heads * headSize + 2 * kvHeads * headSize + 3 * ffnSize);
  return layers * layer + vocabSize * hiddenSize * (tied ? 1 : 2);
}

/** The preset whose training settings suit a choice: its own, or the one nearest in size for a custom choice. */
export function presetFor(presets: readonly PresetRecord[], choice: ModelChoice): PresetRecord | null {
  const distance = (preset: PresetRecord) =>
    Math.abs(Math.log(roughParameters(presetChoice(preset, choice.config.vocabSize)) / roughParameters(choice)));
  const own = presets.find((one) => one.id === choice.preset);
  return own ?? [...presets].sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

const planDelayMilliseconds = 200;

export function createModel(api: Api, studio: Studio, jobs: Jobs, preferences: PreferencesStore): Model {
  const store = createStore<ModelState>(() => ({
    presets: [],
    draft: null,
    plan: null,
    planned: null,
    planError: null,
    speeds: {},
    measuring: false,
    choosing: false,
    error: null,
  }));
  let timer: ReturnType<typeof setTimeout> | null = null;
  let newest = 0;
  let draftOf: string | null = null;

  function vocabSize(): number | null {
    return studio.store.getState().snapshot?.tokenizer?.vocabSize ?? null;
  }

  async function plan(draft: ModelChoice): Promise<void> {
    const mine = ++newest;
    try {
      const report = await api.planModel(draft, budgetBytes(preferences.getState()));
      if (mine === newest) store.setState({ plan: report, planned: draft, planError: null });
    } catch (thrown) {
      if (mine === newest) store.setState({ plan: null, planned: draft, planError: asOcaqError(thrown) });
    }
  }

  function planSoon(draft: ModelChoice): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void plan(draft), planDelayMilliseconds);
  }

  function setDraft(draft: ModelChoice): void {
    store.setState({ draft, error: null });
    planSoon(draft);
  }

  preferences.subscribe((now, before) => {
    const { draft } = store.getState();
    if (!draft || now.budgetGiB === before.budgetGiB) return;
    newest++; // a plan that is on its way is within the other budget
    store.setState({ planned: null });
    planSoon(draft);
  });

  return {
    store,
    async load() {
      if (store.getState().presets.length === 0) {
        try {
          store.setState({ presets: await api.presets() });
        } catch (thrown) {
          store.setState({ error: asOcaqError(thrown) });
          return;
        }
      }
      const snapshot = studio.store.getState().snapshot;
      const first = store.getState().presets[0];
      if (!snapshot || !first) return;
      // A new tokenizer or another project starts the draft again; coming back to the screen does not.
      const basis = `${snapshot.project.id} ${snapshot.tokenizer?.id ?? ''}`;
      if (draftOf === basis && store.getState().draft) return;
      draftOf = basis;
      const size = vocabSize();
      const chosen = snapshot.model;
      setDraft(
        chosen
          ? { ...chosen, config: { ...chosen.config, vocabSize: size ?? chosen.config.vocabSize } }
          : presetChoice(first, size),
      );
    },
    takePreset(id) {
      const preset = store.getState().presets.find((one) => one.id === id);
      if (preset) setDraft(presetChoice(preset, vocabSize()));
    },
    change(part) {
      const { draft } = store.getState();
      if (!draft) return;
      const { steps: _, ...shape } = draft; // they were proposed for the shape before
      setDraft({ ...shape, preset: null, ...part });
    },
    async measure() {
      const { draft } = store.getState();
      if (!draft) return;
      const own = preferences.getState();
      store.setState({ measuring: true, error: null });
      try {
        const speed = await jobs.run('measure', '', (jobId) => api.measureSpeed(jobId, draft, budgetBytes(own)));
        store.setState(({ speeds }) => ({ speeds: { ...speeds, [measuredKey(draft, own.budgetGiB)]: speed } }));
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ measuring: false });
      }
    },
    async choose() {
      const { draft } = store.getState();
      if (!draft) return;
      store.setState({ choosing: true, error: null });
      try {
        studio.takeSnapshot(await api.chooseModel(studio.projectId(), draft));
      } catch (thrown) {
        store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ choosing: false });
      }
    },
  };
}
