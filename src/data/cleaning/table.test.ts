import { describe, expect, it } from 'vitest';
import { CLEANING_STEPS, DEFAULT_STEPS, keyOfSteps, openSteps, type StepChoice } from './table.ts';

const idsOf = (choices: readonly StepChoice[]) => {
  const { document, corpus } = openSteps(choices, {});
  return [...document, ...corpus].map(({ id }) => id);
};

describe('the table of cleaning steps', () => {
  it('names each once', () => {
    expect(new Set(CLEANING_STEPS.map(({ id }) => id)).size).toBe(CLEANING_STEPS.length);
  });

  it('is run in its order by default, which survives storage', () => {
    expect(structuredClone(DEFAULT_STEPS)).toEqual(DEFAULT_STEPS);
    expect(DEFAULT_STEPS.map(({ id }) => id)).toEqual(CLEANING_STEPS.map(({ id }) => id));
    expect(idsOf(DEFAULT_STEPS)).toEqual(DEFAULT_STEPS.filter(({ off }) => !off).map(({ id }) => id));
  });
});

describe('openSteps', () => {
  it('keeps the order of the list and gives options that it leaves out their defaults', () => {
    const choices = [
      { id: 'short-lines', options: { minDocumentCharacters: 3 } },
      { id: 'whitespace', options: {} },
    ];
    const [short, white] = openSteps(choices, {}).document;
    expect([short?.id, white?.id]).toEqual(['short-lines', 'whitespace']);
    expect(short?.clean('12\n\nabc', { scores: {} })).toEqual({ text: 'abc', removed: '12' });
    expect(short?.clean('ab', { scores: {} })).toEqual({ text: null });
  });

  it('refuses a step that there is not, and names it', () => {
    const choices = [
      { id: 'whitespace', options: {} },
      { id: 'no-such-step', options: {} },
    ];
    expect(() => openSteps(choices, {})).toThrow(
      expect.objectContaining({ code: 'cleaning-step-unknown', details: { step: 'no-such-step' } }),
    );
  });

  it.each([
    ['whitespace', { tabs: true }, 'tabs'],
    ['short-lines', { minLineLetters: '3' }, 'minLineLetters'],
    ['short-lines', { constructor: 1 }, 'constructor'],
  ])('refuses an option of %s that there is not: %j', (id, options, option) => {
    expect(() => openSteps([{ id, options }], {})).toThrow(
      expect.objectContaining({ code: 'cleaning-step-option', details: { step: id, option } }),
    );
  });

  it('keeps a step that there is not where it is off, and knows it by its options', () => {
    const unknown: StepChoice = { id: 'no-such-step', options: { depth: 1 } };
    expect(
      idsOf([
        { ...unknown, off: true },
        { id: 'whitespace', options: {} },
      ]),
    ).toEqual(['whitespace']);
    expect(keyOfSteps([unknown])).not.toBe(keyOfSteps([{ ...unknown, options: { depth: 2 } }]));
    expect(keyOfSteps([{ ...unknown, off: true }])).toBe(keyOfSteps([]));
  });

  it('leaves out what is off, and refuses to compare documents before they are cleaned', () => {
    expect(
      idsOf([
        { id: 'whitespace', options: {}, off: true },
        { id: 'unicode-nfc', options: {} },
      ]),
    ).toEqual(['unicode-nfc']);
    const late = [
      { id: 'exact-duplicates', options: {} },
      { id: 'whitespace', options: {} },
    ];
    expect(() => openSteps(late, {})).toThrow(expect.objectContaining({ code: 'cleaning-step-order' }));
  });
});

describe('keyOfSteps', () => {
  it('tells apart what gives another result, and nothing else', () => {
    const short: StepChoice = { id: 'short-lines', options: {} };
    const same: StepChoice = { id: 'short-lines', options: { minLineLetters: 3, minDocumentCharacters: 20 } };
    const off: StepChoice = { id: 'whitespace', options: {}, off: true };
    expect(keyOfSteps([same, off])).toBe(keyOfSteps([short]));
    expect(keyOfSteps([{ id: 'short-lines', options: { minLineLetters: 4 } }])).not.toBe(keyOfSteps([short]));
    expect(keyOfSteps([{ id: 'whitespace', options: {} }])).not.toBe(keyOfSteps([short]));
  });
});
