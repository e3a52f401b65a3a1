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
  const [rank, ...otherRanks] = new Set(modules.map(adapter.config.rank));
  const [scale, ...otherScales] = new Set(modules.map(adapter.config.scale));
  const isTable = [...pairs.values()].some((pair) => pair.isTable);
  if (adapter.whole.size > 0 || isTable) throw mergeFirst(adapter, 'modules_to_save');
  if (rank === undefined || scale === undefined || otherRanks.length > 0) throw mergeFirst(adapter, 'rank_pattern');
  if (otherScales.length > 0) throw mergeFirst(adapter, 'alpha_pattern');
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

function mergeFirst({ name }: AdapterFolder, field: string): OcaqError {
  return new OcaqError(
    'adapter-unsupported',
    `The adapter in "${name}" changes more than layers by one rank and scale (${field}), which is possible only merged into its base. Merge it, and open the merged model.`,
    { field, value: name },
  );
}
