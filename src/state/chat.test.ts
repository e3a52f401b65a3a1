import { describe, expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { Answer, ChatRequest, ChatResult, Conversation, Exchange } from '../worker/api.ts';
import { nextSeed, turnsOf, withTake } from './chat.ts';
import { checkpoint, openStudio } from './fixtures.ts';

const answer = (text: string, seed = 1): Answer => ({
  text,
  tokens: 1,
  tokensPerSecond: 1,
  stopped: 'eos',
  written: [],
  checkpoint: 'c',
  seed,
});
const exchange = (prompt: string, ...takes: Answer[][]): Exchange => ({ prompt, takes, shown: takes.length - 1 });

const base = checkpoint('base', 'pretrain', 1);
const tuned = checkpoint('tuned', 'instruct', 2);

/** A chat whose model answers with checkpoint, seed and number of turns; what is saved stays in `kept`. */
async function openChat(fail?: OcaqError) {
  const kept = new Map<string, Conversation>();
  const requests: ChatRequest[] = [];
  const studio = await openStudio({
    chat: async (request): Promise<ChatResult> => {
      requests.push(request);
      if (fail) throw fail;
      const { text } = answer(`${request.checkpoint} ${request.sampling.seed} ${request.turns.length}`);
      return { text, tokens: 1, tokensPerSecond: 1, stopped: 'eos', written: [] };
    },
    listConversations: async () => [...kept.keys()].map((id, i) => ({ id, title: id, updatedAt: i })).reverse(),
    readConversation: async (id) => kept.get(id)!,
    saveConversation: async (_, conversation) => {
      const saved = { ...conversation, revision: `${kept.size} ${requests.length}` };
      kept.set(saved.id, saved);
      return saved;
    },
    deleteConversation: async (id) => void kept.delete(id),
  });
  const texts = () =>
    studio.chat.store
      .getState()
      .conversation.exchanges.map(({ takes }) => takes.map((take) => take.map((a) => a.text)));
  return { ...studio, kept, requests, texts };
}

describe('what the model is asked', () => {
  test('the shown take of every exchange before, and the last prompt', () => {
    const first = { ...exchange('a', [answer('1')], [answer('2'), answer('3')]), shown: 1 };
    expect(turnsOf([first, exchange('b', [answer('old')])])).toEqual([
      { role: 'user', text: 'a' },
      { role: 'assistant', text: '2' },
      { role: 'user', text: 'b' },
    ]);
  });

  test('a prompt that nothing has answered is left out', () => {
    expect(turnsOf([exchange('a'), exchange('b')])).toEqual([{ role: 'user', text: 'b' }]);
  });

  test('with a seed that has not been used', () => {
    expect(nextSeed(exchange('a'), 5)).toBe(5);
    expect(nextSeed(exchange('a', [answer('x', 9)], [answer('y', 3)]), 5)).toBe(10);
  });
});

test('a take that gave nothing changes nothing', () => {
  const conversation = { id: 'c', revision: null, exchanges: [exchange('a', [answer('1')])] };
  expect(withTake(conversation, [])).toBe(conversation);
  expect(withTake({ ...conversation, exchanges: [] }, [answer('1')]).exchanges).toEqual([]);
});

describe('a conversation', () => {
  test('is saved with every answer; another take keeps the one before', async () => {
    const { chat, kept, texts } = await openChat();
    await chat.send('Salam', [base]);
    await chat.regenerate([base]);
    expect(texts()).toEqual([[['base 1 1'], ['base 2 1']]]);
    const { conversation, saved, live } = chat.store.getState();
    expect(conversation.exchanges[0]?.shown).toBe(1);
    expect([...kept.values()]).toEqual([conversation]);
    expect(saved.map(({ id }) => id)).toEqual([conversation.id]);
    expect(live).toBeNull();
  });

  test('continues from the take that is shown', async () => {
    const { chat, requests } = await openChat();
    await chat.send('Salam', [base]);
    await chat.regenerate([base]);
    chat.showTake(0, 0);
    await chat.send('Necəsən?', [base]);
    expect(requests.at(-1)?.turns.map(({ text }) => text)).toEqual(['Salam', 'base 1 1', 'Necəsən?']);
  });

  test('compares two checkpoints on one prompt and seed, each in its own template', async () => {
    const { chat, requests, texts } = await openChat();
    await chat.send('Salam', [base, tuned]);
    expect(texts()).toEqual([[['base 1 1', 'tuned 1 1']]]);
    expect(requests.map(({ template }) => template)).toEqual([null, 'az']);
  });

  test('asked otherwise is another one, the same up to there', async () => {
    const { chat, kept, texts } = await openChat();
    await chat.send('a', [base]);
    await chat.send('b', [base]);
    const { id } = chat.store.getState().conversation;
    await chat.resend(1, 'c', [base]);
    expect(kept.get(id)?.exchanges.map(({ prompt }) => prompt)).toEqual(['a', 'b']);
    expect(chat.store.getState().conversation.exchanges.map(({ prompt }) => prompt)).toEqual(['a', 'c']);
    expect(texts()).toEqual([[['base 1 1']], [['base 1 3']]]);
    await chat.open(id);
    expect(chat.store.getState().conversation).toEqual(kept.get(id));
  });

  test('that was deleted is closed', async () => {
    const { chat, kept } = await openChat();
    await chat.send('a', [base]);
    await chat.remove(chat.store.getState().conversation.id);
    expect(kept.size).toBe(0);
    expect(chat.store.getState()).toMatchObject({ conversation: { exchanges: [] }, saved: [] });
  });

  test('is there again when its project is opened', async () => {
    const { chat, studio } = await openChat();
    await chat.send('a', [base]);
    const { conversation } = chat.store.getState();
    await studio.openProject('b');
    await studio.openProject('a');
    await expect.poll(() => chat.store.getState().conversation).toEqual(conversation);
  });

  test('of which nothing was answered is not saved, and says why', async () => {
    const { chat, kept, requests } = await openChat(new OcaqError('prompt-empty', 'Nothing.'));
    await chat.send('a', [base, tuned]);
    expect(requests).toHaveLength(1);
    expect(kept.size).toBe(0);
    expect(chat.store.getState()).toMatchObject({ live: null, error: { code: 'prompt-empty' } });
  });
});
