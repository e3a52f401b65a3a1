/**
 * Splits text into words as spaCy's rules for Azerbaijani do (`spacy.blank('az')`, which has the rules of most languages):
 * at white space, then punctuation off both ends of what stands between, then apart at signs between letters. Emoticons are
 * not kept whole, which those rules do. Thresholds that were published for words of that kind hold for these.
 */
import {
  ALPHA,
  BEFORE_STOP,
  CURRENCY,
  characterFlags,
  DIGIT,
  flagsOf,
  ICON,
  INNER,
  LOWER,
  PREFIX,
  QUOTE,
  SPACE,
  SUFFIX,
  SURROGATE,
  UPPER,
} from './characters.ts';

/** Words in the order of the text; arrays are longer than `count` and are those of the next text after the next call. */
export interface Words {
  readonly count: number;
  /** Where each begins and ends, in UTF-16 units. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 32 bits of its UTF-16 units. */
  readonly hashes: Int32Array;
  /** Every flag (characters.ts) that one of its characters has. */
  readonly flags: Uint16Array;
  /** Length of the text in code points. */
  readonly codePoints: number;
}

let starts = new Int32Array(1 << 12);
let ends = new Int32Array(1 << 12);
let hashes = new Int32Array(1 << 12);
let flags = new Uint16Array(1 << 12);
let count = 0;

let last: { text: string; words: Words } | undefined;

/** The words of a text; those of the last one are remembered, as several rules look at the same text in turn. */
export function splitWords(text: string): Words {
  if (last?.text !== text) last = { text, words: split(text) };
  return last.words;
}

/** A number with its unit has both. */
const MEASURE = DIGIT | ALPHA;

function split(text: string): Words {
  const table = characterFlags();
  const length = text.length;
  let pairs = 0;
  count = 0;
  let i = 0;
  while (i < length) {
    const from = i;
    let all = 0;
    let hash = 0;
    while (i < length) {
      const unit = text.charCodeAt(i);
      const flag = table[unit]!;
      if (flag & SPACE) break;
      all |= flag;
      hash = Math.imul(hash ^ unit, 0x01000193);
      if (unit >= 0xdc00 && unit < 0xe000) pairs++;
      i++;
    }
    if (i > from) {
      if (all & (PREFIX | SUFFIX | INNER) || (all & MEASURE) === MEASURE) splitAffixes(text, from, i, all);
      else push(from, i, hash, all);
    }
    i++;
  }
  return { count, starts, ends, hashes, flags, codePoints: length - pairs };
}

function push(start: number, end: number, hash: number, all: number): void {
  if (count === starts.length) {
    starts = grown(starts, new Int32Array(2 * count));
    ends = grown(ends, new Int32Array(2 * count));
    hashes = grown(hashes, new Int32Array(2 * count));
    flags = grown(flags, new Uint16Array(2 * count));
  }
  starts[count] = start;
  ends[count] = end;
  hashes[count] = hash;
  flags[count] = all;
  count++;
}

function grown<A extends Int32Array | Uint16Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function pushWord(text: string, start: number, end: number): void {
  const table = characterFlags();
  let all = 0;
  let hash = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    const flag = table[unit]!;
    all |= flag & SURROGATE ? flag | flagsOf(characterAt(text, i)) : flag;
    hash = Math.imul(hash ^ unit, 0x01000193);
  }
  push(start, end, hash, all);
}

const characterAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

/** Ends of the suffixes that were cut off one text between spaces, the last of the text first. */
const suffixEnds: number[] = [];

/** Cuts one text between spaces: a prefix and a suffix in turn, until neither is left. */
function splitAffixes(text: string, from: number, to: number, all: number): void {
  let start = from;
  let end = to;
  suffixEnds.length = 0;
  while (start < end && !isInitial(text, start, end)) {
    const prefix = prefixLength(text, start, end);
    if (prefix > 0 && isInitial(text, start + prefix, end)) {
      pushWord(text, start, start + prefix);
      start += prefix;
      break;
    }
    const suffix = suffixLength(text, start + prefix, end, all);
    if (prefix + suffix === 0) break;
    if (prefix > 0) pushWord(text, start, start + prefix);
    start += prefix;
    if (suffix > 0) suffixEnds.push(end);
    end -= suffix;
  }
  if (start < end) splitInside(text, start, end);
  for (let i = suffixEnds.length - 1; i >= 0; i--) pushWord(text, suffixEnds[i + 1] ?? end, suffixEnds[i]!);
}

/** A small letter with its full stop, as before a list's item, stays whole. */
function isInitial(text: string, start: number, end: number): boolean {
  return end - start === 2 && text[start + 1] === '.' && /[a-zäöü]/.test(text[start]!);
}

function prefixLength(text: string, start: number, end: number): number {
  const unit = text[start]!;
  const flag = characterFlags()[text.charCodeAt(start)]!;
  if (flag & SURROGATE) return iconLength(text, start);
  if (unit === '.') return dotsAt(text, start, end);
  if (unit === '+') return start + 1 < end && isDigit(text, start + 1) ? 0 : 1;
  if (flag & PREFIX) return 1;
  return 'UCA'.includes(unit) ? dollarLength(text.slice(start, Math.min(end, start + 3))) : 0;
}

const dollarLength = (text: string): number => (/^(?:US|[CA])\$/.exec(text)?.[0] ?? '').length;

/** Two dots or more from here on; 0 where there are fewer. */
function dotsAt(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] === '.') at++;
  return at - start >= 2 ? at - start : 0;
}

