/** Conversations between what storage keeps and what the page shows. */
import * as storage from '../../storage/conversations.ts';
import type { ConversationRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';

const TITLE_LENGTH = 80;

export async function listConversations(hub: Hub, project: api.Id): Promise<api.ConversationSummary[]> {
  const all = await storage.listConversations(hub.database, project);
  return all.map(({ id, title, updatedAt }) => ({ id, title, updatedAt }));
}

export async function readConversation(hub: Hub, id: api.Id): Promise<api.Conversation> {
  return toConversation(await storage.getConversation(hub.database, id));
}

export async function saveConversation(
  hub: Hub,
  project: api.Id,
  { id, revision, exchanges }: api.Conversation,
): Promise<api.Conversation> {
  const title = (exchanges[0]?.prompt ?? '').trim().replace(/\s+/g, ' ').slice(0, TITLE_LENGTH);
  const record = { id, projectId: project, title, exchanges };
  return toConversation(await storage.saveConversation(hub.database, record, revision));
}

const toConversation = ({ id, revision, exchanges }: ConversationRecord): api.Conversation => ({
  id,
  revision,
  exchanges: exchanges as api.Exchange[],
});
