/**
 * The person's own settings: language, theme, memory budget, and the project opened last. Kept in localStorage; a browser
 * that refuses it (private mode) only means that they are asked again. Language starts from the browser's own order of
 * languages.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Id } from '../worker/api.ts';

export type Language = 'az' | 'en';
export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  language: Language;
  theme: Theme;
  /** Of the graphics card, hence of the machine and not of a project. */
  budgetGiB: number;
  lastProject: Id | null;
}

export type PreferencesStore = StoreApi<Preferences>;

const key = 'ocaq.preferences';

/** Of a 4 GB card; desktop, browser and driver take the rest. */
const defaultBudgetGiB = 3.25;

export const budgetRange = { min: 0.25, max: 64 } as const;

/** The memory budget as the worker takes it. */
export const budgetBytes = ({ budgetGiB }: Pick<Preferences, 'budgetGiB'>): number => Math.floor(budgetGiB * 2 ** 30);

/** The first of the browser's languages that the studio speaks; English when it speaks none of them. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const tag of languages) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'az' || primary === 'en') return primary;
  }
  return 'en';
}

/** Reads what was stored, field by field: one bad field does not cost the others. */
export function readPreferences(stored: string | null, languages: readonly string[]): Preferences {
  const result: Preferences = {
    language: preferredLanguage(languages),
    theme: 'system',
    budgetGiB: defaultBudgetGiB,
    lastProject: null,
  };
  if (stored === null) return result;
  let parsed: unknown;
  try {
    parsed = JSON.parse(stored);
  } catch {
    return result; // written by someone else, or cut: the defaults are a good answer
  }
  if (typeof parsed !== 'object' || parsed === null) return result;
  const { language, theme, budgetGiB, lastProject } = parsed as Record<string, unknown>;
  if (language === 'az' || language === 'en') result.language = language;
  if (theme === 'system' || theme === 'light' || theme === 'dark') result.theme = theme;
  const isBudget = typeof budgetGiB === 'number' && budgetGiB >= budgetRange.min && budgetGiB <= budgetRange.max;
  if (isBudget) result.budgetGiB = budgetGiB;
  if (typeof lastProject === 'string') result.lastProject = lastProject;
  return result;
}

function localStore(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null; // the browser forbids it; preferences then last as long as the tab
  }
}

export function createPreferences(): PreferencesStore {
  const storage = localStore();
  const store = createStore<Preferences>(() => readPreferences(storage?.getItem(key) ?? null, navigator.languages));
  store.subscribe((state) => {
    try {
      storage?.setItem(key, JSON.stringify(state));
    } catch {
      // A full or forbidden localStorage costs only the memory of these settings.
    }
  });
  return store;
}
