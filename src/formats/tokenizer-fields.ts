/**
 * Parts of a tokenizer.json that files of every kind have: the whole as an object, vocabulary, merges, added tokens; each
 * read strictly, since it may be a stranger's file, and refused with the path of what is wrong.
 */
import { OcaqError } from '../errors.ts';
import { findDuplicateKey } from './json-keys.ts';

/** A token that is cut out of the text before it is split into words. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Steers the model (end of text, turns of a chat); left out of decoded text where asked. */
  readonly special: boolean;
  /** Looked for in the normalised text rather than in the text as it came. */
  readonly normalized: boolean;
}

/** An added token with how it takes in what stands beside it. */
export interface AddedEntry extends AddedToken {
  /** Recognised only where no letter, digit or underscore touches it. */
  readonly singleWord: boolean;
  /** White space before it, and after it, goes with it. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Largest id and number of merges taken, four times those of the largest vocabularies in use. */
export const LIMIT = 2 ** 20;
const MAX_DEPTH = 64;
/** UTF-16 units of an added token and of all together, many times those in use: whoever looks for them walks along them. */
const LONGEST_ADDED = 1000;
const MOST_ADDED_UNITS = 2 ** 20;

/** @throws OcaqError `tokenizer-json-invalid` for what is no JSON object of this format's version */
export function readWhole(json: string | object): Fields {
  const file = typeof json === 'string' ? parse(json) : json;
  if (!isRecord(file)) refuse('(whole file)', 'is not a JSON object');
  if (file.version !== undefined && file.version !== '1.0') refuse('version', `is ${show(file.version)}, not "1.0"`);
  return file;
}

function parse(text: string): unknown {
  const scan = findDuplicateKey(text, MAX_DEPTH);
  if (scan.kind === 'duplicate') refuse(scan.key, 'is there twice');
  if (scan.kind === 'too-deep') refuse('(whole file)', `is nested more than ${MAX_DEPTH} deep`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    return refuse('(whole file)', 'is not valid JSON', cause);
  }
}

/** Token → id, different for each. */
export function readVocab(vocab: unknown): Map<string, number> {
  if (!isRecord(vocab)) refuse('model.vocab', 'is not an object that gives each token its id');
  const ids = new Map<string, number>();
  const tokens = new Map<number, string>();
  for (const [token, id] of Object.entries(vocab)) {
    const field = `model.vocab[${show(token)}]`;
    if (!isId(id)) refuse(field, `is ${show(id)}, not a whole number from 0 to ${LIMIT - 1}`);
    const other = tokens.get(id);
    if (other !== undefined) refuse(field, `has the id ${id}, which the token ${show(other)} has too`);
    ids.set(token, id);
    tokens.set(id, token);
  }
  if (ids.size === 0) refuse('model.vocab', 'is empty');
  return ids;
}

/** By rank; both parts and what they make are in the vocabulary. */
export function readMerges(merges: unknown, vocab: ReadonlyMap<string, number>): [string, string][] {
  if (!Array.isArray(merges)) refuse('model.merges', 'is not a list');
  if (merges.length > LIMIT) refuse('model.merges', `has ${merges.length} merges, more than ${LIMIT}`);
  return merges.map((merge: unknown, rank) => {
    const parts: unknown = typeof merge === 'string' ? merge.split(' ') : merge;
    if (!isPair(parts)) refuse(`model.merges[${rank}]`, `is ${show(merge)}, neither "a b" nor ["a", "b"]`);
    for (const token of [parts[0], parts[1], parts[0] + parts[1]]) {
      if (!vocab.has(token))
        refuse(`model.merges[${rank}]`, `needs the token ${show(token)}, which the vocabulary lacks`);
    }
    return [parts[0], parts[1]];
  });
}

/** Contents and ids are unique, and a token that is in the vocabulary too has the same id there. */
export function readAddedEntries(tokens: unknown, vocab: ReadonlyMap<string, number>): AddedEntry[] {
  if (!Array.isArray(tokens)) refuse('added_tokens', 'is not a list');
  const tokenOf = new Map(Array.from(vocab, ([token, id]) => [id, token]));
  const seen = new Set<string>();
  let units = 0;
  return tokens.map((token: unknown, i) => {
    const path = `added_tokens[${i}]`;
    if (!isRecord(token)) refuse(path, 'is not an object');
    const { id, content } = token;
    if (!isId(id)) refuse(`${path}.id`, `is ${show(id)}, not a whole number from 0 to ${LIMIT - 1}`);
    if (typeof content !== 'string' || content === '') refuse(`${path}.content`, `is ${show(content)}, not a text`);
    if (content.length > LONGEST_ADDED)
      refuse(`${path}.content`, `has ${content.length} characters, more than ${LONGEST_ADDED}`);
    units += content.length;
    if (units > MOST_ADDED_UNITS) refuse('added_tokens', `have more than ${MOST_ADDED_UNITS} characters together`);
    if (seen.has(content)) refuse(`${path}.content`, `is ${show(content)}, which is there twice`);
    const holder = tokenOf.get(id) ?? content;
    if (holder !== content || (vocab.get(content) ?? id) !== id) {
      refuse(
        `${path}.id`,
        `is ${id} for ${show(content)}; that is another token's id, or not the token's in the vocabulary`,
      );
    }
    seen.add(content);
    tokenOf.set(id, content);
    const special = readFlag(token, 'special', path);
    return {
      id,
      content,
      special,
      normalized: readFlag(token, 'normalized', path, !special),
      singleWord: readFlag(token, 'single_word', path),
      lstrip: readFlag(token, 'lstrip', path),
      rstrip: readFlag(token, 'rstrip', path),
    };
  });
}

export function readFlag(fields: Fields, name: string, path: string, absent = false): boolean {
  const value = fields[name] ?? absent;
  return typeof value === 'boolean' ? value : refuse(`${path}.${name}`, `is ${show(value)}, neither true nor false`);
}

export function refuse(field: string, why: string, cause?: unknown): never {
  throw new OcaqError(
    'tokenizer-json-invalid',
    `tokenizer.json cannot be used: "${field}" ${why}. Choose another tokenizer, or download this one again if the file is damaged.`,
    { field },
    { cause },
  );
}

export const isRecord = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const isId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < LIMIT;

const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string' && part !== '');

export const typeOf = (value: unknown): unknown => (isRecord(value) ? value.type : value);

/** A value for a message; a stranger's file may hold a long one. */
export function show(value: unknown): string {
  const text = value === undefined ? 'missing' : String(JSON.stringify(value));
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
