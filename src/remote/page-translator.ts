/** Translation by the browser itself, which offers it to pages and not to workers: texts go to the page and come back. */
import type { Direction } from '../data/translation/checks.ts';
import { NO_USAGE } from '../data/translation/cost.ts';
import { unitsOf } from '../data/translation/send.ts';
import { OcaqError } from '../errors.ts';
import { RemoteFault } from './http.ts';
import { type Translator, textsInOrder } from './service.ts';

/** Translates texts one by one, in their order. */
export type TextTranslator = (texts: string[]) => Promise<string[]>;

/** @throws OcaqError `translator-missing` where the page has none */
export function pageTranslator(onPage: TextTranslator | null, { from, to }: Direction): Translator {
  if (!onPage)
    throw new OcaqError(
      'translator-missing',
      'This browser has no translator of its own. Choose another service, or open the studio in Chrome on a desktop.',
    );
  return {
    async translate(batch) {
      const texts = batch.flatMap(({ fields }) => fields.map(({ text }) => text));
      const translated = await onPage(texts).catch((error: unknown) => {
        if (error instanceof OcaqError) throw new RemoteFault('service', error);
        throw new RemoteFault('request', failed(error, from, to));
      });
      const characters = batch.reduce((sum, one) => sum + unitsOf(one), 0);
      return { texts: textsInOrder(translated, batch), usage: { ...NO_USAGE, requests: 1, characters } };
    },
  };
}

/** Of a text, as far as can be told: others may succeed. */
function failed(error: unknown, from: string, to: string): OcaqError {
  const reason = error instanceof Error ? error.message : String(error);
  return new OcaqError(
    'translator-failed',
    `The browser's translator failed from ${from} to ${to} (${reason}). Resume later, or choose another service.`,
    { from, to, reason },
  );
}
