/** The golden PyTorch fixtures (see golden/README.md), for tests under Node. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Batch, IGNORE } from '../data/batches.ts';
import { bytesSource } from '../formats/byte-source.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { readSafetensorsHeader, readTensorF32 } from '../formats/safetensors.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import type { LoopSettings } from '../training/loop-settings.ts';

export const GOLDEN_CASES = [
  ...(['mha-untied', 'gqa-tied', 'gqa-wide-head', 'llama-biases'] as const),
  ...(['qwen2', 'qwen3', 'mistral', 'gpt2'] as const),
] as const;

/** One of each family, for what is tested once a family. */
export const FAMILY_CASES = ['gqa-tied', 'qwen3', 'mistral', 'gpt2'] as const satisfies (typeof GOLDEN_CASES)[number][];

export interface GoldenCase {
  readonly config: ModelConfig;
  readonly batch: Batch & { readonly rows: number; readonly seq: number };
  readonly settings: LoopSettings;
  readonly loss: number;
  readonly losses: readonly number[];
  readonly gradNorm: number;
  /** By tensor: elements on which no output depends, whose gradient is rounding alone. */
  readonly withoutGradient: Readonly<Record<string, readonly [from: number, to: number]>>;
  weight(name: string): Promise<Float32Array>;
  /** `logits`, `grad.<tensor>`, `after10.<tensor>`. */
  expected(name: string): Promise<Float32Array>;
}

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'golden');

export async function goldenCase(name: (typeof GOLDEN_CASES)[number]): Promise<GoldenCase> {
  const json = (file: string) => JSON.parse(readFileSync(path.join(folder, name, file), 'utf8'));
  const { tokens, targets } = json('batch.json') as { tokens: number[][]; targets: number[][] };
  const [rows, seq] = [tokens.length, (tokens[0] as number[]).length];
  const flat = Int32Array.from(targets.flat());
  const { lr, min_lr, warmup, weight_decay, ...optim } = json('optim.json');
  const expected = json('expected.json');
  return {
    config: parseModelConfig(json('config.json')),
    batch: {
      tokens: Int32Array.from(tokens.flat()),
      targets: flat,
      counted: flat.filter((t) => t !== IGNORE).length,
      rows,
      seq,
    },
    settings: {
      ...SIMPLE_RECIPE,
      batch: rows,
      seq,
      accumulate: 1,
      seed: 0,
      evalEvery: 0,
      sampleEvery: 0,
      saveEvery: 0,
      steps: optim.steps,
      beta1: optim.beta1,
      beta2: optim.beta2,
      clip: optim.clip,
      learningRate: lr,
      minLearningRate: min_lr,
      warmupSteps: warmup,
      weightDecay: weight_decay,
    },
    loss: expected.loss,
    losses: expected.losses,
    gradNorm: expected.grad_norm,
    withoutGradient: expected.without_gradient ?? {},
    weight: await tensors(path.join(folder, name, 'model.safetensors')),
    expected: await tensors(path.join(folder, name, 'expected.safetensors')),
  };
}

async function tensors(file: string): Promise<(name: string) => Promise<Float32Array>> {
  const source = bytesSource(file, new Uint8Array(readFileSync(file)));
  const header = await readSafetensorsHeader(source);
  return async (name) => {
    const entry = header.tensors.get(name);
    if (!entry) throw new Error(`${file} has no tensor "${name}"`);
    return readTensorF32(source, entry);
  };
}
