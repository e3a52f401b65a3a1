/** A conversation with a checkpoint. What the model writes is shown as text, never as HTML. */
import { ArrowUp, Eraser, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { templateOf } from '../../state/chat.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { preferredForUse } from '../../state/preferred-checkpoint.ts';
import { liveRun } from '../../state/studio.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ClosingLine } from '../parts/closing-line.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Missing, Screen } from '../parts/layout.tsx';
import { Mark } from '../parts/mark.tsx';
import { withPlaces } from '../parts/places.ts';
import { JobProgress } from '../parts/progress.tsx';
import { SamplingPanel } from './sampling-panel.tsx';

export function ChatScreen() {
  const m = useMessages();
  const { chat } = useStores();
  const { turns, live } = useStore(chat.store);
  const hasCheckpoint = useStudio((state) => (state.snapshot?.checkpoints.length ?? 0) > 0);
  return (
    <Screen
      id="chat"
      action={
        turns.length > 0 && (
          <Button look="quiet" disabled={live !== null} onClick={() => chat.clear()}>
            <Eraser className="size-4" aria-hidden="true" />
            {m.chat.clear}
          </Button>
        )
      }
    >
      {hasCheckpoint ? (
        <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_300px]">
          <Conversation />
          <SamplingPanel />
        </div>
      ) : (
        <Missing text={m.chat.needsCheckpoint}>
          <ButtonLink to="/train" look="primary">
            {m.chat.toTrain}
          </ButtonLink>
        </Missing>
      )}
    </Screen>
  );
}

function Conversation() {
  const m = useMessages();
  const language = useLanguage();
  const { chat, jobs } = useStores();
  const { turns, live, last, error } = useStore(chat.store);
  const loading = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'load'));
  const training = useStudio((state) => liveRun(state) !== null);
  const end = useRef<HTMLDivElement>(null);
  const count = turns.length;
  const written = live?.text.length ?? 0;

  useEffect(() => {
    if (count + written > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [count, written]);

  const lastAnswer = turns.findLastIndex((turn) => turn.role === 'assistant');
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {training && <p className="border-line border-l-2 pl-3 text-sm text-soft">{m.chat.training}</p>}
      <div
        role="log"
        aria-label={m.chat.conversation}
        className="flex min-h-[max(240px,calc(100dvh-320px))] flex-col gap-5"
      >
        {count === 0 && !live && (
          <div className="flex max-w-lg flex-col gap-1 py-8">
            <p className="font-semibold text-lg">{m.chat.begin}</p>
            <p className="text-soft">{m.chat.beginLead}</p>
          </div>
        )}
        {withPlaces(turns).map(({ place, item: turn }) =>
          turn.role === 'user' ? (
            <UserTurn key={place} text={turn.text} />
          ) : (
            <ModelTurn
              key={place}
              text={turn.text}
              alive={false}
              newest={place === lastAnswer && !live}
              note={
                place === lastAnswer && last
                  ? `${m.chat.speed(formatNumber(last.tokens, language), formatNumber(last.tokensPerSecond, language, 1))}, ${m.chat.stopped[last.stopped]}`
                  : null
              }
            />
          ),
        )}
        {live && (
          <ModelTurn
            text={live.text}
            alive
            newest
            note={
              live.tokens > 0
                ? m.chat.speed(formatNumber(live.tokens, language), formatNumber(live.tokensPerSecond, language, 1))
                : m.progress.working
            }
          />
        )}
        {loading && <JobProgress job={loading} />}
        {error && <ErrorNote error={error} />}
        <ClosingLine step="chat" />
        <div ref={end} className="scroll-mb-40" />
      </div>
      <Composer />
    </div>
  );
}

function UserTurn({ text }: { text: string }) {
  const m = useMessages();
  return (
    <div className="flex flex-col items-end">
      <span className="sr-only">{m.chat.you}</span>
      <p className="max-w-[85%] whitespace-pre-wrap rounded-lg bg-sunken px-4 py-2.5">{text}</p>
    </div>
  );
}

function ModelTurn(props: { text: string; alive: boolean; newest: boolean; note: string | null }) {
  const { text, alive, newest, note } = props;
  const m = useMessages();
  return (
    <div className="flex gap-3">
      <Mark alive={alive} className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        <span className="sr-only">{m.chat.model}</span>
        <p className="whitespace-pre-wrap" {...(newest ? { 'data-testid': 'chat-output' } : {})} aria-busy={alive}>
          {text === '' && !alive ? <span className="text-soft">{m.chat.emptyAnswer}</span> : text}
          {alive && <span className="breathing ml-0.5 inline-block h-4 w-[3px] translate-y-0.5 bg-ember" />}
        </p>
        {note && <p className="mt-1 text-soft text-xs">{note}</p>}
      </div>
    </div>
  );
}

function Composer() {
  const m = useMessages();
  const { chat } = useStores();
  const { live, checkpoint: chosen, template } = useStore(chat.store);
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints);
  const [text, setText] = useState('');
  const checkpoint = checkpoints?.find((one) => one.id === chosen) ?? preferredForUse(checkpoints ?? []);
  const prompt = checkpoint ? templateOf(template, checkpoint) : null;

  function send(): void {
    if (text.trim() === '' || live || !checkpoint) return;
    setText('');
    void chat.send(text, checkpoint.id, prompt);
  }

  return (
    <form
      className="sticky bottom-10 flex flex-col gap-1 bg-paper pt-1 pb-4 lg:bottom-0"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2 rounded-lg border border-line bg-raised p-2 focus-within:border-ink">
        <textarea
          data-testid="chat-input"
          aria-label={m.chat.input}
          placeholder={prompt === null ? m.chat.placeholderPlain : m.chat.placeholder}
          rows={2}
          className="max-h-48 min-h-11 flex-1 resize-none bg-transparent px-2 py-1 outline-none [field-sizing:content]"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        {live ? (
          <Button data-testid="chat-stop" onClick={() => void chat.stop()}>
            <Square className="size-3 fill-current" aria-hidden="true" />
            {m.chat.stop}
          </Button>
        ) : (
          <Button type="submit" look="primary" data-testid="chat-send" disabled={text.trim() === ''}>
            <ArrowUp className="size-4" aria-hidden="true" />
            {m.chat.send}
          </Button>
        )}
      </div>
      <p className="px-2 text-soft text-xs max-sm:hidden">{m.chat.enterHint}</p>
    </form>
  );
}
