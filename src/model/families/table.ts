/** All families, and what is asked of whichever a config names. */
import { OcaqError } from '../../errors.ts';
import {
  type ConfigDtype,
  ConfigFields,
  checkSizes,
  type ModelConfig,
  show,
  specialTokenFields,
} from '../../formats/hf-config.ts';
import { type Parameter, partElements } from '../parameters.ts';
import type { Family } from './family.ts';
import { gpt2 } from './gpt2.ts';
import { llama } from './llama.ts';
import { mistral } from './mistral.ts';
import { qwen3 } from './qwen3.ts';

const FAMILIES: readonly Family[] = [llama, qwen3, mistral, gpt2];

/** @throws `config-family` */
export function familyOf({ family }: Pick<ModelConfig, 'family'>): Family {
  const found = FAMILIES.find(({ name }) => name === family);
  if (found) return found;
  throw new OcaqError(
    'config-family',
    `The model is of the family "${family}", which this version does not know. Open it with the version that made it.`,
    { family },
  );
}

/**
 * @param json the parsed `config.json`
 * @throws `config-not-object`, `config-model-type`, `config-architecture`, `config-remote-code`, `config-field-type`,
 *   `config-unsupported`, `config-rope-*`, and everything `validateModelConfig` throws.
 */
export function parseModelConfig(json: unknown, fileName = 'config.json'): ModelConfig {
  const fields = new ConfigFields(json, fileName);
  const { family, modelType } = familyOfFile(fields);
  fields.expect('quantization_config', [], 'quantised weights');
  fields.expect('is_causal', [true], 'attention to later tokens');
  const config = family.parse(fields, modelType);
  validateModelConfig(config);
  return config;
}

function familyOfFile(fields: ConfigFields): { family: Family; modelType: string } {
  const { file } = fields;
  const stated = fields.given('architectures');
  const architectures: readonly unknown[] = Array.isArray(stated) ? stated : [];
  const known = FAMILIES.flatMap((family) =>
    Object.entries(family.architectures).map(([modelType, architecture]) => ({ family, modelType, architecture })),
  );
  const type = fields.given('model_type');
  const entry = known.find(({ modelType, architecture }) =>
    type === undefined ? architectures.includes(architecture) : modelType === type,
  );
  if (!entry)
    throw new OcaqError(
      'config-model-type',
      `"${file}" describes a model of type ${show(type ?? 'unknown')} (model_type). Models of these types can be opened: ${known.map(({ modelType }) => modelType).join(', ')}.`,
      { file, field: 'model_type', value: show(type ?? 'unknown') },
    );
  if (stated !== undefined && !architectures.includes(entry.architecture))
    throw new OcaqError(
      'config-architecture',
      `"${file}" names the architectures ${show(stated)}; a language model of the kind "${entry.architecture}" is needed. Choose such a model.`,
      { file, field: 'architectures', value: show(stated) },
    );
  if (fields.given('auto_map') !== undefined)
    throw new OcaqError(
      'config-remote-code',
      `"${file}" asks for program code that comes with the model (auto_map: ${show(fields.given('auto_map'))}). Such code is never run. Choose a model that needs none.`,
      { file, field: 'auto_map', value: show(fields.given('auto_map')) },
    );
  return entry;
}

/** @throws `config-family`, `config-heads-do-not-divide`, and what `checkSizes` and the family throw */
export function validateModelConfig(config: ModelConfig): void {
  const family = familyOf(config);
  checkSizes(config);
  family.validate(config);
}

/** A `config.json` that transformers 4 and 5 load unchanged. `dtype` is that of the weights beside it. */
export function writeModelConfig(config: ModelConfig, dtype: ConfigDtype = 'float32'): object {
  validateModelConfig(config);
  return { ...familyOf(config).write(config), ...specialTokenFields(config), dtype, torch_dtype: dtype };
}

/** A config as stored; those of earlier versions name no family: there was one. */
export type StoredModelConfig = Omit<ModelConfig, 'family'> & Partial<Pick<ModelConfig, 'family'>>;

export const withFamily = (stored: StoredModelConfig): ModelConfig => ({ family: llama.name, ...stored });

export const parameterTable = (config: ModelConfig): Parameter[] => familyOf(config).parameters(config);

export const parameterCount = (config: ModelConfig): number => elementCount(parameterTable(config));

/** Numbers that the Hugging Face tensors of parameters hold. */
export const elementCount = (parameters: readonly Parameter[]): number =>
  parameters.reduce(
    (sum, parameter) => sum + parameter.parts.reduce((part, each) => part + partElements(parameter, each), 0),
    0,
  );
