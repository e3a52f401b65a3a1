/** Services for translation, as a person chooses them; remote/ asks them. */

export const ENDPOINT_KINDS = ['openai', 'libretranslate'] as const;
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

/** By which a policy names it; null where an address is none yet. */
export function originOf(address: string): string | null {
  const text = address.trim();
  if (!URL.canParse(text)) return null;
  const { protocol, origin } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}
