/** Services for translation, as a person chooses them; remote/ asks them. */

export const REMOTE_KINDS = ['openai', 'libretranslate'] as const;
/** `browser`: the translator that the browser brings along, which asks nobody and has no address. */
export const ENDPOINT_KINDS = [...REMOTE_KINDS, 'browser'] as const;
export type EndpointKind = (typeof ENDPOINT_KINDS)[number];

/** All of it may be stored: the key is no part of it. */
export interface Endpoint {
  readonly kind: EndpointKind;
  readonly address: string;
  /** Of a chat API. */
  readonly model: string;
  /** Records of a request. */
  readonly recordsPerRequest: number;
  /** Requests at a time. */
  readonly lanes: number;
  /** null: no limit. */
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
}

export const DEFAULT_REQUEST = { recordsPerRequest: 8, lanes: 2 } as const;

/** What a policy can name: the same expression as in app/connect-policy.js, which can import nothing. */
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;

/**
 * By which a policy names a service. null where an address is none yet, and where it says more than where the service is:
 * a user, a password or a query may be secret, and addresses are stored.
 */
export function originOf(address: string): string | null {
  const text = address.trim();
  if (!URL.canParse(text)) return null;
  const { origin, username, password, search, hash } = new URL(text);
  const isPlain = username + password + search + hash === '';
  return isPlain && ORIGIN.test(origin) ? origin : null;
}
