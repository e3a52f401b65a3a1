/** What low-rank adapters that lie beside a model change of its Hugging Face tensors, for merging them. */
import type { ModelConfig } from '../formats/hf-config.ts';
import { parameterTable } from './families/table.ts';
import { adaptersOf, factorName, type LoraConfig, loraScale, moduleName } from './lora.ts';
import type { LowRankFactors } from './low-rank.ts';
import type { Parameter } from './parameters.ts';

/** Parameters of the adapters alone, in the order of the base's. */
export const adapterTable = (config: ModelConfig, lora: LoraConfig): Parameter[] =>
  adaptersOf(parameterTable(config), lora).flatMap(({ a, b }) => [a, b]);

/**
 * @param name of a tensor of the base
 * @param factor reads a tensor of the adapters by the name that it has in files, as f32, row-major
 * @returns null where no adapter changes the tensor
 */
export async function factorsOf(
  config: ModelConfig,
  lora: LoraConfig,
  name: string,
  factor: (name: string) => Promise<Float32Array>,
): Promise<LowRankFactors | null> {
  const [a, b] = [factorName(moduleName(name), 'A'), factorName(moduleName(name), 'B')];
  const isChanged = adapterTable(config, lora).some(({ parts }) => parts.some((part) => part.name === a));
  if (!isChanged) return null;
  const part = parameterTable(config)
    .flatMap(({ parts }) => parts)
    .find((one) => one.name === name);
  return {
    rank: lora.rank,
    a: await factor(a),
    b: await factor(b),
    scale: loraScale(lora),
    isTransposed: part?.isTransposed ?? false,
  };
}
