/**
 * Added tokens of a stranger's tokenizer: cut out of a text before it is split into words, each with the white space that
 * it takes along and only where it may stand.
 */
import { WORD_CHARACTERS } from '../../formats/foreign-tokenizer/pre-tokenizer.ts';
import type { AddedEntry } from '../../formats/tokenizer-fields.ts';

const WORD = `[${WORD_CHARACTERS}]`;
const SPACE = String.raw`\p{White_Space}`;

export class AddedTokens {
  readonly #ids: ReadonlyMap<string, number>;
  readonly #search: RegExp | null;

  /** @param contentOf the text that is looked for, where it is not the token's own */
  constructor(tokens: readonly AddedEntry[], contentOf = (token: AddedEntry): string => token.content) {
    const wanted = tokens.filter((token) => contentOf(token) !== '');
    this.#ids = new Map(wanted.map((token) => [contentOf(token), token.id]));
    const sources = wanted
      .toSorted((a, b) => contentOf(b).length - contentOf(a).length)
      .map((token) => source(token, contentOf(token)));
    this.#search = sources.length === 0 ? null : new RegExp(sources.join('|'), 'gu');
  }

  /** Calls `onToken` with the id of each added token and `onRest` with what lies between, in order. */
  cut(text: string, onToken: (id: number) => void, onRest: (part: string) => void): void {
    let done = 0;
    for (const match of this.#search === null ? [] : text.matchAll(this.#search)) {
      if (match.index > done) onRest(text.slice(done, match.index));
      onToken(this.#idOf(match[0]));
      done = match.index + match[0].length;
    }
    if (done < text.length) onRest(text.slice(done));
  }

  /** Of a match, which may have white space around the token. */
  #idOf(match: string): number {
    const id = [match, match.trimStart(), match.trimEnd(), match.trim()].map((text) => this.#ids.get(text));
    return id.find((one) => one !== undefined) ?? 0;
  }
}

function source({ singleWord, lstrip, rstrip }: AddedEntry, content: string): string {
  const text = content.replace(/[\^$.*+?()[\]{}|/\\]/g, '\\$&');
  const alone = singleWord ? `(?<!${WORD})${text}(?!${WORD})` : text;
  const token = rstrip ? `${alone}${SPACE}*` : alone;
  // From the first of the spaces on, so that a long run of them is tried once.
  return lstrip ? `(?<!${SPACE})${SPACE}+${token}|${token}` : token;
}
