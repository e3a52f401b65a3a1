import 'fake-indexeddb/auto';
import { expect, test } from 'vitest';
import { isHeldOut } from '../../data/heldout.ts';
import { type Database, openDatabase } from '../../storage/database.ts';
import { deleteSource, SHARD_TEXT } from '../../storage/documents.ts';
import { createProject } from '../../storage/projects.ts';
import { addSource } from '../../testing/corpus.ts';
import type { DocumentPlace, DocumentQuery } from '../api.ts';
import { Hub } from '../hub.ts';
import { findDocuments, readDocument } from './reading.ts';

/** A held-out hash, and one that is not. */
const [OUT, IN] = ['0'.repeat(32), 'f'.repeat(32)];

async function corpus(name: string, sources: Record<string, string[]>) {
  const database: Database = await openDatabase(name);
  const hub = new Hub(database, () => undefined);
  const project = (await createProject(database, 'p')).id;
  const ids: string[] = [];
  for (const [file, texts] of Object.entries(sources)) {
    async function* documents() {
      for (const [i, text] of texts.entries()) yield { text, hash: i === 0 ? OUT : IN };
    }
    ids.push((await addSource(database, { projectId: project, name: file }, documents())).id);
  }
  const find = (query: Partial<DocumentQuery>) =>
    findDocuments(hub, project, crypto.randomUUID(), { source: null, text: '', from: null, count: 2, ...query });
  return { database, hub, project, ids, find };
}

test('documents come in pages, across shards and sources, each with its place', async () => {
  const long = 'x'.repeat(SHARD_TEXT);
  const { find, ids } = await corpus('reading-pages', { 'a.txt': ['one', long, 'three'], 'b.txt': ['four', 'five'] });
  const texts: string[] = [];
  const places: [string, number, number, number][] = [];
  let from: DocumentPlace | null = null;
  do {
    const page = await find({ from });
    expect(page.documents.length).toBeLessThanOrEqual(2);
    for (const { place, excerpt, heldOut, length } of page.documents) {
      texts.push(excerpt.slice(0, 5));
      places.push([place.source, place.shard, place.index, place.number]);
      expect(heldOut).toBe(isHeldOut(place.number === 0 ? OUT : IN));
      expect(length).toBeGreaterThan(0);
    }
    from = page.next;
  } while (from);
  expect(texts).toEqual(['one', 'xxxxx', 'three', 'four', 'five']);
  expect(places).toEqual([
    [ids[0], 0, 0, 0],
    [ids[0], 0, 1, 1],
    [ids[0], 1, 0, 2],
    [ids[1], 0, 0, 0],
    [ids[1], 0, 1, 1],
  ]);
  const last = await find({ source: ids[1]!, count: 9 });
  expect(last.documents.map(({ fileName }) => fileName)).toEqual(['b.txt', 'b.txt']);
});

test('a search finds words in any case, shows them, and knows when it is at the end', async () => {
  const far = `${'.'.repeat(500)}İSTİOT`;
  const { find } = await corpus('reading-search', { 'a.txt': ['istiot', 'ıstiot', far, 'son'] });
  const page = await find({ text: 'İstiot' });
  expect(page.documents.map(({ place }) => place.number)).toEqual([0, 2]);
  expect(page.documents[1]).toMatchObject({ match: 500 });
  expect(page.documents[1]?.excerpt).toBe(`…${'.'.repeat(60)}İSTİOT`);
  expect(page.next).toBeNull();
  const first = await find({ text: 'stiot', count: 1 });
  expect(first.next).toMatchObject({ number: 1 });
  expect(await find({ text: 'nowhere' })).toEqual({ documents: [], next: null });
});

test('a document is read in parts; one whose source is gone is said to be', async () => {
  const text = `${'a'.repeat(20_000)}b`;
  const { database, hub, project, ids, find } = await corpus('reading-parts', { 'a.txt': ['first', text] });
  const [, found] = (await find({ count: 2 })).documents;
  if (!found) throw new Error('not found');
  expect(await readDocument(hub, project, found.place, 5)).toEqual({
    from: 0,
    text: `${'a'.repeat(20_000)}…`,
    next: 20_000,
  });
  expect(await readDocument(hub, project, found.place, 20_000)).toEqual({ from: 20_000, text: '…b', next: null });
  await deleteSource(database, ids[0]!);
  await expect(readDocument(hub, project, found.place, 0)).rejects.toMatchObject({ code: 'document-missing' });
});
