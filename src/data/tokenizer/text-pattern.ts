/** Matches any of the texts, the longest where several begin at one place; null when there are none. */
export function anyOf(texts: readonly string[]): RegExp | null {
  const sources = texts
    .filter((text) => text !== '')
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\^$.*+?()[\]{}|/\\]/g, '\\$&'));
  return sources.length === 0 ? null : new RegExp(sources.join('|'), 'gu');
}
