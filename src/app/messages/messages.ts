/** All messages in both languages, and the hook that gives the ones of the chosen language. */
import { useStore } from 'zustand';
import type { Language } from '../../state/preferences.ts';
import { useStores } from '../context.ts';
import { chat, exporting } from './chat.ts';
import { corpus } from './corpus.ts';
import { frame } from './frame.ts';
import { input } from './input.ts';
import { instruct } from './instruct.ts';
import { machine } from './machine.ts';
import { model } from './model.ts';
import { terms } from './terms.ts';
import { tokenizer } from './tokenizer.ts';
import { train } from './train.ts';
import { work } from './work.ts';

function ofLanguage<const L extends Language>(language: L) {
  return {
    ...frame[language],
    ...machine[language],
    ...work[language],
    terms: terms[language],
    corpus: corpus[language],
    tokenizer: tokenizer[language],
    model: model[language],
    train: train[language],
    instruct: instruct[language],
    input: input[language],
    chat: chat[language],
    exporting: exporting[language],
  };
}

export const messages = { en: ofLanguage('en'), az: ofLanguage('az') };
export type Messages = (typeof messages)['en'];

export function useLanguage(): Language {
  return useStore(useStores().preferences, (state) => state.language);
}

export function useMessages(): Messages {
  return messages[useLanguage()];
}
