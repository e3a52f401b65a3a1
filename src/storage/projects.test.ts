import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { fullProject } from '../testing/full-project.ts';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { ALL_STORES, closeDatabase, type Database, openDatabase, transact } from './database.ts';
import {
  changeInstructionSet,
  deleteInstructionSet,
  listInstructionSets,
  readInstructions,
  saveInstructionSet,
} from './instructions.ts';
import { collectOrphans } from './orphans.ts';
import {
  changeProjectDetails,
  createProject,
  deleteProject,
  getProject,
  listProjects,
  updateProject,
} from './projects.ts';
import { deleteUnusedTokenizer, getTokenizer, listTokenizers, saveTokenizer } from './tokenizers.ts';

let count = 0;
let database: Database;
beforeEach(async () => {
  database = await openDatabase(`projects-${count++}`);
});

/** Number of records, store by store. */
const sizes = () =>
  transact(database, ALL_STORES, 'readonly', async (transaction) => {
    const counts: Record<string, number> = {};
    for (const store of ALL_STORES) counts[store] = await transaction.objectStore(store).count();
    return counts;
  });

const times = (factor: number) =>
  Object.fromEntries(ALL_STORES.map((store) => [store, store === 'pointers' ? 2 * factor : factor]));

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  return error as OcaqError;
}

describe('projects', () => {
  it('are created, changed and listed, the last changed first', async () => {
    const first = await createProject(database, 'birinci', { model: 'starter' });
    await createProject(database, 'ikinci');
    const changed = await updateProject(database, first.id, { name: 'yeni' });
    expect(changed).toMatchObject({ name: 'yeni', details: { model: 'starter' }, createdAt: first.createdAt });
    expect(await getProject(database, first.id)).toEqual(changed);
    expect(new Set((await listProjects(database)).map(({ name }) => name))).toEqual(new Set(['yeni', 'ikinci']));
    expect((await errorOf(getProject(database, 'x'))).code).toBe('project-missing');
    expect((await errorOf(updateProject(database, 'x', { name: 'y' }))).code).toBe('project-missing');
  });

  it('lose nothing that is remembered of them where two change it at once', async () => {
    const { id } = await createProject(database, 'p', {});
    const remember = (field: object) =>
      changeProjectDetails(database, id, ({ details }) => ({ ...(details as object), ...field }));
    await Promise.all([
      remember({ tokenizer: 't' }),
      remember({ model: 'm' }),
      updateProject(database, id, { name: 'q' }),
    ]);
    expect(await getProject(database, id)).toMatchObject({ name: 'q', details: { tokenizer: 't', model: 'm' } });
    expect((await errorOf(changeProjectDetails(database, 'x', () => null))).code).toBe('project-missing');
  });

  it('are deleted with everything in them and nothing of others', async () => {
    const first = await fullProject(database, 'a');
    await fullProject(database, 'b');
    expect(await sizes()).toEqual(times(2));
    await deleteProject(database, first);
    await deleteProject(database, first);
    expect(await sizes()).toEqual(times(1));
    expect((await listProjects(database)).map(({ name }) => name)).toEqual(['b']);
  });

  it.each<Fault>(['full', 'lost', 'killed', 'unreported'])(
    'are deleted whole or not at all, whatever goes wrong (%s)',
    async (fault) => {
      for (let n = 1; ; n++) {
        database = await openDatabase(`projects-${count++}`);
        const id = await fullProject(database, 'a');
        const { reached, outcome } = await withFault(n, fault, () => deleteProject(database, id));
        if (fault === 'lost' || fault === 'unreported' || !reached) expect(outcome.status).toBe('fulfilled');
        const reopened = await openDatabase(database.name);
        closeDatabase(database);
        database = reopened;
        await collectOrphans(database);
        expect(await sizes()).toEqual(times(outcome.status === 'fulfilled' ? 0 : 1));
        if (!reached) {
          expect(n).toBeGreaterThan(1);
          return;
        }
      }
    },
  );
});

