import { expect, test } from 'vitest';
import { snapshot, source } from '../../state/fixtures.ts';
import { az } from '../messages/az/az.ts';
import { en } from '../messages/en/en.ts';
import { readinessOf } from './readiness.ts';

test('an empty project has nothing ready and says so', () => {
  const readiness = readinessOf(null, null, en);
  for (const { state, text: words } of Object.values(readiness)) {
    expect(state).toBe('empty');
    expect(words).not.toBe('');
  }
});

test('what was made is counted in the language asked for', () => {
  const made = {
    ...snapshot('p'),
    corpus: { ...snapshot('p').corpus, documents: 1, bytes: 5 },
    tokenizer: {
      id: 't',
      vocabSize: 32_000,
      trainedAt: 0,
      fertility: 2,
      bytesPerToken: 3,
      longest: [],
      stale: false,
    },
    instructionSets: [
      {
        id: 'i',
        fileName: 'i',
        addedAt: 0,
        records: 2,
        problems: [],
        problemCount: 0,
        mapping: {},
        shape: 'instruction' as const,
        fields: [],
        remarks: [],
        laterAnswers: 0,
      },
    ],
  };
  const english = readinessOf(made, null, en);
  expect(english.corpus).toEqual({ state: 'ready', text: '1 document' });
  expect(english.tokenizer.text).toBe('32\u202f000 tokens');
  expect(english.instruct).toEqual({ state: 'empty', text: '2 records' });
  const azerbaijani = readinessOf(made, null, az);
  expect(azerbaijani.corpus.text).toBe('1 sənəd');
  const stale = { ...made, tokenizer: { ...made.tokenizer, stale: true } };
  expect(readinessOf(stale, null, en).tokenizer.text).toBe('out of date');
});

test('texts that were added and are not clean yet are said to wait', () => {
  const { corpus, ...rest } = snapshot('p');
  const added = (state: 'raw' | 'clean') => ({ ...rest, corpus: { ...corpus, sources: [{ ...source('s'), state }] } });
  expect(readinessOf(added('raw'), null, en).corpus).toEqual({ state: 'empty', text: 'waiting to be cleaned' });
  // Cleaning has left nothing of them.
  expect(readinessOf(added('clean'), null, en).corpus).toEqual({ state: 'empty', text: 'empty' });
});
