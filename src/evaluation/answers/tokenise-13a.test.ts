import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenise13a } from './tokenise-13a.ts';

describe('the words of mteval-v13a', () => {
  it.each([
    ['', ''],
    [' \t\n ', ''],
    ['Bəli, gəldi.', 'Bəli , gəldi .'],
    ['1,250.75 manat', '1,250.75 manat'],
    ['sonu 5. və 7,', 'sonu 5 . və 7 ,'],
    ['.5 a,b 3,x y.4', '. 5 a , b 3 , x y . 4'],
    ['12-ci ev-eşik 2-3', '12 - ci ev-eşik 2 - 3'],
    ["Bakı'da (bax: s. 3)!", "Bakı'da ( bax : s . 3 ) !"],
    ['A &amp; B &lt;b&gt; &quot;c&quot;', 'A & B < b > " c "'],
    ['&amp;lt;', '<'],
    ['“dırnaq” – tire…', '“dırnaq” – tire…'],
    ['sət-\nrin\nsonu', 'sətrin sonu'],
    ['sonda-\n', 'sonda-'],
    ['bir <skipped> iki', 'bir iki'],
    ['a_b`c~d^e', 'a _ b ` c ~ d ^ e'],
    ['x=[1]{2}/3*4+5@6\\7|8', 'x = [ 1 ] { 2 } / 3 * 4 + 5 @ 6 \\ 7 | 8'],
    ['a...b', 'a . . . b'],
    ['bir\u00a0iki\u3000üç', 'bir iki üç'],
    ['你好。再见', '你好。再见'],
  ])('%j', (text, words) => {
    expect(tokenise13a(text).join(' ')).toBe(words);
  });

  it('are never empty and hold no white space', () => {
    const text = fc.array(fc.constantFrom(...' \n\t.,-&;<>"ə1😀İamplt')).map((characters) => characters.join(''));
    fc.assert(
      fc.property(text, (written) => {
        for (const word of tokenise13a(written)) expect(word).toMatch(/^\P{White_Space}+$/u);
      }),
    );
  });
});
