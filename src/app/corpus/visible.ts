/** Text whose invisible characters can be seen, and where two texts begin and stop to differ. Pure; tested. */

const named: Record<string, string> = { '\n': '↵', '\r': '␍', '\t': '⇥', '\u00a0': '⍽' };

/** Control, zero-width and private characters as ⟨U+200B⟩; line ends and tabs as arrows. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u00a0]/gu, (character) => {
    const sign = named[character];
    if (sign !== undefined) return sign;
    return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

const isLowSurrogate = (code: number) => code >= 0xdc00 && code <= 0xdfff;

/** Lengths in UTF-16 units of the longest common start and, behind it, the longest common end; no pair is split. */
export function commonEnds(a: string, b: string): { start: number; end: number } {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  if (start > 0 && (isLowSurrogate(a.charCodeAt(start)) || isLowSurrogate(b.charCodeAt(start)))) start--;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  if (end > 0 && isLowSurrogate(a.charCodeAt(a.length - end))) end--;
  return { start, end };
}
