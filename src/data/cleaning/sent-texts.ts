/** What steps make of the texts that were chosen for them, on its way to another thread. */
import { NgramModel } from '../ngram-model.ts';
import { LeakIndex } from './leak-index.ts';
import type { CleaningContext, ReferenceUse } from './step.ts';

export type ChosenTexts = Pick<CleaningContext, ReferenceUse>;

/** Chosen texts as bytes, for another thread. */
export interface SentTexts {
  readonly evaluation?: Uint32Array<ArrayBuffer>;
  readonly trusted?: Uint8Array<ArrayBuffer>;
}

export const sent = ({ evaluation, trusted }: ChosenTexts): SentTexts => ({
  ...(evaluation ? { evaluation: evaluation.toRuns() } : {}),
  ...(trusted ? { trusted: trusted.toBytes() } : {}),
});

export const received = ({ evaluation, trusted }: SentTexts): ChosenTexts => ({
  ...(evaluation ? { evaluation: LeakIndex.fromRuns(evaluation) } : {}),
  ...(trusted ? { trusted: NgramModel.fromBytes(trusted) } : {}),
});
