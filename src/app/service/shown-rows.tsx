/** A page of the rows of stored work: which of them, and the way to the others. */
import type { ReactNode } from 'react';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';

type Only = 'all' | 'to-look-at';

export function ShownRows({
  only,
  from,
  page,
  perPage,
  none,
  testId,
  onShow,
  children,
}: {
  only: Only;
  from: number;
  page: { rows: readonly unknown[]; total: number; toLookAt: number };
  perPage: number;
  /** Said in the place of an empty list. */
  none: string;
  testId: string;
  onShow: (only: Only, from: number) => void;
  /** The rows, each a list item. */
  children: ReactNode;
}) {
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  const until = from + page.rows.length;
  return (
    <div className="flex flex-col gap-3" data-testid={testId}>
      <ChoiceRow
        legend={m.service.which}
        options={(['to-look-at', 'all'] as const).map((value) => ({
          value,
          label: value === 'all' ? m.service.only.all : `${m.service.only[value]} (${number(page.toLookAt)})`,
        }))}
        value={only}
        disabled={false}
        onChange={(next) => onShow(next, 0)}
      />
      {page.rows.length === 0 && <p className="text-soft">{none}</p>}
      <ol className="flex flex-col">{children}</ol>
      {page.total > perPage && (
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <Button size="small" disabled={from === 0} onClick={() => onShow(only, Math.max(0, from - perPage))}>
            {m.instruct.previous}
          </Button>
          <Button size="small" disabled={until >= page.total} onClick={() => onShow(only, from + perPage)}>
            {m.instruct.next}
          </Button>
          <span className="text-soft">{m.instruct.page(number(from + 1), number(until), number(page.total))}</span>
        </div>
      )}
    </div>
  );
}
