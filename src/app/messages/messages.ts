/** The hooks that give components the language the person has chosen, and its messages. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { CurrentLanguage } from './current-language.ts';
import type { Language, Messages } from './language.ts';

export const LanguageContext = createContext<CurrentLanguage | null>(null);

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (!language) throw new Error('useLanguage outside of LanguageContext');
  return useStore(language);
}

export function useMessages(): Messages {
  return useLanguage().messages;
}
