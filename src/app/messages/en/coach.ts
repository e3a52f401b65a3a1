/** Messages of the coach, on the Model screen. Parameters are ready text. */
import type { SizeLimit } from '../../../worker/api.ts';

export const coach = {
  title: 'What to train in your time',
  lead: 'Say how long training may take. The coach measures this device once, for a few seconds, and proposes the model that suits your text, this device and that time.',
  time: 'Time for training',
  times: { minutes: '10 minutes', hour: 'An hour', night: 'One night', weekend: 'A weekend' },
  ownTime: 'Minutes',
  propose: 'Propose a model',
  proposeAgain: 'Propose again',
  take: 'Take this proposal',
  taken: 'Taken',
  needsCorpus: 'The coach needs a text: add a corpus first.',
  needsTokenizer: (vocabulary: string) => `First train a tokenizer with a vocabulary of ${vocabulary}.`,
  model: (layers: string, width: string) => `${layers} layers, width ${width}`,
  vocabulary: 'Vocabulary',
  context: 'Context',
  steps: 'Steps',
  stepTokens: (tokens: string) => `${tokens} tokens each`,
  passes: 'Passes over the text',
  finish: 'Finished in',
  /** Why the model is not larger. */
  size: {
    text: (tokens: string) => `With ${tokens} tokens of text, a larger model would mostly learn it by heart.`,
    time: () => 'A larger model would see too few tokens for its size in this time on this device.',
    memory: () => 'A larger model does not fit the memory budget.',
    ladder: () => 'There is time, memory and text for the largest model that the coach proposes.',
  } satisfies Record<SizeLimit, (tokens: string) => string>,
  /** Why training ends when it does. */
  end: {
    text: (passes: string) =>
      `More than ${passes} passes over the same text would add little, so training ends before the time is over.`,
    time: (_: string) => 'Training uses the whole time.',
  },
  fits: {
    text: 'fits your corpus',
    textTooLarge: 'large for your corpus',
    textFarTooLarge: 'far too large for your corpus',
    memory: 'fits this card',
    memoryTooLarge: (size: string) => `needs ${size}, more than the budget`,
  },
  stepsTime: (steps: string, time: string) => `${steps} steps: ${time}`,
  measuredBefore: 'measured before on this device',
  measured: 'at the measured speed',
  estimated: 'estimated from other models measured here',
  notMeasured: (steps: string) => `${steps} steps: time not known until this device is measured`,
  warnText: (weights: string) =>
    `This model has ${weights} parameters for each token of your text: it will learn the text by heart rather than the language. Add text or choose a smaller model.`,
  warnTime: (time: string) =>
    `On this device the model would need about ${time} to see enough text for its size. Choose a smaller model, or more time.`,
};

export type Coach = typeof coach;
