/**
 * Where the records of a JSON file, or of one that Python wrote, stand, by its beginning. Lines are told from values that span lines by how the first
 * line ends; a file that is one object may hold the records in its lists, by their names, or as columns.
 */
import { TEXT_FIELDS } from './fields.ts';
import { Marks } from './marks.ts';

/**
 * The brackets that stand around every record, outermost first: '' where records follow each other, '[' in an array, '{' as
 * members of an object, '{[' in the lists of an object, and so on.
 */
export type JsonPath = '' | `${'[' | '{'}${string}`;

/** `lines`: a value a line; `columns`: one object of columns. */
export type JsonLayout = 'lines' | 'columns' | JsonPath;

/** Objects in objects that are looked through for records. */
const MOST_DEPTH = 4;
/** Names of fields as programs write them; titles of documents are written for people. */
const FIELD_NAME = /^[a-z_][A-Za-z0-9_]*$/;

/** That of a file whose records are values of their own, or the elements of one array. */
export function plainLayout(head: string, quotes: readonly string[]): 'lines' | '' | '[' {
  const start = head.search(/\S/);
  if (head[start] === '[') return '[';
  return head[start] === '{' && spansLines(head, start, quotes) ? '' : 'lines';
}

/**
 * Also that of a file which is one object with the records in it.
 * @param quotes those that strings can have
 */
export function corpusLayout(head: string, quotes: readonly string[]): JsonLayout {
  const plain = plainLayout(head, quotes);
  const start = head.search(/\S/);
  if (plain === '[' || head[start] !== '{') return plain;
  const end = endOfValue(head, start, quotes);
  if (end >= 0) {
    const rest = head.slice(end).search(/\S/);
    if (rest >= 0) return /^[^\S\n]*\{/.test(head.slice(end)) ? '' : plain;
  } else if (plain === 'lines' && head.includes('\n', start)) return plain;
  return wrappedLayout(head.slice(start), quotes, 1) || plain;
}

/** Whether the first line ends inside the first object, where a line of its own can end. */
function spansLines(head: string, start: number, quotes: readonly string[]): boolean {
  const lineEnd = head.indexOf('\n', start);
  if (lineEnd < 0) return false;
  const line = head.slice(start, lineEnd);
  const marks = new Marks(quotes);
  let depth = 0;
  for (let at = marks.next(line, 0); at >= 0; at = marks.next(line, at + 1)) depth += depthChange(line.charAt(at));
  return depth > 0 && !marks.inString && /[{[,:]\s*$/.test(line);
}

/** After the bracket that closes the first; -1 where there is none. */
function endOfValue(text: string, start: number, quotes: readonly string[]): number {
  const marks = new Marks(quotes);
  let depth = 0;
  for (let at = marks.next(text, start); at >= 0; at = marks.next(text, at + 1)) {
    depth += depthChange(text.charAt(at));
    if (depth <= 0) return at + 1;
  }
  return -1;
}

const depthChange = (mark: string): number => (mark === '{' || mark === '[' ? 1 : mark === ',' ? 0 : -1);

interface Member {
  key: string;
  /** Of its value; cut off where the text is. */
  text: string;
}

/** @returns '' where the object is a record itself */
function wrappedLayout(text: string, quotes: readonly string[], depth: number): 'columns' | JsonPath {
  const members = membersOf(text, quotes);
  const beginningWith = (pattern: RegExp) => members.filter((member) => pattern.test(member.text));
  const texts = beginningWith(/^["']/);
  const lists = beginningWith(/^\[/);
  const objects = beginningWith(/^\{/);
  if (texts.some(({ key }) => TEXT_FIELDS.includes(key))) return '';
  if (beginningWith(/^\[\s*\{/).length > 0) return '{[';
  if (lists.length > 1) return lists.length === members.length ? 'columns' : '';
  if (beginningWith(/^\[\s*["']/).length > 0) return '{[';
  if (objects.length > 1) {
    const areFields = members.every(({ key }) => FIELD_NAME.test(key));
    if (objects.length < members.length && (areFields || 2 * objects.length < members.length)) return '';
    return objects.every((member) => /^\{\s*(["']?)0\1\s*:/.test(member.text)) ? 'columns' : '{';
  }
  const [only] = objects;
  if (only) {
    const inner = depth < MOST_DEPTH ? wrappedLayout(only.text, quotes, depth + 1) : '';
    if (inner === 'columns') return '';
    return inner !== '' ? `{${inner}` : objects.length === members.length ? '{' : '';
  }
  const isByTitle = texts.length === members.length && texts.some(({ key }) => !FIELD_NAME.test(key));
  return isByTitle ? '{' : '';
}

/** The members of the object that a text begins with, the last of them perhaps cut off. */
function membersOf(text: string, quotes: readonly string[]): Member[] {
  const members: Member[] = [];
  const marks = new Marks(quotes);
  let depth = 0;
  let from = 1;
  const add = (end: number) => {
    const [, , key, value] = /^\s*(["'])((?:\\.|(?!\1)[^\\])*)\1\s*:\s*(.*)$/s.exec(text.slice(from, end)) ?? [];
    if (key !== undefined && value) members.push({ key, text: value });
    from = end + 1;
  };
  for (let at = marks.next(text, 0); at >= 0; at = marks.next(text, at + 1)) {
    const mark = text.charAt(at);
    depth += depthChange(mark);
    if (depth === 0 || (depth === 1 && mark === ',')) add(at);
    if (depth === 0) return members;
  }
  add(text.length);
  return members;
}
