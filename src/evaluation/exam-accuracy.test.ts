import { describe, expect, it } from 'vitest';
import { examAccuracy } from './exam-accuracy.ts';

/** A token a character. */
const tokenizer = {
  encode: (text: string) => Uint32Array.from([...text], (one) => one.codePointAt(0) ?? 0),
  beginIds: [],
  bosId: undefined,
  eosId: 1,
};
const problems = [{ row: 4, problem: 'choices-few' }] as const;
const exam = {
  form: 'plain',
  problems,
  questions: [
    { row: 1, prompt: 'ab', choices: ['c', 'dddd'], answer: 1 },
    { row: 2, prompt: 'e', choices: ['f', 'g', 'h'], answer: 0 },
    { row: 3, prompt: 'i', choices: ['j', 'k'], answer: 1 },
  ],
};

describe('an exam', () => {
  it('asks for the tokens of each choice behind the prompt and a space', () => {
    const { sequences } = examAccuracy('x.jsonl', exam, tokenizer);
    const codes = (text: string) => [1, ...tokenizer.encode(text)];
    expect(sequences).toEqual([
      { ids: codes('ab c'), from: 3 },
      { ids: codes('ab dddd'), from: 3 },
      { ids: codes('e f'), from: 2 },
      { ids: codes('e g'), from: 2 },
      { ids: codes('e h'), from: 2 },
      { ids: codes('i j'), from: 2 },
      { ids: codes('i k'), from: 2 },
    ]);
  });

  it('takes the likeliest choice, as a whole and by the character; of alike ones the first', () => {
    const { result } = examAccuracy('x.jsonl', exam, tokenizer);
    const { raw, normalised, chance, ...rest } = result([3, 8, 5, 5, 5, 4, 2], 1);
    expect(raw).toMatchObject({ correct: 2, count: 3, share: 2 / 3 });
    expect(normalised).toMatchObject({ correct: 3, count: 3, share: 1 });
    expect(raw.low).toBeLessThan(2 / 3);
    expect(chance).toBeCloseTo((1 / 2 + 1 / 3 + 1 / 2) / 3, 12);
    expect(rest).toEqual({ kind: 'exam', set: 'x.jsonl', form: 'plain', problems, cut: 1, tooLong: 0 });
  });

  it('leaves a question out of which a choice fits no row', () => {
    const { result } = examAccuracy('x.jsonl', exam, tokenizer);
    expect(result([3, null, 5, 6, 7, 4, 2], 0)).toMatchObject({ raw: { correct: 2, count: 2 }, tooLong: 1 });
    expect(result([3, null, null, 6, 7, null, 2], 0)).toMatchObject({ raw: { count: 0, share: null }, tooLong: 3 });
  });
});
