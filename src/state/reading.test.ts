import { expect, test } from 'vitest';
import type { DocumentPage, DocumentPart, DocumentQuery, FoundDocument } from '../worker/api.ts';
import { openStudio } from './fixtures.ts';

const place = (number: number) => ({ source: 's', shard: 0, index: number, number });
const found = (number: number, match = 0): FoundDocument => ({
  place: place(number),
  fileName: 'a.txt',
  heldOut: false,
  length: 9,
  excerpt: `${number}`,
  match,
});
const page = (number: number, next: number | null): DocumentPage => ({
  documents: [found(number)],
  next: next === null ? null : place(next),
});

test('pages are turned forth and back, and a search begins at the first', async () => {
  const asked: [string, number | null][] = [];
  const { reading } = await openStudio({
    findDocuments: async (_project, _job, { text, from }) => {
      asked.push([text, from?.number ?? null]);
      const number = from?.number ?? 0;
      return page(number, number < 2 ? number + 1 : null);
    },
  });
  const shown = () => reading.store.getState().page?.documents[0]?.place.number;
  await reading.load();
  await reading.next();
  await reading.next();
  await reading.next(); // there is none
  expect(shown()).toBe(2);
  await reading.previous();
  expect(shown()).toBe(1);
  await reading.search('od');
  expect(shown()).toBe(0);
  await reading.previous(); // it is the first
  expect(asked).toEqual([
    ['', null],
    ['', 1],
    ['', 2],
    ['', 1],
    ['od', null],
  ]);
  expect(reading.store.getState()).toMatchObject({ shownText: 'od', starts: [null], job: null });
});

test('the newest search wins, and ends the one before', async () => {
  const waiting: { query: DocumentQuery; answer: (page: DocumentPage) => void }[] = [];
  const cancelled: string[] = [];
  const { reading } = await openStudio({
    findDocuments: (_project, _job, query) => new Promise((answer) => waiting.push({ query, answer })),
    cancel: async (job) => void cancelled.push(job),
  });
  const first = reading.search('o');
  const { job } = reading.store.getState();
  const second = reading.search('od');
  expect(cancelled).toEqual([job]);
  waiting[1]?.answer(page(7, null));
  await second;
  waiting[0]?.answer(page(3, null));
  await first;
  expect(reading.store.getState()).toMatchObject({ page: page(7, null), shownText: 'od', job: null });
});

test('the document that was asked for last is the one that opens, and none after closing', async () => {
  const waiting: ((part: DocumentPart) => void)[] = [];
  const { reading } = await openStudio({ readDocument: () => new Promise((answer) => waiting.push(answer)) });
  const part = (text: string): DocumentPart => ({ from: 0, text, next: null });
  const first = reading.read(found(1));
  const second = reading.read(found(2));
  waiting[1]?.(part('second'));
  await second;
  waiting[0]?.(part('first'));
  await first;
  expect(reading.store.getState().open?.part.text).toBe('second');
  const third = reading.read(found(3));
  reading.close();
  waiting[2]?.(part('third'));
  await third;
  expect(reading.store.getState().open).toBeNull();
});

test('a document opens where its first match is', async () => {
  const offsets: number[] = [];
  const { reading } = await openStudio({
    readDocument: async (_project, _place, offset) => {
      offsets.push(offset);
      return { from: offset, text: 'od', next: null };
    },
  });
  await reading.read(found(4, 50_000));
  await reading.read(found(4, 50_000), 19_999);
  expect(offsets).toEqual([50_000, 19_999]);
  reading.close();
  expect(reading.store.getState().open).toBeNull();
});
