/** Every setting of a run; the ones that matter first, the rest one press away. */
import { withOptimizer } from '../../defaults.ts';
import type { TrainingSettings } from '../../worker/api.ts';
import type { Train } from '../messages/en/train.ts';
import type { Messages, TermId } from '../messages/language.ts';
import { useMessages } from '../messages/messages.ts';
import { type FieldEntry, Form } from '../parts/form.tsx';

type SettingsField = FieldEntry<TrainingSettings, keyof Train['fields']>;
type Numeric = {
  [K in keyof TrainingSettings]: TrainingSettings[K] extends number ? K : never;
}[keyof TrainingSettings];

const mostSteps = 10_000_000;
const unit = (m: Messages) => m.train.stepsUnit;

/** The number of this name in the settings. */
function number(
  id: Numeric & keyof Train['fields'],
  range: { min?: number; max: number; step?: number; unit?: (m: Messages) => string; term?: TermId; testId?: string },
): SettingsField {
  return { id, kind: 'number', ...range, read: (settings) => settings[id], write: (value) => ({ [id]: value }) };
}

const firstFields: readonly SettingsField[] = [
  number('steps', { min: 1, max: mostSteps, term: 'step', testId: 'settings-steps' }),
  number('learningRate', { max: 1, step: 1e-4, term: 'learningRate' }),
  number('warmupSteps', { min: 0, max: mostSteps, term: 'warmup' }),
  number('evalEvery', { min: 0, max: mostSteps, unit, term: 'heldOut', testId: 'settings-eval' }),
  number('sampleEvery', { min: 0, max: mostSteps, unit }),
  number('saveEvery', { min: 0, max: mostSteps, unit, term: 'checkpoint', testId: 'settings-save' }),
];

const optimizers = ['adamw', 'muon'] as const satisfies readonly TrainingSettings['optimizer'][];

const packings = ['concat', 'best-fit'] as const satisfies readonly TrainingSettings['packing'][];

const schedules = ['cosine', 'linear', 'hold'] as const satisfies readonly TrainingSettings['schedule'][];

const policies = ['roll-back', 'ask', 'stop'] as const satisfies readonly TrainingSettings['onDivergence'][];

export const furtherFields: readonly SettingsField[] = [
  {
    id: 'schedule',
    kind: 'choice',
    term: 'schedule',
    testId: 'settings-schedule',
    options: (m) => schedules.map((value) => ({ value, label: m.train.schedules[value] })),
    read: ({ schedule }) => schedule,
    write: (value, { schedule }) => ({ schedule: schedules.find((one) => one === value) ?? schedule }),
  },
  {
    ...number('holdShare', { min: 0, max: 1, step: 0.05, term: 'holdShare' }),
    shown: ({ schedule }) => schedule === 'hold',
  },
  number('minLearningRate', { min: 0, max: 1, step: 1e-5, term: 'learningRate' }),
  number('weightDecay', { min: 0, max: 10, step: 0.01, term: 'weightDecay' }),
  number('clip', { min: 0, max: 1000, step: 0.1, term: 'clip' }),
  number('beta1', { min: 0, max: 0.9999, step: 0.01, term: 'beta' }),
  number('beta2', { min: 0, max: 0.99999, step: 0.005, term: 'beta' }),
  {
    id: 'onDivergence',
    kind: 'choice',
    term: 'divergence',
    testId: 'settings-divergence',
    options: (m) => policies.map((value) => ({ value, label: m.train.policies[value] })),
    read: ({ onDivergence }) => onDivergence,
    write: (value, { onDivergence }) => ({ onDivergence: policies.find((one) => one === value) ?? onDivergence }),
  },
  number('seed', { min: 0, max: 4_294_967_295, term: 'seed' }),
];

type Groups = TrainingSettings['groups'];

/** A multiple of the run's rate or decay that a group of parameters has. */
function scale(
  id: keyof Train['fields'] & TermId,
  group: keyof Groups,
  name: keyof Groups[keyof Groups],
): SettingsField {
  return {
    id,
    kind: 'number',
    min: 0,
    max: 1000,
    step: 0.1,
    term: id,
    read: ({ groups }) => groups[group][name],
    write: (value, { groups }) => ({ groups: { ...groups, [group]: { ...groups[group], [name]: value } } }),
  };
}

