import { expect, test } from 'vitest';
import { newReadCounts } from '../data/readers/reader.ts';
import { badRowsText } from './bad-rows.ts';

test('rows that gave no document are counted by reason, and the first few shown', () => {
  const one = { row: 2, reason: 'not-json', excerpt: '{"text":\n "qırıq' } as const;
  expect(
    badRowsText('a.jsonl', { ...newReadCounts(), badRows: 1, badRowReasons: { 'not-json': 1 }, badRowExamples: [one] }),
  ).toBe('a.jsonl: 1 row could not be used\n  row 2 is not JSON: {"text": "qırıq');
  const four = [2, 4, 6, 8].map(
    (row) => ({ row, reason: 'field-missing', excerpt: `${row}${'ə'.repeat(70)}` }) as const,
  );
  const counts = {
    badRows: 25,
    badRowReasons: { 'field-missing': 20, 'row-too-long': 5 },
    badRowExamples: four,
    otherFields: { content: 19 },
  };
  expect(badRowsText('a.jsonl', counts).split('\n')).toEqual([
    'a.jsonl: 25 rows could not be used',
    ...[2, 4, 6].map((row) => `  row ${row} does not have the field: ${row}${'ə'.repeat(59)}…`),
    '  17 more like these',
    '  5 rows, each of which is too long',
    '  19 rows have text in "content" instead',
  ]);
});

test('one row is spoken of as one', () => {
  const counts = {
    badRows: 2,
    badRowReasons: { 'not-json': 1, damaged: 1 },
    badRowExamples: [],
    otherFields: { q: 1 },
  };
  expect(badRowsText('a.jsonl', counts).split('\n')).toEqual([
    'a.jsonl: 2 rows could not be used',
    '  1 row that is not JSON',
    '  1 row that stands in a damaged part of the file',
    '  1 row has text in "q" instead',
  ]);
});
