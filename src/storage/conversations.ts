/**
 * Conversations with checkpoints. Two tabs may have the same one open: whoever saves says which revision it goes on from,
 * and what the other tab has changed or deleted meanwhile is left as it is; this one then becomes a conversation of its own.
 */
import { OcaqError } from '../errors.ts';
import { type Database, transact, type WriteTransaction } from './database.ts';
import { checkProject } from './project-exists.ts';
import type { ConversationRecord } from './records.ts';

/** The last changed first. */
export async function listConversations(database: Database, projectId: string): Promise<ConversationRecord[]> {
  const all = await transact(database, ['conversations'], 'readonly', (transaction) =>
    transaction.objectStore('conversations').index('byProject').getAll(projectId),
  );
  return all.sort((a, b) => b.updatedAt - a.updatedAt);
}

/** @throws `conversation-missing` */
export async function getConversation(database: Database, id: string): Promise<ConversationRecord> {
  const conversation = await transact(database, ['conversations'], 'readonly', (transaction) =>
    transaction.objectStore('conversations').get(id),
  );
  if (conversation === undefined)
    throw new OcaqError('conversation-missing', 'This conversation is no longer stored. Choose another one.', { id });
  return conversation;
}

/**
 * @param from the revision that was read or saved last; null: it has not been saved yet
 * @returns what is stored, under another id where `from` is no longer what is stored
 * @throws `project-missing`, `storage-full`
 */
export async function saveConversation(
  database: Database,
  conversation: Omit<ConversationRecord, 'updatedAt' | 'revision'>,
  from: string | null,
): Promise<ConversationRecord> {
  const next: ConversationRecord = { ...conversation, updatedAt: Date.now(), revision: crypto.randomUUID() };
  const apart: ConversationRecord = { ...next, id: crypto.randomUUID() };
  return transact(database, ['projects', 'conversations'], 'readwrite', async (transaction) => {
    await checkProject(transaction, next.projectId);
    const store = transaction.objectStore('conversations');
    const revision = (await store.get(next.id))?.revision ?? null;
    // The work may run twice: then it finds its own revision.
    const record = revision === from || revision === next.revision ? next : apart;
    await store.put(record);
    return record;
  });
}

/** Nothing happens where there is none. */
export async function deleteConversation(database: Database, id: string): Promise<void> {
  await transact(database, ['conversations'], 'readwrite', (transaction) =>
    transaction.objectStore('conversations').delete(id),
  );
}

/** All of them, within a larger deletion over conversations. */
export async function deleteConversationsOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const store = transaction.objectStore('conversations');
  for (const id of await store.index('byProject').getAllKeys(projectId)) await store.delete(id);
}
