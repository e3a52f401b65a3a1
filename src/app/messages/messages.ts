/** The hooks that give components the language the person has chosen, and its messages. */
import { useStore } from 'zustand';
import { useStores } from '../context.ts';
import type { Language, Messages } from './language.ts';
import { languageOf } from './languages.ts';

export function useLanguage(): Language {
  return languageOf(useStore(useStores().preferences, (state) => state.language));
}

export function useMessages(): Messages {
  return useLanguage().messages;
}
