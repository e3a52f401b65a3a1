/**
 * A conversation outside of the studio: as a text to read, and as records that load as an instruction set, here and
 * elsewhere. Answers stand as they were written, whatever markup they hold.
 */
import type { ChatTurn, Conversation, Exchange, Id } from '../worker/api.ts';
import { turnsOf } from './conversation.ts';

/** @param column its place among the answers of a take, for one that is not named yet */
export type NameOf = (checkpoint: Id, column: number, exchange: Exchange) => string;

export interface SpeakerNames {
  readonly you: string;
  readonly system: string;
  readonly model: NameOf;
}

/** Every exchange with all answers of the take that is shown. */
export function conversationText({ exchanges, system = '' }: Conversation, names: SpeakerNames): string {
  const before = system.trim() === '' ? [] : [said(names.system, system)];
  const turns = exchanges.flatMap((exchange) => [
    said(names.you, exchange.prompt),
    ...(exchange.takes[exchange.shown] ?? []).map(({ checkpoint, text }, column) =>
      said(names.model(checkpoint, column, exchange), text),
    ),
  ]);
  return [...before, ...turns].join('\n\n');
}

const said = (who: string, text: string): string => `${who}:\n${text}`;

/** A record of the conversation with each checkpoint that gave the last answer, in the form of OpenAI's `messages`. */
export function conversationRecords(conversation: Conversation, nameOf: NameOf): object[] {
  const answered = conversation.exchanges.filter(({ takes }) => takes.length > 0);
  const last = answered.at(-1);
  if (!last) return [];
  return (last.takes[last.shown] ?? []).map(({ checkpoint, text }, column) => {
    const turns = turnsOf({ ...conversation, exchanges: answered }, checkpoint);
    const whole: ChatTurn[] = [...turns, { role: 'assistant', text }];
    const messages = whole.map((turn) => ({ role: turn.role, content: turn.text }));
    return { model: nameOf(checkpoint, column, last), messages };
  });
}
