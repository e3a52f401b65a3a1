/**
 * By what a model is tuned, every weight or adapters beside them (LoRA, and QLoRA beside a quantised base), in which precision,
 * and what each takes of this machine.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type {
  LoraConfig,
  Precision,
  QuantisedType,
  TrainingMethod,
  TrainingSettings,
  TuningPlan,
  TuningShape,
} from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import { onOtherProject, type Studio } from './studio.ts';

export const methodKinds = ['full', 'lora', 'qlora-int8', 'qlora-nf4'] as const;

export type MethodKind = (typeof methodKinds)[number];

/** How the matrices within the layers of the base are quantised. */
const MATRICES: Readonly<Record<MethodKind, QuantisedType | undefined>> = {
  full: undefined,
  lora: undefined,
  'qlora-int8': 'qint8',
  'qlora-nf4': 'nf4',
};

export interface MethodChoice {
  kind: MethodKind;
  /** Kept while another method is chosen. */
  lora: LoraConfig;
  /** null: as the base was trained. */
  precision: Precision | null;
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
   * Plans a run of this shape by each method. Of those under way the last counts.
   * @param budget bytes
   */
  plan(shape: Omit<TuningShape, 'method'>, lora: LoraConfig, budget: number): Promise<void>;
}

/** Every linear layer, as Dettmers et al. 2023 (arXiv:2305.14314) found it to take to learn as full tuning does. */
export const DEFAULT_LORA: LoraConfig = { rank: 8, alpha: 16, dropout: 0, targets: 'all-linear', rsLora: false };

/** Adapters learn best at about ten times the rate of full tuning (Schulman et al. 2025, "LoRA Without Regret"). */
const ADAPTER_RATE = 10;

type Chosen = Pick<MethodChoice, 'kind' | 'lora'>;

export function methodOf({ kind, lora }: Chosen): TrainingMethod {
  const matrices = MATRICES[kind];
  return kind === 'full' ? { kind } : { kind: 'lora', lora, ...(matrices && { matrices }) };
}

export function methodKind(method: TrainingMethod): MethodKind {
  if (method.kind === 'full') return 'full';
  return methodKinds.find((kind) => kind !== 'full' && MATRICES[kind] === method.matrices) ?? 'lora';
}

const NAMES: Readonly<Record<MethodKind, string | null>> = {
  full: null,
  lora: 'LoRA',
  'qlora-int8': 'QLoRA int8',
  'qlora-nf4': 'QLoRA NF4',
};

/** As the papers of adapters call it, which every language does; null where every weight is trained. */
export const adapterName = (method: TrainingMethod): string | null => NAMES[methodKind(method)];

/** Whether something is trained. */
export const isUsable = ({ kind, lora }: Chosen): boolean => kind === 'full' || lora.targets.length > 0;

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
  const scaled = (rate: number) => Number((rate * (kind === 'full' ? 1 : ADAPTER_RATE)).toPrecision(2));
  const { learningRate, minLearningRate } = settings;
  return { ...settings, learningRate: scaled(learningRate), minLearningRate: scaled(minLearningRate) };
}

const NO_PLANS: MethodState['plans'] = { full: null, lora: null, 'qlora-int8': null, 'qlora-nf4': null };

const untouched: MethodState = { kind: 'full', lora: DEFAULT_LORA, precision: null, plans: NO_PLANS, error: null };

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
        const plans = { ...NO_PLANS };
        for (const kind of methodKinds) {
          if (mine !== newest) return; // a newer plan is under way
          plans[kind] = await planned(kind);
        }
        if (mine === newest) store.setState({ plans, error: null });
      } catch (thrown) {
        if (mine === newest) store.setState({ plans: NO_PLANS, error: asOcaqError(thrown) });
      }
    },
  };
}
