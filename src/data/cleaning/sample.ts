/** The beginning and the middle of a text, `length` UTF-16 units each; a shorter text whole. Costs the same for long ones. */
export function sampleOf(text: string, length: number): string {
  if (text.length <= 2 * length) return text;
  const middle = text.indexOf(' ', text.length >> 1);
  const from = middle < 0 || middle > text.length - length ? text.length >> 1 : middle;
  return `${text.slice(0, length)} ${text.slice(from, from + length)}`;
}
