import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { deleteJudgements, listJudgements, saveJudgement } from './judgements.ts';
import { createProject, deleteProject } from './projects.ts';

let count = 0;
let database: Database;
let projectId: string;
beforeEach(async () => {
  database = await openDatabase(`judgements-${count++}`);
  projectId = (await createProject(database, 'p')).id;
});

const values = async (project = projectId) => (await listJudgements(database, project)).map(({ value }) => value);

describe('judgements', () => {
  it('are kept by project, and none twice', async () => {
    const other = (await createProject(database, 'q')).id;
    await saveJudgement(database, { id: 'a', projectId, value: 1 });
    await saveJudgement(database, { id: 'b', projectId, value: 2 });
    await saveJudgement(database, { id: 'c', projectId: other, value: 3 });
    await saveJudgement(database, { id: 'a', projectId, value: 4 });
    expect(new Set(await values())).toEqual(new Set([4, 2]));
    expect(await values(other)).toEqual([3]);
  });

  it('are deleted together, of one project', async () => {
    const other = (await createProject(database, 'q')).id;
    await saveJudgement(database, { id: 'a', projectId, value: 1 });
    await saveJudgement(database, { id: 'b', projectId: other, value: 2 });
    await deleteJudgements(database, projectId);
    expect(await values()).toEqual([]);
    expect(await values(other)).toEqual([2]);
  });

  it('are not saved to a project that was deleted', async () => {
    await deleteProject(database, projectId);
    const saving = saveJudgement(database, { id: 'a', projectId, value: 1 });
    await expect(saving).rejects.toMatchObject({ code: 'project-missing' });
  });
});
