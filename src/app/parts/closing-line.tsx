/** The line that closes a step of the journey: what is there now, and the one action that leads on. */
import { Check } from 'lucide-react';
import { useStore } from 'zustand';
import { isAnswered } from '../../state/chat.ts';
import { type ClosedStep, type Closing, closingOf } from '../../state/closing.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ButtonLink } from './button.tsx';

export function ClosingLine({ step }: { step: ClosedStep }) {
  const m = useMessages();
  const language = useLanguage();
  const snapshot = useStudio((state) => state.snapshot);
  const answered = useStore(useStores().chat.store, isAnswered);
  const closing = closingOf(step, snapshot, answered);
  if (!closing) return null;
  return (
    <div data-testid="closing" className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-sunken px-5 py-4">
      <Check className="size-5 shrink-0 text-teal" aria-hidden="true" />
      <p className="min-w-0 flex-1 basis-60">
        {textOf(closing, language)} {m.closing.lead[closing.next]}
      </p>
      <ButtonLink to={`/${closing.next}`} look="primary">
        {m.closing.next[closing.next]}
      </ButtonLink>
    </div>
  );
}

/** What is done. */
function textOf(closing: Closing, language: Language): string {
  const { closing: m } = language.messages;
  const number = (value: number, digits = 0) => formatNumber(value, language, digits);
  switch (closing.step) {
    case 'corpus':
      return m.corpus(number(closing.documents), closing.documents, formatBytes(closing.bytes, language));
    case 'tokenizer':
      return m.tokenizer(number(closing.vocabSize), number(closing.fertility, 2));
    case 'model':
      return m.model(number(closing.seq));
    case 'train':
      return m.train(number(closing.steps), closing.best === null ? '' : m.best(number(closing.best)));
    case 'instruct':
      return m.instruct(number(closing.steps), closing.best === null ? '' : m.best(number(closing.best)));
    case 'chat':
      return m.chat;
    default:
      return closing satisfies never;
  }
}
