/** What of a model is trained: the options that say so, and the method that they come to. */
import type { StorageType } from '../gpu/launch.ts';
import type { LoraConfig } from '../model/lora.ts';
import type { Method } from '../model/method.ts';
import type { OptionTable, OptionValues } from './options.ts';

export const METHODS = ['full', 'lora', 'qlora-int8', 'qlora-nf4'] as const;

const ALL_LINEAR = 'all-linear';

export const METHOD_OPTIONS = {
  method: {
    kind: 'choice',
    choices: METHODS,
    default: 'full',
    help: 'What is trained: every weight, or low-rank adapters beside weights that stay as they are; by `qlora-int8` and `qlora-nf4` the matrices within layers are held in 8 bits or in NF4 (4.1 bits).',
  },
  rank: { kind: 'whole', min: 1, default: 8, help: 'Of adapters: the rank of an adapter.' },
  alpha: {
    kind: 'number',
    min: 0,
    unset: 'twice `--rank`',
    help: 'Of adapters: what adapters are multiplied by, times their rank.',
  },
  dropout: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 0,
    help: 'Of adapters: the share of its input that an adapter does not see, another one in each micro-batch.',
  },
  targets: {
    kind: 'list',
    value: 'NAME',
    help: 'Of adapters: the layers with an adapter, by the ends of their names, e.g. `q_proj v_proj`; all linear layers unless given.',
  },
  rsLora: {
    kind: 'flag',
    help: 'Of adapters: divide alpha by the root of the rank (rsLoRA), which large ranks learn better by.',
  },
} as const satisfies OptionTable;

type MethodValues = OptionValues<typeof METHOD_OPTIONS>;

/** @param storage how activations are stored, and so the weights beside adapters */
export function methodOf(options: MethodValues, storage: StorageType): Method {
  switch (options.method) {
    case 'full':
      return { kind: 'full' };
    case 'lora':
      return { kind: 'lora', lora: loraOf(options), base: { storage } };
    case 'qlora-int8':
      return { kind: 'lora', lora: loraOf(options), base: { storage, matrices: 'qint8' } };
    case 'qlora-nf4':
      return { kind: 'lora', lora: loraOf(options), base: { storage, matrices: 'nf4' } };
    default:
      return options.method satisfies never;
  }
}

function loraOf({ rank, alpha, dropout, targets, rsLora }: MethodValues): LoraConfig {
  const isAll = targets.length === 0 || (targets.length === 1 && targets[0] === ALL_LINEAR);
  return { rank, alpha: alpha ?? 2 * rank, dropout, targets: isAll ? ALL_LINEAR : targets, rsLora };
}
