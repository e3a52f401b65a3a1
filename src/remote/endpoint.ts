/** A translator for the service that a person has chosen. */
import type { Direction } from '../data/translation/checks.ts';
import type { Endpoint } from '../data/translation/endpoint.ts';
import { chatService } from './chat-service.ts';
import { libreTranslateService } from './libretranslate-service.ts';
import { Pace } from './pace.ts';
import { pageTranslator, type TextTranslator } from './page-translator.ts';
import { remoteTranslator, type Translator } from './service.ts';
import type { Plan } from './translate-all.ts';

/** About 3000 tokens of English: answers stay well within what chat models write at once. */
const MOST_UNITS = 12_000;
const TIMEOUT = 180_000;

export const planOf = ({ recordsPerRequest, lanes }: Endpoint): Plan => ({
  most: recordsPerRequest,
  mostUnits: MOST_UNITS,
  lanes,
});

/**
 * The translator throws `endpoint-address`, `endpoint-insecure` and `endpoint-key` when it is first asked.
 * @throws OcaqError `translator-missing` where a page without a translator is to translate
 */
export function openTranslator(
  endpoint: Endpoint,
  key: string,
  direction: Direction,
  onPage: TextTranslator | null = null,
): Translator {
  const { kind, address, model } = endpoint;
  if (kind === 'browser') return pageTranslator(onPage, direction);
  const service =
    kind === 'openai'
      ? chatService({ address, model, key }, direction)
      : libreTranslateService({ address, key }, direction);
  return remoteTranslator(service, { key, pace: new Pace(endpoint), timeout: TIMEOUT });
}
