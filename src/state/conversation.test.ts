import { describe, expect, test } from 'vitest';
import type { Answer, Conversation, Exchange } from '../worker/api.ts';
import { judgementOf, newConversation, nextSeed, turnsOf, withTake, withVerdict } from './conversation.ts';

const answer = (text: string, { seed = 1, checkpoint = 'c' } = {}): Answer => ({
  text,
  tokens: 1,
  tokensPerSecond: 1,
  stopped: 'eos',
  written: [],
  checkpoint,
  seed,
});
const exchange = (prompt: string, ...takes: Answer[][]): Exchange => ({ prompt, takes, shown: takes.length - 1 });
const conversation = (...exchanges: Exchange[]): Conversation => ({ id: 'c', revision: null, exchanges });

describe('what a model is asked', () => {
  test('the shown take of every exchange before, and the last prompt', () => {
    const first = { ...exchange('a', [answer('1')], [answer('2'), answer('3')]), shown: 1 };
    expect(turnsOf(conversation(first, exchange('b', [answer('old')])), null)).toEqual([
      { role: 'user', text: 'a' },
      { role: 'assistant', text: '2' },
      { role: 'user', text: 'b' },
    ]);
  });

  test('what it answered itself, where it did', () => {
    const first = exchange('a', [answer('1', { checkpoint: 'x' }), answer('2', { checkpoint: 'y' })]);
    const said = (checkpoint: string) => turnsOf(conversation(first, exchange('b')), checkpoint)[1]?.text;
    expect(['x', 'y', 'z'].map(said)).toEqual(['1', '2', '1']);
  });

  test('a prompt that nothing has answered is left out', () => {
    expect(turnsOf(conversation(exchange('a'), exchange('b')), null)).toEqual([{ role: 'user', text: 'b' }]);
  });

  test('first the system prompt, unless it is blank', () => {
    const turns = (system: string) => turnsOf(newConversation([exchange('a')], system), null);
    expect(turns('S')[0]).toEqual({ role: 'system', text: 'S' });
    expect(turns(' \n')).toEqual([{ role: 'user', text: 'a' }]);
  });

  test('with a seed that has not been used', () => {
    expect(nextSeed(exchange('a'), 5)).toBe(5);
    expect(nextSeed(exchange('a', [answer('x', { seed: 9 })], [answer('y', { seed: 3 })]), 5)).toBe(10);
  });
});

describe('a take', () => {
  test('that gave nothing changes nothing', () => {
    const before = conversation(exchange('a', [answer('1')]));
    expect(withTake(before, [])).toBe(before);
    expect(withTake(conversation(), [answer('1')]).exchanges).toEqual([]);
  });

  test('is open to be judged where both answers are there, and each take by itself', () => {
    const two = [answer('1', { checkpoint: 'x' }), answer('2', { checkpoint: 'y' })];
    const asked = conversation(exchange('a'));
    expect(withTake(asked, [answer('1')], true).exchanges[0]).not.toHaveProperty('blind');
    expect(withTake(asked, two).exchanges[0]).not.toHaveProperty('blind');
    const again = withTake(withVerdict(withTake(asked, two, true), 0, 'tie'), two, true);
    expect(again.exchanges[0]?.blind).toEqual({ 0: 'tie', 1: 'open' });
    expect(judgementOf(again, 0, 'both-bad')).toEqual({
      id: 'c 0 1',
      prompt: 'a',
      answers: [
        { checkpoint: 'x', text: '1' },
        { checkpoint: 'y', text: '2' },
      ],
      verdict: 'both-bad',
    });
  });

  test.each([
    ['none', conversation()],
    ['one', conversation(exchange('a', [answer('1')]))],
    ['no answer', conversation(exchange('a'))],
  ])('is not judged where there are no two answers: %s', (_, one) => {
    expect(judgementOf(one, 0, 'first')).toBeNull();
  });
});
