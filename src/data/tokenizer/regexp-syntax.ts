/**
 * Reads the source of a JavaScript regular expression with the flag `u` into a tree. What one character may be is left to the
 * engine: a class, a property or an escape is kept as its text. The source is one that `RegExp` has taken; of what is newer than
 * this file (modifiers) nothing is passed through unread.
 */

/** Groups are counted from 1, as `exec` counts them. */
export type Pattern =
  | { readonly kind: 'character'; readonly source: string }
  | { readonly kind: 'sequence' | 'either'; readonly of: readonly Pattern[] }
  | {
      readonly kind: 'repeat';
      readonly of: Pattern;
      readonly min: number;
      readonly max: number;
      readonly isLazy: boolean;
    }
  | { readonly kind: 'group'; readonly of: Pattern; readonly group: number }
  | { readonly kind: 'look'; readonly of: Pattern; readonly isBehind: boolean; readonly isNegated: boolean }
  | { readonly kind: 'edge'; readonly of: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'again'; readonly group: number };

export interface ReadPattern {
  readonly pattern: Pattern;
  /** How many groups it has. */
  readonly groups: number;
}

/** @returns null for what is not read */
export function readRegExp(source: string): ReadPattern | null {
  const reader = new Reader(source);
  const pattern = reader.alternatives();
  return pattern === null || reader.at < source.length ? null : { pattern, groups: reader.groups };
}

/** One character, be it escaped. */
const ESCAPE =
  /\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F][\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2}|c[A-Za-z]|[\s\S])/uy;
const CLASS = /\[(?:\\[\s\S]|[^\]\\])*\]/uy;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)/uy;
const OPENING = /\((?:\?(?:(:)|(<?)([=!])|<([\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)>))?/uy;

class Reader {
  readonly #source: string;
  readonly #names: readonly string[];
  at = 0;
  groups = 0;

  constructor(source: string) {
    this.#source = source;
    this.#names = namesOf(source);
  }

  alternatives(): Pattern | null {
    const of: Pattern[] = [];
    do {
      const sequence = this.#sequence();
      if (sequence === null) return null;
      of.push(sequence);
    } while (this.#take('|'));
    return of.length === 1 ? (of[0] ?? null) : { kind: 'either', of };
  }

  #sequence(): Pattern | null {
    const of: Pattern[] = [];
    while (this.at < this.#source.length && !'|)'.includes(this.#source.charAt(this.at))) {
      const atom = this.#atom();
      if (atom === null) return null;
      of.push(this.#repeated(atom));
    }
    return of.length === 1 ? (of[0] ?? null) : { kind: 'sequence', of };
  }

  #repeated(of: Pattern): Pattern {
    const match = this.#match(QUANTIFIER);
    if (match === null) return of;
    const [, sign, least, comma, most, lazy] = match;
    const min = sign === '+' ? 1 : Number(least ?? 0);
    const isEndless = sign === '*' || sign === '+' || (comma !== undefined && most === '');
    const max = isEndless ? Number.POSITIVE_INFINITY : sign === '?' ? 1 : Number(comma === undefined ? least : most);
    return { kind: 'repeat', of, min, max, isLazy: lazy === '?' };
  }

  #atom(): Pattern | null {
    const character = this.#source.charAt(this.at);
    if (character === '(') return this.#group();
    if (character === '[') return this.#characterOf(CLASS);
    if (character === '\\') return this.#escaped();
    if (character === '^' || character === '$') {
      this.at++;
      return { kind: 'edge', of: character };
    }
    const source = String.fromCodePoint(this.#source.codePointAt(this.at) ?? 0);
    this.at += source.length;
    return { kind: 'character', source };
  }

  #group(): Pattern | null {
    const match = this.#match(OPENING);
    if (match === null || (match[0] === '(' && this.#source[this.at] === '?')) return null;
    const [, plain, behind, look] = match;
    const group = plain === undefined && look === undefined ? ++this.groups : null;
    const of = this.alternatives();
    if (of === null || !this.#take(')')) return null;
    if (look !== undefined) return { kind: 'look', of, isBehind: behind === '<', isNegated: look === '!' };
    return group === null ? of : { kind: 'group', of, group };
  }

  #escaped(): Pattern | null {
    const edge = this.#source.slice(this.at, this.at + 2);
    if (edge === '\\b' || edge === '\\B') {
      this.at += 2;
      return { kind: 'edge', of: edge };
    }
    const named = this.#match(/\\k<([^>]+)>/uy);
    if (named !== null) return { kind: 'again', group: this.#names.indexOf(named[1] ?? '') };
    const numbered = this.#match(/\\([1-9]\d*)/uy);
    if (numbered !== null) return { kind: 'again', group: Number(numbered[1]) };
    return this.#characterOf(ESCAPE);
  }

  #characterOf(form: RegExp): Pattern | null {
    const match = this.#match(form);
    return match === null ? null : { kind: 'character', source: match[0] };
  }

  #match(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.at;
    const match = form.exec(this.#source);
    if (match !== null) this.at += match[0].length;
    return match;
  }

  #take(character: string): boolean {
    if (this.#source[this.at] !== character) return false;
    this.at++;
    return true;
  }
}

/** The names of the groups, at their numbers. */
function namesOf(source: string): string[] {
  const names = [''];
  for (const [text, name] of source.matchAll(/\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?<([^=!>][^>]*)>|(?!\?))/gu))
    if (text.startsWith('(')) names.push(name ?? '');
  return names;
}
