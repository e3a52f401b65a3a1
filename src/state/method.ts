/** By what a model is tuned, every weight or adapters beside them (LoRA), and what each takes of this machine. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { LoraConfig, TrainingMethod, TrainingSettings, TuningPlan, TuningShape } from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import { onOtherProject, type Studio } from './studio.ts';

export type MethodKind = TrainingMethod['kind'];

export const methodKinds: readonly MethodKind[] = ['full', 'lora'];

export interface MethodChoice {
  kind: MethodKind;
  /** Kept while another method is chosen. */
  lora: LoraConfig;
}

export interface MethodState extends MethodChoice {
  /** Of each method as it is set; null where it is not known, or where its settings are none. */
  plans: Readonly<Record<MethodKind, TuningPlan | null>>;
  error: OcaqError | null;
}

export interface Methods {
  store: StoreApi<MethodState>;
  change(part: Partial<MethodChoice>): void;
  /**
   * Plans a run of this shape by each method.
   * @param budget bytes
   */
  plan(shape: Omit<TuningShape, 'method'>, lora: LoraConfig, budget: number): Promise<void>;
}

/** Every linear layer, as Dettmers et al. 2023 (arXiv:2305.14314) found it to take to learn as full tuning does. */
export const DEFAULT_LORA: LoraConfig = { rank: 8, alpha: 16, dropout: 0, targets: 'all-linear', rsLora: false };

/** Adapters learn best at about ten times the rate of full tuning (Schulman et al. 2025, "LoRA Without Regret"). */
const RATE: Readonly<Record<MethodKind, number>> = { full: 1, lora: 10 };

export const methodOf = ({ kind, lora }: MethodChoice, of: MethodKind = kind): TrainingMethod =>
  of === 'full' ? { kind: of } : { kind: of, lora };

/** Whether something is trained. */
export const isUsable = ({ kind, lora }: MethodChoice): boolean => kind === 'full' || lora.targets.length > 0;

/** The layers that are chosen by name, after one of them was chosen or left out. @param modules those that there are */
export const withTarget = (
  lora: LoraConfig,
  modules: readonly string[],
  name: string,
  chosen: boolean,
): LoraConfig => ({
  ...lora,
  targets: modules.filter((module) => (module === name ? chosen : lora.targets.includes(module))),
});

/** @param settings as they suit full tuning */
export function settingsBy(kind: MethodKind, settings: TrainingSettings): TrainingSettings {
  const scaled = (rate: number) => Number((rate * RATE[kind]).toPrecision(2));
  const { learningRate, minLearningRate } = settings;
  return { ...settings, learningRate: scaled(learningRate), minLearningRate: scaled(minLearningRate) };
}

const untouched: MethodState = { kind: 'full', lora: DEFAULT_LORA, plans: { full: null, lora: null }, error: null };

export function createMethods(api: Api, studio: Studio): Methods {
  const store = createStore<MethodState>(() => untouched);
  let newest = 0;
  onOtherProject(studio, () => {
    newest++;
    store.setState(untouched);
  });
  return {
    store,
    change(part) {
      store.setState(part);
    },
    async plan(shape, lora, budget) {
      const mine = ++newest;
      const planned = (kind: MethodKind): Promise<TuningPlan | null> =>
        isUsable({ kind, lora })
          ? api.planTuning({ ...shape, method: methodOf({ kind, lora }) }, budget)
          : Promise.resolve(null);
      try {
        const plans = { full: await planned('full'), lora: await planned('lora') };
        if (mine === newest) store.setState({ plans, error: null });
      } catch (thrown) {
        if (mine === newest) store.setState({ plans: untouched.plans, error: asOcaqError(thrown) });
      }
    },
  };
}
