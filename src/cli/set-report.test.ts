import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import { instructionsOf } from '../testing/instructions.ts';
import { refusedReport, setReport } from './set-report.ts';

const report = (...rows: unknown[]) => reportOf(rows, true);
const reportOf = (rows: readonly unknown[], canJoin: boolean) => {
  const text = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
  return setReport('a.jsonl', instructionsOf(text, 'a.jsonl'), canJoin);
};
const good = { instruction: 'S', output: 'C' };

test('a set of which all is used as it stands gives nothing to say', () => expect(report(good)).toEqual([]));

test('rows that cannot be used are listed with their reasons, and the cure is named', () => {
  expect(report(good, { instruction: 'S' }, '{', { instruction: 'S', output: ['a', 'b'] })).toEqual([
    'a.jsonl: rows that cannot be used: 3\n  row 2 has no answer\n  row 3 is not JSON\n  row 4 has a list in the place of a text',
    'a.jsonl: --join-lists joins lists in the place of texts, an item a line',
  ]);
});

test('no option is named that the command does not have', () => {
  expect(reportOf([good, { instruction: 'S', output: ['a', 'b'] }], false)).toHaveLength(1);
});

test('of many rows the first twenty are listed', () => {
  const [said = ''] = report(good, ...Array.from({ length: 25 }, () => ({ instruction: 'S' })));
  expect(said.split('\n')).toHaveLength(1 + 20 + 1);
  expect(said).toMatch(/row 21 has no answer\n {2}and 5 more$/);
});

test('what was done to records is said', () => {
  const turns = ['user', 'assistant', 'user', 'assistant'].map((role) => ({ role, content: 'S' }));
  expect(report({ messages: turns })).toContain(
    'a.jsonl: records that have more than one answer, of which the first is learned and the others, 1 in all, are not: 1 (rows 1)',
  );
  expect(report("{'instruction': 'S', 'output': True}", good)).toEqual([
    'a.jsonl: records that have a number, true or false for a text, taken as it is written: 1 (rows 1)',
    'a.jsonl: records that are written as Python writes them, not as JSON, and read as what they stand for: 2 (rows 1, 2)',
  ]);
});

test('records that a template refuses are listed with what it says', () => {
  const refused = [{ row: 3, error: new OcaqError('chat-template-failed', 'It refuses a chat: no system.') }];
  expect(refusedReport('a.jsonl', refused)).toBe(
    'a.jsonl: records that give no example and are left out: 1\n  row 3: It refuses a chat: no system.',
  );
});
