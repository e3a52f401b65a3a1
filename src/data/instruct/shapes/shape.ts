/** What a shape of instruction records is: which fields it needs, and how their values become an exchange. */
import type { RowProblem } from '../../rows/row.ts';

/** Why a row is no record; the studio words them. */
export type InstructionProblem =
  | RowProblem
  | 'instruction-missing'
  | 'instruction-not-text'
  | 'input-not-text'
  | 'output-missing'
  | 'output-not-text'
  | 'system-not-text'
  | 'text-is-list'
  | 'turns-missing'
  | 'turn-not-readable'
  | 'turn-not-text'
  | 'turn-role-unknown'
  | 'turn-of-tool'
  | 'prompt-of-turns';

/** What was done to a row so that it could be used. */
export type Treatment =
  | 'taken-as-text'
  | 'list-joined'
  | 'python-literal'
  | 'turns-joined'
  | 'answer-first'
  | 'later-answers';

/** What training learns of a record: one instruction and its answer. */
export interface Exchange {
  /** Stands before the prompt; '' where there is none. */
  system: string;
  instruction: string;
  /** Context for the instruction; '' where there is none. */
  input: string;
  output: string;
  treatments: Treatment[];
  /** Answers after the first one of a conversation, which are not learned. */
  laterAnswers: number;
}

/** `turns`: a list of messages, each with its role and text. */
export type Held = 'text' | 'turns';

export type RoleId = 'instruction' | 'input' | 'output' | 'system' | 'turns' | 'prompt' | 'completion';

/** A part of a record that one of its fields holds. */
export interface Role {
  readonly id: RoleId;
  readonly holds: Held;
  readonly isRequired: boolean;
  /** What sets call the field, in lower case, best first. */
  readonly names: readonly string[];
  /** What it is called in sets that have none of those. */
  readonly otherwise?: readonly string[];
}

export interface Shape {
  /** Stable: it is stored, and messages are looked up by it. */
  readonly id: string;
  readonly roles: readonly Role[];
  /** @param value of the field that holds a role; undefined where it has none */
  read(value: (role: RoleId) => unknown): Exchange | InstructionProblem;
}

/** System texts of a set stand in a field of their own, or in the first turn of a conversation. */
export const SYSTEM: Role = {
  id: 'system',
  holds: 'text',
  isRequired: false,
  names: ['system', 'system_prompt', 'sistem'],
};

/** A value as text: nothing is empty, numbers and true or false are as JSON writes them; null for all else. */
export function textOf(value: unknown, treatments: Treatment[]): string | null {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' && typeof value !== 'boolean') return null;
  if (!treatments.includes('taken-as-text')) treatments.push('taken-as-text');
  return String(value);
}

/** White space alone is no text. */
export const orEmpty = (text: string): string => (text.trim() === '' ? '' : text);
