/** How the next token of a text is chosen, and what ends the text. */
import type { SamplingOptions } from '../inference/sampler.ts';
import type { OptionTable, OptionValues } from './options.ts';

export const SAMPLING_OPTIONS = {
  temperature: {
    kind: 'number',
    min: 0,
    default: 0,
    help: 'Divides the logits; 0 always takes the most likely token.',
  },
  topK: { kind: 'whole', min: 0, default: 0, help: 'Sample among the K most likely tokens; 0 among all.' },
  topP: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 1,
    help: 'Sample among the most likely tokens whose probabilities add up to this.',
  },
  minP: {
    kind: 'number',
    min: 0,
    max: 1,
    default: 0,
    help: 'Sample among tokens at least this likely, relative to the most likely one.',
  },
  repetitionPenalty: {
    kind: 'number',
    min: 0,
    default: 1,
    help: 'Divides the logits of tokens that occurred; 1 changes nothing.',
  },
  noRepeatNgram: {
    kind: 'whole',
    min: 0,
    default: 0,
    help: 'Never repeat a sequence of N tokens that stands in prompt or text; 0 allows it.',
  },
  stop: { kind: 'list', value: 'TEXT', help: 'Texts that end the generation; they are no part of the result.' },
  seed: { kind: 'whole', min: 0, default: 0, help: 'Seed of the sampling.' },
} as const satisfies OptionTable;

export const samplingOf = ({
  temperature,
  topK,
  topP,
  minP,
  repetitionPenalty,
  noRepeatNgram,
  seed,
}: OptionValues<typeof SAMPLING_OPTIONS>): SamplingOptions => ({
  ...{ temperature, topK, topP, minP, repetitionPenalty, noRepeatNgram, seed },
});
