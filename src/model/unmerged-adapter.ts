/** A LoRA adapter of a folder beside the weights of its base, to be trained further or answered with as it is. */
import { OcaqError } from '../errors.ts';
import type { OpenedFolder } from '../formats/hf-folder.ts';
import type { AdapterFolder, LoraPair } from '../formats/peft/adapter-folder.ts';
import { readTensorF32 } from '../formats/safetensors.ts';
import { notFinite, withAdapter } from './adapter.ts';
import { familyOf } from './families/table.ts';
import { factorName, type LoraConfig, moduleName } from './lora.ts';

export interface UnmergedAdapter {
  readonly lora: LoraConfig;
  /** A tensor of the adapter by the name that its parameter has; undefined for those of the base. */
  tensor(name: string): Promise<Float32Array> | undefined;
}

/** Whether an adapter does more than add products of one rank and scale to layers, which it can be merged for alone. */
export const isMergedAlone = (adapter: AdapterFolder): boolean => mergedAloneBy(adapter) !== null;

/** The field of its config that asks for more. */
function mergedAloneBy({ config, pairs, whole }: AdapterFolder): string | null {
  const modules = [...pairs.keys()];
  if (whole.size > 0 || [...pairs.values()].some(({ isTable }) => isTable)) return 'modules_to_save';
  if (new Set(modules.map(config.rank)).size !== 1) return 'rank_pattern';
  return new Set(modules.map(config.scale)).size === 1 ? null : 'alpha_pattern';
}

/**
 * @throws what `withAdapter` throws, and `adapter-unsupported` where the adapter does more than add products of one rank and
 *   scale to layers: that can be merged alone
 */
export function unmergedAdapter(base: OpenedFolder, adapter: AdapterFolder): UnmergedAdapter {
  withAdapter(base, adapter);
  const { tensorName } = familyOf(base.config);
  const inBase = (module: string) => moduleName(tensorName(`${module}.weight`) ?? module);
  const pairs = new Map<string, LoraPair>([...adapter.pairs].map(([module, pair]) => [inBase(module), pair]));
  const modules = [...adapter.pairs.keys()];
  const alone = mergedAloneBy(adapter);
  if (alone !== null) throw mergeFirst(adapter, alone);
  const [module = ''] = modules;
  const [rank, scale] = [adapter.config.rank(module), adapter.config.scale(module)];
  const stored = new Map(
    [...pairs].flatMap(([module, { a, b }]) => [
      [factorName(module, 'A'), a] as const,
      [factorName(module, 'B'), b] as const,
    ]),
  );
  return {
    lora: { rank, alpha: scale * rank, dropout: 0, targets: [...pairs.keys()], rsLora: false },
    tensor(name) {
      const tensor = stored.get(name);
      return tensor && finite(adapter, name, readTensorF32(tensor.source, tensor.entry));
    },
  };
}

async function finite(
  adapter: AdapterFolder,
  name: string,
  read: Promise<Float32Array<ArrayBuffer>>,
): Promise<Float32Array<ArrayBuffer>> {
  const values = await read;
  if (!values.every(Number.isFinite)) throw notFinite(adapter, name);
  return values;
}

/** Why an adapter is not put beside its base. @param field of its config */
export function mergeFirst({ name }: AdapterFolder, field: string): OcaqError {
  return new OcaqError(
    'adapter-unsupported',
    `The adapter in "${name}" changes more than layers by one rank and scale (${field}), which is possible only merged into its base. Merge it, and open the merged model.`,
    { field, value: name },
  );
}
