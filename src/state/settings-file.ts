/**
 * Model and training recipe as a file and as a link, for another project or another person. A file is JSON with its format
 * and version; a link has the same JSON after the `#`, which browsers send to nobody. What is read is checked field by
 * field here; whether the model can be planned, the worker says when it is taken. The vocabulary belongs to a tokenizer and
 * special tokens with it, so that both are the project's own. Pure.
 */
import { OcaqError } from '../errors.ts';
import type { ModelChoice, TrainingSettings } from '../worker/api.ts';

export interface SharedSettings {
  readonly choice: Omit<ModelChoice, 'steps'>;
  readonly settings: TrainingSettings;
}

const FORMAT = 'ocaq-settings';
const VERSION = 3;

type Rule =
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole?: true }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'text' }
  | { readonly kind: 'flag' };
type Rules = { readonly [field: string]: Rule | { readonly fields: Rules } };

const number = (min: number, max: number) => ({ kind: 'number', min, max }) as const;
const whole = (min: number, max: number) => ({ kind: 'number', min, max, whole: true }) as const;
const choice = (...of: string[]) => ({ kind: 'choice', of }) as const;
const text = { kind: 'text' } as const;
const flag = { kind: 'flag' } as const;

const MOST_STEPS = 10_000_000;
const MOST = 2 ** 24;
const scales = { fields: { rate: number(0, 1000), decay: number(0, 1000) } };

const TRAINING = {
  steps: whole(1, MOST_STEPS),
  optimizer: choice('adamw', 'muon'),
  momentum: number(0, 0.9999),
  iterations: whole(1, 10),
  learningRate: number(Number.MIN_VALUE, 1),
  minLearningRate: number(0, 1),
  warmupSteps: whole(0, MOST_STEPS),
  schedule: choice('cosine', 'linear', 'hold'),
  holdShare: number(0, 1),
  weightDecay: number(0, 10),
  groups: { fields: { tables: scales, matrices: scales, vectors: scales } },
  beta1: number(0, 0.9999),
  beta2: number(0, 0.99999),
  clip: number(0, 1000),
  residualInit: choice('zero', 'scaled'),
  packing: choice('concat', 'best-fit'),
  documentMask: flag,
  shiftWindows: flag,
  averageWeights: flag,
  onDivergence: choice('stop', 'ask', 'roll-back'),
  seed: whole(0, 2 ** 32 - 1),
  evalEvery: whole(0, MOST_STEPS),
  sampleEvery: whole(0, MOST_STEPS),
  saveEvery: whole(0, MOST_STEPS),
  samplePrompt: text,
} as const satisfies Record<keyof TrainingSettings, Rules[string]>;

const BATCHING = {
  seq: whole(1, MOST),
  batch: whole(1, MOST),
  accumulate: whole(1, MOST),
  precision: choice('f32', 'f16'),
} as const satisfies Rules;

/** What every family has; a family's own fields are taken as they are and checked where the model is planned. */
const CONFIG = {
  family: text,
  vocabSize: whole(1, MOST),
  hiddenSize: whole(1, MOST),
  layers: whole(1, MOST),
  heads: whole(1, MOST),
  kvHeads: whole(1, MOST),
  headSize: whole(1, MOST),
  ffnSize: whole(1, MOST),
  contextLength: whole(1, MOST),
  normEps: number(0, 1),
  tied: flag,
  initializerRange: number(0, 1),
} as const satisfies Rules;

const OF_TOKENIZER = ['bosTokenId', 'eosTokenId', 'moreEosTokenIds', 'padTokenId'];

export const sharedSettings = ({ choice: of, settings }: { choice: ModelChoice; settings: TrainingSettings }) => {
  const { steps: _, config, ...rest } = of;
  const own = Object.entries(config).filter(([field]) => !OF_TOKENIZER.includes(field));
  return { choice: { ...rest, config: Object.fromEntries(own) as unknown as ModelChoice['config'] }, settings };
};

export function settingsFile(shared: SharedSettings): string {
  const { choice: model, settings: training } = shared;
  return `${JSON.stringify({ format: FORMAT, version: VERSION, model, training }, null, 2)}\n`;
}

