/**
 * Translates a split pattern from Oniguruma's syntax (what tokenizer.json holds, and what Hugging Face's Rust library
 * runs) into the source of a JavaScript `u` regular expression that matches the same text.
 * Done by a small recursive parser, because the differences are in the meaning: `\s` is White_Space, `\d` is Nd,
 * `(?i:…)` follows Unicode case folding (`s` also matches ſ U+017F), `{n}?` is an optional `{n}`, `x++` is possessive.
 * Limits: no back references, anchors, word classes, POSIX or nested classes; no repetition of a part that may be empty;
 * case-insensitive groups hold ASCII letters only. All of these throw `split-pattern-unsupported` with the place;
 * nothing is passed through unread.
 * Source: Oniguruma's doc/RE (Ruby syntax).
 */
import { OcaqError } from '../../errors.ts';

const SET_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['s', '\\p{White_Space}'],
  ['S', '\\P{White_Space}'],
  ['d', '\\p{Nd}'],
  ['D', '\\P{Nd}'],
]);
const CONTROL_ESCAPES: ReadonlyMap<string, number> = new Map([
  ['r', 0x0d],
  ['n', 0x0a],
  ['t', 0x09],
  ['f', 0x0c],
  ['v', 0x0b],
  ['a', 0x07],
  ['e', 0x1b],
]);
/** Letters that fold to an ASCII letter beside its own two cases. */
const FURTHER_CASES: ReadonlyMap<string, string> = new Map([
  ['s', 'ſ'],
  ['k', '\u212a'],
]);
/** Two letters in a row that Oniguruma, ignoring case, also matches with one: ß, ﬀ, ﬁ, ﬂ, ﬆ. */
const FOLDED_PAIRS: ReadonlySet<string> = new Set(['ss', 'ff', 'fi', 'fl', 'st']);
const QUANTIFIER = /(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})/y;
const MAX_DEPTH = 64;

/** One item of a pattern: a single character, or a set of characters as JavaScript writes it. */
type Item = { readonly codePoint: number } | { readonly set: string };

/** State that holds for a group and the groups inside it. */
interface Scope {
  readonly ignoreCase: boolean;
  readonly lookbehind: boolean;
  readonly depth: number;
}

/** @throws OcaqError `split-pattern-unsupported`, details: pattern, index (UTF-16 units from the start) */
export function translateSplitPattern(pattern: string): string {
  return new Translator(pattern).whole();
}

class Translator {
  readonly #pattern: string;
  #at = 0;
  #possessives = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  whole(): string {
    const ignoreCase = this.#take('(?i)');
    const source = this.#alternatives({ ignoreCase, lookbehind: false, depth: 0 });
    if (this.#at < this.#pattern.length) this.#refuse('an unmatched ")"');
    return source;
  }

