import { describe, expect, it } from 'vitest';
import { LOADERS, type LoadedForm } from './loaders.ts';

const FORMS: readonly LoadedForm[] = ['model', 'adapter', 'gguf'];

describe.each(LOADERS)('$name', ({ outcomes }) => {
  it('opens a form, and is sent from every other to one that it opens', () => {
    expect(FORMS.some((form) => outcomes[form].kind === 'opens')).toBe(true);
    for (const form of FORMS) {
      const outcome = outcomes[form];
      if (outcome.kind === 'instead') expect(outcomes[outcome.form].kind, form).toBe('opens');
    }
  });
});

it.each(FORMS)('somebody opens the form %s', (form) => {
  expect(LOADERS.filter(({ outcomes }) => outcomes[form].kind === 'opens').length).toBeGreaterThan(0);
});

it('names every program once', () => {
  const names = LOADERS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
