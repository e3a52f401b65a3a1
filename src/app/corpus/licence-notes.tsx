/** What a person should look at in the licences of the corpus before a model of it is passed on; one for all that have none. */
import { licenceRemarks } from '../../data/licences.ts';
import type { SourceRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { LicenceField } from './licence-field.tsx';
import { licenceWords } from './licence-words.ts';

export function LicenceNotes({ sources }: { sources: readonly SourceRecord[] }) {
  const m = useMessages();
  const { corpus } = useStores();
  const without = sources.filter(({ licence }) => licence === null).map(({ id }) => id);
  const remarks = licenceRemarks(sources.map(({ fileName, licence }) => ({ name: fileName, licence })));
  if (remarks.length === 0) return null;
  return (
    <div className="flex flex-col gap-3" data-testid="licence-notes">
      <ul className="flex flex-col gap-1 text-soft text-sm">
        {remarks.map((remark) => (
          <li key={licenceWords(remark, m)} className="break-words">
            {licenceWords(remark, m)}
          </li>
        ))}
      </ul>
      {without.length > 1 && (
        <div className="max-w-80">
          <LicenceField
            label={m.corpus.licence.ofRest}
            licence={null}
            disabled={false}
            onChange={(licence) => void corpus.setSourceLicences(without, licence)}
            testId="licence-of-rest"
          />
        </div>
      )}
    </div>
  );
}
