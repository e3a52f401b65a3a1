import { expect, test } from 'vitest';
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
  const project = { id: 'p', name: 'p', createdAt: 0, updatedAt: 0 };
  const snapshot = {
    project,
    corpus: { sources: [], references: [], cleaning: [], byClusterSize: false, documents: 1, bytes: 5, tokens: null },
    tokenizer: {
      id: 't',
      vocabSize: 32_000,
      trainedAt: 0,
      fertility: 2,
      bytesPerToken: 3,
      longest: [],
      stale: false,
    },
    model: null,
    runs: [],
    imports: [],
    checkpoints: [],
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
  const english = readinessOf(snapshot, null, en);
  expect(english.corpus).toEqual({ state: 'ready', text: '1 document' });
  expect(english.tokenizer.text).toBe('32\u202f000 tokens');
  expect(english.instruct).toEqual({ state: 'empty', text: '2 records' });
  const azerbaijani = readinessOf(snapshot, null, az);
  expect(azerbaijani.corpus.text).toBe('1 sənəd');
  const stale = { ...snapshot, tokenizer: { ...snapshot.tokenizer, stale: true } };
  expect(readinessOf(stale, null, en).tokenizer.text).toBe('out of date');
});
