import { describe, expect, it } from 'vitest';
import { SimilarDocuments } from '../../testing/similar-documents.ts';
import { LeakIndex } from './leak-index.ts';
import { leaks } from './leaks.ts';

const facts = { scores: {} };
const thirteen = 'Hansı çay Azərbaycanın ən uzun çayıdır və harada başlayıb hansı dənizə tökülür, necə bilirsiniz?';

function indexOf(...texts: string[]): LeakIndex {
  const index = new LeakIndex();
  for (const text of texts) index.add(text);
  return index;
}

describe('leaks', () => {
  it('drops a document that has thirteen words of an evaluation text, and names them', () => {
    const clean = leaks.create({}, { evaluation: indexOf('başqa bir sual', thirteen) });
    const document = `Sual belə idi: ${thirteen.replace(',', ' —\n').toUpperCase()} Cavab: Kür.`;
    const run = 'HANSI ÇAY AZƏRBAYCANIN ƏN UZUN ÇAYIDIR VƏ HARADA BAŞLAYIB HANSI DƏNIZƏ TÖKÜLÜR —\n NECƏ';
    expect(clean(document, facts)).toEqual({ text: null, removed: run });
  });

  it('keeps a document that has twelve of them', () => {
    const clean = leaks.create({}, { evaluation: indexOf(thirteen) });
    const words = thirteen.split(' ');
    expect(words).toHaveLength(14);
    const documents = [
      words.slice(0, 12),
      words.slice(2),
      words.with(6, 'ki'),
      words.slice(0, 12).concat('nə', 'bilim'),
    ];
    for (const document of documents) expect(clean(document.join(' '), facts)).toEqual({ text: document.join(' ') });
  });

  it('does nothing without evaluation sets', () => {
    expect(leaks.create({}, {})(thirteen, facts)).toEqual({ text: thirteen });
    expect(leaks.create({}, { evaluation: new LeakIndex() })(thirteen, facts)).toEqual({ text: thirteen });
  });
});

describe('LeakIndex', () => {
  it('finds what a set of the runs themselves finds, wherever it stands', () => {
    const made = new SimilarDocuments(11);
    const runsOf = (text: string) => {
      const words = text.split(' ');
      return words.slice(12).map((_, i) => words.slice(i, i + 13).join(' '));
    };
    const texts = Array.from({ length: 300 }, () => made.document(35));
    const index = indexOf(...texts);
    const runs = new Set(texts.flatMap(runsOf));
    expect(index.runs).toBe(runs.size);
    const again = LeakIndex.fromRuns(index.toRuns());
    expect(again.runs).toBe(runs.size);
    for (const [i, text] of texts.entries()) {
      const words = text.split(' ');
      const piece = words.slice(i % 20, (i % 20) + 11 + (i % 4)).join(' ');
      const document = `${made.document(i % 30)} ${piece} ${made.document(i % 7)}`.trim();
      const expected = runsOf(document.replace(/ +/g, ' ')).find((run) => runs.has(run)) ?? null;
      for (const one of [index, again]) expect(one.firstIn(document)?.replace(/ +/g, ' ') ?? null).toBe(expected);
    }
  });

  it('counts texts that are too short to be found', () => {
    const index = indexOf('A', thirteen, '');
    expect([index.texts, index.shortTexts, index.runs]).toEqual([3, 2, 2]);
  });
});
