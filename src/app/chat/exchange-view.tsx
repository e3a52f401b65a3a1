/** A prompt and the take that is shown of its answers; on the last one, the way to another take. */
import { ChevronLeft, ChevronRight, Pencil, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { LiveAnswer } from '../../state/chat.ts';
import type { BlindState, Exchange, Id } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { useCheckpointName } from '../parts/checkpoint-names.ts';
import { withPlaces } from '../parts/places.ts';
import { AnswerView, WritingView } from './answer-view.tsx';
import { useAnswering } from './answering.ts';
import { LETTERS, VerdictRow } from './verdict-row.tsx';

export function ExchangeView(props: {
  exchange: Exchange;
  place: number;
  isLast: boolean;
  live: LiveAnswer | null;
  withChances: boolean;
}) {
  const { exchange, place, isLast, live, withChances } = props;
  const complete = live ? live.before : (exchange.takes[exchange.shown] ?? []);
  const beside = complete.length + (live ? 1 : 0) > 1;
  const state = live ? liveState(live) : exchange.blind?.[exchange.shown];
  const nameOf = useNames(state, beside);
  return (
    <>
      <Prompt text={exchange.prompt} place={place} isLive={live !== null} />
      <div className={beside ? 'grid gap-x-6 gap-y-5 lg:grid-cols-2' : 'grid'}>
        {withPlaces(complete).map(({ place: column, item: answer }) => (
          <AnswerView
            key={column}
            answer={answer}
            name={nameOf(answer.checkpoint, column)}
            isHidden={state === 'open'}
            withChances={withChances}
            testId={isLast ? outputId(column) : undefined}
          />
        ))}
        {live && (
          <WritingView live={live} name={nameOf(live.checkpoint, complete.length)} testId={outputId(complete.length)} />
        )}
      </div>
      {!live && <VerdictRow exchange={exchange} place={place} />}
      {!live && <Takes exchange={exchange} place={place} isLast={isLast} />}
    </>
  );
}

const liveState = ({ isBlind }: LiveAnswer): BlindState | undefined => (isBlind ? 'open' : undefined);

/** What stands above an answer: a letter where it is judged, and its checkpoint after that or beside others. */
function useNames(state: BlindState | undefined, beside: boolean) {
  const { blind: b } = useMessages().chat;
  const checkpointName = useCheckpointName();
  return (checkpoint: Id, column: number): string | null => {
    const letter = LETTERS[column] ?? '';
    if (state === 'open') return b.answer(letter);
    if (state !== undefined) return b.named(letter, checkpointName(checkpoint));
    return beside ? checkpointName(checkpoint) : null;
  };
}

const outputId = (column: number): string => (column === 0 ? 'chat-output' : 'chat-output-beside');

function Takes({ exchange, place, isLast }: { exchange: Exchange; place: number; isLast: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { chat } = useStores();
  const answering = useAnswering();
  const isLive = useStore(chat.store, (state) => state.live !== null);
  const isGreedy = useStore(chat.store, (state) => state.sampling.temperature === 0);
  const { takes, shown } = exchange;
  if (takes.length < 2 && !isLast) return null;
  const show = (take: number) => chat.showTake(place, take);
  return (
    <div className="-mt-3 ml-8 flex flex-wrap items-center gap-1 text-sm text-soft">
      {takes.length > 1 && (
        <>
          <IconButton label={m.chat.takeBefore} disabled={isLive || shown === 0} onClick={() => show(shown - 1)}>
            <ChevronLeft className="size-4" aria-hidden="true" />
          </IconButton>
          <span data-testid="chat-take">
            {m.chat.take(formatNumber(shown + 1, language), formatNumber(takes.length, language))}
          </span>
          <IconButton
            label={m.chat.takeAfter}
            disabled={isLive || shown === takes.length - 1}
            onClick={() => show(shown + 1)}
          >
            <ChevronRight className="size-4" aria-hidden="true" />
          </IconButton>
        </>
      )}
      {isLast && (
        <Button
          size="small"
          look="quiet"
          data-testid="chat-regenerate"
          disabled={isLive || answering.length === 0}
          unavailable={isGreedy && takes.length > 0 ? m.chat.greedy : null}
          onClick={() => void chat.regenerate(answering)}
        >
          <RefreshCw className="size-3.5" aria-hidden="true" />
          {m.chat.regenerate}
        </Button>
      )}
    </div>
  );
}

function Prompt({ text, place, isLive }: { text: string; place: number; isLive: boolean }) {
  const m = useMessages();
  const [isEdited, setEdited] = useState(false);
  if (isEdited) return <PromptEditor text={text} place={place} onDone={() => setEdited(false)} />;
  return (
    <div className="flex items-start justify-end gap-1">
      <IconButton label={m.chat.edit} disabled={isLive} onClick={() => setEdited(true)} className="mt-2">
        <Pencil className="size-3.5" aria-hidden="true" />
      </IconButton>
      <div className="max-w-[85%]">
        <span className="sr-only">{m.chat.you}</span>
        <p className="whitespace-pre-wrap rounded-lg bg-sunken px-4 py-2.5">{text}</p>
      </div>
    </div>
  );
}

function PromptEditor({ text, place, onDone }: { text: string; place: number; onDone: () => void }) {
  const m = useMessages();
  const { chat } = useStores();
  const answering = useAnswering();
  const isLive = useStore(chat.store, (state) => state.live !== null);
  const [edited, setEdited] = useState(text);
  return (
    <form
      className="flex flex-col gap-2 rounded-lg border border-line bg-raised p-3"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
        void chat.resend(place, edited, answering);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
        autoFocus
        aria-label={m.chat.edit}
        rows={2}
        className="max-h-48 resize-none bg-transparent outline-none [field-sizing:content]"
        value={edited}
        onChange={(event) => setEdited(event.target.value)}
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        <p className="mr-auto text-soft text-xs">{m.chat.editLead}</p>
        <Button size="small" onClick={onDone}>
          {m.cancel}
        </Button>
        <Button size="small" type="submit" disabled={isLive || edited.trim() === '' || answering.length === 0}>
          {m.chat.send}
        </Button>
      </div>
    </form>
  );
}
