/** Items of a set that stand in the corpus: how many, what is scored without them, and where they are. */
import { TriangleAlert } from 'lucide-react';
import { figuresWithIntervals } from '../../state/measured-table.ts';
import type { SetLeaks } from '../../worker/api.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { figureText } from './set-name.ts';

export function LeakNote({ leaks: { items, found, tooShort, share, shown, without } }: { leaks: SetLeaks }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  const number = (count: number) => formatNumber(count, language);
  const looked = items - tooShort;
  if (looked === 0) return <p className="text-sm text-soft">{e.leaks.allShort}</p>;
  const short = tooShort > 0 ? ` ${e.leaks.short(number(tooShort))}` : '';
  if (found === 0) return <p className="text-sm text-soft">{e.leaks.clean(number(looked), looked) + short}</p>;
  const figures = without ? figuresWithIntervals(without) : [];
  const scored = figures.map(({ name, value }) => `${e.figures[name]} ${figureText(name, value, language)}`).join(', ');
  return (
    <div
      className="flex max-w-[90ch] gap-3 border-ink border-l-[3px] bg-sunken py-2 pr-4 pl-3 text-sm"
      data-testid="leaks"
    >
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p>
          {e.leaks.title(number(found), number(items), formatShare(share, language, 1), found) + short}
          {scored !== '' && ` ${e.leaks.without(scored)}`}
        </p>
        <details className="mt-1">
          <summary className="w-fit text-soft">{e.leaks.show}</summary>
          <ul className="mt-1 flex flex-col gap-1">
            {shown.map(({ item, words, sharedWords, places: [first] }) => (
              <li key={item} className="wrap-anywhere">
                {e.leaks.place(
                  number(item + 1),
                  number(sharedWords),
                  number(words),
                  first?.source ?? '',
                  number(first?.document ?? 0),
                )}
                <div className="text-soft">{first?.excerpt}</div>
              </li>
            ))}
            {found > shown.length && <li className="text-soft">{e.leaks.more(number(found - shown.length))}</li>}
          </ul>
        </details>
      </div>
    </div>
  );
}