describe('tokenizers', () => {
  it('are kept whole until they are deleted, which they are not while a project has them', async () => {
    const projectId = (await createProject(database, 'p')).id;
    const json = JSON.stringify({ model: { vocab: { ə: 0 } } });
    const saved = await saveTokenizer(database, { projectId, name: 't', vocabSize: 1, json, details: { words: 3 } });
    expect(await getTokenizer(database, saved.id)).toEqual(saved);
    expect(await listTokenizers(database, projectId)).toEqual([saved]);
    await updateProject(database, projectId, { details: { tokenizer: saved.id } });
    await deleteUnusedTokenizer(database, saved.id);
    expect(await listTokenizers(database, projectId)).toEqual([saved]);
    await updateProject(database, projectId, { details: { tokenizer: null } });
    await deleteUnusedTokenizer(database, saved.id);
    await deleteUnusedTokenizer(database, saved.id);
    expect(await listTokenizers(database, projectId)).toEqual([]);
    const orphan = { projectId: 'x', name: 't', vocabSize: 1, json, details: null };
    expect((await errorOf(saveTokenizer(database, orphan))).code).toBe('project-missing');
  });
});

describe('instruction sets', () => {
  it('give back every example in order, over several shards', async () => {
    const projectId = (await createProject(database, 'p')).id;
    const examples = Array.from({ length: 2500 }, (_, row) => ({
      instruction: `sual ${row}`,
      input: '',
      output: 'ə',
      row,
    }));
    const set = await saveInstructionSet(database, { projectId, name: 'i', details: { problems: 0 } }, examples);
    expect(set).toMatchObject({ examples: 2500, shards: 3, details: { problems: 0 } });
    expect(await readInstructions(database, set.id)).toEqual(examples);
    const none = await saveInstructionSet(database, { projectId, name: 'none', details: null }, []);
    expect(await readInstructions(database, none.id)).toEqual([]);
    expect(await listInstructionSets(database, projectId)).toHaveLength(2);
  });

  it('take other details, and keep their examples', async () => {
    const projectId = (await createProject(database, 'p')).id;
    const set = await saveInstructionSet(database, { projectId, name: 'i', details: 1 }, ['a']);
    expect(await changeInstructionSet(database, set.id, 2)).toEqual({ ...set, details: 2 });
    expect(await listInstructionSets(database, projectId)).toEqual([{ ...set, details: 2 }]);
    expect(await readInstructions(database, set.id)).toEqual(['a']);
    expect((await errorOf(changeInstructionSet(database, 'none', 2))).code).toBe('instructions-missing');
  });

  it('are told damaged or missing', async () => {
    const projectId = (await createProject(database, 'p')).id;
    const examples = Array.from({ length: 1025 }, (_, row) => ({ row }));
    const set = await saveInstructionSet(database, { projectId, name: 'i', details: null }, examples);
    await transact(database, ['instructionShards'], 'readwrite', async (transaction) => {
      const shard = (await transaction.objectStore('instructionShards').get([set.id, 1]))!;
      shard.gzip[12]! ^= 0xff;
      await transaction.objectStore('instructionShards').put(shard);
    });
    expect((await errorOf(readInstructions(database, set.id))).code).toBe('instructions-damaged');
    await transact(database, ['instructionShards'], 'readwrite', (transaction) =>
      transaction.objectStore('instructionShards').delete([set.id, 0]),
    );
    expect((await errorOf(readInstructions(database, set.id))).code).toBe('instructions-damaged');
    await deleteInstructionSet(database, set.id);
    expect((await errorOf(readInstructions(database, set.id))).code).toBe('instructions-missing');
    expect((await sizes()).instructionShards).toBe(0);
  });

  it.each<Fault>(['full', 'lost', 'killed', 'unreported'])('are stored whole or not at all (%s)', async (fault) => {
    for (let n = 1; ; n++) {
      database = await openDatabase(`projects-${count++}`);
      const projectId = (await createProject(database, 'p')).id;
      const examples = Array.from({ length: 1500 }, (_, row) => row);
      const { reached, outcome } = await withFault(n, fault, () =>
        saveInstructionSet(database, { projectId, name: 'i', details: null }, examples),
      );
      if (fault === 'lost' || fault === 'unreported' || !reached) expect(outcome.status).toBe('fulfilled');
      const sets = await listInstructionSets(database, projectId);
      expect(sets).toHaveLength(outcome.status === 'fulfilled' ? 1 : 0);
      for (const { id } of sets) expect(await readInstructions(database, id)).toEqual(examples);
      expect((await sizes()).instructionShards).toBe(2 * sets.length);
      if (!reached) {
        expect(n).toBeGreaterThan(1);
        return;
      }
    }
  });
});
