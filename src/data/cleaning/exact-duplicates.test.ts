import { describe, expect, it } from 'vitest';
import { judgeNext } from '../../testing/judging.ts';
import { SimilarDocuments } from '../../testing/similar-documents.ts';
import { exactDuplicates } from './exact-duplicates.ts';

const fingerprint = exactDuplicates.fingerprint({});

describe('exact-duplicates', () => {
  it('finds them whatever their composition and white space, and names the first', () => {
    const judge = exactDuplicates.open({});
    judge.remember(fingerprint('Axşam düşdü'), 2);
    expect(judgeNext(judge, fingerprint('Gözəl gün'), 5)).toBeNull();
    expect(judgeNext(judge, fingerprint('Go\u0308zəl\n gün'), 6)).toEqual({ like: 5, similarity: 1 });
    expect(judgeNext(judge, fingerprint('GÖZƏL GÜN'), 7)).toBeNull();
    expect(judgeNext(judge, fingerprint('Axşam  düşdü'), 8)).toEqual({ like: 2, similarity: 1 });
  });

  it('always finds one among thousands, and never what differs in a letter', () => {
    const made = new SimilarDocuments(9);
    const judge = exactDuplicates.open({});
    const documents = Array.from({ length: 3000 }, (_, i) => made.document(3 + (i % 20)));
    const judged = (texts: readonly string[], from: number) =>
      texts.map((text, i) => judgeNext(judge, fingerprint(text), from + i)?.like ?? null);
    expect(judged(documents, 0)).toEqual(documents.map(() => null));
    expect(
      judged(
        documents.map((text) => ` ${text.normalize('NFD').replaceAll(' ', '\n')}`),
        3000,
      ),
    ).toEqual([...documents.keys()]);
    expect(
      judged(
        documents.map((text) => text.slice(1)),
        6000,
      ),
    ).toEqual(documents.map(() => null));
  });
});