  #alternatives(scope: Scope): string {
    if (scope.depth > MAX_DEPTH) this.#refuse(`groups nested more than ${MAX_DEPTH} deep`);
    let source = '';
    let letter = '';
    while (this.#at < this.#pattern.length && this.#peek() !== ')') {
      if (this.#take('|')) {
        source += '|';
        letter = '';
        continue;
      }
      const previous = letter;
      letter = scope.ignoreCase ? this.#peek().toLowerCase() : '';
      if (FOLDED_PAIRS.has(previous + letter)) this.#refuse(`"${previous}${letter}" in a case-insensitive group`);
      source += this.#quantified(this.#atom(scope), scope);
    }
    return source;
  }

  #quantified(atom: string, scope: Scope): string {
    let source = atom;
    for (let times = 0; ; times++) {
      QUANTIFIER.lastIndex = this.#at;
      const quantifier = QUANTIFIER.exec(this.#pattern)?.[0];
      if (quantifier === undefined) return source;
      this.#at += quantifier.length;
      const exact = /^\{\d+\}$/.test(quantifier);
      if (!exact && mayBeEmpty(source)) this.#refuse('a repetition of a part that may be empty');
      const base = times === 0 ? source : `(?:${source})`;
      const counted = quantifier.startsWith('{,') ? `{0,${quantifier.slice(2)}` : quantifier;
      if (!exact && this.#take('?')) source = `${base}${counted}?`;
      else if (quantifier.length === 1 && this.#take('+')) source = this.#atomic(`${base}${quantifier}`, scope);
      else source = `${base}${counted}`;
    }
  }

  /** JavaScript has no atomic groups, but never goes back into a lookahead: find it there, then consume it. */
  #atomic(source: string, scope: Scope): string {
    if (scope.lookbehind) this.#refuse('an atomic or possessive part in a lookbehind');
    const name = `atomic${this.#possessives++}`;
    return `(?:(?=(?<${name}>${source}))\\k<${name}>)`;
  }

  #atom(scope: Scope): string {
    if (this.#take('(')) return this.#group(scope);
    if (this.#take('[')) return this.#characterClass(scope);
    if (this.#take('.')) return '[^\\n]';
    if (this.#peek() === '\\') {
      const item = this.#escape();
      return 'set' in item ? this.#set(item.set, scope) : this.#literal(item.codePoint, scope);
    }
    if ('^$*+?'.includes(this.#peek())) this.#refuse(`"${this.#peek()}" here`);
    return this.#literal(this.#next(), scope);
  }

  #group(scope: Scope): string {
    const inner = { ...scope, depth: scope.depth + 1 };
    const rest = (opening: string, within: Scope): string => {
      const source = `${opening}${this.#alternatives(within)})`;
      if (!this.#take(')')) this.#refuse('a group without its ")"');
      return source;
    };
    if (!this.#take('?')) return rest('(?:', inner);
    if (this.#take(':')) return rest('(?:', inner);
    if (this.#take('i:')) return rest('(?:', { ...inner, ignoreCase: true });
    if (this.#take('-i:')) return rest('(?:', { ...inner, ignoreCase: false });
    if (this.#take('=')) return `(?:${rest('(?=', inner)})`;
    if (this.#take('!')) return `(?:${rest('(?!', inner)})`;
    if (this.#take('<=')) return `(?:${rest('(?<=', { ...inner, lookbehind: true })})`;
    if (this.#take('<!')) return `(?:${rest('(?<!', { ...inner, lookbehind: true })})`;
    if (this.#take('>')) return this.#atomic(rest('(?:', inner), scope);
    const name = /^<[A-Za-z_]\w*>/.exec(this.#pattern.slice(this.#at, this.#at + 64))?.[0];
    if (name !== undefined && this.#take(name)) return rest('(?:', inner);
    return this.#refuse('this kind of group');
  }

  #characterClass(scope: Scope): string {
    const opening = this.#take('^') ? '[^' : '[';
    if (this.#peek() === ']') this.#refuse('an empty character class');
    let source = '';
    while (!this.#take(']')) {
      const item = this.#classItem();
      if ('set' in item) {
        source += this.#set(item.set, scope);
        if (this.#peek() === '-' && !this.#pattern.startsWith('-]', this.#at)) this.#refuse('a range from a set');
        continue;
      }
      const isRange = this.#peek() === '-' && !this.#pattern.startsWith('-]', this.#at);
      if (!isRange) {
        source += this.#classRange(item.codePoint, item.codePoint, scope);
        continue;
      }
      this.#at++;
      const last = this.#classItem();
      if ('set' in last) this.#refuse('a range to a set');
      else source += this.#classRange(item.codePoint, last.codePoint, scope);
    }
    return `${opening}${source}]`;
  }

  #classItem(): Item {
    if (this.#at >= this.#pattern.length) this.#refuse('a character class without its "]"');
    if (this.#peek() === '[') this.#refuse('a class inside a character class');
    if (this.#pattern.startsWith('&&', this.#at)) this.#refuse('an intersection of character classes');
    return this.#peek() === '\\' ? this.#escape() : { codePoint: this.#next() };
  }

  #classRange(first: number, last: number, scope: Scope): string {
    if (first > last) this.#refuse('a range whose end is before its start');
    if (!scope.ignoreCase) return first === last ? hex(first) : `${hex(first)}-${hex(last)}`;
    if (last > 0x7f && first !== last) this.#refuse('a range beyond ASCII in a case-insensitive group');
    let source = '';
    for (let codePoint = first; codePoint <= last; codePoint++) source += this.#cases(codePoint).map(hex).join('');
    return source;
  }

  #literal(codePoint: number, scope: Scope): string {
    if (!scope.ignoreCase) return hex(codePoint);
    const cases = this.#cases(codePoint).map(hex).join('');
    return cases === hex(codePoint) ? cases : `[${cases}]`;
  }

  /** All code points that are equal to this one when case is ignored. */
  #cases(codePoint: number): number[] {
    const character = String.fromCodePoint(codePoint);
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    if (lower === upper) return [codePoint];
    if (codePoint > 0x7f) this.#refuse(`the letter "${character}" in a case-insensitive group`);
    return [...lower, ...upper, ...(FURTHER_CASES.get(lower) ?? '')].map((letter) => letter.codePointAt(0)!);
  }

  #set(set: string, scope: Scope): string {
    const caseless = [...SET_ESCAPES.values()].includes(set);
    if (scope.ignoreCase && !caseless) this.#refuse('a Unicode property in a case-insensitive group');
    return set;
  }

  #escape(): Item {
    this.#at++;
    if (this.#at >= this.#pattern.length) this.#refuse('a "\\" at the end');
    const braced = /(?:[pP]\{(\^?)([A-Za-z_]+)\}|x\{([0-9A-Fa-f]{1,6})\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4}))/y;
    braced.lastIndex = this.#at;
    const match = braced.exec(this.#pattern);
    if (match !== null) {
      const [text, caret, property, ...digits] = match;
      if (property !== undefined) {
        const negated = text.startsWith('P') !== (caret === '^');
        const set = this.#property(negated ? 'P' : 'p', property);
        this.#at += text.length;
        return { set };
      }
      const codePoint = Number.parseInt(digits.find((group) => group !== undefined)!, 16);
      if (codePoint > 0x10ffff) this.#refuse('a code point above U+10FFFF');
      this.#at += text.length;
      return { codePoint };
    }
    const letter = this.#peek();
    const known = SET_ESCAPES.get(letter) ?? CONTROL_ESCAPES.get(letter);
    if (known === undefined && /[0-9A-Za-z]/.test(letter)) this.#refuse(`"\\${letter}"`);
    const codePoint = this.#next();
    if (known === undefined) return { codePoint };
    return typeof known === 'string' ? { set: known } : { codePoint: known };
  }

  /** General categories and scripts only: other names mean different sets in the two engines (`\p{punct}`). */
  #property(kind: 'p' | 'P', name: string): string {
    if (name.toLowerCase() !== 'punct') {
      for (const qualifier of ['General_Category', 'Script']) {
        const source = `\\${kind}{${qualifier}=${name}}`;
        if (isRegExp(source)) return source;
      }
    }
    return this.#refuse(`the Unicode property "${name}"`);
  }

  #peek(): string {
    return this.#pattern.charAt(this.#at);
  }

  #next(): number {
    const codePoint = this.#pattern.codePointAt(this.#at)!;
    this.#at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #refuse(what: string): never {
    throw new OcaqError(
      'split-pattern-unsupported',
      `The split pattern ${JSON.stringify(this.#pattern)} has ${what} (at position ${this.#at}), which Ocaq cannot run. Use a tokenizer with a simpler split pattern, such as the one of Llama 3.`,
      { pattern: this.#pattern, index: this.#at },
    );
  }
}

/** Letters and digits as they are, everything else by number: never mistaken for syntax, inside a class or outside. */
function hex(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /[0-9A-Za-z]/.test(character) ? character : `\\u{${codePoint.toString(16)}}`;
}

/** Whether the part can match without taking a character. JavaScript and Oniguruma repeat such a part differently. */
function mayBeEmpty(source: string): boolean {
  return isRegExp(source) && new RegExp(`^(?:${source})$`, 'u').test('');
}

function isRegExp(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}
