import { expect, test, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { type Preferences, readPreferences } from '../../state/preferences.ts';
import { followLanguage } from './current-language.ts';
import { en } from './en/en.ts';
import type { Language } from './language.ts';
import { languages } from './languages.ts';

/** English is shown; Azerbaijani and Turkish come, or fail, when the test says so. */
async function following() {
  const loads = (tag: string) => {
    const way = { come: () => {}, fail: () => {} };
    const load = new Promise<Language>((resolve, reject) => {
      way.come = () => resolve({ ...en, tag });
      way.fail = () => reject(new Error('offline'));
    });
    vi.spyOn(languages.find((one) => one.tag === tag)!, 'load').mockReturnValue(load);
    return way;
  };
  const [az, tr] = [loads('az'), loads('tr')];
  const preferences = createStore<Preferences>(() => ({ ...readPreferences(null, ['en'], ['en']) }));
  const failures: unknown[] = [];
  const current = await followLanguage(preferences, (failure) => failures.push(failure));
  const choose = (language: string) => preferences.setState({ language });
  return { az, tr, preferences, failures, current, choose };
}

test('the language that was chosen last is shown, in whichever order they come', async () => {
  const { az, tr, current, choose } = await following();
  choose('az');
  choose('tr');
  tr.come();
  az.come();
  await vi.waitFor(() => expect(current.getState().tag).toBe('tr'));
  expect(current.getState().tag).toBe('tr');
});

test('one that cannot be loaded is given up for the one that is shown', async () => {
  const { az, preferences, failures, current, choose } = await following();
  choose('az');
  az.fail();
  await vi.waitFor(() => expect(failures).toHaveLength(1));
  expect(current.getState().tag).toBe('en');
  expect(preferences.getState().language).toBe('en');
});

test('one that cannot be loaded does not undo a later choice', async () => {
  const { az, tr, preferences, failures, current, choose } = await following();
  choose('az');
  choose('tr');
  az.fail();
  await vi.waitFor(() => expect(preferences.getState().language).toBe('tr'));
  tr.come();
  await vi.waitFor(() => expect(current.getState().tag).toBe('tr'));
  expect(failures).toEqual([]);
});
