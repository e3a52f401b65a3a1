import { describe, expect, test } from 'vitest';
import { CLEANING_STEPS, DEFAULT_STEPS, keyOfSteps, openSteps, type StepChoice } from '../data/cleaning/table.ts';
import {
  canMove,
  completeSteps,
  moveStep,
  ofLevel,
  optionsOf,
  profileOf,
  setOptions,
  switchStep,
  withProfile,
} from './step-list.ts';

const ids = (steps: readonly StepChoice[]) => steps.map(({ id }) => id);
const step = (id: string, steps: readonly StepChoice[]) => steps.find((one) => one.id === id);

describe('completeSteps', () => {
  test('leaves a complete list as it is', () => {
    expect(completeSteps(DEFAULT_STEPS)).toEqual(DEFAULT_STEPS);
  });

  test('adds steps that the list lacks where they belong, off', () => {
    const stored = DEFAULT_STEPS.filter(({ id }) => !['repair-encoding', 'whitespace', 'near-duplicates'].includes(id));
    const complete = completeSteps(stored);
    expect(ids(complete)).toEqual(ids(DEFAULT_STEPS));
    expect(step('whitespace', complete)?.off).toBe(true);
    expect(keyOfSteps(complete)).toBe(keyOfSteps(stored));
  });

  test('keeps the order that a person chose', () => {
    const stored = [
      { id: 'short-lines', options: {} },
      { id: 'whitespace', options: {} },
      { id: 'exact-duplicates', options: {} },
    ];
    const complete = completeSteps(stored);
    expect(ids(complete).filter((id) => ids(stored).includes(id))).toEqual(ids(stored));
    expect(complete).toHaveLength(CLEANING_STEPS.length);
    expect(() => openSteps(complete, {})).not.toThrow();
  });

  test('makes the whole table of no list', () => {
    expect(ids(completeSteps([]))).toEqual(ids(DEFAULT_STEPS));
  });
});

describe('moveStep', () => {
  const first = DEFAULT_STEPS[0]?.id ?? '';
  const corpus = ofLevel(DEFAULT_STEPS, 'corpus');
  const lastOfDocument = ofLevel(DEFAULT_STEPS, 'document').at(-1)?.id ?? '';

  test('changes places with the neighbour', () => {
    const moved = moveStep(DEFAULT_STEPS, first, 1);
    expect(ids(moved).slice(0, 2)).toEqual([DEFAULT_STEPS[1]?.id, first]);
    expect(moveStep(moved, first, -1)).toEqual(DEFAULT_STEPS);
  });

  test.each([
    [first, -1],
    [lastOfDocument, 1],
    [corpus[0]?.id ?? '', -1],
    [corpus.at(-1)?.id ?? '', 1],
  ] as const)('%s does not leave its level by %i', (id, by) => {
    expect(canMove(DEFAULT_STEPS, id, by)).toBe(false);
    expect(moveStep(DEFAULT_STEPS, id, by)).toEqual(DEFAULT_STEPS);
  });
});

test('a step is switched off and on, and keeps its options', () => {
  const strict = setOptions(DEFAULT_STEPS, 'short-lines', { minDocumentCharacters: 50 });
  const off = switchStep(strict, 'short-lines', false);
  expect(step('short-lines', off)).toMatchObject({ off: true, options: { minDocumentCharacters: 50 } });
  expect(switchStep(off, 'short-lines', true)).toEqual(strict);
});

test('options that a choice leaves out have their defaults', () => {
  expect(optionsOf({ id: 'short-lines', options: { minLineLetters: 1 } })).toEqual({
    minDocumentCharacters: 20,
    minLineLetters: 1,
  });
});

test('a profile sets the thresholds of its steps, and is known by them', () => {
  expect(profileOf(DEFAULT_STEPS)).toBe('azj');
  const turkish = withProfile(DEFAULT_STEPS, 'tur');
  expect(profileOf(turkish)).toBe('tur');
  expect(step('gopher-quality', turkish)?.options).toMatchObject({ maxMeanWordLength: 21, minWords: 50 });
  expect(step('whitespace', turkish)).toEqual(step('whitespace', DEFAULT_STEPS));
  expect(profileOf(setOptions(turkish, 'fineweb-quality', { minLinesWithStop: 0.5 }))).toBeNull();
  expect(profileOf(setOptions(turkish, 'gopher-quality', { minWords: 10 }))).toBe('tur');
  expect(() => openSteps(withProfile(turkish, 'uzn'), {})).not.toThrow();
});
