/**
 * A conversation outside of the studio: as a text to read, and as records that load as an instruction set, here and
 * elsewhere. Answers stand as they were written, whatever markup they hold.
 */
import type { ChatTurn, Conversation, Id } from '../worker/api.ts';
import { answerOf, turnsOf } from './conversation.ts';

export interface SpeakerNames {
  readonly you: string;
  readonly system: string;
  /** Of an answer that stands beside others and is not named yet, too. */
  readonly model: (checkpoint: Id, place: number, exchange: number) => string;
}

/** Every exchange with all answers of the take that is shown. */
export function conversationText({ exchanges, system = '' }: Conversation, names: SpeakerNames): string {
  const before = system.trim() === '' ? [] : [said(names.system, system)];
  const turns = exchanges.flatMap(({ prompt, takes, shown }, place) => [
    said(names.you, prompt),
    ...(takes[shown] ?? []).map(({ checkpoint, text }, column) => said(names.model(checkpoint, column, place), text)),
  ]);
  return [...before, ...turns].join('\n\n');
}

const said = (who: string, text: string): string => `${who}:\n${text}`;

/** A record of the conversation with each checkpoint that gave the last answer, in the form of OpenAI's `messages`. */
export function conversationRecords(conversation: Conversation, nameOf: (checkpoint: Id) => string): object[] {
  const answered = conversation.exchanges.filter(({ takes }) => takes.length > 0);
  const last = answered.at(-1);
  return (last?.takes[last.shown] ?? []).map(({ checkpoint }) => {
    const turns = turnsOf({ ...conversation, exchanges: answered }, checkpoint);
    const answer = last && answerOf(last, checkpoint);
    const whole: ChatTurn[] = [...turns, { role: 'assistant', text: answer?.text ?? '' }];
    return { model: nameOf(checkpoint), messages: whole.map(({ role, text }) => ({ role, content: text })) };
  });
}
