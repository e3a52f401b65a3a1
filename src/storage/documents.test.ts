import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { OcaqError } from '../errors.ts';
import { type Fault, withFault } from '../testing/storage-faults.ts';
import { closeDatabase, type Database, openDatabase, transact } from './database.ts';
import { deleteSource, importSource, listSources, readShard, SHARD_TEXT } from './documents.ts';
import { collectOrphans } from './orphans.ts';
import { createProject, deleteProject } from './projects.ts';
import type { SourceRecord, StoredDocument } from './records.ts';

let count = 0;
let database: Database;
let projectId = '';
beforeEach(async () => {
  database = await openDatabase(`documents-${count++}`);
  projectId = (await createProject(database, 'p')).id;
});

async function* documentsOf(texts: Iterable<string>): AsyncGenerator<StoredDocument> {
  for (const text of texts) yield { text, hash: `h${text.length}` };
}

const load = (name: string, texts: Iterable<string>, replaces?: string) =>
  importSource(
    database,
    { projectId, name, ...(replaces === undefined ? {} : { replaces: () => replaces }) },
    documentsOf(texts),
  );

async function textsOf(sources?: readonly SourceRecord[]): Promise<string[]> {
  const texts: string[] = [];
  for (const source of sources ?? (await listSources(database, projectId)))
    for (let shard = 0; shard < source.shards; shard++)
      for (const { text, hash } of await readShard(database, source, shard)) {
        expect(hash).toBe(`h${text.length}`);
        texts.push(text);
      }
  return texts;
}

const sorted = (texts: readonly string[]) => [...texts].sort((a, b) => a.localeCompare(b));

const shardCount = () =>
  transact(database, ['documentShards'], 'readonly', (transaction) =>
    transaction.objectStore('documentShards').count(),
  );

async function errorOf(work: Promise<unknown>): Promise<OcaqError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(OcaqError);
  return error as OcaqError;
}

describe('importSource', () => {
  it('stores documents in shards of about 1 MiB and gives them back in order', async () => {
    const texts = Array.from({ length: 50 }, (_, i) => `${i} ${'ə salam '.repeat(10_000)}`);
    const source = await load('big', texts);
    expect(source).toMatchObject({ status: 'ready', documents: 50, shards: 4 });
    expect(source.textBytes).toBe(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0));
    expect(source.storedBytes).toBeLessThan(source.textBytes / 20);
    expect(await textsOf()).toEqual(texts);
  });

  it('closes a shard exactly when it is full', async () => {
    const half = 'a'.repeat(SHARD_TEXT / 2);
    expect((await load('full', [half, half, 'b'])).shards).toBe(2);
    expect((await load('nearly', [half, half.slice(1), 'b'])).shards).toBe(1);
    expect((await load('none', [])).shards).toBe(0);
  });

  it('keeps any text exactly, whatever it holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string())), async (texts) => {
        const source = await load('any', [...texts, '\ud800', '\0', '']);
        expect(await textsOf([source])).toEqual([...texts, '\ud800', '\0', '']);
      }),
      { numRuns: 20 },
    );
  });

  it('holds no more than a shard while it writes: shards appear as documents come', async () => {
    const seen: number[] = [];
    const texts = (async function* () {
      for (let i = 0; i < 4; i++) {
        seen.push(await shardCount());
        yield { text: 'x'.repeat(SHARD_TEXT), hash: '' };
      }
    })();
    await importSource(database, { projectId, name: 'a' }, texts);
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it('keeps the report, asked for after the last document', async () => {
    let read = 0;
    const counting = (async function* () {
      for await (const document of documentsOf(['a', 'b'])) {
        read++;
        yield document;
      }
    })();
    await importSource(database, { projectId, name: 'a' }, counting, () => ({ read }));
    expect((await listSources(database, projectId)).map(({ details }) => details)).toEqual([{ read: 2 }]);
  });

  it('takes the place of another source among the others', async () => {
    const first = await load('a', ['1']);
    await load('b', ['2']);
    await load('c', ['3'], first.id);
    expect((await listSources(database, projectId)).map(({ name }) => name)).toEqual(['c', 'b']);
    await load('d', ['4'], 'of none');
    expect(await textsOf()).toEqual(['3', '2', '4']);
  });

  it('leaves nothing when the documents cannot be read to the end or are too large', async () => {
    const breaking = (async function* () {
      yield { text: 'x'.repeat(SHARD_TEXT), hash: '' };
      throw new OcaqError('cancelled', 'The import was cancelled.');
    })();
    expect((await errorOf(importSource(database, { projectId, name: 'a' }, breaking))).code).toBe('cancelled');
    const huge = documentsOf(['x'.repeat(2 ** 26 + 1)]);
    expect((await errorOf(importSource(database, { projectId, name: 'a' }, huge))).code).toBe('document-too-large');
    expect((await errorOf(importSource(database, { projectId: 'no', name: 'a' }, documentsOf(['a'])))).code).toBe(
      'project-missing',
    );
    expect([await listSources(database, projectId), await shardCount()]).toEqual([[], 0]);
  });

  it('is not ready when shards have vanished meanwhile', async () => {
    const vanishing = (async function* () {
      yield { text: 'x'.repeat(SHARD_TEXT), hash: '' };
      await transact(database, ['documentShards'], 'readwrite', (transaction) =>
        transaction.objectStore('documentShards').clear(),
      );
      yield { text: 'y', hash: '' };
    })();
    const error = await errorOf(importSource(database, { projectId, name: 'a' }, vanishing));
    expect(error.code).toBe('documents-damaged');
    expect([await listSources(database, projectId), await shardCount()]).toEqual([[], 0]);
  });

  it('leaves nothing of a project that is deleted meanwhile', async () => {
    const deleting = (async function* () {
      yield { text: 'x'.repeat(SHARD_TEXT), hash: '' };
      await deleteProject(database, projectId);
      yield { text: 'y'.repeat(SHARD_TEXT), hash: '' };
    })();
    expect((await errorOf(importSource(database, { projectId, name: 'a' }, deleting))).code).toBe('project-missing');
    expect(await shardCount()).toBe(0);
  });
});

