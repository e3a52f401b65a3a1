/** How a key or a token is sent in a header (RFC 6750). */
import { OcaqError } from '../errors.ts';

/**
 * @param key not empty
 * @throws OcaqError `endpoint-key`, which does not show it, where it has a character that no key has; `fetch` would fail as
 *   if there were no network
 */
export function bearer(key: string): string {
  if (/^[\x21-\x7e]+$/.test(key)) return `Bearer ${key}`;
  throw new OcaqError(
    'endpoint-key',
    'The key holds a character that no key has: a space, a line break, or a letter that is not ASCII, such as a Cyrillic one. Copy it anew from where you have it, with nothing around it.',
  );
}
