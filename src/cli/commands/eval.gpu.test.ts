/** `eval` on a small model: several measures in one call, what is kept of them, and what cannot be measured. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommand } from '../parse-options.ts';
import { readResults } from '../results-file.ts';
import { evaluateText } from './eval.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-eval-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const GOLDEN = path.resolve('src/testing/golden/measures');
const [flores, exam, pairs] = ['flores.txt', 'exam.jsonl', 'pairs.jsonl'].map((name) => path.join(GOLDEN, name)) as [
  string,
  string,
  string,
];
const expected = JSON.parse(readFileSync(path.join(GOLDEN, 'expected.json'), 'utf8')) as { flores_bits: number[] };
const run = (...words: string[]) =>
  runCommand(evaluateText, ['--model', path.join(GOLDEN, 'model'), '--no-tune', ...words]);

describe('eval', () => {
  it('takes all measures in one call and keeps the results', async () => {
    const told = await run('--flores', flores, '--exam', exam, exam, '--pairs', pairs, '--results', at('results.json'));
    const mean = expected.flores_bits.reduce((sum, bits) => sum + bits, 0) / expected.flores_bits.length;
    const { bits } = told.flores as { bits: { mean: number } };
    expect(Math.abs(bits.mean - mean)).toBeLessThan(1e-4);
    expect(told).toMatchObject({
      flores: { set: 'flores.txt', bits: { count: 6 }, too_long: 0 },
      pairs: { set: 'pairs.jsonl', all: { correct: 3, count: 4, share: 0.75 }, problems: [] },
      exams: [{ form: 'plain', raw: { count: 3 }, chance: (1 / 3 + 1 / 2 + 1 / 5) / 3 }, { set: 'exam.jsonl' }],
    });
    expect(told).not.toHaveProperty('loss');
    const kept = await readResults(at('results.json'));
    expect(kept.map(({ kind }) => kind)).toEqual(['flores', 'pairs', 'exam', 'exam']);
    expect(kept[0]).toMatchObject({ bits });
  });

  it('keeps what was measured where what comes next cannot be', async () => {
    const choices = [1, 2].map((times) => 'uzun bir cavab '.repeat(10 * times));
    writeFileSync(at('long.jsonl'), `${JSON.stringify({ question: 'Hansı?', choices, answer: 'A' })}\n`);
    const told = run('--exam', exam, at('long.jsonl'), '--seq', '16', '--results', at('part.json'));
    await expect(told).rejects.toMatchObject({ code: 'seq-beyond-context' });
    expect((await readResults(at('part.json'))).map(({ set }) => set)).toEqual(['exam.jsonl']);
  });

  it('measures a text beside them as alone, by however many rows at once', async () => {
    const alone = await run('--text', flores);
    const beside = await run('--text', flores, '--pairs', pairs, '--batch', '1');
    expect(beside).toMatchObject({ tokens: alone.tokens, documents: 1, seq: 64, pairs: { all: { count: 4 } } });
    expect(beside.loss).toBeCloseTo(alone.loss as number, 5);
    expect(beside.bits_per_byte).toBeCloseTo(alone.bits_per_byte as number, 5);
  });

  it('tells rows that are no question or no pair, and measures the others', async () => {
    writeFileSync(
      at('exam.jsonl'),
      `${readFileSync(exam, 'utf8')}{"question": "?", "choices": ["a"], "answer": "A"}\n`,
    );
    writeFileSync(at('pairs.jsonl'), `{"good": "Ev"}\n${readFileSync(pairs, 'utf8')}`);
    expect(await run('--exam', at('exam.jsonl'), '--pairs', at('pairs.jsonl'))).toMatchObject({
      exams: [{ raw: { count: 3 }, problems: [{ row: 4, problem: 'choices-few' }] }],
      pairs: { all: { count: 4 }, problems: [{ row: 1, problem: 'bad-missing' }] },
    });
  });

  it('refuses to measure nothing, sentences that are none, and indices that it is not told the base of', async () => {
    await expect(run()).rejects.toThrow('Nothing to measure.');
    await expect(run('--flores', flores, '--results', folder)).rejects.toThrow('is a folder');
    writeFileSync(at('blank.txt'), ' \n\n \n');
    await expect(run('--flores', at('blank.txt'))).rejects.toMatchObject({ code: 'file-empty' });
    const asked = JSON.stringify({ question: 'Su nədir?', choices: ['maye', 'daş', 'od'], answer: 1 });
    writeFileSync(at('index.jsonl'), `${asked}\n${asked}\n`);
    await expect(run('--exam', at('index.jsonl'))).rejects.toThrow('--exam-index zero or --exam-index one');
    expect(await run('--exam', at('index.jsonl'), '--exam-index', 'one')).toMatchObject({
      exams: [{ raw: { count: 2 } }],
    });
  });
});
