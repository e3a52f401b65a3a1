/**
 * What `JSON.parse` does not tell: names that an object has twice (it keeps the last one silently), and how deep a text
 * nests, found before the parser spends memory on it. One pass over the text, which need not be valid JSON: of a broken
 * text the answer means nothing, and `JSON.parse` must still be asked.
 */

export type KeyScan = { kind: 'fine' } | { kind: 'too-deep' } | { kind: 'duplicate'; key: string };

/** @param maxDepth the number of arrays and objects that may be open at once. */
export function findDuplicateKey(text: string, maxDepth: number): KeyScan {
  /** The names seen in each open object; undefined for an open array. */
  const open: (Set<string> | undefined)[] = [];
  let keyIsNext = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (open.length === maxDepth) return { kind: 'too-deep' };
      open.push(character === '{' ? new Set() : undefined);
      keyIsNext = character === '{';
    } else if (character === '}' || character === ']') {
      open.pop();
      keyIsNext = false;
    } else if (character === ',') {
      keyIsNext = open.at(-1) !== undefined;
    } else if (character === '"') {
      const end = endOfString(text, at);
      const names = open.at(-1);
      if (keyIsNext && names !== undefined) {
        const key = decodeString(text.slice(at, end + 1));
        if (key === undefined) return { kind: 'fine' };
        if (names.has(key)) return { kind: 'duplicate', key };
        names.add(key);
      }
      keyIsNext = false;
      at = end;
    }
  }
  return { kind: 'fine' };
}

/** The place of the closing quote of the string that opens at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at;
    if (text[at] === '\\') at++;
  }
  return text.length;
}

/** Two spellings of one name ("a" and "\u0061") are one name; undefined when the string is not valid JSON. */
function decodeString(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
