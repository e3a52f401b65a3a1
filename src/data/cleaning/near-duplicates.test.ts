import { describe, expect, it } from 'vitest';
import { judgeNext } from '../../testing/judging.ts';
import { SimilarDocuments } from '../../testing/similar-documents.ts';
import { nearDuplicates } from './near-duplicates.ts';

const fingerprint = nearDuplicates.fingerprint(nearDuplicates.defaults);
const open = () => nearDuplicates.open(nearDuplicates.defaults);

/** The share of pairs whose second document is dropped for the first, among many others. */
function shareFound(words: number, from: number, to: number, pairs: number): number {
  const made = new SimilarDocuments(100 * words + 100 * from);
  const judge = open();
  const all = Array.from({ length: pairs }, () => made.pair(words, from, to));
  for (const [i, { first }] of all.entries()) expect(judgeNext(judge, fingerprint(first), i)).toBeNull();
  const found = all.filter(({ second }, i) => judgeNext(judge, fingerprint(second), pairs + i)?.like === i);
  return found.length / pairs;
}

describe('near-duplicates', () => {
  it.each([40, 100, 400])(
    'finds more than 95 of 100 pairs just above a similarity of 0.8 (documents of %i words)',
    (words) => {
      expect(shareFound(words, 0.8, 0.83, 200)).toBeGreaterThan(0.95);
    },
  );

  it.each([40, 100, 400])('finds less than 2 of 100 pairs just under 0.5 (documents of %i words)', (words) => {
    expect(shareFound(words, 0.45, 0.5, 200)).toBeLessThan(0.02);
  });

  it('always finds a document that differs in punctuation, case and line breaks alone', () => {
    const made = new SimilarDocuments(3);
    const judge = open();
    const documents = Array.from({ length: 200 }, (_, i) => made.document(5 + i));
    for (const [i, document] of documents.entries()) judgeNext(judge, fingerprint(document), i);
    for (const [i, document] of documents.entries())
      expect(judgeNext(judge, fingerprint(`«${document.toUpperCase().replaceAll(' ', ' \n')}!»`), 200 + i)).toEqual({
        like: i,
        similarity: 1,
      });
  });

  it('leaves documents of fewer than five words alone', () => {
    const judge = open();
    for (let place = 0; place < 3; place++) expect(judgeNext(judge, fingerprint('Salam, necəsən?'), place)).toBeNull();
  });

  it('goes on from documents that were kept before as if it had judged them', () => {
    const made = new SimilarDocuments(4);
    const documents = Array.from({ length: 300 }, () => {
      const { first, second } = made.pair(60, 0.6, 0.9);
      return [first, second];
    }).flat();
    const whole = open();
    const verdicts = documents.map((document, place) => judgeNext(whole, fingerprint(document), place));
    const resumed = open();
    for (const [place, document] of documents.slice(0, 301).entries())
      if (verdicts[place] === null) resumed.remember(fingerprint(document), place);
    const rest = documents.slice(301).map((document, i) => judgeNext(resumed, fingerprint(document), 301 + i));
    expect(rest).toEqual(verdicts.slice(301));
    expect(verdicts.filter((verdict) => verdict).length).toBeGreaterThan(100);
  });
});
