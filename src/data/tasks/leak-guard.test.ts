import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeakGuard } from './leak-guard.ts';

const SENTENCE =
  'Payızda quşlar isti ölkələrə uçanda kəndin uşaqları damların üstünə çıxıb onların arxasınca uzun-uzadı baxırdılar.';

function reportOf(items: readonly (string | readonly string[])[], documents: readonly string[]) {
  const guard = new LeakGuard(items.map((item) => [item].flat()));
  for (const [i, document] of documents.entries()) guard.look(document, { source: 'korpus', document: i + 1 });
  return guard.report();
}
const foundIn = (items: Parameters<typeof reportOf>[0], ...documents: string[]) =>
  reportOf(items, documents).leaks.map(({ item }) => item);

describe('an item of an evaluation set', () => {
  it.each([
    ['as it is', SENTENCE],
    ['in the middle of a document', `Əvvəl nəsə. ${SENTENCE} Sonra nəsə.`],
    ['in other letters', SENTENCE.toLocaleUpperCase('az')],
    ['in the capitals of English, which have no dot', SENTENCE.toUpperCase()],
    ['in capitals made small by the rules of English', SENTENCE.toLocaleUpperCase('az').toLowerCase()],
    ['with other marks and line breaks', SENTENCE.replaceAll(' ', ' —\n')],
    ['with accents apart', SENTENCE.normalize('NFD')],
  ])('is found %s', (_, document) => {
    expect(foundIn(['Tamam başqa bir cümlə', SENTENCE], document)).toEqual([1]);
  });

  it('is told with how much of it there is, and where', () => {
    const start = SENTENCE.slice(0, SENTENCE.indexOf('-uzadı'));
    const guard = new LeakGuard([[SENTENCE]]);
    guard.look('Burada heç nə yoxdur.', { source: 'bir.txt', document: 1 });
    guard.look(`Sətir: ${start} və sonra.`, { source: 'bir.txt', document: 2 });
    guard.look(start, { source: 'iki.txt', document: 1 });
    expect(guard.report()).toEqual({
      items: 1,
      tooShort: 0,
      share: 1,
      documents: 3,
      leaks: [
        {
          item: 0,
          words: 15,
          sharedWords: 13,
          documents: 2,
          places: [
            { source: 'bir.txt', document: 2, excerpt: start },
            { source: 'iki.txt', document: 1, excerpt: start },
          ],
        },
      ],
    });
  });

  it('is told with all of its words that are found, in whatever documents, each once', () => {
    const words = Array.from({ length: 40 }, (_, i) => `söz${i}`);
    const pieces = [words.slice(0, 14), words.slice(10, 24), words.slice(26, 39)].map((piece) => piece.join(' '));
    expect(reportOf([words.join(' ')], pieces).leaks[0]?.sharedWords).toBe(24 + 13);
  });

  it('keeps three places of many, and their number', () => {
    const [leak] = reportOf([SENTENCE], Array<string>(9).fill(`${SENTENCE} ${SENTENCE}`)).leaks;
    expect(leak?.documents).toBe(9);
    expect(leak?.places.map(({ document }) => document)).toEqual([1, 2, 3]);
  });

  it('is found by thirteen words of fifteen, and not by twelve', () => {
    const words = SENTENCE.split(/[ -]/);
    expect(words).toHaveLength(15);
    expect(foundIn([SENTENCE], words.slice(2).join(' '))).toEqual([0]);
    expect(foundIn([SENTENCE], words.slice(3).join(' '))).toEqual([]);
    expect(foundIn([SENTENCE], words.with(7, 'başqa').join(' '))).toEqual([]);
  });

  it('of fewer words is found by all of them, and of fewer than four not at all', () => {
    const question = 'Azərbaycanın ən hündür dağı hansıdır?';
    expect(foundIn([question], `Sual: ${question} Cavab: Bazardüzü.`)).toEqual([0]);
    expect(foundIn([question], 'Azərbaycanın ən hündür dağı Bazardüzüdür.')).toEqual([]);
    expect(foundIn(['Bu gün hava yaxşıdır'], 'bu gün hava yaxşıdır')).toEqual([0]);
    const { items, tooShort, leaks } = reportOf(['Hava yaxşıdır bəli', '', '?'], ['hava yaxşıdır bəli']);
    expect({ items, tooShort, leaks }).toEqual({ items: 3, tooShort: 3, leaks: [] });
  });

  it('of several texts is found by any of them, each by itself', () => {
    const question = 'Hansı quşlar payızda uçub gedir?';
    const items = [[question, SENTENCE], ['Bəli', 'Xeyr'], [question, 'Bəli'], []];
    const { leaks, tooShort } = reportOf(items, [`${SENTENCE} Bəli`]);
    expect(leaks).toMatchObject([{ item: 0, words: 5 + 15, sharedWords: 15 }]);
    expect(tooShort).toBe(2);
    expect(reportOf(items, [question]).leaks).toMatchObject([
      { item: 0, sharedWords: 5 },
      { item: 2, sharedWords: 5 },
    ]);
    expect(foundIn(items, 'Payızda uçub gedir')).toEqual([]);
  });

  it('that comes twice in a set is found twice', () => {
    expect(foundIn([SENTENCE, 'nə isə başqa bir şey', SENTENCE], SENTENCE)).toEqual([0, 2]);
  });

  it('is found in another evaluation set, of which it is a sentence', () => {
    const flores = ['Birinci cümlə burada heç kimə lazım deyil', SENTENCE, 'Üçüncü cümlə də elə beləcə yazılıb'];
    const sib = [`814\tgeography\t${SENTENCE}`, '2\tpolitics\tQanun layihəsi bu gün müzakirəyə çıxarıldı'];
    expect(foundIn(flores, ...sib)).toEqual([1]);
    expect(foundIn(sib, ...flores)).toEqual([0]);
  });

  it('is none where there is none', () => {
    expect(reportOf([], [SENTENCE])).toEqual({ items: 0, tooShort: 0, leaks: [], share: 0, documents: 1 });
    expect(reportOf([SENTENCE], [])).toMatchObject({ leaks: [], documents: 0 });
  });
});

