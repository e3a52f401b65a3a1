/** Forth and back through pages of documents, and which of them are shown. */
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';

export function Pager(props: {
  /** Ready text: which documents are shown. */
  range: string;
  isFirst: boolean;
  isLast: boolean;
  busy: boolean;
  onPrevious: () => void;
  onNext: () => void;
}) {
  const { range, isFirst, isLast, busy, onPrevious, onNext } = props;
  const m = useMessages();
  if (isFirst && isLast) return null;
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <Button size="small" disabled={busy} unavailable={isFirst ? m.corpus.reading.isFirst : null} onClick={onPrevious}>
        {m.instruct.previous}
      </Button>
      <Button size="small" disabled={busy} unavailable={isLast ? m.corpus.reading.isLast : null} onClick={onNext}>
        {m.instruct.next}
      </Button>
      <span className="text-soft">{range}</span>
    </div>
  );
}
