/**
 * Every number of the model. Dependent ones move together: width keeps whole heads and sets the initial deviation, rows keep
 * within the context.
 */
import { useStore } from 'zustand';
import { defaultInitializerRange } from '../../formats/hf-config.ts';
import type { ModelChoice } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import type { Model } from '../messages/en/model.ts';
import { useMessages } from '../messages/messages.ts';
import { type FieldEntry, Form } from '../parts/form.tsx';
import { Section } from '../parts/layout.tsx';

type ModelField = FieldEntry<ModelChoice, keyof Model['fields']>;
type Config = ModelChoice['config'];

/** A change of the configuration, as a change of the choice. */
const configured = ({ config }: ModelChoice, part: Partial<Config>): Partial<ModelChoice> => ({
  config: { ...config, ...part },
});

/** The size of a head follows width and heads where they divide. */
const wholeHeads = ({ hiddenSize, heads, headSize }: Config): number =>
  hiddenSize % heads === 0 ? hiddenSize / heads : headSize;

/** The largest divisor of `heads` that is at most `wanted`: key and value heads must share evenly. */
function sharedHeads(heads: number, wanted: number): number {
  let shared = Math.min(heads, wanted);
  while (heads % shared !== 0) shared--;
  return shared;
}

const shapeFields: readonly ModelField[] = [
  {
    id: 'layers',
    kind: 'number',
    term: 'layer',
    min: 1,
    max: 512,
    read: ({ config }) => config.layers,
    write: (layers, choice) => configured(choice, { layers }),
  },
  {
    id: 'width',
    kind: 'number',
    term: 'width',
    min: 8,
    max: 32_768,
    step: 32,
    read: ({ config }) => config.hiddenSize,
    write: (hiddenSize, choice) =>
      configured(choice, {
        hiddenSize,
        headSize: wholeHeads({ ...choice.config, hiddenSize }),
        initializerRange: defaultInitializerRange(hiddenSize),
      }),
  },
  {
    id: 'heads',
    kind: 'number',
    term: 'heads',
    min: 1,
    max: 1024,
    read: ({ config }) => config.heads,
    write: (heads, choice) => {
      const { config } = choice;
      const kvHeads = config.kvHeads === config.heads ? heads : sharedHeads(heads, config.kvHeads);
      return configured(choice, { heads, kvHeads, headSize: wholeHeads({ ...config, heads }) });
    },
  },
  {
    id: 'kvHeads',
    kind: 'number',
    term: 'kvHeads',
    min: 1,
    max: ({ config }) => config.heads,
    read: ({ config }) => config.kvHeads,
    write: (kvHeads, choice) => configured(choice, { kvHeads }),
  },
  {
    id: 'feedForward',
    kind: 'number',
    term: 'feedForward',
    min: 4,
    max: 262_144,
    step: 32,
    read: ({ config }) => config.ffnSize,
    write: (ffnSize, choice) => configured(choice, { ffnSize }),
  },
  {
    id: 'context',
    kind: 'number',
    term: 'context',
    min: 8,
    max: 16_777_216,
    step: 64,
    unit: (m) => m.units.tokens,
    read: ({ config }) => config.contextLength,
    write: (contextLength, choice) => ({
      ...configured(choice, { contextLength }),
      seq: Math.min(choice.seq, contextLength),
    }),
  },
  {
    id: 'vocab',
    kind: 'number',
    term: 'vocabulary',
    min: 256,
    max: 1_048_576,
    unit: (m) => m.units.tokens,
    read: ({ config }) => config.vocabSize,
    write: (vocabSize, choice) => configured(choice, { vocabSize }),
  },
  {
    id: 'rope',
    kind: 'number',
    term: 'rope',
    min: 1,
    max: 1e9,
    step: 1000,
    shown: ({ config }) => config.ropeTheta !== undefined,
    read: ({ config }) => config.ropeTheta ?? 0,
    write: (ropeTheta, choice) => configured(choice, { ropeTheta }),
  },
  {
    id: 'tied',
    kind: 'check',
    term: 'tied',
    read: ({ config }) => config.tied,
    write: (tied, choice) => configured(choice, { tied }),
  },
];

const batchFields: readonly ModelField[] = [
  {
    id: 'seq',
    kind: 'number',
    term: 'context',
    min: 8,
    max: ({ config }) => config.contextLength,
    step: 64,
    read: ({ seq }) => seq,
    write: (seq) => ({ seq }),
  },
  {
    id: 'batch',
    kind: 'number',
    term: 'batch',
    min: 1,
    max: 4096,
    read: ({ batch }) => batch,
    write: (batch) => ({ batch }),
  },
  {
    id: 'accumulate',
    kind: 'number',
    term: 'accumulate',
    min: 1,
    max: 65_536,
    read: ({ accumulate }) => accumulate,
    write: (accumulate) => ({ accumulate }),
  },
  {
    id: 'precision',
    kind: 'choice',
    term: 'precision',
    options: (m) => (['f32', 'f16'] as const).map((value) => ({ value, label: m.model.precisions[value] })),
    read: ({ precision }) => precision,
    write: (value) => ({ precision: value === 'f16' ? 'f16' : 'f32' }),
  },
];

export function ModelFields({ draft, vocabFixed }: { draft: ModelChoice; vocabFixed: boolean }) {
  const m = useMessages();
  const { model } = useStores();
  const disabled = useStore(model.store, (state) => state.measuring || state.choosing);
  const { fields: labels } = m.model;
  const form = { labels, value: draft, disabled, onChange: model.change };
  return (
    <div className="flex flex-col gap-8">
      <Section title={m.model.shape} aside={vocabFixed && labels.vocabFixed}>
        <Form {...form} fields={shapeFields} fixed={vocabFixed ? ['vocab'] : []} />
      </Section>
      <Section title={m.model.batchShape}>
        <Form {...form} fields={batchFields} />
      </Section>
    </div>
  );
}
