/** Answers to a set of prompts, by `eval`: those that `generate` gives, and what they score. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bleu } from '../../evaluation/answers/bleu.ts';
import { scoreOf } from '../../evaluation/answers/text-measure.ts';
import type { AnswersResult } from '../../evaluation/results.ts';
import { SMALL_CONTEXT, smallModelFiles } from '../../testing/small-model.ts';
import { runCommand } from '../parse-options.ts';
import { evaluateText } from './eval.ts';
import { generateText } from './generate.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-prompts-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const LONG = 'Bir, iki, üç, dörd, beş';
const PROMPTS = ['Salam!', LONG, 'Hava necədir?', 'Gecən xeyrə'];
const TOKENS = 12;

beforeAll(async () => {
  for (const [name, bytes] of Object.entries(await smallModelFiles())) writeFileSync(at(name), bytes);
  const records = PROMPTS.map((prompt, i) => ({ prompt, references: ['Salam, necəsən?', `Cavab ${i}`] }));
  const long = { prompt: 'ş'.repeat(2 * SMALL_CONTEXT), references: ['Uzun'] };
  writeFileSync(at('prompts.jsonl'), [...records, long].map((record) => JSON.stringify(record)).join('\n'));
  writeFileSync(at('text.txt'), 'Çayın o tayında bir kənd vardı. Kənddə bir qoca yaşayırdı.\n');
});

const COMMON = ['--model', folder, '--max-tokens', String(TOKENS), '--no-tune'];
const answersIn = (name: string): AnswersResult => {
  const { results } = JSON.parse(readFileSync(at(name), 'utf8')) as { results: AnswersResult[] };
  return results.find(({ kind }) => kind === 'answers')!;
};
const evaluated = async (results: string, ...more: string[]): Promise<AnswersResult> => {
  await runCommand(evaluateText, ['--prompts', at('prompts.jsonl'), '--results', at(results), ...COMMON, ...more]);
  return answersIn(results);
};
const generated = (prompt: string, ...more: string[]) =>
  runCommand(generateText, ['--prompt', prompt, ...COMMON, ...more]) as Promise<{ text: string; stopped: string }>;

describe('eval --prompts', () => {
  it('has the answers that generate gives, with their scores, and says which prompts it did not ask', async () => {
    const result = await evaluated('greedy.json');
    const expected = await Promise.all(PROMPTS.map((prompt) => generated(prompt)));
    expect(result.answers.map(({ text }) => text)).toEqual(expected.map(({ text }) => text.trim()));
    expect(result.answers.map(({ row }) => row)).toEqual([1, 2, 3, 4]);
    expect(result.leftOut).toEqual([{ row: 5, reason: 'prompt-too-long' }]);
    expect(result.cut).toBe(expected.filter(({ stopped }) => stopped === 'length').length);
    const segments = result.answers.map(({ text }, i) => ({ text, references: ['Salam, necəsən?', `Cavab ${i}`] }));
    expect(result.scores.map(({ measure }) => measure)).toEqual(['bleu', 'chrf', 'chrf++']);
    expect(result.scores[0]?.score).toBe(scoreOf(bleu, segments));
    expect(result.scores[0]?.signature).toMatch(/^nrefs:2\|/);
  });

  it('answers alike beside a text, and with the same seed', async () => {
    const text = ['--text', at('text.txt'), '--seq', '16'];
    expect((await evaluated('beside.json', ...text)).answers).toEqual((await evaluated('alone.json')).answers);
    const sampled = ['--temperature', '1', '--seed'];
    const first = await evaluated('seed-1.json', ...sampled, '1');
    expect(await evaluated('again.json', ...sampled, '1')).toEqual(first);
    expect((await evaluated('seed-2.json', ...sampled, '2')).answers).not.toEqual(first.answers);
  });

  it('ends answers at stop texts', async () => {
    const [first] = (await evaluated('whole.json')).answers;
    const stop = first?.text.slice(3, 5) ?? '';
    expect(stop).toHaveLength(2);
    const [stopped] = (await evaluated('stopped.json', '--stop', stop)).answers;
    expect(stopped?.text).toBe(first?.text.slice(0, first.text.indexOf(stop)).trim());
  });

  it('puts the prompt into the template that is asked for, and refuses one that the model has not', async () => {
    const plain = await evaluated('plain.json', '--template', 'none');
    expect(plain.answers).toEqual((await evaluated('default.json')).answers);
    await expect(evaluated('chat.json', '--template', 'chat')).rejects.toMatchObject({ code: 'usage' });
    await expect(evaluated('alpaca.json', '--template', 'alpaca')).rejects.toMatchObject({ code: 'examples-none' });
  });

  it("asks by the model's own chat template, where it has one", async () => {
    const template = "{{ bos_token }}{% for message in messages %}{{ message['content'] }}?{% endfor %}";
    writeFileSync(at('chat_template.jinja'), template);
    try {
      const { answers } = await evaluated('own.json');
      const expected = await Promise.all(PROMPTS.map((prompt) => generated(`${prompt}?`)));
      expect(answers.map(({ text }) => text)).toEqual(expected.map(({ text }) => text.trim()));
      const plain = await evaluated('beside-own.json', '--template', 'none');
      expect(plain.answers).not.toEqual(answers);
    } finally {
      rmSync(at('chat_template.jinja'));
    }
  });

  it('looks for prompts and references in a corpus, and scores the others alone', async () => {
    writeFileSync(at('corpus.txt'), `Nə isə. ${PROMPTS[3]} dörd\n`);
    const { leaked, ...whole } = await evaluated('leaked.json', '--corpus', at('corpus.txt'));
    expect(whole).toEqual(await evaluated('unasked.json'));
    expect(leaked).toMatchObject({ items: 4, leaks: [], without: null });
    writeFileSync(at('corpus.txt'), `Nə isə. ${LONG} dörd\n`);
    const found = (await evaluated('leaked.json', '--corpus', at('corpus.txt'))).leaked;
    expect(found?.leaks).toMatchObject([{ item: 1, words: 9, sharedWords: 5, places: [{ document: 1 }] }]);
    expect(found?.without?.answers).toEqual(whole.answers.filter((_, item) => item !== 1));
  });
});
