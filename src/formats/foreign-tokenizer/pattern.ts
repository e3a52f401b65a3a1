/**
 * Patterns of a stranger's tokenizer.json, as regular expressions in Oniguruma's syntax, refused where running one could
 * take forever: a repetition within a repetition can be tried in exponentially many ways.
 */
import { type Fields, isRecord, refuse } from '../tokenizer-fields.ts';

const LONGEST = 4096;

/** @returns the source of `{ "String": … }` or `{ "Regex": … }` */
export function readPattern(value: unknown, path: string): string {
  const { String: text, Regex: regex }: Fields = isRecord(value) ? value : {};
  if (typeof text === 'string' && text !== '') return escaped(text);
  if (typeof regex !== 'string' || regex === '') refuse(path, 'is neither { "String": … } nor { "Regex": … }');
  refuseEndless(regex, path);
  return regex;
}

/** @throws OcaqError `tokenizer-json-invalid` where running it could take forever */
export function refuseEndless(regex: string, path: string): void {
  if (regex.length > LONGEST) refuse(path, `has ${regex.length} characters, more than ${LONGEST}`);
  if (hasNestedRepetition(regex)) refuse(path, 'repeats a part that repeats, which could take forever');
}

const escaped = (text: string): string => text.replace(/[\^$.*+?()[\]{}|/\\-]/g, '\\$&');

/** Whether something without an upper limit is repeated within something without one. */
export function hasNestedRepetition(regex: string): boolean {
  /** For each open group: whether it holds such a repetition. */
  const open = [false];
  for (let at = 0; at < regex.length; at++) {
    const character = regex[at];
    if (character === '\\') at++;
    else if (character === '[') at = endOfClass(regex, at);
    else if (character === '(') open.push(false);
    else if (character === ')' && open.length > 1) {
      const inner = open.pop();
      const repeated = /^(?:[*+]|\{\d+,\})/.test(regex.slice(at + 1));
      if (inner && repeated) return true;
      if (inner || repeated) open[open.length - 1] = true;
    } else if (/^(?:[*+]|\{\d+,\})/.test(regex.slice(at, at + 8))) open[open.length - 1] = true;
  }
  return false;
}

/** The place of the bracket that closes the class which opens at `start`, or the end of the text. */
function endOfClass(regex: string, start: number): number {
  let depth = 0;
  for (let at = start; at < regex.length; at++) {
    if (regex[at] === '\\') at++;
    else if (regex[at] === '[') depth++;
    else if (regex[at] === ']' && --depth === 0) return at;
  }
  return regex.length;
}
