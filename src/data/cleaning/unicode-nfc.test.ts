import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unicodeNfc } from './unicode-nfc.ts';

const clean = unicodeNfc.create(unicodeNfc.defaults, {});

describe('unicode-nfc', () => {
  it.each([
    ['composes', 'go\u0308zəl', 'gözəl'],
    ['leaves Azerbaijani letters alone', 'Əə Iı İi Ğğ Şş Çç Öö Üü', 'Əə Iı İi Ğğ Şş Çç Öö Üü'],
    ['makes no-break spaces spaces', 'a\u00a0b\u202fc\u2007d', 'a b c d'],
    ['takes out zero-width characters and marks', 'a\u200bb\ufeffc\u2060d\u00ade\u200ef\u2066g\u2069', 'abcdefg'],
    ['takes out control characters but tab and line break', 'a\u0000\u0008\tb\nc\u001b\u007f\u0090', 'a\tb\nc'],
    ['makes other line separators line breaks', 'a\r\nb\rc\u2028d\u2029e\u0085f\fg\vh', 'a\nb\nc\nd\ne\nf\ng\nh'],
    ['takes out joiners between Latin letters', 'a\u200cb\u200dc', 'abc'],
    ['keeps the joiners that Arabic script needs', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['keeps the joiners of Indic scripts', 'क्\u200dष', 'क्\u200dष'],
    ['keeps emoji families whole', '👨‍👩‍👧 ❤️‍🔥 👩🏽‍🚀', '👨‍👩‍👧 ❤️‍🔥 👩🏽‍🚀'],
    ['replaces lone surrogates', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_name, before, after) => {
    expect(clean(before, { scores: {} }).text).toBe(after);
  });

  it('makes compatibility characters plain where that is asked for', () => {
    const plain = unicodeNfc.create({ compatibility: true }, {});
    const text = 'ﬁkir m² … Ⅳ go\u0308l ½';
    expect(plain(text, { scores: {} }).text).toBe('fikir m2 ... IV göl 1⁄2');
    expect(clean(text, { scores: {} }).text).toBe('ﬁkir m² … Ⅳ göl ½');
  });

  it('sees at a glance that nothing is to be done, and is right', () => {
    const plain = unicodeNfc.create({ compatibility: true }, {});
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0x3ff }).map((code) => String.fromCharCode(code)),
      fc.constantFrom('가', '\u1100', '\u1161', '\u11a8', 'ﬁ', '\u212b', '\u2000', '\u0958', '\u200d', '한'),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), (text) => {
        const { text: once } = clean(text, { scores: {} });
        expect(once).toBe(once?.normalize('NFC'));
        const { text: oncePlain } = plain(text, { scores: {} });
        expect(oncePlain).toBe(oncePlain?.normalize('NFKC'));
      }),
    );
  });

  it('names what does not show', () => {
    expect(clean('a\u200bb\u00a0c\u200bd', { scores: {} })).toEqual({ text: 'ab cd', removed: 'U+00A0 U+200B' });
  });
});
