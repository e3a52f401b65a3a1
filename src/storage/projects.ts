/**
 * Projects: the root of everything stored. Deleting one removes all of it in a single transaction; whoever still writes
 * to it finds it missing at the moment of finishing and leaves nothing behind.
 */
import { OcaqError } from '../errors.ts';
import { deleteConversationsOfProject } from './conversations.ts';
import { ALL_STORES, type Database, transact, type WriteTransaction } from './database.ts';
import { deleteSourcesOfProject } from './documents.ts';
import { deleteInstructionsOfProject } from './instructions.ts';
import { deleteJobsOfProject } from './jobs.ts';
import { deleteJudgementsOfProject } from './judgements.ts';
import type { ProjectRecord } from './records.ts';
import { deleteRunsOfProject } from './runs.ts';
import { deleteTokenizersOfProject } from './tokenizers.ts';

export async function createProject(database: Database, name: string, details: unknown = null): Promise<ProjectRecord> {
  const now = Date.now();
  const project: ProjectRecord = { id: crypto.randomUUID(), name, createdAt: now, updatedAt: now, details };
  await transact(
    database,
    ['projects'],
    'readwrite',
    (transaction) => transaction.objectStore('projects').put(project),
    'strict',
  );
  return project;
}

/** Newest change first. */
export async function listProjects(database: Database): Promise<ProjectRecord[]> {
  const all = await transact(database, ['projects'], 'readonly', (transaction) =>
    transaction.objectStore('projects').getAll(),
  );
  return all.sort((a, b) => b.updatedAt - a.updatedAt);
}

/** @throws `project-missing` */
export async function getProject(database: Database, id: string): Promise<ProjectRecord> {
  const project = await transact(database, ['projects'], 'readonly', (transaction) =>
    transaction.objectStore('projects').get(id),
  );
  if (project === undefined) throw missing(id);
  return project;
}

/** Changes what is given and the time of the last change. @throws `project-missing` */
export async function updateProject(database: Database, id: string, change: ProjectChange): Promise<ProjectRecord> {
  return rewrite(database, id, () => change);
}

/** Changes what the studio remembers of it, by what that is in the same moment: two who do so lose nothing of each other. @throws `project-missing` */
export async function changeProjectDetails(
  database: Database,
  id: string,
  change: (project: ProjectRecord) => unknown,
): Promise<ProjectRecord> {
  return rewrite(database, id, (project) => ({ details: change(project) }));
}

type ProjectChange = Partial<Pick<ProjectRecord, 'name' | 'details'>>;

async function rewrite(
  database: Database,
  id: string,
  change: (project: ProjectRecord) => ProjectChange,
): Promise<ProjectRecord> {
  const updatedAt = Date.now();
  return transact(database, ['projects'], 'readwrite', async (transaction) => {
    const project = await transaction.objectStore('projects').get(id);
    if (project === undefined) throw missing(id);
    const changed = { ...project, ...change(project), updatedAt };
    await transaction.objectStore('projects').put(changed);
    return changed;
  });
}

/** Removes the project and everything in it. Nothing happens where there is none. */
export async function deleteProject(database: Database, id: string): Promise<void> {
  const work = async (transaction: WriteTransaction) => {
    await deleteContents(transaction, id);
    await transaction.objectStore('projects').delete(id);
  };
  await transact(database, ALL_STORES, 'readwrite', work, 'strict');
}

async function deleteContents(transaction: WriteTransaction, id: string): Promise<void> {
  await deleteSourcesOfProject(transaction, id);
  await deleteTokenizersOfProject(transaction, id);
  await deleteInstructionsOfProject(transaction, id);
  await deleteRunsOfProject(transaction, id);
  await deleteJobsOfProject(transaction, id);
  await deleteConversationsOfProject(transaction, id);
  await deleteJudgementsOfProject(transaction, id);
}

const STORES_BY_PROJECT = [
  ...(['sources', 'tokenizers', 'instructionSets', 'runs', 'checkpoints', 'jobs'] as const),
  ...(['conversations', 'judgements', 'measurements'] as const),
];

/** What belongs to projects that are gone, within a transaction over ALL_STORES. @returns of how many */
export async function collectProjectOrphans(transaction: WriteTransaction): Promise<number> {
  const named = new Set<string>();
  for (const store of STORES_BY_PROJECT) {
    const index = transaction.objectStore(store).index('byProject');
    for (let cursor = await index.openKeyCursor(null, 'nextunique'); cursor; cursor = await cursor.continue())
      named.add(cursor.key);
  }
  for (const id of await transaction.objectStore('projects').getAllKeys()) named.delete(id);
  for (const id of named) await deleteContents(transaction, id);
  return named.size;
}

function missing(id: string): OcaqError {
  return new OcaqError('project-missing', 'This project is no longer stored. Choose another one or create it anew.', {
    projectId: id,
  });
}
