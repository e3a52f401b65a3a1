/** What a person should look at in the licences of the corpus, in words. */
import type { LicenceRemark } from '../../data/licences.ts';
import type { Messages } from '../messages/language.ts';

export function licenceWords(remark: LicenceRemark, { corpus }: Messages): string {
  const words = corpus.licence.remarks;
  const names = remark.sources.join(', ');
  return remark.kind === 'conflict' ? words.conflict(...remark.licences, names) : words[remark.kind](names);
}
