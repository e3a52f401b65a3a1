/** Adapters that lie beside a model, as peft's files hold them. */
import type { ModelConfig } from '../formats/hf-config.ts';
import type { AdapterToWrite } from '../formats/peft/write-adapter.ts';
import { parameterTable } from './families/table.ts';
import { type LoraConfig, targetNames } from './lora.ts';
import { adapterTable } from './merged-tensor.ts';
import { partShape } from './parameters.ts';

/** @param tensor reads one by its name in files, as f32, row-major; when it is written */
export function adapterToWrite(
  config: ModelConfig,
  lora: LoraConfig,
  described: Pick<AdapterToWrite, 'name' | 'known' | 'base' | 'chatTemplate'>,
  tensor: (name: string) => Promise<Float32Array>,
): AdapterToWrite {
  const base = parameterTable(config);
  const { rank, alpha, dropout, rsLora, targets } = lora;
  return {
    ...described,
    ...{ rank, alpha, dropout, rsLora },
    targets: targetNames(base, targets),
    isTransposed: base.some(({ parts }) => parts.some(({ isTransposed }) => isTransposed)),
    tensors: adapterTable(config, lora).flatMap((parameter) =>
      parameter.parts.map((part) => ({
        name: part.name,
        shape: partShape(parameter, part),
        data: () => tensor(part.name),
      })),
    ),
  };
}
