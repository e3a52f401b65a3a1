/** Conversations as plain values: what a model is asked, and what a conversation becomes by an answer or a verdict. */
import type { Answer, ChatTurn, Conversation, Exchange, Id, Judgement, Verdict } from '../worker/api.ts';

export const newConversation = (exchanges: Exchange[] = [], system?: string): Conversation => ({
  id: crypto.randomUUID(),
  revision: null,
  exchanges,
  ...(system !== undefined && { system }),
});

export const asked = (prompt: string): Exchange => ({ prompt, takes: [], shown: 0 });

/** An answer of the take that is shown: the checkpoint's own where it gave one, else the first. */
export function answerOf({ takes, shown }: Exchange, checkpoint: Id | null): Answer | undefined {
  const take = takes[shown] ?? [];
  return take.find((answer) => answer.checkpoint === checkpoint) ?? take[0];
}

/**
 * As a checkpoint is asked: the system prompt, what was answered before, each time by itself where it did, then the last
 * prompt.
 */
export function turnsOf({ exchanges, system = '' }: Conversation, checkpoint: Id | null): ChatTurn[] {
  const before = exchanges.slice(0, -1).flatMap((exchange): ChatTurn[] => {
    const answer = answerOf(exchange, checkpoint);
    if (!answer) return [];
    return [
      { role: 'user', text: exchange.prompt },
      { role: 'assistant', text: answer.text },
    ];
  });
  const first: ChatTurn[] = system.trim() === '' ? [] : [{ role: 'system', text: system }];
  return [...first, ...before, { role: 'user', text: exchanges.at(-1)?.prompt ?? '' }];
}

/** The seed after those that the exchange was answered with; `first` where it was not. */
export function nextSeed({ takes }: Exchange, first: number): number {
  const used = takes.flat().map(({ seed }) => seed);
  return used.length === 0 ? first : Math.max(...used) + 1;
}

/**
 * The last exchange, answered once more; the new take is the one that is shown.
 * @param isBlind of two answers whose checkpoints are not named until they are judged
 */
export function withTake(conversation: Conversation, take: Answer[], isBlind = false): Conversation {
  const last = conversation.exchanges.at(-1);
  if (!last || take.length === 0) return conversation;
  const takes = [...last.takes, take];
  const shown = takes.length - 1;
  const blind = isBlind && take.length === 2 ? { blind: { ...last.blind, [shown]: 'open' as const } } : {};
  return {
    ...conversation,
    exchanges: [...conversation.exchanges.slice(0, -1), { ...last, takes, shown, ...blind }],
  };
}

export const isOpen = ({ blind, shown }: Exchange): boolean => blind?.[shown] === 'open';

/** The take that is shown of an exchange, judged; its checkpoints are named from now on. */
export const withVerdict = (
  conversation: Conversation,
  place: number,
  verdict: Verdict | 'revealed',
): Conversation => ({
  ...conversation,
  exchanges: conversation.exchanges.map((one, i) =>
    i === place ? { ...one, blind: { ...one.blind, [one.shown]: verdict } } : one,
  ),
});

/** null where there are no two answers to judge. */
export function judgementOf({ id, exchanges }: Conversation, place: number, verdict: Verdict): Judgement | null {
  const exchange = exchanges[place];
  const [first, second] = exchange?.takes[exchange.shown] ?? [];
  if (!exchange || !first || !second) return null;
  return {
    id: `${id} ${place} ${exchange.shown}`,
    prompt: exchange.prompt,
    answers: [judged(first), judged(second)],
    verdict,
  };
}

const judged = ({ checkpoint, text }: Answer) => ({ checkpoint, text });
