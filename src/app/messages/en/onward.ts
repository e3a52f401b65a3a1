/** Messages about what is built on a run: more steps, another course, more seeds, its settings elsewhere. Parameters are ready text. */

export const onward = {
  title: 'Build on this run',
  legend: 'A new run with',
  ways: {
    lengthen: 'More steps',
    anneal: 'Annealing',
    restart: 'A start from a checkpoint',
    seeds: 'More seeds',
    repeat: 'Once more, bit for bit',
    settings: 'Its settings',
  },
  moreSteps: 'More steps',
  lengthen: (steps: string) => `Train ${steps} more steps`,
  startFrom: (step: string) => `Start from step ${step}`,
  parentIs: (parent: string, step: string) => `Continues “${parent}” from step ${step}.`,
  parentGone: (step: string) => `Continues a run that has been deleted, from step ${step}.`,
  course: {
    exact: (step: string, steps: string) =>
      `The new run continues from the checkpoint of step ${step}. Until there the learning rate was the one that a run of ${steps} steps has, so it becomes, bit for bit, what one run of ${steps} steps would have been.`,
    rewarmed: (step: string, steps: string, over: string) =>
      `The new run continues from the checkpoint of step ${step}, where the learning rate was another one than a run of ${steps} steps has there. Over ${over} steps it changes to that, so that the loss does not jump; at the end it falls as the schedule says.`,
    atOnce: (step: string) =>
      `The new run continues from the checkpoint of step ${step}. Without warm-up steps the learning rate changes at once, and the loss may jump.`,
    steady: (step: string) =>
      `The new run continues from the checkpoint of step ${step}. The learning rate stays on its course there; the other changes count from the next step on.`,
  },
  anneal: {
    lead: 'The learning rate falls to zero, which brings the loss down at the end of every good run. It is a new run: this one stays, and can be resumed from where it was.',
    share: 'Share of all steps',
    percent: (percent: string) => `${percent} %`,
    text: 'Text',
    sameText: 'As the run had it',
    newText: 'The corpus as it is now',
    course: (step: string, rate: string, steps: string, isNewText: boolean) =>
      `The new run continues from the checkpoint of step ${step}, and its learning rate falls from ${rate} to zero over ${steps} steps${isNewText ? ', on the corpus as it is now' : ''}.`,
    start: 'Anneal',
  },
  fixed: 'The seed, the order of the text and whether a mean of the weights is kept are those of the checkpoint.',
  seeds: {
    count: 'Seeds',
    more: 'More seeds',
    start: (seeds: string) => `Train ${seeds} more`,
    startAll: (seeds: string) => `Train ${seeds} seeds`,
    lead: 'Each seed begins with other weights and reads the text in another order. What differs between seeds is noise; a difference between settings counts where it is larger. The runs follow one after the other.',
    waiting: (seeds: string) => `Seeds that still wait: ${seeds}`,
    dropWaiting: 'Train no more seeds',
    result: (mean: string, half: string, seeds: string) =>
      `Held-out loss ${mean} ± ${half} nats (${seeds} seeds, 95 % interval)`,
    band: (seeds: string) => `held-out, mean of ${seeds} seeds; band: lowest to highest`,
  },
  repeat: {
    lead: 'The same run from its first step, with the kernels and number formats that it had. On the same adapter every loss and every weight comes to the same bits; on another one the losses are close. When it is over, both are compared, step by step and weight by weight.',
    start: 'Do it again',
    is: (original: string) => `Does “${original}” again.`,
    gone: 'Does a run again that was deleted.',
    nothing: 'The two runs have no step in common yet.',
    same: (steps: string, checkpoints: string) =>
      `The same bits: the losses of ${steps} steps, and all weights and optimizer moments of step ${checkpoints}.`,
    sameLosses: (steps: string) =>
      `The same bits in the losses of ${steps} steps; no checkpoint of the same step is kept.`,
    other: (step: string, there: string, here: string) =>
      `Other bits from step ${step} on: a loss of ${there} there, ${here} here.`,
    otherWeights: (steps: string, step: string) =>
      `The losses of ${steps} steps are the same bits, the weights of step ${step} are not.`,
  },
  comparison: {
    lower: (other: string, by: string) => `Held-out loss lower than that of “${other}” by ${by} nats.`,
    higher: (other: string, by: string) => `Held-out loss higher than that of “${other}” by ${by} nats.`,
    noise: 'This difference is within the noise of seeds.',
    real: 'This is more than the noise of seeds explains.',
    unknown: 'There is one seed of each, so how much of this is noise is not known: train more seeds of one of them.',
  },
  sharing: {
    use: 'Use these settings',
    file: 'Save as a file',
    load: 'Load settings',
    copy: 'Copy link',
    copied: 'Link copied',
    lead: 'Model and recipe, without the text and without the tokenizer. The link holds them after the #, which no browser sends to a server.',
    title: 'Take these settings?',
    changes: 'What changes in this project',
    same: 'Nothing changes: these are the settings of this project.',
    whole: (model: string, steps: string) =>
      `The project gets its model from them (${model}), with a recipe of ${steps} steps.`,
    shape: (layers: string, width: string) => `${layers} layers of width ${width}`,
    needsTokenizer:
      'The model needs a tokenizer, and this project has none yet. Train one, then open the link or the file again.',
    take: 'Take them',
    unreadable: 'These settings cannot be taken',
  },
  best: 'best',
};

export type Onward = typeof onward;
