import { describe, expect, test } from 'vitest';
import { encodeExample, encodePrompt } from '../../data/instruct/encode.ts';
import { promptEncoder } from '../../data/instruct/encoder.ts';
import { PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import type { ChatTurn } from '../api.ts';
import { chatPrompt } from './chat-prompt.ts';

const BEGIN = 1;
const END = 2;
/** A token a character, so that lengths are seen. */
const tokenizer = {
  encode: (text: string) => Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0),
  eosId: END,
  beginIds: [BEGIN],
  stopTokens: [END],
};
const encoder = promptEncoder(tokenizer, PROMPT_TEMPLATES.az);
const user = (text: string): ChatTurn => ({ role: 'user', text });
const assistant = (text: string): ChatTurn => ({ role: 'assistant', text });
const system = (text: string): ChatTurn => ({ role: 'system', text });
const PLENTY = 10_000;

const prompt = async (turns: ChatTurn[], capacity = PLENTY, by: typeof encoder | null = encoder) => {
  const { tokens, leftOut } = await chatPrompt(tokenizer, by, turns, capacity);
  return { tokens: [...Array.from(tokens)], leftOut };
};
const ids = (text: string) => [...tokenizer.encode(text)];
const HEADER = '### Təlimat:\n';
const ANSWER = '\n\n### Cavab:\n';

describe('what a model is given to answer', () => {
  test('is the prompt that training saw', async () => {
    const record = { row: 1, instruction: 'a', input: '', output: 'b' };
    const expected = [...encodePrompt(tokenizer, PROMPT_TEMPLATES.az, record)];
    expect(await prompt([user('a')])).toEqual({ tokens: expected, leftOut: 0 });
    const example = encodeExample(tokenizer, PROMPT_TEMPLATES.az, record, PLENTY);
    if ('tooLong' in example) throw new Error('the example does not fit');
    expect((await prompt([user('a'), assistant('b'), user('c')])).tokens).toEqual([
      ...example.tokens,
      ...ids(`${HEADER}c${ANSWER}`),
    ]);
  });

  test('begins once, and with the system prompt', async () => {
    const { tokens } = await prompt([system('S'), user('a'), assistant('b'), user('c')]);
    expect(tokens).toEqual([BEGIN, ...ids(`S\n\n${HEADER}a${ANSWER}b`), END, ...ids(`${HEADER}c${ANSWER}`)]);
  });

  test('is the last text alone where there is no template', async () => {
    expect(await prompt([system('S'), user('a'), assistant('b'), user('c')], PLENTY, null)).toEqual({
      tokens: [BEGIN, ...ids('c')],
      leftOut: 0,
    });
  });

  test.each([[[]], [[user(' \n')]], [[user('a'), assistant('b')]]])(
    'is refused where nothing is asked: %j',
    async (turns) => {
      await expect(prompt(turns)).rejects.toMatchObject({ code: 'prompt-empty' });
    },
  );
});

describe('a conversation beyond half of the context', async () => {
  const turns = [system('S'), user('a'), assistant('b'), user('c'), assistant('d'), user('e')];
  const whole = (await prompt(turns)).tokens.length;

  test('is whole where it just fits, and loses its oldest exchange where it does not', async () => {
    expect(await prompt(turns, 2 * whole)).toMatchObject({ leftOut: 0 });
    const cut = await prompt(turns, 2 * whole - 1);
    expect(cut.leftOut).toBe(1);
    expect(cut.tokens).toEqual((await prompt([system('S'), user('c'), assistant('d'), user('e')])).tokens);
  });

  test('keeps the last prompt, however long it is', async () => {
    expect(await prompt(turns, 1)).toEqual({ tokens: (await prompt([system('S'), user('e')])).tokens, leftOut: 2 });
  });
});
