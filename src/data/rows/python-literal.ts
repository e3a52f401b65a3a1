/**
 * Values as Python writes them (`repr`, `str` of a dict): what people save in the place of JSON. A grammar of literals alone, as
 * `ast.literal_eval` takes them (Python Language Reference, 2.4 "Literals"): nothing is run.
 */

/** Deeper nesting is refused: it is no record. */
const MOST_DEPTH = 64;

/** @throws SyntaxError where the text is no literal, or one of those that JSON has nothing for: bytes, complex numbers */
export function parsePythonLiteral(text: string): unknown {
  const parser = new LiteralParser(text);
  const value = parser.value(0);
  parser.expectEnd();
  return value;
}

const NAMES = new Map<string, unknown>([
  ['None', null],
  ['True', true],
  ['False', false],
]);
const NUMBER = /[+-]?(?:\d[\d_]*)?(?:\.\d*)?(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
const SPACE = /\s*/y;
/** Of a string: what stands before its quotes; not `b`, whose bytes are no text. */
const STRING_START = /([uUrR]?)('''|"""|'|")/y;
const ESCAPES = new Map(Object.entries({ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' }));
const CLOSING = { '[': ']', '(': ')', '{': '}' } as const;

class LiteralParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    if (depth > MOST_DEPTH) throw this.#unexpected();
    this.#match(SPACE);
    const next = this.#text[this.#at];
    if (next === '{') return this.#dictOrSet(depth);
    if (next === '[' || next === '(') return this.#list(CLOSING[next], depth);
    const text = this.#strings();
    if (text !== null) return text;
    const name = this.#match(NAME);
    if (name !== null && NAMES.has(name[0])) return NAMES.get(name[0]);
    const number = name === null ? this.#match(NUMBER) : null;
    if (number === null || !/\d/.test(number[0])) throw this.#unexpected();
    return Number(number[0].replaceAll('_', ''));
  }

  expectEnd(): void {
    this.#match(SPACE);
    if (this.#at < this.#text.length) throw this.#unexpected();
  }

  /** A tuple of one has a comma after it; without one the parentheses only hold the value. */
  #list(close: ']' | ')', depth: number): unknown {
    const values: unknown[] = [];
    let commas = 0;
    this.#at++;
    while (!this.#takes(close)) {
      if (values.length > commas) throw this.#unexpected();
      values.push(this.value(depth + 1));
      if (this.#takes(',')) commas++;
    }
    return close === ')' && values.length === 1 && commas === 0 ? values[0] : values;
  }

  #dictOrSet(depth: number): unknown {
    const entries: [string, unknown][] = [];
    const members: unknown[] = [];
    let needsComma = false;
    this.#at++;
    while (!this.#takes('}')) {
      if (needsComma) throw this.#unexpected();
      const key = this.value(depth + 1);
      if (!this.#takes(':')) members.push(key);
      else if (typeof key === 'object' && key !== null) throw this.#unexpected();
      else entries.push([String(key), this.value(depth + 1)]);
      needsComma = !this.#takes(',');
    }
    if (members.length === 0) return Object.fromEntries(entries);
    if (entries.length > 0) throw this.#unexpected();
    return members;
  }

  /** One or several strings, which are one where they follow each other; null where none begins here. */
  #strings(): string | null {
    let all: string | null = null;
    for (let start = this.#match(STRING_START); start; start = this.#match(STRING_START)) {
      const [, prefix = '', quotes = ''] = start;
      all = (all ?? '') + this.#string(quotes, prefix.toLowerCase() === 'r');
      this.#match(SPACE);
    }
    return all;
  }

  #string(quotes: string, isRaw: boolean): string {
    let out = '';
    while (!this.#text.startsWith(quotes, this.#at)) {
      const unit = this.#text[this.#at];
      if (unit === undefined || (unit === '\n' && quotes.length === 1)) throw this.#unexpected();
      this.#at++;
      if (unit !== '\\') out += unit;
      else out += isRaw ? `\\${this.#text[this.#at++] ?? ''}` : this.#escape();
    }
    this.#at += quotes.length;
    return out;
  }

  /** What stands after a backslash; one that means nothing is kept, as Python keeps it. */
  #escape(): string {
    const code = this.#match(/x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})/y);
    if (code) return this.#codePoint(Number.parseInt(code[0].slice(1), 16));
    const octal = this.#match(/[0-7]{1,3}/y);
    if (octal) return this.#codePoint(Number.parseInt(octal[0], 8));
    const unit = this.#text[this.#at++];
    if (unit === undefined || 'xuUN'.includes(unit)) throw this.#unexpected();
    if (`\\'"`.includes(unit)) return unit;
    return ESCAPES.get(unit) ?? `\\${unit}`;
  }

  #codePoint(value: number): string {
    if (value > 0x10ffff) throw this.#unexpected();
    return String.fromCodePoint(value);
  }

  /** @param sticky a pattern with the flag y */
  #match(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found;
  }

  #takes(unit: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== unit) return false;
    this.#at++;
    return true;
  }

  #unexpected(): SyntaxError {
    return new SyntaxError(`unexpected ${JSON.stringify(this.#text.slice(this.#at, this.#at + 10))} at ${this.#at}`);
  }
}
