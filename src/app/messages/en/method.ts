/** Messages on the method of tuning. Parameters are ready text. */
import type { TrainingMethod } from '../../../worker/api.ts';

export const method = {
  legend: 'What is trained',
  kinds: { full: 'Every weight', lora: 'LoRA adapters' } satisfies Record<TrainingMethod['kind'], string>,
  withMemory: (kind: string, bytes: string) => `${kind}, ${bytes}`,
  leads: {
    full: 'The whole model learns, and every checkpoint holds all of it.',
    lora: 'Small matrices beside the layers learn, and the weights stay as they are. It takes less memory, and checkpoints hold the adapters alone.',
  } satisfies Record<TrainingMethod['kind'], string>,
  trained: (count: string) => `${count} parameters are trained.`,
  overBudget: 'This is beyond the memory budget. Choose fewer rows per batch, shorter rows, or LoRA.',
  fields: {
    method: 'Method',
    rank: 'Rank (r)',
    alpha: 'Alpha',
    dropout: 'Dropout',
    targets: 'Layers with an adapter',
    rsLora: 'Divide alpha by the root of the rank (rsLoRA)',
  },
  allLinear: 'all linear layers',
  byName: 'by name',
  noTargets: 'Choose at least one layer.',
  rsLoraHint: 'Large ranks learn better by it.',
  rateHint:
    'Adapters learn best at about ten times the learning rate of the whole model. The rate follows the method until you change it.',
  run: (rank: string) => `LoRA, r ${rank}`,
};

export type Method = typeof method;
