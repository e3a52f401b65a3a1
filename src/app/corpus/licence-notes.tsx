/** What a person should look at in the licences of the corpus before a model of it is passed on. */
import { licenceRemarks } from '../../data/licences.ts';
import type { SourceRecord } from '../../worker/api.ts';
import { useMessages } from '../messages/messages.ts';
import { licenceWords } from './licence-words.ts';

export function LicenceNotes({ sources }: { sources: readonly SourceRecord[] }) {
  const m = useMessages();
  const remarks = licenceRemarks(sources.map(({ fileName, licence }) => ({ name: fileName, licence })));
  if (remarks.length === 0) return null;
  return (
    <ul className="flex flex-col gap-1 text-soft text-sm" data-testid="licence-notes">
      {remarks.map((remark) => (
        <li key={licenceWords(remark, m)} className="break-words">
          {licenceWords(remark, m)}
        </li>
      ))}
    </ul>
  );
}
