/** One answer: its text or its tokens with their probabilities, how it came about, and a copy of it. */
import { Check, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LiveAnswer } from '../../state/chat.ts';
import type { Answer, Id, ImportedModel } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { checkpointName } from '../parts/checkpoint-name.ts';
import { useCopy } from '../parts/copy.ts';
import { Mark } from '../parts/mark.tsx';
import { TokenChances } from './token-chances.tsx';

const noImports: ImportedModel[] = [];

export function AnswerView(props: {
  answer: Answer;
  isNamed: boolean;
  withChances: boolean;
  testId: string | undefined;
}) {
  const { answer, isNamed, withChances, testId } = props;
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  return (
    <Turn alive={false} checkpoint={isNamed ? answer.checkpoint : null}>
      {withChances && answer.written.length > 0 ? (
        <TokenChances written={answer.written} testId={testId} />
      ) : (
        <p className="whitespace-pre-wrap" data-testid={testId} aria-busy={false}>
          {answer.text === '' ? <span className="text-soft">{m.chat.emptyAnswer}</span> : answer.text}
        </p>
      )}
      <div className="mt-1 flex flex-wrap items-center gap-x-2 text-soft text-xs">
        <span>
          {m.chat.speed(number(answer.tokens), number(answer.tokensPerSecond, 1))}, {m.chat.stopped[answer.stopped]},{' '}
          {m.chat.withSeed(number(answer.seed))}
        </span>
        <CopyButton text={answer.text} />
      </div>
    </Turn>
  );
}

export function WritingView({ live, isNamed, testId }: { live: LiveAnswer; isNamed: boolean; testId: string }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <Turn alive checkpoint={isNamed ? live.checkpoint : null}>
      <p className="whitespace-pre-wrap" data-testid={testId} aria-busy>
        {live.text}
        <span className="breathing ml-0.5 inline-block h-4 w-[3px] translate-y-0.5 bg-ember" />
      </p>
      <p className="mt-1 text-soft text-xs">
        {live.tokens > 0
          ? m.chat.speed(formatNumber(live.tokens, language), formatNumber(live.tokensPerSecond, language, 1))
          : m.progress.working}
      </p>
    </Turn>
  );
}

/** @param props.checkpoint named above the answer; null: it is not */
function Turn(props: { alive: boolean; checkpoint: Id | null; children: ReactNode }) {
  const { alive, checkpoint, children } = props;
  const m = useMessages();
  return (
    <div className="flex min-w-0 gap-3">
      <Mark alive={alive} className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0 flex-1">
        <span className="sr-only">{m.chat.model}</span>
        {checkpoint !== null && <CheckpointName id={checkpoint} />}
        {children}
      </div>
    </div>
  );
}

function CheckpointName({ id }: { id: Id }) {
  const m = useMessages();
  const language = useLanguage();
  const checkpoint = useStudio((state) => state.snapshot?.checkpoints.find((one) => one.id === id) ?? null);
  const imports = useStudio((state) => state.snapshot?.imports ?? noImports);
  return (
    <p className="mb-1 font-medium text-sm">
      {checkpoint ? checkpointName(checkpoint, imports, m, language) : m.chat.deletedCheckpoint}
    </p>
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
