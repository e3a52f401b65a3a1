/** The kinds of services that there are to choose from, and what they are asked with. */
import type { Direction } from '../data/translation/checks.ts';
import { chatService } from './chat-service.ts';
import { libreTranslateService } from './libretranslate-service.ts';
import { type Limits, Pace } from './pace.ts';
import { remoteTranslator, type Translator } from './service.ts';
import type { Plan } from './translate-all.ts';

export const ENDPOINT_KINDS = ['openai', 'libretranslate'] as const;
export type EndpointKind = (typeof ENDPOINT_KINDS)[number];

/** All of it may be stored: the key is no part of it. */
export interface Endpoint extends Limits {
  readonly kind: EndpointKind;
  readonly address: string;
  /** Of a chat API. */
  readonly model: string;
  /** Records of a request. */
  readonly recordsPerRequest: number;
  /** Requests at a time. */
  readonly lanes: number;
}

export const DEFAULT_REQUEST = { recordsPerRequest: 8, lanes: 2 } as const;

/** About 3000 tokens of English: answers stay well within what chat models write at once. */
const MOST_UNITS = 12_000;
const TIMEOUT = 180_000;

export const planOf = ({ recordsPerRequest, lanes }: Endpoint): Plan => ({
  most: recordsPerRequest,
  mostUnits: MOST_UNITS,
  lanes,
});

export function openTranslator(endpoint: Endpoint, key: string, direction: Direction): Translator {
  const { kind, address, model } = endpoint;
  const service =
    kind === 'openai'
      ? chatService({ address, model, key }, direction)
      : libreTranslateService({ address, key }, direction);
  return remoteTranslator(service, { key, pace: new Pace(endpoint), timeout: TIMEOUT });
}
