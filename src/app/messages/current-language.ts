/** The language that the page is written in: the one that the person has chosen, from when its messages are there. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { OcaqError } from '../../errors.ts';
import type { PreferencesStore } from '../../state/preferences.ts';
import type { Language } from './language.ts';
import { languages } from './languages.ts';

export type CurrentLanguage = StoreApi<Language>;

/** @throws OcaqError `language-missing` when its messages could not be fetched */
async function load(tag: string): Promise<Language> {
  const offered = languages.find((language) => language.tag === tag);
  if (!offered) throw new Error(`The studio does not speak "${tag}".`);
  try {
    return await offered.load();
  } catch (cause) {
    const message = `The messages of ${offered.name} could not be loaded. Check the connection, then choose the language again.`;
    throw new OcaqError('language-missing', message, { language: offered.name }, { cause });
  }
}

/**
 * Follows the preference. A language whose messages cannot be loaded is given up for the one that is shown.
 * @throws OcaqError `language-missing` for the first
 */
export async function followLanguage(
  preferences: PreferencesStore,
  onFailure: (failure: unknown) => void,
): Promise<CurrentLanguage> {
  const first = await load(preferences.getState().language);
  const current = createStore<Language>(() => first);
  preferences.subscribe(async ({ language }, before) => {
    if (language === before.language) return;
    try {
      const loaded = await load(language);
      if (preferences.getState().language === language) current.setState(loaded, true);
    } catch (failure) {
      if (preferences.getState().language !== language) return; // another one has been chosen since
      preferences.setState({ language: current.getState().tag });
      onFailure(failure);
    }
  });
  return current;
}
