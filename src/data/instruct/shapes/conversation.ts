/** A conversation in one field: ShareGPT (`conversations`), ChatML and OpenAI (`messages`). */
import { type Shape, SYSTEM, type Treatment, textOf } from './shape.ts';
import { firstExchange, listOfTurns } from './turns.ts';

export const conversation = {
  id: 'conversation',
  roles: [
    {
      id: 'turns',
      holds: 'turns',
      isRequired: true,
      names: ['messages', 'conversations', 'conversation', 'dialogue', 'dialog', 'chat', 'turns', 'söhbət', 'sohbet'],
    },
    SYSTEM,
  ],
  read(value) {
    const treatments: Treatment[] = [];
    const system = textOf(value('system'), treatments);
    if (system === null) return 'system-not-text';
    const turns = listOfTurns(value('turns'));
    return turns === null ? 'turns-missing' : firstExchange(turns, system, treatments);
  },
} as const satisfies Shape;
