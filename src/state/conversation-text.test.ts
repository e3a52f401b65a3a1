import { describe, expect, test } from 'vitest';
import { instructionsOf } from '../testing/instructions.ts';
import type { Answer, Conversation, Exchange } from '../worker/api.ts';
import { conversationRecords, conversationText } from './conversation-text.ts';

const answer = (checkpoint: string, text: string): Answer => ({
  text,
  tokens: 1,
  tokensPerSecond: 1,
  stopped: 'eos',
  written: [],
  checkpoint,
  seed: 1,
});
const HOSTILE = '<img src=x onerror=alert(1)>\n```js\nalert(1)\n``` 🙂';
const conversation: Conversation = {
  id: 'c',
  revision: null,
  system: 'Qısa cavab ver.',
  exchanges: [
    { prompt: 'Salam', takes: [[answer('x', 'older')], [answer('x', HOSTILE), answer('y', 'Əleyküm')]], shown: 1 },
    { prompt: 'Necəsən?', takes: [[answer('x', 'Yaxşı'), answer('y', 'Pis')]], shown: 0 },
    { prompt: 'not answered', takes: [], shown: 0 },
  ],
};

test('as a text: every turn with who said it, and every answer that is shown, as it was written', () => {
  const names = {
    you: 'Siz',
    system: 'Sistem',
    model: (id: string, column: number, { shown }: Exchange) => `${id}${column}${shown}`,
  };
  expect(conversationText(conversation, names)).toBe(
    [
      'Sistem:\nQısa cavab ver.',
      'Siz:\nSalam',
      `x01:\n${HOSTILE}`,
      'y11:\nƏleyküm',
      'Siz:\nNecəsən?',
      'x00:\nYaxşı',
      'y10:\nPis',
      'Siz:\nnot answered',
    ].join('\n\n'),
  );
  expect(conversationText({ ...conversation, exchanges: [], system: ' ' }, names)).toBe('');
});

describe('as records', () => {
  const records = conversationRecords(conversation, (id) => `model ${id}`);

  test('one of each checkpoint, with what it was asked and answered itself', () => {
    expect(records).toEqual([
      {
        model: 'model x',
        messages: [
          { role: 'system', content: 'Qısa cavab ver.' },
          { role: 'user', content: 'Salam' },
          { role: 'assistant', content: HOSTILE },
          { role: 'user', content: 'Necəsən?' },
          { role: 'assistant', content: 'Yaxşı' },
        ],
      },
      expect.objectContaining({ model: 'model y' }),
    ]);
    expect(conversationRecords({ ...conversation, exchanges: [] }, String)).toEqual([]);
  });

  test('that load as an instruction set', () => {
    const { records: read, problems } = instructionsOf(JSON.stringify(records, null, 2), 'conversation.json');
    expect(problems).toEqual([]);
    expect(read).toMatchObject([
      { instruction: 'Salam', output: HOSTILE },
      { instruction: 'Salam', output: 'Əleyküm' },
    ]);
  });
});
