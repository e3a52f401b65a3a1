import { describe, expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { ChatRequest, ChatResult, Conversation, Judgement } from '../worker/api.ts';
import { checkpoint, openStudio } from './fixtures.ts';

const base = checkpoint('base', 'pretrain', 1);
const tuned = checkpoint('tuned', 'instruct', 2);

/** A chat whose model answers with checkpoint, seed and number of turns; what is saved stays in `kept`. */
async function openChat(fail?: OcaqError) {
  const kept = new Map<string, Conversation>();
  const judged = new Map<string, Judgement>();
  const requests: ChatRequest[] = [];
  const studio = await openStudio({
    chat: async (request): Promise<ChatResult> => {
      requests.push(request);
      if (fail) throw fail;
      const text = `${request.checkpoint} ${request.sampling.seed} ${request.turns.length}`;
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
    listJudgements: async () => [...judged.values()],
    saveJudgement: async (_, judgement) => void judged.set(judgement.id, judgement),
    deleteJudgements: async () => judged.clear(),
  });
  const texts = () =>
    studio.chat.store
      .getState()
      .conversation.exchanges.map(({ takes }) => takes.map((take) => take.map((a) => a.text)));
  return { ...studio, kept, requests, texts };
}

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

  test('has a system prompt, which those begun after it keep', async () => {
    const { chat, kept, requests } = await openChat();
    chat.setSystem('Qısa cavab ver.');
    await chat.send('a', [base]);
    expect(requests.at(-1)?.turns[0]).toEqual({ role: 'system', text: 'Qısa cavab ver.' });
    expect([...kept.values()][0]?.system).toBe('Qısa cavab ver.');
    await chat.resend(0, 'b', [base]);
    expect(requests.at(-1)?.turns).toHaveLength(2);
    chat.startNew();
    await chat.send('c', [base]);
    expect(requests.at(-1)?.turns).toHaveLength(2);
  });

  test("with several checkpoints is each one's own", async () => {
    const { chat, requests } = await openChat();
    const third = checkpoint('third', 'instruct', 3);
    await chat.send('a', [base, tuned]);
    await chat.send('b', [tuned, base, third]);
    expect(requests.slice(2).map(({ turns }) => turns[1]?.text)).toEqual(['tuned 1 1', 'base 1 1', 'base 1 1']);
  });

  test('that is stopped keeps what was written, and nobody else answers', async () => {
    const cancelled: string[] = [];
    const studio = await openStudio({
      chat: ({ jobId }) =>
        new Promise((_, reject) => {
          studio.events.emit({ type: 'chat-text', jobId, delta: 'Sal', tokens: 1, tokensPerSecond: 2 });
          stopped.push(() => reject(new OcaqError('cancelled', 'Stopped.')));
        }),
      cancel: async (id) => {
        cancelled.push(id);
        stopped.pop()?.();
      },
    });
    const stopped: (() => void)[] = [];
    const { chat } = studio;
    const sent = chat.send('a', [base, tuned]);
    await expect.poll(() => chat.store.getState().live?.text).toBe('Sal');
    await chat.stop();
    await sent;
    expect(cancelled).toHaveLength(1);
    const { conversation, error, live } = chat.store.getState();
    expect(conversation.exchanges[0]?.takes).toMatchObject([
      [{ text: 'Sal', stopped: 'cancelled', checkpoint: 'base' }],
    ]);
    expect({ error, live }).toEqual({ error: null, live: null });
  });
});

describe('a blind comparison', () => {
  test('is open until it is judged once; the verdict is counted and kept', async () => {
    const { chat, kept } = await openChat();
    chat.change({ isBlind: true });
    await chat.send('a', [base, tuned]);
    const { conversation } = chat.store.getState();
    const [take] = conversation.exchanges[0]?.takes ?? [];
    expect(new Set(take?.map((one) => one.checkpoint))).toEqual(new Set(['base', 'tuned']));
    expect(conversation.exchanges[0]?.blind).toEqual({ 0: 'open' });
    await chat.judge(0, 'second');
    await chat.judge(0, 'first');
    const { judgements } = chat.store.getState();
    expect(judgements).toMatchObject([
      { prompt: 'a', verdict: 'second', answers: take?.map(({ text }) => ({ text })) },
    ]);
    expect([...kept.values()][0]?.exchanges[0]?.blind).toEqual({ 0: 'second' });
    await chat.forgetJudgements();
    expect(chat.store.getState().judgements).toEqual([]);
  });

  test('whose names are asked for counts nothing', async () => {
    const { chat, kept } = await openChat();
    chat.change({ isBlind: true });
    await chat.send('a', [base, tuned]);
    await chat.judge(0, 'revealed');
    expect(chat.store.getState().judgements).toEqual([]);
    expect([...kept.values()][0]?.exchanges[0]?.blind).toEqual({ 0: 'revealed' });
  });

  test.each([[[base]], [[base, tuned, checkpoint('third', 'instruct', 3)]]])(
    'is of two answers: %#',
    async (chosen) => {
      const { chat } = await openChat();
      chat.change({ isBlind: true });
      await chat.send('a', chosen);
      const [exchange] = chat.store.getState().conversation.exchanges;
      expect(exchange?.blind).toBeUndefined();
      expect(exchange?.takes[0]?.map((one) => one.checkpoint)).toEqual(chosen.map(({ id }) => id));
    },
  );

  test('that cannot be counted stays open and says why', async () => {
    const full = new OcaqError('storage-full', 'Full.');
    const { chat } = await openStudio({
      chat: async () => ({ text: 'x', tokens: 1, tokensPerSecond: 1, stopped: 'eos', written: [] }),
      saveJudgement: () => Promise.reject(full),
    });
    chat.change({ isBlind: true });
    await chat.send('a', [base, tuned]);
    await chat.judge(0, 'tie');
    expect(chat.store.getState()).toMatchObject({
      error: full,
      conversation: { exchanges: [{ blind: { 0: 'open' } }] },
    });
  });
});
