/**
 * Conversations as lists of turns, with the keys and role names that sets in the wild have (ShareGPT, ChatML, OpenAI and
 * their descendants), and the one exchange of each that training learns so far: all that is asked before the first answer,
 * and that answer. Turns of one side that follow each other are one, joined by a line break.
 */
import { isRecord, type JsonRecord } from '../../rows/row.ts';
import { type Exchange, type InstructionProblem, orEmpty, type Treatment, textOf } from './shape.ts';

type Side = 'system' | 'user' | 'assistant' | 'tool';

const SIDES: Readonly<Record<Side, readonly string[]>> = {
  system: ['system', 'system_prompt', 'developer', 'sistem'],
  user: ['user', 'human', 'prompter', 'question', 'instruction', 'istifadəçi', 'insan', 'kullanıcı'],
  assistant: ['assistant', 'gpt', 'bot', 'chatgpt', 'model', 'ai', 'answer', 'response', 'köməkçi', 'asistan'],
  tool: [
    'tool',
    'tools',
    'function',
    'function_call',
    'function_response',
    'tool_call',
    'tool_response',
    'observation',
  ],
};
const SIDE_OF = new Map(Object.entries(SIDES).flatMap(([side, names]) => names.map((name) => [name, side as Side])));
const ROLE_KEYS = ['role', 'from', 'speaker', 'author'];
const TEXT_KEYS = ['content', 'value', 'text', 'message'];

interface Turn {
  side: Side;
  text: string;
}

/** The turns in a value: a list, or the JSON of one, as tables hold them; null where it is neither. */
export function listOfTurns(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string' || !/^\s*\[\s*\{/.test(value)) return null;
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

/** Whether any element is a turn: a role of those known, and a text beside it. */
export const holdsTurns = (value: unknown): boolean =>
  listOfTurns(value)?.some(
    (turn) => isRecord(turn) && sideOf(turn) !== undefined && keyOf(turn, TEXT_KEYS) !== undefined,
  ) ?? false;

export const holdsAnswer = (list: readonly unknown[]): boolean =>
  list.some((turn) => isRecord(turn) && sideOf(turn) === 'assistant');

/**
 * @param system what stands before the conversation; turns of the system follow it
 * @returns the first exchange, or why there is none
 */
export function firstExchange(
  list: readonly unknown[],
  system: string,
  treatments: Treatment[],
): Exchange | InstructionProblem {
  const turns: Turn[] = [];
  for (const element of list) {
    const turn = readTurn(element, treatments);
    if (typeof turn === 'string') return turn;
    if (turn.text.trim() !== '') turns.push(turn);
  }
  const told = [system, ...turns.filter(({ side }) => side === 'system').map(({ text }) => text)].filter(
    (text) => text.trim() !== '',
  );
  const spoken = joined(turns.filter(({ side }) => side !== 'system'));
  if (spoken.length < turns.filter(({ side }) => side !== 'system').length) treatments.push('turns-joined');
  if (spoken[0]?.side === 'assistant') {
    treatments.push('answer-first');
    spoken.shift();
  }
  const [asked, answer, ...later] = spoken;
  if (!asked) return 'instruction-missing';
  if (!answer) return 'output-missing';
  const laterAnswers = later.filter(({ side }) => side === 'assistant').length;
  if (laterAnswers > 0) treatments.push('later-answers');
  return {
    system: orEmpty(told.join('\n')),
    instruction: asked.text,
    input: '',
    output: answer.text,
    treatments,
    laterAnswers,
  };
}

function joined(turns: readonly Turn[]): Turn[] {
  const out: Turn[] = [];
  for (const { side, text } of turns) {
    const last = out.at(-1);
    if (last?.side === side) last.text += `\n${text}`;
    else out.push({ side, text });
  }
  return out;
}

function readTurn(turn: unknown, treatments: Treatment[]): Turn | InstructionProblem {
  if (!isRecord(turn)) return 'turn-not-readable';
  const side = sideOf(turn);
  if (side === undefined) return keyOf(turn, ROLE_KEYS) === undefined ? 'turn-not-readable' : 'turn-role-unknown';
  if (side === 'tool' || (Array.isArray(turn.tool_calls) && turn.tool_calls.length > 0)) return 'turn-of-tool';
  const key = keyOf(turn, TEXT_KEYS);
  if (key === undefined) return 'turn-not-readable';
  const text = partsOf(turn[key], treatments);
  return text === null ? 'turn-not-text' : { side, text };
}

/** A text, or a list of parts that are all text; null where there is anything else. */
function partsOf(value: unknown, treatments: Treatment[]): string | null {
  if (!Array.isArray(value)) return textOf(value, treatments);
  const texts = value.map((part: unknown) => {
    if (typeof part === 'string') return part;
    return isRecord(part) && typeof part.text === 'string' ? part.text : null;
  });
  return texts.includes(null) ? null : texts.join('');
}

function sideOf(turn: JsonRecord): Side | undefined {
  const key = keyOf(turn, ROLE_KEYS);
  const role = key === undefined ? undefined : turn[key];
  return typeof role === 'string' ? SIDE_OF.get(role.trim().toLowerCase()) : undefined;
}

const keyOf = (turn: JsonRecord, keys: readonly string[]): string | undefined =>
  keys.find((key) => Object.hasOwn(turn, key));
