/**
 * Added tokens of a stranger's tokenizer: cut out of a text before it is split into words, each with the white space that
 * it takes along and only where it may stand. Of those that begin at one place the longest is taken. They are looked up in a tree
 * of characters, so that a hundred thousand of them take no longer than a few.
 */
import { WORD_CHARACTERS } from '../../formats/foreign-tokenizer/pre-tokenizer.ts';
import type { AddedEntry } from '../../formats/tokenizer-fields.ts';

const WORD_BEFORE = new RegExp(`[${WORD_CHARACTERS}]$`, 'u');
const WORD_AFTER = new RegExp(`^[${WORD_CHARACTERS}]`, 'u');
const SPACE = /\p{White_Space}/u;

/** By UTF-16 units. */
interface Branch {
  readonly next: Map<number, Branch>;
  token: AddedEntry | null;
}

interface Found {
  readonly token: AddedEntry;
  /** Where the token itself ends. */
  readonly end: number;
}

export class AddedTokens {
  readonly #root: Branch = { next: new Map(), token: null };
  readonly #takesSpaceBefore: boolean;

  /** @param contentOf the text that is looked for, where it is not the token's own */
  constructor(tokens: readonly AddedEntry[], contentOf = (token: AddedEntry): string => token.content) {
    for (const token of tokens) this.#add(contentOf(token), token);
    this.#takesSpaceBefore = tokens.some(({ lstrip }) => lstrip);
  }

  /** Calls `onToken` with the id of each added token and `onRest` with what lies between, in order. */
  cut(text: string, onToken: (id: number) => void, onRest: (part: string) => void): void {
    let done = 0;
    for (let at = 0; at < text.length && this.#root.next.size > 0; ) {
      const found = this.#findAt(text, at);
      if (found === null) {
        at++;
        continue;
      }
      if (at > done) onRest(text.slice(done, at));
      onToken(found.token.id);
      at = found.token.rstrip ? endOfSpace(text, found.end) : found.end;
      done = at;
    }
    if (done < text.length) onRest(text.slice(done));
  }

  #add(content: string, token: AddedEntry): void {
    if (content === '' || !content.isWellFormed()) return; // which no text holds
    let branch = this.#root;
    for (let at = 0; at < content.length; at++) {
      const unit = content.charCodeAt(at);
      let next = branch.next.get(unit);
      if (next === undefined) {
        next = { next: new Map(), token: null };
        branch.next.set(unit, next);
      }
      branch = next;
    }
    branch.token = token;
  }

  /** With the white space from `at` on, where that is the first of a run and a token takes it along. */
  #findAt(text: string, at: number): Found | null {
    const here = this.#longest(text, at, false);
    const isRunStart = isSpace(text, at) && !(at > 0 && isSpace(text, at - 1));
    if (here !== null || !this.#takesSpaceBefore || !isRunStart) return here;
    return this.#longest(text, endOfSpace(text, at), true);
  }

  /** @param behindSpace only of those that take the white space before them */
  #longest(text: string, at: number, behindSpace: boolean): Found | null {
    let found: Found | null = null;
    let branch = this.#root.next.get(text.charCodeAt(at));
    for (let end = at + 1; branch !== undefined; end++) {
      const { token } = branch;
      if (token !== null && (token.lstrip || !behindSpace) && (!token.singleWord || standsAlone(text, at, end)))
        found = { token, end };
      branch = end < text.length ? branch.next.get(text.charCodeAt(end)) : undefined;
    }
    return found;
  }
}

/** White space has one unit a character. */
const isSpace = (text: string, at: number): boolean => SPACE.test(text.charAt(at));

function endOfSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text, at)) at++;
  return at;
}

const standsAlone = (text: string, start: number, end: number): boolean =>
  !WORD_BEFORE.test(text.slice(Math.max(0, start - 2), start)) && !WORD_AFTER.test(text.slice(end, end + 2));
