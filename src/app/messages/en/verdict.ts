/** Messages of the verdict on a run. Parameters are ready text. */
import type { Advice } from '../../../state/verdict.ts';

export const verdict = {
  title: 'Verdict',
  tooEarly: 'It is too early to judge: that takes three evaluations on held-out text.',
  underWay: {
    falling: 'Held-out loss is still falling: the model is learning.',
    flat: 'Held-out loss hardly changes any more.',
    rising: (step: string) => `Held-out loss has been rising since step ${step}.`,
  },
  ended: {
    falling: 'Held-out loss was still falling at the end.',
    flat: 'Held-out loss had levelled off by the end.',
    rising: (step: string) => `Held-out loss has risen again since step ${step}.`,
  },
  byHeart: (passes: string) => `After ${passes} passes the model is learning its text by heart.`,
  reached: (step: string, tokens: string) =>
    `At its best, at step ${step}, it is as unsure as if it chose among ${tokens} equally likely tokens.`,
  better: (tokens: string) => `Knowing only how often each token occurs leaves ${tokens}.`,
  notBetter: (tokens: string) =>
    `That is no better than knowing only how often each token occurs, which leaves ${tokens}.`,
  compression: (share: string, bits: string) =>
    `It would compress held-out text to ${share} of its size (${bits} bits per byte).`,
  advice: {
    'more-text': 'More text would help.',
    'stop-here': 'You may stop here.',
    'fewer-steps': 'Fewer steps would have been enough.',
    'more-steps': 'More steps would help.',
    'larger-model': 'It does hardly better on the text that it learns from: a larger model would help.',
  } satisfies Record<Advice, string>,
  moreRecords: 'More records would help.',
  kept: (step: string) => `The checkpoint of step ${step} is kept as the best and is chosen first.`,
};

export type VerdictMessages = typeof verdict;
