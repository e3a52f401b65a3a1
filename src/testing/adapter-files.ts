/** Adapters as peft saves them, for tests of those who read them. */
import { mixSeed, Random } from '../data/random.ts';
import { type TensorToWrite, writeSafetensors } from '../formats/safetensors.ts';

export interface TestTensor {
  readonly shape: readonly number[];
  /** Drawn from a normal distribution by its name where none are given. */
  readonly values?: Float32Array;
}

export type TestTensors = Readonly<Record<string, TestTensor>>;

export function valuesOf(name: string, { shape, values }: TestTensor): Float32Array {
  const random = new Random(mixSeed(1, name));
  return values ?? Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal());
}

/** By file name. `config` is laid over what a plain adapter of rank 2 has. */
export async function adapterFiles(
  config: Readonly<Record<string, unknown>>,
  tensors: TestTensors,
  dtype: TensorToWrite['dtype'] = 'F32',
): Promise<Map<string, Blob>> {
  const written = Object.entries(tensors).map(([name, tensor]) => ({
    name,
    dtype,
    shape: [...tensor.shape],
    data: () => valuesOf(name, tensor),
  }));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of writeSafetensors(written)) parts.push(part);
  const plain = { peft_type: 'LORA', r: 2, lora_alpha: 4, bias: 'none' };
  return new Map([
    ['adapter_config.json', new Blob([JSON.stringify({ ...plain, ...config })])],
    ['adapter_model.safetensors', new Blob(parts)],
  ]);
}