/** @throws OcaqError `settings-not-json`, `settings-format`, `settings-field` */
export function parseSettings(file: string): SharedSettings {
  const { format, version, model, training } = objectOf(parsedJson(file), null);
  const migrate = format === FORMAT && MIGRATIONS.get(version);
  if (!migrate)
    throw new OcaqError(
      'settings-format',
      `These are not settings that this version of Ocaq reads: format ${shown(format)}, version ${shown(version)}, where "${FORMAT}" and ${VERSION} are expected. Save them again from a run or from the Train screen.`,
    );
  const fields = objectOf(model, 'model');
  const preset = fields.preset ?? null;
  if (preset !== null && typeof preset !== 'string') throw refused('model.preset', 'a text or null', preset);
  return {
    choice: {
      ...(readFields(fields, 'model', BATCHING) as Omit<ModelChoice, 'preset' | 'config' | 'steps'>),
      preset,
      config: readConfig(objectOf(fields.config, 'model.config')),
    },
    settings: readFields(migrate(objectOf(training, 'training')), 'training', TRAINING) as unknown as TrainingSettings,
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Of version 2: rows were cut out of the corpus anywhere, and attention went across documents. */
const fromVersion2 = (training: Fields): Fields => ({ packing: 'concat', documentMask: false, ...training });

/** Of version 1: AdamW updated everything. */
const fromVersion1 = (training: Fields): Fields =>
  fromVersion2({ optimizer: 'adamw', momentum: 0.9, iterations: 5, ...training });

/** By the version of a file, what makes settings of today of its own. */
const MIGRATIONS = new Map<unknown, (training: Fields) => Fields>([
  [1, fromVersion1],
  [2, fromVersion2],
  [VERSION, (training) => training],
]);

/** The part of an address after `#/train/settings/`: base64url of the file's UTF-8. */
export function settingsCode(shared: SharedSettings): string {
  const bytes = new TextEncoder().encode(JSON.stringify(JSON.parse(settingsFile(shared))));
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws as `parseSettings` */
export function settingsOfCode(code: string): SharedSettings {
  try {
    const base64 = code.replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return parseSettings(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw error instanceof OcaqError ? error : notJson(error);
  }
}

function readConfig(source: Readonly<Record<string, unknown>>): ModelChoice['config'] {
  const plain = (value: unknown) => ['number', 'string', 'boolean'].includes(typeof value);
  const own = Object.entries(source).filter(([field, value]) => plain(value) && !OF_TOKENIZER.includes(field));
  return {
    ...Object.fromEntries(own),
    ...readFields(source, 'model.config', CONFIG),
  } as unknown as ModelChoice['config'];
}

function readFields(source: Readonly<Record<string, unknown>>, path: string, rules: Rules): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const [field, value] = [`${path}.${name}`, source[name]];
      if ('fields' in rule) return [name, readFields(objectOf(value, field), field, rule.fields)];
      if (!obeys(value, rule)) throw refused(field, expectedBy(rule), value);
      return [name, value];
    }),
  );
}

function obeys(value: unknown, rule: Rule): boolean {
  switch (rule.kind) {
    case 'number':
      return (
        typeof value === 'number' &&
        value >= rule.min &&
        value <= rule.max &&
        (rule.whole === undefined || Number.isInteger(value))
      );
    case 'choice':
      return typeof value === 'string' && rule.of.includes(value);
    case 'text':
      return typeof value === 'string';
    case 'flag':
      return typeof value === 'boolean';
    default:
      return rule satisfies never;
  }
}

function expectedBy(rule: Rule): string {
  switch (rule.kind) {
    case 'number':
      return rule.min === Number.MIN_VALUE
        ? `a number above 0, at most ${rule.max}`
        : `${rule.whole ? 'a whole number' : 'a number'} from ${rule.min} to ${rule.max}`;
    case 'choice':
      return `one of ${rule.of.map((one) => `"${one}"`).join(', ')}`;
    case 'text':
      return 'a text';
    case 'flag':
      return 'true or false';
    default:
      return rule satisfies never;
  }
}

function parsedJson(file: string): unknown {
  try {
    return JSON.parse(file);
  } catch (error) {
    throw notJson(error);
  }
}

/** @param field null: the whole file */
function objectOf(value: unknown, field: string | null): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw field === null ? notJson(null) : refused(field, 'an object', value);
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  const said = value === undefined ? 'missing' : JSON.stringify(value);
  return said.length > 60 ? `${said.slice(0, 60)}…` : said;
}

const refused = (field: string, expected: string, got: unknown): OcaqError =>
  new OcaqError(
    'settings-field',
    `The field "${field}" of the settings should be ${expected}, but is ${shown(got)}. Correct it, or save the settings again where they come from.`,
    { field, got: shown(got) },
  );

const notJson = (cause: unknown): OcaqError =>
  new OcaqError(
    'settings-not-json',
    'This holds no settings: it is not the JSON that Ocaq writes, or a part of it is missing. Save the file again, or copy the whole link.',
    {},
    { cause },
  );