describe('items among other texts', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcçdeəfgğhxıijkqlmnoöprsştuüvyz'), minLength: 5, maxLength: 9 });
  const text = (least: number, most: number) => fc.array(word, { minLength: least, maxLength: most });

  it('are all found wherever they were put, and only they', () => {
    const made = fc.record({
      planted: fc.array(text(4, 30), { minLength: 1, maxLength: 5 }),
      absent: fc.array(text(13, 30), { maxLength: 5 }),
      documents: fc.array(text(0, 40), { minLength: 1, maxLength: 6 }),
      places: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
    });
    fc.assert(
      fc.property(made, ({ planted, absent, documents, places }) => {
        const corpus = documents.map((words) => [...words]);
        for (const [i, item] of planted.entries()) {
          const place = places[i] ?? 0;
          const into = corpus[place % corpus.length] ?? [];
          into.splice(place % (into.length + 1), 0, item.join(', ').toLocaleUpperCase('az'));
        }
        const items = [...planted, ...absent].map((words) => words.join(' '));
        const texts = corpus.map((words) => words.join('\n'));
        // What is put into the middle of another item takes that apart: an item that is whole in the end must be found.
        const isThere = (item: string) =>
          texts.some((document) =>
            document
              .toLocaleLowerCase('az')
              .replaceAll(/[\s,]+/g, ' ')
              .includes(item),
          );
        const found = foundIn(items, ...texts);
        for (const [i, item] of items.entries()) if (isThere(item)) expect(found).toContain(i);
        for (const i of found) expect(i).toBeLessThan(planted.length);
      }),
    );
  });

  it('are not found in random texts', () => {
    fc.assert(
      fc.property(fc.array(text(8, 30)), fc.array(text(0, 60)), (items, documents) => {
        const join = (texts: string[][]) => texts.map((words) => words.join(' '));
        fc.pre(new Set([...items, ...documents].flat()).size === [...items, ...documents].flat().length);
        expect(foundIn(join(items), ...join(documents))).toEqual([]);
      }),
    );
  });
});
