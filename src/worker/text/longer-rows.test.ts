import { expect, it } from 'vitest';
import { longerRows } from './longer-rows.ts';

it.each([
  { name: 'no records', lengths: [], seq: 8, rows: [] },
  { name: 'all fit', lengths: [8, 1], seq: 8, rows: [] },
  { name: 'one by a token', lengths: [8, 9], seq: 8, rows: [{ seq: 16, usable: 2 }] },
  {
    name: 'one of many times the length',
    lengths: [8, 16, 17, 33],
    seq: 8,
    rows: [
      { seq: 16, usable: 2 },
      { seq: 32, usable: 3 },
      { seq: 64, usable: 4 },
    ],
  },
])('rows are doubled until every record fits: $name', ({ lengths, seq, rows }) => {
  expect(longerRows(lengths, seq)).toEqual(rows);
});