export const rateFields: readonly SettingsField[] = [
  scale('tableRate', 'tables', 'rate'),
  scale('matrixRate', 'matrices', 'rate'),
  scale('vectorRate', 'vectors', 'rate'),
];

export const decayFields: readonly SettingsField[] = [
  scale('tableDecay', 'tables', 'decay'),
  scale('matrixDecay', 'matrices', 'decay'),
  scale('vectorDecay', 'vectors', 'decay'),
];

export const meanFields: readonly SettingsField[] = [
  {
    id: 'averageWeights',
    kind: 'check',
    term: 'averageWeights',
    read: ({ averageWeights }) => averageWeights,
    write: (averageWeights) => ({ averageWeights }),
  },
];

const isMuon = ({ optimizer }: TrainingSettings): boolean => optimizer === 'muon';

/** Instructions are learned by AdamW: the model has learned its matrices already. */
export const optimizerFields: readonly SettingsField[] = [
  {
    id: 'optimizer',
    kind: 'choice',
    term: 'optimizerChoice',
    testId: 'settings-optimizer',
    options: (m) => optimizers.map((value) => ({ value, label: m.train.optimizers[value] })),
    read: ({ optimizer }) => optimizer,
    write: (value, settings) => withOptimizer(settings, optimizers.find((one) => one === value) ?? settings.optimizer),
  },
  { ...number('momentum', { min: 0, max: 0.9999, step: 0.01, term: 'momentum' }), shown: isMuon },
  { ...number('iterations', { min: 1, max: 10, term: 'iterations' }), shown: isMuon },
];

/** Instructions are learned whole: their rows are made otherwise. Their samples answer held-out records. */
export const corpusFields: readonly SettingsField[] = [
  {
    id: 'samplePrompt',
    kind: 'lines',
    read: ({ samplePrompt }) => samplePrompt,
    write: (samplePrompt) => ({ samplePrompt }),
  },
  {
    id: 'packing',
    kind: 'choice',
    term: 'packing',
    testId: 'settings-packing',
    options: (m) => packings.map((value) => ({ value, label: m.train.packings[value] })),
    read: ({ packing }) => packing,
    write: (value, { packing }) => ({ packing: packings.find((one) => one === value) ?? packing }),
  },
  {
    id: 'documentMask',
    kind: 'check',
    term: 'documentMask',
    read: ({ documentMask }) => documentMask,
    write: (documentMask) => ({ documentMask }),
  },
  {
    id: 'shiftWindows',
    kind: 'check',
    term: 'shiftWindows',
    shown: ({ packing }) => packing === 'concat',
    read: ({ shiftWindows }) => shiftWindows,
    write: (shiftWindows) => ({ shiftWindows }),
  },
];

export function SettingsFields(props: {
  settings: TrainingSettings;
  /** Whether the run learns from the corpus, not from instructions. */
  isCorpus: boolean;
  disabled: boolean;
  /** Fields whose value something else decides. */
  fixed?: readonly (keyof Train['fields'])[];
  onChange: (settings: TrainingSettings) => void;
}) {
  const { settings, isCorpus, disabled, fixed, onChange } = props;
  const m = useMessages();
  const form = {
    labels: m.train.fields,
    value: settings,
    disabled,
    ...(fixed ? { fixed } : {}),
    onChange: (part: Partial<TrainingSettings>) => onChange({ ...settings, ...part }),
  };
  return (
    <div className="flex flex-col gap-4">
      <Form {...form} fields={firstFields} />
      <details>
        <summary className="w-fit text-sm text-soft hover:text-ink">{m.train.advanced}</summary>
        <div className="mt-4 flex flex-col gap-4">
          {isCorpus && <Form {...form} fields={optimizerFields} />}
          <Form {...form} fields={furtherFields} />
          <Form {...form} fields={rateFields} />
          <Form {...form} fields={decayFields} />
          <Form {...form} fields={isCorpus ? [...meanFields, ...corpusFields] : meanFields} />
        </div>
      </details>
    </div>
  );
}
