import type { CorpusJudge, Fingerprint } from '../data/cleaning/step.ts';

/** What a judge finds in the next document, which it remembers where it finds nothing, as though it were the only step. */
export function judgeNext(
  judge: CorpusJudge,
  fingerprint: Fingerprint,
  place: number,
): ReturnType<CorpusJudge['find']> {
  const found = judge.find(fingerprint);
  if (!found) judge.remember(fingerprint, place);
  return found;
}
