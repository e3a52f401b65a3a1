/** What is let go of is gone from the page, too. */
import { expect, test } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { Conversation, StoredItem } from '../worker/api.ts';
import { checkpoint, openStudio } from './fixtures.ts';

const item = (id: string): StoredItem => ({
  kind: 'conversation',
  id,
  name: id,
  bytes: 1,
  checkpoint: null,
  resumed: [],
  keptFor: null,
});

async function opened() {
  const kept = new Map<string, Conversation>();
  let stop = (_why: unknown): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  const stores = await openStudio({
    chat: async ({ turns }) => {
      if (turns.length > 1) await stopped;
      return { text: 'Salam!', tokens: 1, tokensPerSecond: 1, stopped: 'eos', written: [] };
    },
    cancel: async () => stop(new OcaqError('cancelled', 'Stopped.')),
    listConversations: async () => [...kept.keys()].map((id) => ({ id, title: id, updatedAt: 0 })),
    saveConversation: async (_, conversation) => {
      kept.set(conversation.id, { ...conversation, revision: 'r' });
      return kept.get(conversation.id)!;
    },
    letGo: async (_, { id }) => void kept.delete(id),
    storageUse: async () => [],
  });
  await stores.chat.send('Salam', [checkpoint('c', 'pretrain', 1)]);
  return { ...stores, kept, id: stores.chat.store.getState().conversation.id };
}

test('a conversation that is let go of leaves the list and the page', async () => {
  const { chat, storeroom, id } = await opened();
  expect(chat.store.getState().saved.map((one) => one.id)).toEqual([id]);
  await storeroom.letGo('a', item(id));
  const { saved, conversation } = chat.store.getState();
  expect([saved, conversation.exchanges]).toEqual([[], []]);
});

test('one that is answered meanwhile does not come back with the answer', async () => {
  const { chat, storeroom, kept, id } = await opened();
  const answered = chat.send('Necəsən?', [checkpoint('c', 'pretrain', 1)]);
  await storeroom.letGo('a', item(id));
  await answered;
  expect(chat.store.getState()).toMatchObject({ saved: [], live: null, conversation: { exchanges: [] } });
  expect([...kept]).toEqual([]);
});

test('another one stays as it is', async () => {
  const { chat, storeroom, id } = await opened();
  await storeroom.letGo('a', item('another'));
  expect(chat.store.getState()).toMatchObject({ saved: [{ id }], conversation: { id } });
});
