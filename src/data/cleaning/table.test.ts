import { describe, expect, it } from 'vitest';
import { CLEANING_STEPS, createSteps, DEFAULT_STEPS } from './table.ts';

const corpus = { seen: new Set<string>() };

describe('the table of cleaning steps', () => {
  it('names each once', () => {
    expect(new Set(CLEANING_STEPS.map(({ id }) => id)).size).toBe(CLEANING_STEPS.length);
  });

  it('is run in its order by default, which survives storage', () => {
    expect(structuredClone(DEFAULT_STEPS)).toEqual(
      CLEANING_STEPS.map(({ id, defaults }) => ({ id, options: defaults })),
    );
    expect(createSteps(DEFAULT_STEPS, corpus).map(({ id }) => id)).toEqual(CLEANING_STEPS.map(({ id }) => id));
  });
});

describe('createSteps', () => {
  it('keeps the order of the list and gives options that it leaves out their defaults', () => {
    const choices = [
      { id: 'short-lines', options: { minDocumentCharacters: 3 } },
      { id: 'whitespace', options: {} },
    ];
    const [short, white] = createSteps(choices, corpus);
    expect([short?.id, white?.id]).toEqual(['short-lines', 'whitespace']);
    expect(short?.clean('12\n\nabc')).toEqual({ text: 'abc', removed: '12' });
    expect(short?.clean('ab')).toBeNull();
  });

  it('refuses a step that there is not, and names it', () => {
    const choices = [
      { id: 'whitespace', options: {} },
      { id: 'near-duplicates', options: {} },
    ];
    expect(() => createSteps(choices, corpus)).toThrow(
      expect.objectContaining({ code: 'cleaning-step-unknown', details: { step: 'near-duplicates' } }),
    );
  });

  it.each([
    ['whitespace', { tabs: true }, 'tabs'],
    ['short-lines', { minLineLetters: '3' }, 'minLineLetters'],
    ['short-lines', { constructor: 1 }, 'constructor'],
  ])('refuses an option of %s that there is not: %j', (id, options, option) => {
    expect(() => createSteps([{ id, options }], corpus)).toThrow(
      expect.objectContaining({ code: 'cleaning-step-option', details: { step: id, option } }),
    );
  });
});
