import { describe, expect, it } from 'vitest';
import { exactDuplicates } from './exact-duplicates.ts';

describe('exact-duplicates', () => {
  it('finds them whatever their composition and white space, and names the first', () => {
    const fingerprint = exactDuplicates.fingerprint({});
    const judge = exactDuplicates.open({});
    judge.restore(fingerprint('Axşam düşdü'), 2);
    expect(judge.judge(fingerprint('Gözəl gün'), 5)).toBeNull();
    expect(judge.judge(fingerprint('Go\u0308zəl\n gün'), 6)).toEqual({ like: 5, similarity: 1 });
    expect(judge.judge(fingerprint('GÖZƏL GÜN'), 7)).toBeNull();
    expect(judge.judge(fingerprint('Axşam  düşdü'), 8)).toEqual({ like: 2, similarity: 1 });
  });
});
