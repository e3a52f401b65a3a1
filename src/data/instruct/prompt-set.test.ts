import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../testing/instructions.ts';
import { readPromptSet, textsOf } from './prompt-set.ts';
import { recordRows } from './records.ts';

const promptsOf = (text: string, name: string) => readPromptSet(recordRows(rowsOf(text, name)), name);
const lines = (...records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n');

describe('a set of prompts', () => {
  it('has the answer of a record as its reference', () => {
    const text = lines(
      { instruction: 'Salam ver.', input: '', output: 'Salam!' },
      { instruction: 'Tərcümə et.', input: 'cat', output: 'pişik' },
    );
    expect(promptsOf(text, 'a.jsonl').items).toEqual([
      { asked: { instruction: 'Salam ver.', input: '' }, references: ['Salam!'], row: 1 },
      { asked: { instruction: 'Tərcümə et.', input: 'cat' }, references: ['pişik'], row: 2 },
    ]);
  });

  it.each(['references', 'reference', 'output', 'answer'])('has as many references as a list in %s', (field) => {
    const text = JSON.stringify([
      { prompt: 'Bir', [field]: ['Salam!', ' ', 'Sabahın xeyir!'] },
      { prompt: 'İki', [field]: ['Hə.'] },
    ]);
    expect(promptsOf(text, 'a.json').items.map(({ references }) => references)).toEqual([
      ['Salam!', 'Sabahın xeyir!'],
      ['Hə.'],
    ]);
  });

  it('may have one reference here and several there', () => {
    const text = lines({ prompt: 'Bir', reference: 'Salam!' }, { prompt: 'İki', reference: ['Hə.', 'Bəli.'] });
    expect(promptsOf(text, 'a.jsonl').items.map(({ references }) => references)).toEqual([
      ['Salam!'],
      ['Hə.', 'Bəli.'],
    ]);
  });

  it('is read from a table, and from conversations', () => {
    expect(promptsOf('sual,cavab\n"Niyə, axı?",Çünki\n', 'a.csv').items).toEqual([
      { asked: { instruction: 'Niyə, axı?', input: '' }, references: ['Çünki'], row: 2 },
    ]);
    const messages = [
      { role: 'system', content: 'Qısa yaz.' },
      { role: 'user', content: 'Necəsən?' },
      { role: 'assistant', content: 'Yaxşıyam.' },
    ];
    expect(promptsOf(lines({ messages }, { messages }), 'a.jsonl').items[1]).toEqual({
      asked: { instruction: 'Necəsən?', input: '', system: 'Qısa yaz.' },
      references: ['Yaxşıyam.'],
      row: 2,
    });
  });

  it('lists the rows that are no prompt with a reference', () => {
    const text = lines(
      { prompt: 'Bir', references: ['a'] },
      { prompt: '', references: ['b'] },
      { prompt: 'Üç', references: [' ', ''] },
      { prompt: 'Dörd', references: [] },
      { prompt: 'Beş' },
    );
    const { items, problems } = promptsOf(`${text}\nbu JSON deyil`, 'a.jsonl');
    expect(items.map(({ row }) => row)).toEqual([1]);
    expect(problems).toEqual([
      { row: 2, reason: 'instruction-missing' },
      { row: 3, reason: 'output-missing' },
      { row: 4, reason: 'output-not-text' },
      { row: 5, reason: 'output-missing' },
      { row: 6, reason: 'not-json' },
    ]);
  });

  it('is refused where no row has an answer', () => {
    expect(() => promptsOf(lines({ prompt: 'Bir' }, { prompt: 'İki' }), 'a.jsonl')).toThrow(
      expect.objectContaining({ code: 'instructions-none' }),
    );
  });

  it('is known by what is asked, and by each reference', () => {
    const { items } = promptsOf(
      lines({ instruction: 'Tərcümə et', input: 'a cat', output: ['pişik', 'bir pişik'] }),
      'a.jsonl',
    );
    expect(items.map(textsOf)).toEqual([['Tərcümə et\na cat', 'pişik', 'bir pişik']]);
  });
});
