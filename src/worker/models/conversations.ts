/** Conversations, and what was found of their answers, between what storage keeps and what the page shows. */
import * as storage from '../../storage/conversations.ts';
import * as judgements from '../../storage/judgements.ts';
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
  { id, revision, exchanges, system }: api.Conversation,
): Promise<api.Conversation> {
  const title = (exchanges[0]?.prompt ?? '').trim().replace(/\s+/g, ' ').slice(0, TITLE_LENGTH);
  const record = { id, projectId: project, title, exchanges, ...(system !== undefined && { system }) };
  return toConversation(await storage.saveConversation(hub.database, record, revision));
}

const toConversation = ({ id, revision, exchanges, system }: ConversationRecord): api.Conversation => ({
  id,
  revision,
  exchanges: exchanges as api.Exchange[],
  ...(system !== undefined && { system }),
});

export async function listJudgements(hub: Hub, project: api.Id): Promise<api.Judgement[]> {
  const all = await judgements.listJudgements(hub.database, project);
  return all.map(({ value }) => value as api.Judgement);
}

export const saveJudgement = (hub: Hub, project: api.Id, judgement: api.Judgement): Promise<void> =>
  judgements.saveJudgement(hub.database, { id: judgement.id, projectId: project, value: judgement });
