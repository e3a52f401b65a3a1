/**
 * A prompt and its completion, each a list of turns, as TRL has them. The completion is what is learned, so a prompt
 * that holds answers of its own, which a prompt template has no place for, cannot be used.
 */
import { type Shape, SYSTEM, type Treatment, textOf } from './shape.ts';
import { firstExchange, holdsAnswer, listOfTurns } from './turns.ts';

export const promptCompletion = {
  id: 'prompt-completion',
  roles: [
    { id: 'prompt', holds: 'turns', isRequired: true, names: ['prompt'] },
    { id: 'completion', holds: 'turns', isRequired: true, names: ['completion', 'chosen', 'response'] },
    SYSTEM,
  ],
  read(value) {
    const treatments: Treatment[] = [];
    const system = textOf(value('system'), treatments);
    if (system === null) return 'system-not-text';
    const prompt = listOfTurns(value('prompt'));
    const completion = listOfTurns(value('completion'));
    if (prompt === null || completion === null) return 'turns-missing';
    if (holdsAnswer(prompt)) return 'prompt-of-turns';
    return firstExchange([...prompt, ...completion], system, treatments);
  },
} as const satisfies Shape;
