import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLEAN_TEXTS } from './labelled/texts.ts';
import { lookAlikes } from './look-alikes.ts';

const clean = lookAlikes.create({}, {});
const corrected = (text: string) => clean(text, { scores: {} });

describe('look-alikes', () => {
  it.each([
    ['turned e', 'gǝlǝcǝk Ǝhmǝd', 'gələcək Əhməd', 'U+01DD U+018E'],
    ['Cyrillic schwa', 'g\u04d9l\u04d9c\u04d9k \u04d8hmed', 'gələcək Əhmed', 'U+04D9 U+04D8'],
    ['Cyrillic letters in Latin words', 'B\u0430kı v\u0435 \u0420aris', 'Bakı ve Paris', 'U+0430 U+0435 U+0420'],
    ['also where most of a word is Cyrillic', '\u0430n\u0430', 'ana', 'U+0430'],
    ['Latin letters in Cyrillic words', 'мoлoкo', 'молоко', 'U+006F'],
    ['Latin i in Kazakh', 'тiлi бiзде', 'тілі бізде', 'U+0069'],
    ['Latin schwa in Kazakh', 'əлем', 'әлем', 'U+0259'],
    ['Greek capitals', '\u0391zərbaycan \u039fdur', 'Azərbaycan Odur', 'U+0391 U+039F'],
    ['Latin in Greek', 'Aθήνα', 'Αθήνα', 'U+0041'],
    ['a word that could be either, by its majority', 'c\u043epa \u0441\u043e\u0440a', 'copa сора', undefined],
    ['i with a dot, dotless or not', 'i\u0307stanbul \u0131\u0307l', 'istanbul il', 'U+0307 U+0131'],
  ])('corrects %s', (_name, before, after, removed) => {
    const result = corrected(before);
    expect(result.text).toBe(after);
    if (removed) expect(result.removed).toBe(removed);
  });

  it('decides by the document where a word has as many of each', () => {
    expect(corrected('və o t\u043e var').text).toBe('və o to var');
    expect(corrected('вот тo').text).toBe('вот то');
  });

  it.each([
    ['Cyrillic Azerbaijani', 'Азәрбајҹан Республикасы'],
    ['Kazakh', 'Әлемде не бар?'],
    ['a word of look-alikes alone, in whatever script', 'bu о sözü'],
    ['words of two scripts that belong together', 'SIMкарта ITшник USBкабель'],
    ['words beside each other', 'kitab-книга и SMS-сообщение'],
    ['formulas', '5 μm, 3 kΩ, ρgh, Δt'],
    ['Lithuanian accents', 'li\u0307\u0301nkti'],
    ['dotless and dotted i', 'Işıq, İlıq, ılıq, ilıq'],
    ['a lone turned e', 'ǝ hərfi'],
  ])('leaves %s', (_name, text) => {
    expect(corrected(text)).toEqual({ text });
  });

  it('changes no clean text', () => {
    for (const text of Object.values(CLEAN_TEXTS).flat()) expect(corrected(text)).toEqual({ text });
  });

  it('leaves nothing for another run', () => {
    const unit = fc.constantFrom(...'aаoοсctтmʹщnәəǝƎiı\u0307\u0301Aα -μ');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
        const once = corrected(text).text ?? '';
        expect(corrected(once)).toEqual({ text: once });
      }),
      { numRuns: 2000 },
    );
  });
});
