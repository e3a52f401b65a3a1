/** Two answers whose checkpoints are not named: which is better; and what was found, once it was. */
import { useStore } from 'zustand';
import type { Exchange, Verdict } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';

/** What answers are called while they are judged, and in the verdict. */
export const LETTERS = ['A', 'B'] as const;

export function VerdictRow({ exchange, place }: { exchange: Exchange; place: number }) {
  const { blind: b } = useMessages().chat;
  const { chat } = useStores();
  const isLive = useStore(chat.store, (state) => state.live !== null);
  const state = exchange.blind?.[exchange.shown];
  if (state === undefined || state === 'revealed') return null;
  if (state !== 'open') return <p className="ml-8 text-sm text-soft">{b.found[state]}</p>;
  const verdicts: { verdict: Verdict | 'revealed'; label: string }[] = [
    { verdict: 'first', label: b.better(LETTERS[0]) },
    { verdict: 'second', label: b.better(LETTERS[1]) },
    { verdict: 'tie', label: b.tie },
    { verdict: 'both-bad', label: b.bothBad },
  ];
  return (
    <fieldset className="ml-8 flex flex-wrap items-center gap-2" data-testid="chat-verdict">
      <legend className="mb-1 font-medium text-sm">{b.question}</legend>
      {verdicts.map(({ verdict, label }) => (
        <Button
          key={verdict}
          size="small"
          disabled={isLive}
          data-testid={`chat-verdict-${verdict}`}
          onClick={() => void chat.judge(place, verdict)}
        >
          {label}
        </Button>
      ))}
      <Button size="small" look="quiet" disabled={isLive} onClick={() => void chat.judge(place, 'revealed')}>
        {b.reveal}
      </Button>
    </fieldset>
  );
}
