import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { reachesRougeL, rougeL, rougeLOf } from './rouge.ts';

/** By the definition, without a table. */
function longestCommon(a: readonly number[], b: readonly number[]): number {
  const [first, ...rest] = a;
  if (first === undefined || b.length === 0) return 0;
  const at = b.indexOf(first);
  const without = longestCommon(rest, b);
  return at < 0 ? without : Math.max(without, 1 + longestCommon(rest, b.slice(at + 1)));
}

const words = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 9 });

describe('rougeL', () => {
  it('is the F1 of the longest common subsequence', () => {
    fc.assert(
      fc.property(words, words, (a, b) => {
        const common = longestCommon(a, b);
        const f1 = common === 0 ? 0 : 2 / (a.length / common + b.length / common);
        expect(rougeL(Uint32Array.from(a), Uint32Array.from(b))).toBeCloseTo(f1, 12);
      }),
    );
  });

  it('is never said to be reached or missed wrongly by lengths alone', () => {
    fc.assert(
      fc.property(words, words, fc.constantFrom(0.3, 0.7, 1), (a, b, limit) => {
        const [one, other] = [Uint32Array.from(a), Uint32Array.from(b)];
        expect(reachesRougeL(one, other, limit)).toBe(rougeL(one, other) >= limit);
      }),
    );
  });
});

test.each([
  // Lin 2004, section 3.1: S1 with S2 and S3.
  ['police killed the gunman', 'police kill the gunman', 3 / 4],
  ['police killed the gunman', 'the gunman kill police', 2 / 4],
  // As rouge-score 0.1.2 counts them: punctuation and case are nothing.
  ['The quick brown fox jumps over the lazy dog', 'the quick, brown dog jumps on the log.', 10 / 17],
  ['Şəhərin paytaxtı Bakıdır.', 'şəhərin PAYTAXTI bakıdır', 2 / 3],
  ['', 'a', 0],
])('%s | %s', (a, b, f1) => expect(rougeLOf(a, b)).toBeCloseTo(f1, 12));
