/** What a person should look at in the licences of the corpus before a model of it is passed on. */
import { type LicenceRemark, licenceRemarks } from '../../data/licences.ts';
import type { SourceRecord } from '../../worker/api.ts';
import { useMessages } from '../messages/messages.ts';

export function LicenceNotes({ sources }: { sources: readonly SourceRecord[] }) {
  const m = useMessages();
  const words = m.corpus.licence.remarks;
  const remarks = licenceRemarks(sources.map(({ fileName, licence }) => ({ name: fileName, licence })));
  const text = (remark: LicenceRemark): string => {
    const names = remark.sources.join(', ');
    return remark.kind === 'conflict' ? words.conflict(...remark.licences, names) : words[remark.kind](names);
  };
  if (remarks.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-soft text-sm" data-testid="licence-notes">
      {remarks.map((remark) => (
        <li key={text(remark)} className="break-words">
          {text(remark)}
        </li>
      ))}
    </ul>
  );
}
