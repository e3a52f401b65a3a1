import { describe, expect, it, test } from 'vitest';
import { rougeLOf } from '../rouge.ts';
import { TaskPool } from './task-pool.ts';
import { readTasks, taskMessages } from './task-prompt.ts';

const task = (instruction: string, output = 'cavab', input = '') => ({ instruction, input, output });
const SEEDS = Array.from({ length: 9 }, (_, i) => task(`${'abcdefghi'[i]} mövzusunda ${i} sözlük hekayə yaz`));

describe('TaskPool', () => {
  it('takes in what is like nothing that is there, up to the limit itself', () => {
    const pool = new TaskPool([task('bir iki üç dörd beş altı yeddi səkkiz doqquz on')]);
    const seven = 'bir iki üç dörd beş altı yeddi x y z';
    const six = 'bir iki üç dörd beş altı x y z w';
    expect(rougeLOf(seven, 'bir iki üç dörd beş altı yeddi səkkiz doqquz on')).toBe(0.7);
    expect(pool.offer(task(seven))).toBe('near-duplicate');
    expect(pool.offer(task(six))).toBe(null);
    expect(pool.offer(task(`${six}!`))).toBe('near-duplicate');
  });

  test.each([
    [task('Yaz görüm'), 'length'],
    [task('söz '.repeat(151)), 'length'],
    [task('Bu şəkildə nə görürsən, yaz'), 'beyond-text'],
    [task('Describe what the picture shows you'), 'beyond-text'],
    [task('Paytaxtların siyahısını yaz', ' '), 'output-missing'],
    [task('Bu cümləni olduğu kimi yaz', 'Salam', 'Salam '), 'output-is-input'],
  ])('%o', (offered, rejection) => expect(new TaskPool(SEEDS).offer(offered)).toBe(rejection));

  it('shows six seeds and two generated tasks, and seeds in their place while there are none', () => {
    const pool = new TaskPool(SEEDS);
    const random = () => 0.5;
    expect(new Set(pool.examples(random)).size).toBe(8);
    const written = [
      'Çay necə dəmlənir, izah et',
      'Üç ədədin cəmini hesabla görək',
      'Payız haqqında şeir qoş indi',
    ].map((one) => task(one));
    for (const one of written) expect(pool.offer(one)).toBe(null);
    expect(pool.examples(random).filter((one) => written.includes(one))).toHaveLength(2);
    expect(new TaskPool([]).examples(random)).toEqual([]);
  });
});

test('tasks are asked for by examples, and read from lines, whole ones alone', () => {
  const [rules, shown] = taskMessages(SEEDS.slice(0, 2), 5, 'az');
  expect(rules?.content).toContain('5 new tasks');
  expect(rules?.content).toContain('in Azerbaijani');
  expect(readTasks(shown?.content ?? '')).toEqual(SEEDS.slice(0, 2));
  expect(readTasks(`\`\`\`json\n${shown?.content}\n\`\`\``)).toEqual(SEEDS.slice(0, 2));
  expect(readTasks('{"instruction":"a","output":"b"}\n{"instruction":"a"}\nSorry\n{"instruction":"a","out')).toEqual([
    { instruction: 'a', input: '', output: 'b' },
  ]);
});
