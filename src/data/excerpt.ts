/**
 * Short pieces of documents for people to look at: beginnings, and the place where two versions of a text part.
 * Lengths are UTF-16 units; a surrogate pair is never cut in two. The ellipsis comes on top of the length.
 */
const isHighSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800;
const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

/** The first `length` units, with … where something was left off. */
export function beginning(text: string, length: number): string {
  return around(text, 0, length);
}

/** `length` units from `from` on, with … on the sides where something was left off. */
export function around(text: string, from: number, length: number): string {
  const start = isLowSurrogate(text, from) && isHighSurrogate(text, from - 1) ? from - 1 : from;
  let end = Math.min(text.length, start + length);
  if (end < text.length && isHighSurrogate(text, end - 1) && isLowSurrogate(text, end)) end--;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

/** Two versions of a text, both shown from a little before the first place where they differ. */
export function beforeAndAfter(before: string, after: string, length: number): { before: string; after: string } {
  let same = 0;
  while (same < before.length && same < after.length && before.charCodeAt(same) === after.charCodeAt(same)) same++;
  const from = Math.max(0, same - Math.floor(length / 4));
  return { before: around(before, from, length), after: around(after, from, length) };
}
