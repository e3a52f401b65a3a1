import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { deleteConversation, getConversation, listConversations, saveConversation } from './conversations.ts';
import { type Database, openDatabase } from './database.ts';
import { createProject, deleteProject } from './projects.ts';

let count = 0;
let database: Database;
let projectId: string;
beforeEach(async () => {
  database = await openDatabase(`conversations-${count++}`);
  projectId = (await createProject(database, 'p')).id;
});

const said = (...exchanges: string[]) => ({ id: 'c', projectId, title: exchanges[0] ?? '', exchanges });

describe('conversations', () => {
  it('are kept, changed and deleted', async () => {
    const first = await saveConversation(database, said('Salam'), null);
    const second = await saveConversation(database, said('Salam', 'Necəsən?'), first.revision);
    expect(second.id).toBe('c');
    expect(second.revision).not.toBe(first.revision);
    expect(await getConversation(database, 'c')).toEqual(second);
    expect(await listConversations(database, projectId)).toEqual([second]);
    await deleteConversation(database, 'c');
    expect(await listConversations(database, projectId)).toEqual([]);
    await expect(getConversation(database, 'c')).rejects.toMatchObject({ code: 'conversation-missing' });
  });

  it('that another tab has changed meanwhile stay as they are; this one is kept beside them', async () => {
    const { revision } = await saveConversation(database, said('Salam'), null);
    const theirs = await saveConversation(database, said('Salam', 'onlar'), revision);
    const ours = await saveConversation(database, said('Salam', 'biz'), revision);
    expect(ours.id).not.toBe('c');
    expect(await getConversation(database, 'c')).toEqual(theirs);
    expect(await getConversation(database, ours.id)).toEqual(ours);
    const again = await saveConversation(database, { ...ours, exchanges: ['Salam', 'biz', 'yenə'] }, ours.revision);
    expect(again.id).toBe(ours.id);
  });

  it('that another tab has deleted meanwhile are not brought back, and nothing is lost', async () => {
    const { revision } = await saveConversation(database, said('Salam'), null);
    await deleteConversation(database, 'c');
    const kept = await saveConversation(database, said('Salam', 'Necəsən?'), revision);
    expect(kept.id).not.toBe('c');
    expect(await listConversations(database, projectId)).toEqual([kept]);
  });

  it('saved by two tabs at once are both kept', async () => {
    const { revision } = await saveConversation(database, said('Salam'), null);
    await Promise.all(['bir', 'iki'].map((text) => saveConversation(database, said('Salam', text), revision)));
    const kept = (await listConversations(database, projectId)).map(({ exchanges }) => (exchanges as string[])[1]);
    expect(new Set(kept)).toEqual(new Set(['bir', 'iki']));
  });

  it('are not saved to a project that was deleted', async () => {
    await deleteProject(database, projectId);
    await expect(saveConversation(database, said('Salam'), null)).rejects.toMatchObject({ code: 'project-missing' });
  });
});
