/** Translation by LibreTranslate (docs.libretranslate.com): POST …/translate with a list of texts, answered by a list. */
import type { Direction } from '../data/translation/checks.ts';
import { NO_USAGE } from '../data/translation/cost.ts';
import { unitsOf } from '../data/translation/send.ts';
import { endpointUrl } from './address.ts';
import { type Service, textsInOrder } from './service.ts';

export function libreTranslateService(
  endpoint: { readonly address: string; readonly key: string },
  direction: Direction,
): Service {
  const { address, key } = endpoint;
  return {
    request: (batch) => ({
      url: endpointUrl(address, '/translate', key !== ''),
      headers: {},
      body: {
        q: batch.flatMap(({ fields }) => fields.map(({ text }) => text)),
        source: direction.from,
        target: direction.to,
        format: 'text',
        ...(key === '' ? {} : { api_key: key }),
      },
    }),
    tokens: () => 0,
    read: (answer, batch) => {
      const { translatedText: translated } = (answer ?? {}) as { translatedText?: unknown };
      if (!Array.isArray(translated)) return null;
      const characters = batch.reduce((sum, one) => sum + unitsOf(one), 0);
      return { texts: textsInOrder(translated, batch), usage: { ...NO_USAGE, requests: 1, characters } };
    },
  };
}
