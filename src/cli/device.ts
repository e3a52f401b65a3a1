/** The graphics adapter of a command, and how numbers and activations are held on it: options that many commands share. */
import { type AdapterSummary, storageFor } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { RECOMPUTE_POLICIES } from '../plan/recompute.ts';
import { openDawn } from './dawn.ts';
import type { OptionTable, OptionValues } from './options.ts';

export const DEVICE_OPTIONS = {
  adapter: {
    kind: 'text',
    value: 'NAME',
    unset: '`OCAQ_ADAPTER`, else the first that the driver names',
    help: 'The graphics adapter: `swiftshader`, `lavapipe`, or part of its name.',
  },
  dawnFeatures: {
    kind: 'text',
    value: 'A,B',
    default: '',
    help: 'Dawn features to enable, separated by commas, e.g. `dump_shaders`.',
  },
  precision: {
    kind: 'choice',
    choices: ['f32', 'f16', 'packed'],
    default: 'f32',
    help: 'How weights, activations and their gradients are stored: f32; f16, native where the adapter can, else two in a u32; or packed, always two in a u32. Arithmetic and master weights stay f32.',
  },
} as const satisfies OptionTable;

export const MEMORY_OPTIONS = {
  states: {
    kind: 'choice',
    choices: ['f32', 'bf16', 'int8'],
    unset: 'f32',
    help: "How AdamW's moments are stored.",
  },
  recompute: {
    kind: 'choice',
    choices: RECOMPUTE_POLICIES,
    unset: 'none',
    help: 'What the backward pass recomputes in the place of keeping it: nothing; `selective`, norms; or `full`, each layer from its input, for the least memory. All give the same bits.',
  },
} as const satisfies OptionTable;

/** Of commands that may leave the plan to a budget. */
export const PLANNING_OPTIONS = {
  ...MEMORY_OPTIONS,
  states: {
    ...MEMORY_OPTIONS.states,
    unset: 'f32; with `--budget`, or in a resumed run, as its plan has it',
  },
  recompute: {
    ...MEMORY_OPTIONS.recompute,
    unset: 'none; with `--budget`, or in a resumed run, as its plan has it',
  },
  budget: {
    kind: 'size',
    help: 'Take the cheapest plan that fits, say what was too large and what would fit too, and end with what the smallest plan needs where none fits. Before layers are recomputed, the rows of a step are dealt into more and smaller micro-batches, which is the same step.',
  },
} as const satisfies OptionTable;

export type DeviceValues = OptionValues<typeof DEVICE_OPTIONS>;
export type PlanningValues = OptionValues<typeof PLANNING_OPTIONS>;

export async function dawnOf({ adapter, dawnFeatures }: DeviceValues): Promise<GPU> {
  return openDawn(adapter ?? process.env.OCAQ_ADAPTER ?? 'default', dawnFeatures.split(',').filter(Boolean));
}

/** f16 is native where the adapter can, else packed. */
export const storageOf = ({ precision }: DeviceValues, adapter: Pick<AdapterSummary, 'features'>): StorageType =>
  precision === 'packed' ? precision : storageFor(precision, adapter);
