/**
 * The person's own settings: language, theme, memory budget, the project opened last, and whether the
 * screen is kept on. Kept in localStorage; a browser
 * that refuses it (private mode) only means that they are asked again. Language starts from the browser's own order of
 * languages.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULT_BUDGET_BYTES } from '../defaults.ts';
import type { Id } from '../worker/api.ts';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  /** A tag of one of the studio's languages. */
  language: string;
  theme: Theme;
  /** Of the graphics card, hence of the machine and not of a project. */
  budgetGiB: number;
  lastProject: Id | null;
  /** Whether the screen is kept on while a run is under way. */
  keepAwake: boolean;
}

export type PreferencesStore = StoreApi<Preferences>;

const key = 'ocaq.preferences';

export const budgetRange = { min: 0.25, max: 64 } as const;

/** The memory budget as the worker takes it. */
export const budgetBytes = ({ budgetGiB }: Pick<Preferences, 'budgetGiB'>): number => Math.floor(budgetGiB * 2 ** 30);

/** The first of the browser's languages that the studio speaks; English when it speaks none of them. */
export function preferredLanguage(asked: readonly string[], spoken: readonly string[]): string {
  const primary = asked.map((tag) => tag.toLowerCase().split('-')[0] ?? tag);
  return primary.find((tag) => spoken.includes(tag)) ?? 'en';
}

/** Reads what was stored, field by field: one bad field does not cost the others. */
export function readPreferences(
  stored: string | null,
  asked: readonly string[],
  spoken: readonly string[],
): Preferences {
  const result: Preferences = {
    language: preferredLanguage(asked, spoken),
    theme: 'system',
    budgetGiB: DEFAULT_BUDGET_BYTES / 2 ** 30,
    lastProject: null,
    keepAwake: false,
  };
  if (stored === null) return result;
  let parsed: unknown;
  try {
    parsed = JSON.parse(stored);
  } catch {
    return result; // written by someone else, or cut: the defaults are a good answer
  }
  if (typeof parsed !== 'object' || parsed === null) return result;
  const { language, theme, budgetGiB, lastProject, keepAwake } = parsed as Record<string, unknown>;
  if (typeof language === 'string' && spoken.includes(language)) result.language = language;
  if (theme === 'system' || theme === 'light' || theme === 'dark') result.theme = theme;
  const isBudget = typeof budgetGiB === 'number' && budgetGiB >= budgetRange.min && budgetGiB <= budgetRange.max;
  if (isBudget) result.budgetGiB = budgetGiB;
  if (typeof lastProject === 'string') result.lastProject = lastProject;
  if (typeof keepAwake === 'boolean') result.keepAwake = keepAwake;
  return result;
}

function localStore(): Storage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null; // the browser forbids it; preferences then last as long as the tab
  }
}

/** @param spoken tags of the languages that the studio has */
export function createPreferences(spoken: readonly string[]): PreferencesStore {
  const storage = localStore();
  const store = createStore<Preferences>(() =>
    readPreferences(storage?.getItem(key) ?? null, navigator.languages, spoken),
  );
  store.subscribe((state) => {
    try {
      storage?.setItem(key, JSON.stringify(state));
    } catch {
      // A full or forbidden localStorage costs only the memory of these settings.
    }
  });
  return store;
}
