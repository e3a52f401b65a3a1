/** Plain values as commands print them: the names of their fields in the style of JSON that other programs read, `too_long` for `tooLong`. */
import type { CommandResult } from './options.ts';

export const snakeCased = (fields: object): CommandResult =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [snakeCase(name), held(value)]));

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function held(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(held);
  return typeof value === 'object' && value !== null ? snakeCased(value) : value;
}
