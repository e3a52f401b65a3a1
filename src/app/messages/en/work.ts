/** Messages about work: jobs under way, the journey with the sample, what has finished. Parameters are ready text. */
import type { JobKind } from '../../../worker/api.ts';

export const work = {
  underWay: 'Under way',
  jobs: {
    import: 'Reading',
    clean: 'Cleaning',
    'dry-run': 'Trying the steps',
    report: 'Writing the report',
    reference: 'Reading the chosen texts',
    inspect: 'Looking at the model',
    search: 'Searching',
    tokenizer: 'Training the tokenizer',
    compare: 'Comparing tokenizers',
    tokenise: 'Tokenizing the corpus',
    export: 'Exporting',
    measure: 'Measuring speed',
    profile: 'Measuring where the time goes',
    evaluate: 'Evaluating on held-out text',
    load: 'Loading the checkpoint',
    prepare: 'Preparing kernels',
    tune: 'Finding the fastest kernels for this graphics card',
    translate: 'Translating',
    'self-instruct': 'Writing tasks',
  } satisfies Record<JobKind, string>,
  units: {
    documents: 'documents',
    merges: 'merges',
    tokens: 'tokens',
    seconds: 'seconds',
    tensors: 'tensors',
    kernels: 'kernels',
    records: 'records',
  },
  progress: {
    of: (done: string, total: string, unit: string) => `${done} of ${total} ${unit}`.trim(),
    left: (time: string) => `${time} left`,
    working: 'working…',
    cancelling: 'cancelling…',
    skip: 'Skip',
    skipping: 'skipping…',
  },
  journey: {
    title: 'Journey with the sample',
    steps: {
      corpus: 'Corpus',
      tokenizer: 'Tokenizer',
      model: 'Model',
      train: 'Train',
      instruct: 'Instruct',
      chat: 'Chat',
    },
    elapsed: (time: string) => `${time} so far`,
    left: (time: string) => `about ${time} left`,
    took: (time: string) => `${time} in all`,
    stop: 'Stop the journey',
    stopping: 'Stopping…',
    stopped: 'The journey was stopped. What was made so far is in the project.',
    failed: 'The journey could not continue.',
    done: 'The journey is done: your model answers in Chat.',
  },
  notices: {
    imported: (file: string, text: string, count: number) =>
      `${file}: ${text} ${count === 1 ? 'document' : 'documents'} added`,
    alreadyChosen: (name: string) => `${name}: chosen already, nothing was changed`,
    alreadyThere: (file: string) => `${file}: already in the corpus, nothing was changed`,
    instructions: (file: string, text: string, count: number) =>
      `${file}: ${text} ${count === 1 ? 'record' : 'records'} added`,
    tokenizer: (size: string) => `The tokenizer is trained: ${size} tokens`,
    saved: (step: string) => `Checkpoint saved at step ${step}`,
    finished: (name: string, step: string) => `${name} has finished after ${step} steps`,
    failed: (name: string) => `${name} has failed`,
    exported: (file: string) => `${file} is ready`,
    journeyDone: 'The journey is done: your model answers in Chat',
  },
};

export type Work = typeof work;
