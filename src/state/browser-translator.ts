/**
 * The translator that browsers bring along (Translator API, W3C draft "Translator and Language Detector APIs"): Chrome on
 * desktops has one. It works on the machine, with models that the browser downloads when a pair of languages is first used.
 */
import { OcaqError } from '../errors.ts';

interface Pair {
  readonly sourceLanguage: string;
  readonly targetLanguage: string;
}

interface BrowserTranslator {
  translate(text: string): Promise<string>;
  destroy(): void;
}

interface TranslatorClass {
  availability(pair: Pair): Promise<'unavailable' | 'downloadable' | 'downloading' | 'available'>;
  create(pair: Pair): Promise<BrowserTranslator>;
}

const translatorClass = (): TranslatorClass | undefined => (globalThis as { Translator?: TranslatorClass }).Translator;

export const hasBrowserTranslator = (): boolean => translatorClass() !== undefined;

export interface OpenTranslator {
  translate(texts: string[]): Promise<string[]>;
  close(): void;
}

/**
 * Must be called while the browser takes the person to be acting: it may have to download a model.
 * @returns null where the browser has no translator
 * @throws OcaqError `translator-pair` where it has none for these languages
 */
export async function openBrowserTranslator(from: string, to: string): Promise<OpenTranslator | null> {
  const Translator = translatorClass();
  if (!Translator) return null;
  const pair = { sourceLanguage: from, targetLanguage: to };
  if ((await Translator.availability(pair)) === 'unavailable')
    throw new OcaqError(
      'translator-pair',
      `The browser's translator does not go from ${from} to ${to}. Choose another service.`,
      { from, to },
    );
  const translator = await Translator.create(pair);
  return {
    async translate(texts) {
      const translated: string[] = [];
      for (const text of texts) translated.push(await translator.translate(text));
      return translated;
    },
    close: () => translator.destroy(),
  };
}
