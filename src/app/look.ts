/** Keeps the document in step with theme and language: colours, language of the page, the browser's own frame. */
import type { PreferencesStore } from '../state/preferences.ts';
import type { CurrentLanguage } from './messages/current-language.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

export function applyLook(preferences: PreferencesStore, language: CurrentLanguage): void {
  function apply(): void {
    const { theme } = preferences.getState();
    const root = document.documentElement;
    root.lang = language.getState().tag;
    root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  }
  apply();
  preferences.subscribe(apply);
  language.subscribe(apply);
  dark.addEventListener('change', apply);
}
