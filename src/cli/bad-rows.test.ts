import { expect, test } from 'vitest';
import { badRowsText } from './bad-rows.ts';

test('rows that gave no document are counted, and the first few named', () => {
  const one = { row: 2, reason: 'not-json' } as const;
  expect(badRowsText('a.jsonl', { badRows: 1, badRowExamples: [one] })).toBe(
    'a.jsonl: 1 row could not be used (row 2 is not JSON)',
  );
  const four = [2, 4, 6, 8].map((row) => ({ row, reason: 'field-missing' }) as const);
  expect(badRowsText('a.jsonl', { badRows: 20, badRowExamples: four })).toBe(
    'a.jsonl: 20 rows could not be used (row 2 does not have the field, row 4 does not have the field, row 6 does not have the field, …)',
  );
});
