/**
 * Pre-tokenizers of a tokenizer.json, rewritten into steps that `@huggingface/tokenizers` (JavaScript) computes as the
 * Rust library does: its own `Whitespace` and `Digits` know only ASCII, its `Split` keeps two of five behaviours, and its
 * `Metaspace` does not split.
 */
import { type Fields, isRecord, readFlag, refuse, show, typeOf } from '../tokenizer-fields.ts';
import { readPattern } from './pattern.ts';

type Step = Fields;

const ANYTHING = String.raw`[\s\S]`;
/** Characters of `\w` in Rust's `regex`. */
export const WORD_CHARACTERS = String.raw`\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}`;
const PUNCTUATION = String.raw`\p{P}!-/:-@\[-${'`'}{-~`;
const GPT2 = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/** Every match of the pattern and what lies between, or only the matches, or only what lies between. */
const split = (regex: string, kept: 'all' | 'matches' | 'gaps'): Step => ({
  type: 'Split',
  pattern: { Regex: regex },
  behavior: kept === 'gaps' ? 'Removed' : 'Isolated',
  invert: kept === 'matches',
});

/** @returns null where nothing splits the text */
export function rewritePreTokenizer(value: unknown): Step | null {
  const pretokenizers = steps(value, 'pre_tokenizer', true);
  return pretokenizers.length === 0 ? null : { type: 'Sequence', pretokenizers };
}

/** @param isFirst whether the step gets the text as it is */
function steps(value: unknown, path: string, isFirst: boolean): Step[] {
  if (value === null || value === undefined) return [];
  if (!isRecord(value)) refuse(path, 'is not an object');
  switch (value.type) {
    case 'Sequence':
      if (!Array.isArray(value.pretokenizers)) refuse(`${path}.pretokenizers`, 'is not a list');
      return value.pretokenizers.flatMap((step: unknown, i) =>
        steps(step, `${path}.pretokenizers[${i}]`, isFirst && i === 0),
      );
    case 'ByteLevel':
      return byteLevel(value, path);
    case 'Metaspace':
      return metaspace(value, path, isFirst);
    case 'Whitespace':
      return [split(String.raw`[${WORD_CHARACTERS}]+|[^${WORD_CHARACTERS}\s]+`, 'matches')];
    case 'WhitespaceSplit':
      return [split(String.raw`\S+`, 'matches')];
    case 'BertPreTokenizer':
      return [split(String.raw`[^\s${PUNCTUATION}]+|[${PUNCTUATION}]`, 'matches')];
    case 'Punctuation':
      return [splitBy(`[${PUNCTUATION}]`, value.behavior ?? 'Isolated', `${path}.behavior`)];
    case 'Digits':
      return [split(readFlag(value, 'individual_digits', path) ? String.raw`\p{N}` : String.raw`\p{N}+`, 'all')];
    case 'CharDelimiterSplit':
      return [split(readPattern({ String: value.delimiter }, `${path}.delimiter`), 'gaps')];
    case 'Split':
      return [readSplit(value, path)];
    default:
      return refuse(`${path}.type`, `is ${show(typeOf(value))}, which is not supported`);
  }
}

function byteLevel(value: Fields, path: string): Step[] {
  const useRegex = readFlag(value, 'use_regex', path, true);
  if (readFlag(value, 'add_prefix_space', path, true))
    return [{ type: 'ByteLevel', add_prefix_space: true, use_regex: useRegex }];
  return [...(useRegex ? [split(GPT2, 'all')] : []), { type: 'ByteLevel', add_prefix_space: false, use_regex: false }];
}

function metaspace(value: Fields, path: string, isFirst: boolean): Step[] {
  const { replacement, scheme } = readMetaspace(value, path);
  if (scheme === 'first' && !isFirst) refuse(`${path}.prepend_scheme`, 'is "first" in a step that is not the first');
  const toSpaces = { type: 'Metaspace', replacement, prepend_scheme: scheme };
  if (!readFlag(value, 'split', path, true)) return [toSpaces];
  return [toSpaces, splitBy(readPattern({ String: replacement }, path), 'MergedWithNext', path)];
}

/** Of the pre-tokenizer or the decoder; older files say `add_prefix_space` where newer ones name a scheme. */
export function readMetaspace(value: Fields, path: string): { replacement: string; scheme: string } {
  const { replacement = '▁' } = value;
  if (typeof replacement !== 'string' || [...replacement].length !== 1)
    refuse(`${path}.replacement`, `is ${show(replacement)}, not one character`);
  const scheme = value.prepend_scheme ?? (readFlag(value, 'add_prefix_space', path, true) ? 'always' : 'never');
  if (typeof scheme !== 'string' || !['always', 'first', 'never'].includes(scheme))
    refuse(`${path}.prepend_scheme`, `is ${show(scheme)}; "always", "first" and "never" are known`);
  return { replacement, scheme };
}

function readSplit(value: Fields, path: string): Step {
  const pattern = readPattern(value.pattern, `${path}.pattern`);
  if (!readFlag(value, 'invert', path)) return splitBy(pattern, value.behavior, `${path}.behavior`);
  // What matches and what lies between change places; where both are kept that makes no difference.
  if (value.behavior === 'Removed') return split(pattern, 'matches');
  if (value.behavior === 'Isolated') return split(pattern, 'all');
  return refuse(`${path}.invert`, `is true, which is not supported with the behavior ${show(value.behavior)}`);
}

function splitBy(pattern: string, behavior: unknown, path: string): Step {
  switch (behavior) {
    case 'Isolated':
      return split(pattern, 'all');
    case 'Removed':
      // JavaScript would keep what a capturing group matches.
      if (/(?<!\\)\((?!\?)/.test(pattern)) refuse(path, 'is "Removed" for a pattern with a capturing group');
      return split(pattern, 'gaps');
    case 'Contiguous':
      return split(`(?:${pattern})+`, 'all');
    case 'MergedWithPrevious':
      return split(`${ANYTHING}*?(?:${pattern})|${ANYTHING}+`, 'matches');
    case 'MergedWithNext':
      return split(`(?:${pattern})(?:(?!${pattern})${ANYTHING})*|(?:(?!${pattern})${ANYTHING})+`, 'matches');
    default:
      return refuse(path, `is ${show(behavior)}, which is not supported`);
  }
}
