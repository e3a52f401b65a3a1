/** Messages on the method of tuning. Parameters are ready text. */
import type { MethodKind } from '../../../state/method.ts';
import type { TuningPresetId } from '../../../state/tuning-presets.ts';

export const method = {
  legend: 'What is trained',
  kinds: {
    full: 'Every weight',
    lora: 'LoRA adapters',
    'qlora-int8': 'QLoRA, base in int8',
    'qlora-nf4': 'QLoRA, base in NF4',
  } satisfies Record<MethodKind, string>,
  withMemory: (kind: string, bytes: string) => `${kind} (memory: ${bytes})`,
  leads: {
    full: 'The whole model learns, and every checkpoint holds all of it.',
    lora: 'Small matrices beside the layers learn, and the weights stay as they are. Gradients, optimizer state and checkpoints are of the adapters alone.',
    'qlora-int8':
      'As LoRA, beside a base whose layers are held in 8 bits a weight, with one scale a row. The stored base stays as it is.',
    'qlora-nf4':
      'As LoRA, beside a base whose layers are held in 4 bits a weight (NF4), in blocks of 64 with double quantisation. The stored base stays as it is.',
  } satisfies Record<MethodKind, string>,
  presetNotes: {
    'alpaca-5000': 'Every weight, 5,000 steps, with the Azerbaijani template (Barbarossa, AzLlama).',
    'uz-qlora':
      'Adapters beside an int8 base: 4 rows, 8 batches a step, 3 passes, rate 0.0002, at most 1,024 tokens a row (Mistral-Uz).',
    'lora-r8': 'LoRA of rank 8, alpha 32, dropout 0.05, no biases.',
  } satisfies Record<TuningPresetId, string>,
  rowsCut: (context: string) => `The context of this model holds ${context} tokens, so rows have no more here.`,
  trained: (count: string) => `${count} parameters are trained.`,
  overBudget: 'This is beyond the memory budget. Choose fewer rows per batch, shorter rows, 16 bits, or QLoRA.',
  fields: {
    method: 'Method',
    rank: 'Rank (r)',
    alpha: 'Alpha',
    dropout: 'Dropout',
    targets: 'Layers with an adapter',
    rsLora: 'Divide alpha by the root of the rank (rsLoRA)',
    matrices: 'Quantised base',
  },
  allLinear: 'all linear layers',
  byName: 'by name',
  noTargets: 'Choose at least one layer.',
  rsLoraHint: 'Large ranks learn better by it.',
  rateHint:
    'Adapters learn best at about ten times the learning rate of the whole model. The rate follows the method until you change it.',
  run: (kind: string, rank: string) => `${kind}, r ${rank}`,
};

export type Method = typeof method;
