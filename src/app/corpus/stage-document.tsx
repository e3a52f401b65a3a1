/** What became of one document between two stages: how it differs, or by which step and rule it was removed, and why. */
import type { StageDocument } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Difference } from './difference.tsx';
import { useStepWords } from './step-words.ts';
import { useReasonText } from './use-reason-text.ts';
import { visible } from './visible.ts';

export function StageDocumentView({ document }: { document: StageDocument }) {
  const m = useMessages();
  const language = useLanguage();
  const { place, before, after, removed, like } = document;
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-x-3 text-sm">
        <span className="text-soft">{m.cleaning.stages.document(formatNumber(place.number + 1, language))}</span>
        <Reason document={document} />
      </p>
      <div className={like === undefined ? '' : 'grid gap-x-6 gap-y-2 md:grid-cols-2'}>
        <Difference before={before} after={after} />
        {like !== undefined && (
          <div className="border-line border-l-2 pl-3 text-sm">
            <span className="text-soft">{m.cleaning.stages.repeats}</span>
            <p>{like === null ? m.cleaning.stages.repeatsDeleted : visible(like)}</p>
          </div>
        )}
      </div>
      {removed !== undefined && <p className="text-soft text-xs">{m.cleaning.found(visible(removed))}</p>}
    </div>
  );
}

function Reason({ document }: { document: StageDocument }) {
  const m = useMessages();
  const words = useStepWords();
  const reasonText = useReasonText();
  const { droppedBy } = document;
  if (droppedBy === undefined) return <span>{m.cleaning.stages.changed}</span>;
  const reason = reasonText(droppedBy, document);
  return (
    <>
      <span>{m.cleaning.stages.removedBy(words.name(droppedBy))}</span>
      {reason !== null && <span>{reason}</span>}
    </>
  );
}
