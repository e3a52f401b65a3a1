/** What the shades under the tokens mean, and which probabilities they are. */
import { formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { CHANCE_LEVELS } from './chance-levels.ts';

export function ChancesLegend() {
  const m = useMessages();
  const language = useLanguage();
  return (
    <div className="flex flex-col gap-1 border-line border-l-2 pl-3 text-sm">
      <p className="text-soft">{m.chat.chancesLead}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {CHANCE_LEVELS.map(({ id, from, look }) => (
          <li key={id}>
            <span className={`rounded-sm px-1 underline-offset-2 ${look}`}>
              {from > 0
                ? m.chat.chanceFrom(formatShare(from, language))
                : m.chat.chanceBelow(formatShare(CHANCE_LEVELS.at(-2)?.from ?? 1, language))}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
