import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readTranslations, translationMessages } from './chat-prompt.ts';
import { estimatedUsage } from './cost.ts';
import { sourceOf } from './record.ts';
import { batchesOf, receivedOf, sentOf } from './send.ts';

const source = (row: number, instruction: string, output: string, input = '') =>
  sourceOf({ row, instruction, input, output });
const SOURCES = [source(3, 'Say {hi}.', 'Hello, 5!'), source(7, 'Name a number.', '42', 'from 1 to 50')];
const BATCH = SOURCES.map(sentOf);
const EN_AZ = { from: 'en', to: 'az' };
const GOOD =
  '{"id":3,"instruction":"⟦0⟧ de.","output":"Salam, 5!"}\n{"id":7,"instruction":"Ədəd de.","input":"1-dən 50-yə"}';
const LINES = GOOD.split('\n');

it('asks for the texts with words in them, under the ids of their rows', () => {
  const [rules, asked] = translationMessages(BATCH, EN_AZ);
  expect(rules?.content).toContain('from English into Azerbaijani');
  expect(asked?.content).toBe(
    '{"id":3,"instruction":"Say ⟦0⟧.","output":"Hello, 5!"}\n{"id":7,"instruction":"Name a number.","input":"from 1 to 50"}',
  );
});

it('puts back what was kept, and what was not sent', () => {
  const read = readTranslations(GOOD, BATCH);
  expect(SOURCES.map((one, i) => receivedOf(one, BATCH[i]!, read.get(one.id) ?? {}))).toEqual([
    { instruction: '{hi} de.', output: 'Salam, 5!' },
    { instruction: 'Ədəd de.', input: '1-dən 50-yə', output: '42' },
  ]);
});

describe('readTranslations', () => {
  const ids = (answer: string) => [...readTranslations(answer, BATCH).keys()].sort((a, b) => a - b);
  test.each([
    ['lines', GOOD, [3, 7]],
    ['another order', [...LINES].reverse().join('\n'), [3, 7]],
    ['an array', `[${LINES.join(',\n')}]`, [3, 7]],
    ['a fence', `Here you are:\n\n\`\`\`json\n${GOOD}\n\`\`\`\nDone.`, [3, 7]],
    ['a list in an object', `{"records":[${LINES.join(',')}]}`, [3, 7]],
    ['objects over several lines', LINES.map((line) => JSON.stringify(JSON.parse(line), null, 2)).join('\n'), [3, 7]],
    ['ids as text', GOOD.replace('"id":3', '"id":"3"'), [3, 7]],
    ['an answer that was cut off', GOOD.slice(0, -9), [3]],
    ['an id that was not asked for', GOOD.replace('"id":7', '"id":8'), [3]],
    ['an id twice', `${GOOD}\n${LINES[0]}`, [7]],
    ['a text missing', GOOD.replace('"output"', '"outputs"'), [7]],
    ['a text that is empty', GOOD.replace('Salam, 5!', ' '), [7]],
    ['a text that is none', GOOD.replace('"Salam, 5!"', '["Salam"]'), [7]],
    ['prose', 'I am sorry, I cannot.', []],
    ['nothing', '', []],
  ])('%s', (_, answer, read) => expect(ids(answer)).toEqual(read));

  it('takes any texts, and any answer without an error', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => one.trim() !== '');
    fc.assert(
      fc.property(text, fc.string(), (output, noise) => {
        const answer = JSON.stringify({ id: 3, instruction: 'x', output });
        expect(readTranslations(`${answer}\n${LINES[1]}`, BATCH).get(3)?.output).toBe(output);
        readTranslations(noise, BATCH);
      }),
    );
  });
});

describe('batchesOf', () => {
  const records = [10, 10, 10, 500, 10].map((length, i) => sentOf(source(i + 1, 'x'.repeat(length), '1')));
  const shape = (most: number, units: number) =>
    batchesOf(records, most, units).map((batch) => batch.map(({ id }) => id));
  it('keeps to both limits; what is longer goes alone', () => {
    expect(shape(2, 100)).toEqual([[1, 2], [3], [4], [5]]);
    expect(shape(9, 25)).toEqual([[1, 2], [3], [4], [5]]);
    expect(shape(9, 1000)).toEqual([[1, 2, 3, 4, 5]]);
    expect(batchesOf([], 9, 9)).toEqual([]);
  });
});

it('larger requests cost fewer tokens, Azerbaijani answers more than English ones', () => {
  const many = Array.from({ length: 40 }, (_, i) =>
    sentOf(source(i + 1, 'What is it?', 'It is a sentence of some length.')),
  );
  const usage = (most: number, to: string) => estimatedUsage(batchesOf(many, most, 1e6), { from: 'en', to });
  expect(usage(1, 'az').inputTokens).toBeGreaterThan(5 * usage(10, 'az').inputTokens);
  expect(usage(10, 'az').outputTokens).toBeGreaterThan(usage(10, 'en').outputTokens);
  expect(usage(10, 'az').requests).toBe(4);
});