function iconLength(text: string, at: number): number {
  const character = characterAt(text, at);
  return flagsOf(character) & ICON ? character.length : 0;
}

const UNITS = new Set(
  (
    'km km² km³ m m² m³ dm dm² dm³ cm cm² cm³ mm mm² mm³ ha µm nm yd in ft kg g mg µg t lb oz m/s km/h kmh mph hPa Pa mbar ' +
    'mb MB kb KB gb GB tb TB T G M K % км км² км³ м м² м³ дм дм² дм³ см см² см³ мм мм² мм³ нм кг г мг м/с км/ч кПа Па мбар ' +
    'Кб КБ кб Мб МБ мб Гб ГБ гб Тб ТБ'
  ).split(' '),
);
const LONGEST_UNIT = 4;

function suffixLength(text: string, start: number, end: number, all: number): number {
  if (start >= end) return 0;
  const table = characterFlags();
  const lastUnit = text.charCodeAt(end - 1);
  const lastFlag = table[lastUnit]!;
  const before = end - 2 >= start ? table[text.charCodeAt(end - 2)]! : 0;
  if (lastFlag & SURROGATE) return end - 2 >= start ? iconLength(text, end - 2) : 0;
  if (lastUnit === 0x2e) {
    let dots = 1;
    while (end - dots - 1 >= start && text[end - dots - 1] === '.') dots++;
    if (dots >= 2) return dots;
    if (before & BEFORE_STOP) return 1;
    return before & UPPER && end - 3 >= start && table[text.charCodeAt(end - 3)]! & UPPER ? 1 : 0;
  }
  if (lastFlag & SUFFIX) return 1;
  if (/[sS]/.test(text[end - 1]!) && end - 2 >= start && /['’]/.test(text[end - 2]!)) return 2;
  if ((lastFlag & CURRENCY || lastUnit === 0x2b) && before & DIGIT) return 1;
  return all & DIGIT ? unitLength(text, start, end) : 0;
}

/** A unit of measure that follows a digit. */
function unitLength(text: string, start: number, end: number): number {
  for (let at = end - 1; at > start && at >= end - LONGEST_UNIT; at--)
    if (isDigit(text, at - 1)) return UNITS.has(text.slice(at, end)) ? end - at : 0;
  return 0;
}

const flagAt = (text: string, at: number): number => characterFlags()[text.charCodeAt(at)]!;
const isDigit = (text: string, at: number): boolean => (flagAt(text, at) & DIGIT) !== 0;

/** Cuts a text without affixes apart at the signs within it, unless it is an address. */
function splitInside(text: string, start: number, end: number): void {
  const table = characterFlags();
  let from = start;
  let isChecked = false;
  for (let at = start; at < end; ) {
    const length = table[text.charCodeAt(at)]! & INNER ? innerLength(text, start, at, end) : 0;
    if (length === 0) {
      at++;
      continue;
    }
    if (!isChecked && isAddress(text.slice(start, end))) break;
    isChecked = true;
    // A sign right after another one stays with what follows.
    if (at > from) {
      pushWord(text, from, at);
      pushWord(text, at, at + length);
      from = at + length;
    }
    at += length;
  }
  if (from < end) pushWord(text, from, end);
}

/** The length of what splits a word here; 0 where nothing does. */
function innerLength(text: string, start: number, at: number, end: number): number {
  const sign = text[at]!;
  const flag = flagAt(text, at);
  if (flag & SURROGATE) return iconLength(text, at);
  if (flag & ICON || sign === '…') return 1;
  if (sign === '.' && dotsAt(text, at, end) > 0) return dotsAt(text, at, end);
  if (at === start || at + 1 >= end) return 0;
  const before = flagAt(text, at - 1);
  const after = flagAt(text, at + 1);
  if ('+-*^'.includes(sign) && before & DIGIT && (after & DIGIT || text[at + 1] === '-')) return 1;
  if (sign === '.') return before & (LOWER | QUOTE) && after & (UPPER | QUOTE) ? 1 : 0;
  if (sign === ',') return before & after & ALPHA ? 1 : 0;
  if (':<>=/'.includes(sign)) return before & (ALPHA | DIGIT) && after & ALPHA ? 1 : 0;
  return before & ALPHA ? hyphenLength(text, at, end) : 0;
}

/** A hyphen or dash before a letter; of the same sign there may be two, of hyphens three. */
function hyphenLength(text: string, at: number, end: number): number {
  const sign = text[at]!;
  if (!'-–—~'.includes(sign)) return 0;
  const most = sign === '-' ? 3 : sign === '—' ? 2 : 1;
  let length = 1;
  while (length < most && text[at + length] === sign) length++;
  return at + length < end && flagAt(text, at + length) & ALPHA ? length : 0;
}

/** Host names with two labels or more, with what may stand around them. */
const ADDRESS =
  /^(?:[\w+.-]{2,}:\/\/)?(?:[^\s@]+@)?(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[A-Za-z0-9\u00a1-\uffff](?:[\w\u00a1-\uffff-]{0,62}[A-Za-z0-9\u00a1-\uffff])?\.)+\p{Ll}{2,63})(?::\d{2,5})?(?:[/?#]\S*)?$/u;
const LONGEST_ADDRESS = 2048;

function isAddress(word: string): boolean {
  return word.length <= LONGEST_ADDRESS && word.includes('.') && ADDRESS.test(word);
}
