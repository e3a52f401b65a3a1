/** A text before and after a cleaning step. What they share is plain; what differs is marked; what cannot be seen shows. */
import { useMessages } from '../messages/messages.ts';
import { commonEnds, visible } from './visible.ts';

export function Difference({ before, after }: { before: string; after: string | null }) {
  const m = useMessages();
  if (after === null) {
    return (
      <div className="grid gap-x-4 border-line border-l-2 pl-3 text-sm sm:grid-cols-[72px_minmax(0,1fr)]">
        <span className="text-soft">{m.cleaning.gone}</span>
        <span>{visible(before)}</span>
      </div>
    );
  }
  const { start, end } = commonEnds(before, after);
  const middle = (text: string) => text.slice(start, text.length - end);
  return (
    <dl className="grid gap-x-4 gap-y-1 border-line border-l-2 pl-3 text-sm sm:grid-cols-[72px_minmax(0,1fr)]">
      <dt className="text-soft">{m.cleaning.before}</dt>
      <dd>
        {before.slice(0, start)}
        {middle(before) !== '' && <del className="rounded-sm bg-sunken decoration-soft">{visible(middle(before))}</del>}
        {before.slice(before.length - end)}
      </dd>
      <dt className="text-soft">{m.cleaning.after}</dt>
      <dd>
        {after.slice(0, start)}
        {middle(after) !== '' && <ins className="rounded-sm bg-marker no-underline">{visible(middle(after))}</ins>}
        {after.slice(after.length - end)}
      </dd>
    </dl>
  );
}
