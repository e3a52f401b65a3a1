/** Keeps the document in step with the preferences: theme, language of the page, colour of the browser's own frame. */
import type { Preferences, PreferencesStore } from '../state/preferences.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');

function apply({ language, theme }: Preferences): void {
  const root = document.documentElement;
  root.lang = language;
  root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
}

export function applyLook(preferences: PreferencesStore): void {
  apply(preferences.getState());
  preferences.subscribe(apply);
  dark.addEventListener('change', () => apply(preferences.getState()));
}
