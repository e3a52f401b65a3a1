/** How a chat model is asked for new tasks, and how they are read from what it writes. */
import { jsonRows } from '../rows/json.ts';
import { recordsAmong } from '../rows/row.ts';
import type { ChatMessage } from '../translation/chat-prompt.ts';
import { languageName } from '../translation/record.ts';
import type { Task } from './task-pool.ts';

export function taskMessages(examples: readonly Task[], count: number, language: string): ChatMessage[] {
  const name = languageName(language);
  const rules = `You write tasks that teach a language model to follow instructions, in ${name}. The message holds examples, one JSON object a line. Answer with ${count} new tasks in the same form, one a line, and nothing else.
- "instruction" says what to do, "input" holds the text that it is about ("" where there is none), "output" is a correct and complete answer.
- The tasks differ from the examples and from each other in topic, verb and form: questions, rewriting, classification, lists, explanations, calculations, code.
- A model that only reads and writes text can do each of them.
- Write ${name} as an educated native speaker writes it, in its usual alphabet.`;
  return [
    { role: 'system', content: rules },
    { role: 'user', content: examples.map(taskLine).join('\n') },
  ];
}

/** A task as the model sees it. */
export const taskLine = ({ instruction, input, output }: Task): string =>
  JSON.stringify({ instruction, input, output });

/** UTF-16 units of an answer. */
const MOST_UNITS = 2 ** 22;

/** Those that are whole; what is cut off or has another form is passed over. */
export function readTasks(answer: string): Task[] {
  const fenced = /```\w*\n([\s\S]*?)(?:\n```|$)/.exec(answer)?.[1];
  return recordsAmong(jsonRows(fenced ?? answer, MOST_UNITS)).flatMap(({ instruction, input = '', output }) =>
    [instruction, input, output].every((text) => typeof text === 'string')
      ? [{ instruction, input, output } as Task]
      : [],
  );
}
