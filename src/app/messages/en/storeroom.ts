/** Messages about room: what takes it, what is lost with what is let go, what a run will need. Parameters are ready text. */
import type { KeptFor, StoredKind } from '../../../worker/api.ts';

export const storeroom = {
  open: 'See what takes room',
  title: 'What takes room',
  lead: 'Everything lies in this browser. What you let go of is gone; what that means stands beside it.',
  reading: 'Looking…',
  empty: 'Nothing is stored yet.',
  kinds: {
    documents: 'Texts as they were read',
    cleaning: 'What cleaning made of them',
    reference: 'Texts for cleaning steps',
    tokenizer: 'Tokenizers',
    tokens: 'Tokens',
    checkpoint: 'Checkpoints',
    import: 'Imported models',
    run: 'Charts and logs',
    instructions: 'Instruction sets',
    job: 'Translations and written tasks',
    conversation: 'Conversations',
  } satisfies Record<StoredKind, string>,
  checkpoint: (run: string, step: string) => `${run}, step ${step}`,
  heldOut: (loss: string) => `held-out loss ${loss}`,
  best: 'best of its run',
  unnamed: 'unnamed',
  letGo: 'Let go…',
  letGoOf: (name: string) => `Let go of ${name}`,
  letGoDo: 'Let go',
  kept: {
    'run-under-way': 'A run that is under way needs it.',
    adapters: 'Adapters lie beside its weights; delete them first.',
    models: 'It goes with the models that were trained with it.',
  } satisfies Record<KeptFor, string>,
  lost: {
    documents:
      'The texts of this source go, with what cleaning made of them. They come back only from the file that they were read from. Tokens that were made of them stay, but cannot be made anew.',
    cleaning:
      'Nothing is lost for good: cleaning the corpus again makes it from the texts. Until then the source is no part of the corpus.',
    reference: 'The cleaning step that uses these texts needs them chosen again.',
    tokens:
      'Nothing is lost for good as long as the corpus is the one that they were made of: when a run starts or resumes, the same tokens are made anew.',
    import: 'The model goes. It comes back only from its files.',
    run: 'The run goes whole: its chart, its log, its samples, what was measured of it and all its checkpoints.',
    instructions: 'The records go. They come back only from the file that they were read from.',
    job: 'What was translated or written so far goes, and would have to be made, and paid for, again.',
    conversation: 'What was said in it goes.',
  } satisfies Record<Exclude<StoredKind, 'checkpoint' | 'tokenizer'>, string>,
  lostCheckpoint: (run: string) => `${run} keeps its other checkpoints.`,
  lostOnlyCheckpoint: (run: string) =>
    `It is the only checkpoint of ${run}, which can then no longer be chatted with, exported or tuned. Its chart stays.`,
  notResumed: (runs: string) => `Without it these can no longer be resumed: ${runs}.`,
  notResumedIfChanged: (runs: string) =>
    `If the corpus has changed, or changes before, these can no longer be resumed: ${runs}.`,
  needs: {
    label: 'Storage',
    value: (needed: string) => `up to ${needed}`,
    note: (checkpoints: string, each: string) => `${checkpoints} checkpoints of ${each} at a time`,
    none: (needed: string, free: string) =>
      `The checkpoints of this run need ${needed}, and the browser has room for only ${free}. Let go of something first.`,
    tight: (needed: string, free: string) =>
      `The checkpoints of this run need up to ${needed} of the ${free} that are free. If the disk fills up meanwhile, the run continues, but cannot save.`,
    unknown: (needed: string) =>
      `The checkpoints of this run need up to ${needed}. The browser does not say whether so much is free: look at your disk first.`,
    isPrivate:
      'This looks like a private window: whatever is stored here is gone when it is closed, and there is little room. Open the studio in a normal window before you train for long.',
    notPersisted: 'The browser may clear this data when the disk runs full, and the run’s checkpoints with it.',
  },
  mend: {
    tokens: 'Make the tokens again',
    cleaning: 'Clean the corpus again',
    firstCleaning: 'Clean the corpus',
    done: 'The tokens are there again.',
  },
};

export type StoreroomMessages = typeof storeroom;
