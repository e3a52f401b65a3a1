/** What a person found of answers whose models were hidden; kept when the conversation is deleted. */
import { type Database, transact, type WriteTransaction } from './database.ts';
import { checkProject } from './project-exists.ts';
import type { JudgementRecord } from './records.ts';

/** The oldest first. */
export async function listJudgements(database: Database, projectId: string): Promise<JudgementRecord[]> {
  const all = await transact(database, ['judgements'], 'readonly', (transaction) =>
    transaction.objectStore('judgements').index('byProject').getAll(projectId),
  );
  return all.sort((a, b) => a.savedAt - b.savedAt);
}

/** One that is there already, by its id, is replaced: nothing is judged twice. @throws `project-missing`, `storage-full` */
export async function saveJudgement(database: Database, judgement: Omit<JudgementRecord, 'savedAt'>): Promise<void> {
  const record: JudgementRecord = { ...judgement, savedAt: Date.now() };
  await transact(database, ['projects', 'judgements'], 'readwrite', async (transaction) => {
    await checkProject(transaction, record.projectId);
    await transaction.objectStore('judgements').put(record);
  });
}

export async function deleteJudgements(database: Database, projectId: string): Promise<void> {
  await transact(database, ['judgements'], 'readwrite', (transaction) =>
    deleteJudgementsOfProject(transaction, projectId),
  );
}

/** All of them, within a larger deletion over judgements. */
export async function deleteJudgementsOfProject(transaction: WriteTransaction, projectId: string): Promise<void> {
  const store = transaction.objectStore('judgements');
  for (const id of await store.index('byProject').getAllKeys(projectId)) await store.delete(id);
}
