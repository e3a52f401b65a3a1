import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NgramModel } from './ngram-model.ts';

const TRUSTED = [
  'Kəndin aşağısında köhnə bir dəyirman var idi, uşaqlar hər səhər ora gedirdilər.',
  'Dəyirmançı uşaqlara isti çörək verir, qış nağılları danışırdı.',
  'Arx quruyanda dəyirman susdu, amma daşları yerində qaldı.',
];

const trained = (...texts: string[]) => {
  const model = new NgramModel();
  for (const text of texts) model.train(text);
  return model;
};

/** The same by maps of strings: P(c | h) = (n(hc) + kinds(h) P(c | h without its first)) / (n(h) + kinds(h)). */
function referenceBits(texts: readonly string[], text: string): number {
  const counts = new Map<string, number>();
  const after = new Map<string, Set<string>>();
  let characters = 0;
  for (const one of texts)
    for (let end = 1; end <= one.length; end++) {
      characters++;
      for (let length = 1; length <= Math.min(5, end); length++) {
        const gram = one.slice(end - length, end);
        const context = gram.slice(0, -1);
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
        after.set(context, (after.get(context) ?? new Set()).add(gram.slice(-1)));
      }
    }
  const probability = (context: string, character: string): number => {
    const shorter = context === '' ? 1 / 4096 : probability(context.slice(1), character);
    const kinds = after.get(context)?.size ?? 0;
    const total = context === '' ? characters : (counts.get(context) ?? 0);
    return kinds === 0 ? shorter : ((counts.get(context + character) ?? 0) + kinds * shorter) / (total + kinds);
  };
  let bits = 0;
  for (let i = 0; i < text.length; i++) bits -= Math.log2(probability(text.slice(Math.max(0, i - 4), i), text[i]!));
  return bits / text.length;
}

describe('NgramModel', () => {
  it('measures what its formula says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ə', '.'), minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 4 }), letters, (texts, text) => {
        expect(trained(...texts).bitsPerCharacter(text)).toBeCloseTo(referenceBits(texts, text), 9);
      }),
      { numRuns: 200 },
    );
    for (const text of [...TRUSTED, 'Köyün değirmeni', 'zzz'])
      expect(trained(...TRUSTED).bitsPerCharacter(text)).toBeCloseTo(referenceBits(TRUSTED, text), 9);
  });

  it('is less surprised by what it knows', () => {
    const model = trained(...TRUSTED);
    const known = model.bitsPerCharacter('uşaqlar dəyirmana gedirdilər');
    expect(model.bitsPerCharacter('çocuklar değirmene giderlerdi')).toBeGreaterThan(known + 1);
    expect(model.bitsPerCharacter('dğeiramənu rlşaiqd rligedi')).toBeGreaterThan(known + 1);
  });

  it('takes runs of white space for one, and digits for alike', () => {
    const model = trained('il 1918, gün 28');
    expect(model.bitsPerCharacter('il \n\t2026, gün 11')).toBe(model.bitsPerCharacter('il 1918, gün 28'));
    expect(model.bitsPerCharacter('')).toBe(0);
    expect(new NgramModel().bitsPerCharacter('ab')).toBe(12);
  });

  it('is the same after it was kept as bytes', () => {
    const model = trained(...TRUSTED);
    const bytes = model.toBytes();
    const again = NgramModel.fromBytes(bytes);
    expect(again.bitsPerCharacter('köhnə dəyirman')).toBe(model.bitsPerCharacter('köhnə dəyirman'));
    expect(again.toBytes().length).toBe(bytes.length);
    again.train('yeni söz');
    expect(again.bitsPerCharacter('yeni söz')).toBeLessThan(model.bitsPerCharacter('yeni söz'));
    for (const damaged of [bytes.slice(1), bytes.slice(0, -1), new Uint8Array(0), new Uint8Array(16)])
      expect(() => NgramModel.fromBytes(damaged)).toThrow(expect.objectContaining({ code: 'file-damaged' }));
  });

  it('keeps its size however much it reads, and what is common', () => {
    const model = trained(...Array<string>(20).fill(TRUSTED[0]!));
    let state = 1;
    const random = () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return String.fromCharCode(0x4e00 + ((state >> 8) % 2000));
    };
    for (let i = 0; i < 10; i++) model.train(Array.from({ length: 50_000 }, random).join(''));
    expect(model.toBytes().length).toBeLessThanOrEqual(16 + 11 * 2 ** 20);
    expect(model.bitsPerCharacter(TRUSTED[0]!)).toBeLessThan(3);
  });
});
