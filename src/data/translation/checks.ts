/**
 * What is to be looked at in a translated record. A finding is a reason to look and no verdict: a number may well be
 * written in words, and a short answer may be right.
 */
import { isKnownLanguage, type KnownLanguage, languageOf } from '../language.ts';
import { rougeLOf } from '../rouge.ts';
import { keptSpans, withoutKept } from './kept.ts';
import { FIELDS, type Field, type Texts } from './record.ts';

export type Finding =
  /** A field that has a text has none in the translation. */
  | { readonly check: 'missing'; readonly field: Field }
  /** Code, addresses, placeholders or tags are not those of the source. */
  | {
      readonly check: 'kept' | 'numbers';
      readonly field: Field;
      readonly lost: readonly string[];
      readonly added: readonly string[];
    }
  /** In another language than asked for. */
  | { readonly check: 'language'; readonly field: Field; readonly found: KnownLanguage }
  /** Far shorter or longer than its source. */
  | { readonly check: 'length'; readonly field: Field; readonly ratio: number }
  /** The answer differed from what was given and no longer does: the translator corrected what the example is about. */
  | { readonly check: 'repaired' }
  /** The source changes little of what it is given: an exercise about wording, whose mistake may be gone. */
  | { readonly check: 'rewording' }
  /** The translator declined, where the source does not. */
  | { readonly check: 'refused'; readonly field: Field };

export type Check = Finding['check'];

export interface Direction {
  readonly from: string;
  readonly to: string;
}

/** Below this many UTF-16 units lengths say little. */
const SHORT = 40;
/** Longest and shortest translation of a longer text, as a share of it. */
const RATIOS = { least: 0.4, most: 2.5 };
/** Of the words of input and answer: from here on the answer is the input, reworded. */
const REWORDED = 0.6;
/** From so many words on the same text is no name but untranslated. */
const SENTENCE_WORDS = 5;

const REFUSALS =
  /^\W*(i['’]?m sorry|i am sorry|sorry, (but )?i|i can(no|['’])t|as an ai\b|i['’]?m unable|üzr istəyirəm|təəssüf ki|mən süni intellekt|üzgünüm|maalesef|bir yapay zek|извините|к сожалению|я не могу|как искусственный)/iu;

export function findingsOf(source: Texts, translation: Texts, { from, to }: Direction): Finding[] {
  const findings = FIELDS.flatMap((field): Finding[] => {
    const before = source[field];
    if (before === undefined) return [];
    const after = translation[field] ?? '';
    if (after.trim() === '') return [{ check: 'missing', field }];
    return [
      ...difference('kept', field, keptSpans(before), keptSpans(after)),
      ...numbersOf(field, withoutKept(before), withoutKept(after)),
      ...languageFinding(field, withoutKept(before), withoutKept(after), from, to),
      ...lengthFinding(field, before, after),
      ...(REFUSALS.test(after) && !REFUSALS.test(before) ? [{ check: 'refused', field } as const] : []),
    ];
  });
  return [...findings, ...wordingFindings(source, translation)];
}

/** What only one of two lists has; nothing where they hold the same, in any order. */
function difference(
  check: 'kept' | 'numbers',
  field: Field,
  before: readonly string[],
  after: readonly string[],
): Finding[] {
  const lost = without(before, after);
  const added = without(after, before);
  return lost.length + added.length === 0 ? [] : [{ check, field, lost, added }];
}

function without(list: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

/**
 * Languages write numbers and dates with other signs between digits: 1,000.5 and 1 000,5. So they differ only where they do
 * so both as whole numbers without those signs and as runs of digits.
 */
function numbersOf(field: Field, before: string, after: string): Finding[] {
  const runs = (text: string) => text.match(/\p{Nd}+/gu) ?? [];
  const whole = (text: string) =>
    (text.match(/\p{Nd}+(?:[.,:'’/]\p{Nd}+|[ \u00a0\u202f]\p{Nd}{3}(?!\p{Nd}))*/gu) ?? []).map((number) =>
      number.replace(/\P{Nd}/gu, ''),
    );
  if (difference('numbers', field, whole(before), whole(after)).length === 0) return [];
  return difference('numbers', field, runs(before), runs(after));
}

function languageFinding(field: Field, before: string, after: string, from: string, to: string): Finding[] {
  const found = languageOf(after);
  const isSame = after.trim() === before.trim() && after.trim().split(/\s+/).length >= SENTENCE_WORDS;
  if (found === null)
    return isSame && isKnownLanguage(from) && from !== to ? [{ check: 'language', field, found: from }] : [];
  // A text about a language quotes it: what was not in the language of the source before need not be in the other now.
  const wasForeign = isKnownLanguage(from) && ![from, null].includes(languageOf(before));
  return found === to || !isKnownLanguage(to) || wasForeign ? [] : [{ check: 'language', field, found }];
}

function lengthFinding(field: Field, before: string, after: string): Finding[] {
  if (Math.max(before.length, after.length) < SHORT) return [];
  const ratio = after.length / before.length;
  return ratio < RATIOS.least || ratio > RATIOS.most ? [{ check: 'length', field, ratio }] : [];
}

function wordingFindings(source: Texts, translation: Texts): Finding[] {
  const { input = '', output = '' } = source;
  if (input.trim() === '' || same(input, output)) return [];
  if (same(translation.input ?? '', translation.output ?? '')) return [{ check: 'repaired' }];
  return input.length < 2000 && rougeLOf(input, output) >= REWORDED ? [{ check: 'rewording' }] : [];
}

const same = (a: string, b: string): boolean => a.trim().replace(/\s+/g, ' ') === b.trim().replace(/\s+/g, ' ');

/** Of a whole set: which records are there, by their ids. */
export interface Alignment {
  readonly missing: readonly number[];
  readonly unknown: readonly number[];
  readonly twice: readonly number[];
  /** The first id that stands before one that came earlier in the source; null where the order is kept. */
  readonly outOfOrder: number | null;
}

export function alignmentOf(sources: readonly number[], translated: readonly number[]): Alignment {
  const place = new Map(sources.map((id, i) => [id, i]));
  const seen = new Set<number>();
  const twice = translated.filter((id) => seen.size === seen.add(id).size);
  const known = translated.filter((id) => place.has(id));
  const late = known.findIndex((id, i) => i > 0 && place.get(id)! < place.get(known[i - 1]!)!);
  return {
    missing: sources.filter((id) => !seen.has(id)),
    unknown: translated.filter((id) => !place.has(id)),
    twice,
    outOfOrder: late < 0 ? null : (known[late] ?? null),
  };
}
