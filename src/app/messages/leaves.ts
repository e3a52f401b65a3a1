/** Every message of a language as text, for tests that read them all. */

export interface Leaf {
  /** Keys joined by dots, with `()` after each that is a function: `train.interrupted.title()`. */
  path: string;
  text: string;
}

/** Functions are called with telling arguments. */
export function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function') {
    const message = value as (...parameters: string[]) => unknown;
    return leavesOf(message('«1»', '«2»', '«3»'), `${path}()`);
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
  throw new Error(`${path} is no message`);
}
