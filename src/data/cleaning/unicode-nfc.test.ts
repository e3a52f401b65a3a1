import { describe, expect, it } from 'vitest';
import { unicodeNfc } from './unicode-nfc.ts';

const clean = unicodeNfc.create({}, {});

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

  it('names what does not show', () => {
    expect(clean('a\u200bb\u00a0c\u200bd', { scores: {} })).toEqual({ text: 'ab cd', removed: 'U+00A0 U+200B' });
  });
});
