/** One answer: its text or its tokens with their probabilities, how it came about, and a copy of it. */
import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveAnswer } from '../../state/chat.ts';
import type { Answer } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { useCopy } from '../parts/copy.ts';
import { Mark } from '../parts/mark.tsx';
import { TokenChances } from './token-chances.tsx';

export function AnswerView(props: {
  answer: Answer;
  /** Stands above it; null: nothing does. */
  name: string | null;
  /** Says nothing that could tell which checkpoint it is of. */
  isHidden: boolean;
  withChances: boolean;
  testId: string | undefined;
}) {
  const { answer, name, isHidden, withChances, testId } = props;
  const m = useMessages();
  const language = useLanguage();
  const { leftOut = 0 } = answer;
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  return (
    <Turn alive={false} name={name}>
      {withChances && answer.written.length > 0 ? (
        <TokenChances written={answer.written} testId={testId} />
      ) : (
        <p className="whitespace-pre-wrap" data-testid={testId} aria-busy={false}>
          {answer.text === '' ? <span className="text-soft">{m.chat.emptyAnswer}</span> : answer.text}
        </p>
      )}
      {leftOut > 0 && (
        <p className="mt-1 border-line border-l-2 pl-3 text-sm" data-testid="chat-left-out">
          {m.chat.leftOut(number(leftOut))}
        </p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 text-soft text-xs">
        {!isHidden && (
          <span>
            {m.chat.speed(number(answer.tokens), number(answer.tokensPerSecond, 1))}, {m.chat.stopped[answer.stopped]},{' '}
            {m.chat.withSeed(number(answer.seed))}
          </span>
        )}
        <CopyButton text={answer.text} />
      </div>
    </Turn>
  );
}

export function WritingView({ live, name, testId }: { live: LiveAnswer; name: string | null; testId: string }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <Turn alive name={name}>
      <p className="whitespace-pre-wrap" data-testid={testId} aria-busy>
        {live.text}
        <span className="breathing ml-0.5 inline-block h-4 w-[3px] translate-y-0.5 bg-ember" />
      </p>
      <p className="mt-1 text-soft text-xs">
        {live.tokens > 0 && !live.isBlind
          ? m.chat.speed(formatNumber(live.tokens, language), formatNumber(live.tokensPerSecond, language, 1))
          : m.progress.working}
      </p>
    </Turn>
  );
}

function Turn(props: { alive: boolean; name: string | null; children: ReactNode }) {
  const { alive, name, children } = props;
  const m = useMessages();
  return (
    <div className="flex min-w-0 gap-3">
      <Mark alive={alive} className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        <span className="sr-only">{m.chat.model}</span>
        {name !== null && <p className="mb-1 font-medium text-sm">{name}</p>}
        {children}
      </div>
    </div>
  );
}

function CopyButton({ text }: { text: string }) {
  const m = useMessages();
  const { outcome, copy, forget } = useCopy();
  const label = outcome === null ? m.chat.copy : outcome.isDone ? m.chat.copied : m.notCopied;
  return (
    <>
      <IconButton label={label} disabled={text === ''} onClick={() => void copy(text)} onBlur={forget}>
        {outcome?.isDone ? (
          <Check className="size-3.5 text-teal" aria-hidden="true" />
        ) : (
          <Copy className="size-3.5" aria-hidden="true" />
        )}
      </IconButton>
      <span role="status">{outcome !== null && label}</span>
    </>
  );
}
