import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISREADINGS, misread } from './labelled/misread.ts';
import { CLEAN_TEXTS } from './labelled/texts.ts';
import { repairMojibake } from './mojibake.ts';
import { repairEncoding } from './repair-encoding.ts';

const clean = repairEncoding.create({}, {});
const repaired = (text: string) => clean(text, { scores: {} });
const ALL_TEXTS = Object.values(CLEAN_TEXTS).flat();

describe('repair-encoding', () => {
  it.each([
    ['Windows-1252', 'SÃ¶z gÉ™lmÉ™yÉ™ndÉ™ “ÅŸÉ™hÉ™r” susur.', 'Söz gəlməyəndə “şəhər” susur.'],
    ['Windows-1254', 'Ğ¿Ñ€Ğ¸Ğ²ĞµÑ‚, Ã‡aÄŸrÄ±', 'привет, Çağrı'],
    ['Latin-1', 'Æ\u008f\u00c9\u0099 Ä°lk Å\u009f\u00c9\u0099h\u00c9\u0099r', 'Əə İlk şəhər'],
    ['MacRoman', 'G√∂zl…ôr v…ô s√∂zl…ôr, ≈üirin ƒ±rmaq', 'Gözlər və sözlər, şirin ırmaq'],
    ['Windows-1252 twice', 'gÃ‰â„¢lÃ‰â„¢cÃ‰â„¢k gÃƒÂ¼n', 'gələcək gün'],
    ['punctuation alone', 'Don’t say â€œneverâ€\u009d â€“ itâ€™s 25 Â°C', 'Don’t say “never” – it’s 25 °C'],
    ['emoji', 'Salam ðŸ˜€!', 'Salam 😀!'],
    ['a document that is partly right', 'Şəhər düzgün, amma bu ÅŸÉ™hÉ™r yox.', 'Şəhər düzgün, amma bu şəhər yox.'],
    ['what is doubtful where the rest is clear', 'BAKÉ™ dÉ™ gÃ¶zÉ™ldir', 'BAKə də gözəldir'],
  ])('undoes %s', (_name, before, after) => {
    expect(repaired(before)).toEqual({ text: after });
  });

  it.each([
    ['a trademark after capitals', 'CAFÉ™ bar'],
    ['a quotation mark after capitals', 'A LIÇÃO DE AMANHÃ” e mais nada'],
    ['a letter between quotation marks', 'Der Buchstabe „Ä“ im Alphabet'],
  ])('leaves %s, and says that it is not certain', (_name, text) => {
    expect(repaired(text)).toEqual({ text, remark: 'uncertain' });
  });

  it('leaves what lost bytes, and says so', () => {
    const text = 'Æ\ufffdziz dostum, sÃ¶züm var';
    expect(repaired(text)).toEqual({ text: 'Æ\ufffdziz dostum, sözüm var', remark: 'uncertain' });
  });

  it('undoes every misreading of every clean text, once and twice', () => {
    for (const text of ALL_TEXTS)
      for (const encoding of MISREADINGS)
        for (const times of [1, 2]) expect(repaired(misread(text, encoding, times)).text).toBe(text);
  });

  it('changes no clean text', () => {
    for (const text of ALL_TEXTS) expect(repaired(text).text).toBe(text);
  });

  it('leaves nothing for another run, whatever stands side by side', () => {
    const unit = fc.constantFrom(...'aZəÃ¶ÉÄÅŸ™±â€œ”»… Ñ€Ðµ√∂≈ü…ô‚Äî“Ç—à\u008f\ufffd');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
        const once = repairMojibake(text).text;
        expect(repairMojibake(once).text).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void repaired(text)));
  });
});
