import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentHash, HELD_OUT_SHARE, isHeldOut } from './heldout.ts';

describe('documentHash', () => {
  it('is the first half of the SHA-256 of the folded text', () => {
    const sha = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);
    expect(documentHash('Salam, dünya!')).toBe(sha('Salam, dünya!'));
    expect(documentHash(' İki \n\n\tsöz ')).toBe(sha('İki söz'));
    expect(documentHash('')).toBe(sha(''));
  });

  it('ignores composition and white space, and nothing else', () => {
    expect(documentHash('go\u0308zəl  gün')).toBe(documentHash('gözəl\ngün'));
    const different = [
      'gözəl gün',
      'Gözəl gün',
      'gözəlgün',
      'gozəl gün',
      'GÖZƏL GÜN',
      'ılıq',
      'iliq',
      'ILIQ',
      'İLİQ',
      'gözəl gün.',
    ];
    expect(new Set(different.map(documentHash)).size).toBe(different.length);
  });
});

describe('isHeldOut', () => {
  const hashes = Array.from({ length: 20_000 }, (_, i) => documentHash(`sənəd ${i}`));

  it('holds out the share on average', () => {
    for (const share of [HELD_OUT_SHARE, 0.2, 0.5]) {
      const count = hashes.filter((hash) => isHeldOut(hash, share)).length;
      const error = Math.sqrt(hashes.length * share * (1 - share));
      expect(Math.abs(count - hashes.length * share)).toBeLessThan(5 * error);
    }
    expect(hashes.some((hash) => isHeldOut(hash, 0))).toBe(false);
    expect(hashes.every((hash) => isHeldOut(hash, 1))).toBe(true);
  });

  it('never moves: these answers are part of stored projects', () => {
    const held = hashes.slice(0, 100).flatMap((hash, i) => (isHeldOut(hash) ? [i] : []));
    expect(held).toEqual([0, 88, 89, 97]);
  });

  it('only adds documents when the share grows', () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...hashes.slice(0, 500)), shares, shares, (hash, a, b) => {
        if (isHeldOut(hash, Math.min(a, b))) expect(isHeldOut(hash, Math.max(a, b))).toBe(true);
      }),
    );
  });

  it('refuses what is no share and no hash', () => {
    for (const share of [-0.1, 1.1, Number.NaN]) expect(() => isHeldOut(hashes[0]!, share)).toThrow(RangeError);
    expect(() => isHeldOut('söz')).toThrow(RangeError);
  });
});
