import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { addSource } from '../testing/corpus.ts';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { beginCleaning, finishCleaning, writeVerdicts } from './cleaning.ts';
import { readDocuments } from './corpus.ts';
import { closeDatabase, type Database, openDatabase, transact } from './database.ts';
import { deleteSource, importSource, listSources } from './documents.ts';
import { collectOrphans } from './orphans.ts';
import { createProject } from './projects.ts';
import type { CleanShardRecord, SourceRecord, Verdict } from './records.ts';

let count = 0;
let database: Database;
let projectId = '';
beforeEach(async () => {
  database = await openDatabase(`cleaning-${count++}`);
  projectId = (await createProject(database, 'p')).id;
});

async function* documentsOf(texts: readonly string[]) {
  for (const text of texts) yield { text };
}
const importTexts = (...texts: string[]) => importSource(database, { projectId, name: 'a' }, documentsOf(texts));

const shard = (...verdicts: Verdict[]) => ({ verdicts, fingerprints: [], textBytes: 1 });

async function texts(): Promise<string[]> {
  const all: string[] = [];
  for await (const { text } of readDocuments(database, await listSources(database, projectId))) all.push(text);
  return all;
}

const shards = () =>
  transact(database, ['cleanShards'], 'readonly', (transaction) => transaction.objectStore('cleanShards').count());

async function cleaned(source: SourceRecord, key: string, ...verdicts: Verdict[]): Promise<SourceRecord> {
  const pass = await beginCleaning(database, source.id, key);
  return finishCleaning(database, source.id, await writeVerdicts(database, source.id, pass, shard(...verdicts), key));
}

describe('a pass of cleaning', () => {
  it('gives kept documents as they were read or as it changed them', async () => {
    const source = await importTexts('a', 'b', 'c');
    const whole = await cleaned(source, 'k', { hash: '1' }, { droppedBy: 'x' }, { hash: '3', text: 'C' });
    expect(whole.cleaned).toMatchObject({ key: 'k', documents: 2, shards: 1, details: 'k' });
    expect(whole.cleaning).toBeUndefined();
    expect(await texts()).toEqual(['a', 'C']);
  });

  it('counts only when it is whole, and then the one before it is gone', async () => {
    const source = await addSource(database, { projectId, name: 'a' }, documentsOf(['a', 'b']));
    const pass = await beginCleaning(database, source.id, 'k');
    await expect(finishCleaning(database, source.id, pass)).rejects.toMatchObject({ code: 'cleaning-damaged' });
    const next = await writeVerdicts(database, source.id, pass, shard({ hash: '1' }, { droppedBy: 'x' }), null);
    expect([await texts(), await shards()]).toEqual([['a', 'b'], 2]);
    await finishCleaning(database, source.id, next);
    expect([await texts(), await shards()]).toEqual([['a'], 1]);
  });

  it('is taken up by its key, and given up for another', async () => {
    const source = await importTexts('a');
    const pass = await beginCleaning(database, source.id, 'k');
    const half = await writeVerdicts(database, source.id, pass, shard({ hash: '1' }), 'report');
    await collectOrphans(database);
    expect(await beginCleaning(database, source.id, 'k')).toEqual(half);
    expect(await beginCleaning(database, source.id, 'other')).toMatchObject({ shards: 0, details: null });
    expect(await shards()).toBe(0);
    const late = writeVerdicts(database, source.id, half, shard({ hash: '1' }), null);
    await expect(late).rejects.toMatchObject({ code: 'source-missing' });
  });

  it('goes with its source, whole or under way', async () => {
    const source = await addSource(database, { projectId, name: 'a' }, documentsOf(['a']));
    const pass = await beginCleaning(database, source.id, 'k');
    await writeVerdicts(database, source.id, pass, shard({ hash: '1' }), null);
    await deleteSource(database, source.id);
    expect(await shards()).toBe(0);
    await expect(beginCleaning(database, source.id, 'k')).rejects.toMatchObject({ code: 'source-missing' });
  });

  it.each([
    ['missing', (stored: CleanShardRecord) => ({ ...stored, index: 1 })],
    ['cut', (stored: CleanShardRecord) => ({ ...stored, gzip: stored.gzip.slice(0, 9) })],
  ])('that is damaged (%s) is named, and made anew by the same steps', async (_, damage) => {
    const source = await cleaned(await importTexts('a'), 'k', { hash: '1' });
    await transact(database, ['cleanShards'], 'readwrite', async (transaction) => {
      const [stored] = await transaction.objectStore('cleanShards').getAll();
      await transaction.objectStore('cleanShards').clear();
      if (stored) await transaction.objectStore('cleanShards').put(damage(stored));
    });
    const error = { code: 'cleaning-damaged', details: { source: source.name } };
    await expect(texts()).rejects.toMatchObject(error);
    const [now] = await listSources(database, projectId);
    expect(now?.cleaned).toMatchObject({ documents: 1 });
    expect(now?.cleaned?.key).not.toBe('k');
    await cleaned(source, 'k', { hash: '1' });
    expect([await texts(), await shards()]).toEqual([['a'], 1]);
  });

  it('that is read is said to be replaced, or deleted, where it was', async () => {
    const source = await cleaned(await importTexts('a'), 'k', { hash: '1' });
    const read = async () => {
      for await (const _ of readDocuments(database, [source]));
    };
    await cleaned(source, 'other', { hash: '1' });
    await expect(read()).rejects.toMatchObject({ code: 'source-changed', details: { name: source.name } });
    await deleteSource(database, source.id);
    await expect(read()).rejects.toMatchObject({ code: 'source-missing' });
  });

  it.each<Fault>(['full', 'lost', 'killed', 'unreported', 'misreported'])(
    'is there whole or not at all, whatever goes wrong (%s)',
    async (fault) => {
      const source = await addSource(database, { projectId, name: 'a' }, documentsOf(['a', 'b']));
      for (let n = 1; ; n++) {
        const { reached } = await withFault(n, fault, () =>
          cleaned(source, `k${n}`, { hash: '1' }, { droppedBy: 'x' }),
        );
        const reopened = await openDatabase(database.name);
        closeDatabase(database);
        database = reopened;
        expect([['a', 'b'], ['a']]).toContainEqual(await texts());
        if (!reached) {
          expect(n).toBeGreaterThan(3);
          break;
        }
      }
      expect([await texts(), await shards()]).toEqual([['a'], 1]);
    },
  );
});