describe('reading and deleting', () => {
  it('reads all sources of a project, oldest first, and only what is left after a deletion', async () => {
    const first = await load('a', ['1', '2']);
    const second = await load('b', ['3']);
    expect(sorted(await textsOf())).toEqual(['1', '2', '3']);
    expect(await textsOf([second, first])).toEqual(['3', '1', '2']);
    await deleteSource(database, first.id);
    await deleteSource(database, first.id);
    expect(await textsOf()).toEqual(['3']);
    expect(await shardCount()).toBe(1);
    expect((await errorOf(textsOf([first]))).code).toBe('source-missing');
  });

  it('names the source of a damaged shard', async () => {
    const source = await load('my.txt', ['salam', 'dünya']);
    await transact(database, ['documentShards'], 'readwrite', async (transaction) => {
      const shard = (await transaction.objectStore('documentShards').get([source.id, 0]))!;
      shard.gzip[15]! ^= 1;
      await transaction.objectStore('documentShards').put(shard);
    });
    const error = await errorOf(textsOf());
    expect([error.code, error.details.source]).toEqual(['documents-damaged', 'my.txt']);
  });
});

describe.each<Fault>(['full', 'lost', 'killed', 'unreported', 'misreported'])(
  'whatever operation goes wrong (%s)',
  (fault) => {
    it.each([
      ['an import', ['old'], ['old', 'new-1', 'new-2'], () => load('new', ['new-1', 'new-2'])],
      [
        'a replacement',
        ['old'],
        ['new'],
        async () => load('new', ['new'], (await listSources(database, projectId))[0]!.id),
      ],
      ['a deletion', ['old'], [], async () => deleteSource(database, (await listSources(database, projectId))[0]!.id)],
    ])('%s leaves the old state or the new one', async (_, before, after, change) => {
      for (let n = 1; ; n++) {
        database = await openDatabase(`documents-${count++}`);
        projectId = (await createProject(database, 'p')).id;
        await load('old', ['old']);
        const { reached, outcome } = await withFault<unknown>(n, fault, change);
        if (fault === 'lost' || fault === 'unreported' || !reached) expect(outcome.status).toBe('fulfilled');
        if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(OcaqError);

        const reopened = await openDatabase(database.name);
        closeDatabase(database);
        database = reopened;
        const texts = sorted(await textsOf());
        if (outcome.status === 'fulfilled') expect(texts).toEqual(sorted(after));
        else expect([sorted(before), sorted(after)]).toContainEqual(texts);
        await collectOrphans(database);
        expect(sorted(await textsOf())).toEqual(texts);
        expect(await shardCount()).toBe((await listSources(database, projectId)).length);
        if (!reached) {
          expect(n).toBeGreaterThan(1);
          return;
        }
      }
    });
  },
);
