import { expect, test } from 'vitest';
import { byPrompt } from './samples.tsx';

const sample = (step: number, prompt: string) => ({ step, prompt, text: `${prompt} ${step}` });
const shown = (...samples: [step: number, prompt: string][]) =>
  byPrompt(samples.map(([step, prompt]) => sample(step, prompt))).map((one) => one.map(({ text }) => text));

test('every prompt has its newest sample first', () => {
  expect(shown([10, 'a'], [10, 'b'], [20, 'a'], [20, 'b'])).toEqual([
    ['a 20', 'a 10'],
    ['b 20', 'b 10'],
  ]);
});

test('prompts stand as they were asked last; one that is asked no more comes after them', () => {
  expect(shown([10, 'a'], [20, 'a'], [20, 'b'], [30, 'c'], [30, 'b'])).toEqual([
    ['c 30'],
    ['b 30', 'b 20'],
    ['a 20', 'a 10'],
  ]);
});

test('records that share an instruction are apart', () => {
  const answer = (step: number, input: string) => ({
    ...sample(step, 'Translate'),
    record: { input, output: 'x' },
  });
  const shownRecords = byPrompt([answer(10, 'a'), answer(10, 'b'), answer(20, 'a'), answer(20, 'b')]);
  expect(shownRecords.map((one) => one.map(({ step, record }) => `${record?.input} ${step}`))).toEqual([
    ['a 20', 'a 10'],
    ['b 20', 'b 10'],
  ]);
});

test('without samples there is nothing', () => {
  expect(shown()).toEqual([]);
});
