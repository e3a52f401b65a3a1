/**
 * The models that the coach climbs, from the smallest up: presets, and sizes between them, each about twice the one below.
 * All are Llamas with tied tables. The vocabulary of each keeps its table to about a fifth of the parameters (Toraman et al.
 * 2023, arXiv:2204.08832), except for the smallest, which would have no room for a useful one.
 */
import { parameterCount } from './families/table.ts';
import type { Preset } from './presets.ts';
import { llamaConfig, PRESETS } from './presets.ts';
import type { Shape } from './speed.ts';

export interface Rung extends Shape {
  readonly preset: Preset['id'] | null;
}

/** Its context is what it is trained on: seq = context. */
const between = (
  shape: Parameters<typeof llamaConfig>[0],
  batch: number,
  accumulate: number,
  precision: Preset['precision'],
): Rung => ({ preset: null, config: llamaConfig(shape), seq: shape.context, batch, accumulate, precision });

function presetRung(id: Preset['id']): Rung {
  const preset = PRESETS.find((one) => one.id === id);
  if (!preset) throw new Error(`there is no preset ${id}`);
  const { config, seq, batch, accumulate, precision } = preset;
  return { preset: id, config, seq, batch, accumulate, precision };
}

export const LADDER: readonly Rung[] = [
  // 0.17 M and 0.43 M
  between({ width: 64, layers: 2, heads: 2, ffn: 176, context: 128, vocab: 1024 }, 4, 1, 'f32'),
  between({ width: 96, layers: 3, heads: 3, ffn: 256, context: 128, vocab: 1024 }, 4, 1, 'f32'),
  presetRung('starter'),
  // 2.6 M
  between({ width: 192, layers: 5, heads: 6, ffn: 512, context: 256, vocab: 2048 }, 8, 1, 'f32'),
  presetRung('az-5m'),
  // 11.3 M
  between({ width: 320, layers: 8, heads: 5, ffn: 864, context: 512, vocab: 4096 }, 8, 1, 'f32'),
  presetRung('az-20m'),
  // 46 M
  between({ width: 512, layers: 12, heads: 8, ffn: 1376, context: 512, vocab: 16_000 }, 16, 1, 'f16'),
  presetRung('az-night'),
  presetRung('az-100m'),
  // 164 M and 235 M
  between({ width: 896, layers: 14, heads: 14, ffn: 2400, context: 1024, vocab: 32_000 }, 8, 4, 'f16'),
  between({ width: 1024, layers: 16, heads: 16, ffn: 2752, context: 1024, vocab: 32_000 }, 8, 4, 'f16'),
];

/** By their weights, the smallest first. */
export const LADDER_MODELS = LADDER.map(({ preset, config }) => ({ preset, parameters: parameterCount(config) }));
