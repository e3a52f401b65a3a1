import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf, readFile } from '../../testing/read-file.ts';
import { withoutMarks } from './mediawiki/lines.ts';
import { LinkNames } from './mediawiki/names.ts';
import { plainText } from './mediawiki/wikitext.ts';

const read = (wikitext: string): string => {
  const names = new LinkNames();
  return withoutMarks(
    plainText(wikitext, names, () => {}),
    () => {},
  );
};

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const page = (title: string, text: string, { ns = 0, redirect = '' } = {}) => `  <page>
    <title>${escaped(title)}</title>
    <ns>${ns}</ns>
    <id>1</id>${redirect}
    <revision>
      <id>2</id>
      <contributor><username>Yazan</username></contributor>
      <comment>şərh</comment>
      <text bytes="9" xml:space="preserve">${escaped(text)}</text>
    </revision>
  </page>
`;
const dump = (...pages: string[]) => `<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="az">
  <siteinfo>
    <sitename>Sınaq</sitename>
    <namespaces>
      <namespace key="0" case="first-letter" />
      <namespace key="6" case="first-letter">Sənəd</namespace>
      <namespace key="10" case="first-letter">Şablon</namespace>
      <namespace key="14" case="first-letter">Bölmə</namespace>
    </namespaces>
  </siteinfo>
${pages.join('')}</mediawiki>
`;

const ARTICLE = `{{Bilgi qutusu
| ad = Qaraçay {{small|(dərə)}}
| şəkil = [[Fayl:Qaracay.jpg|100px]]
}}
'''Qaraçay''' ({{lang-ru|Карачай}}; {{dil|az|qədim adı ''Sulu dərə''}}) — [[Azərbaycan]]da [[çay (axar su)|çay]].<ref name="a">{{Kitab|ad=X}} səh. 5</ref> Uzunluğu 12&nbsp;km-dir<ref name="a" />.

[[Fayl:Qaracay.jpg|thumb|Çayın [[Mənbə (coğrafiya)|mənbəyi]] və [[Sənəd:B.png|x]] sahili]]
[[Bölmə:Çaylar]]
[[Kateqoriya:Azərbaycan çayları]]
[[ru:Карачай]]

== Axını ==
<!-- burada
bir şərh -->Çay [https://example.org/xerite xəritəyə] görə [[Kür]]ə tökülür. Bax: [http://example.org].
* birinci qol
** ikinci qol
# bir
# iki
: şərh sətri

{| class="wikitable"
! Ay !! Su
|-
| yanvar || {{num|5}}
|}

=== Boş bölmə ===
{{Naviqasiya}}

== Adı ==
Adı <nowiki>[[belə]] {{yazılır}}</nowiki> yazılır, düsturu <math>a^2 < b</math> yoxdur.<br>Yeni sətir <small>kiçik</small>.

== İstinadlar ==
{{istinad siyahısı}}
* kitab

=== Mənbələr ===
* jurnal

== Xarici keçidlər ==
* [http://example.org sayt]
__NOTOC__
`;

const ARTICLE_TEXT = `Qaraçay

Qaraçay (Карачай; qədim adı Sulu dərə) — Azərbaycanda çay. Uzunluğu 12\u00a0km-dir.

Axını
Çay xəritəyə görə Kürə tökülür. Bax:.
- birinci qol
- ikinci qol
1. bir
2. iki
şərh sətri

Adı
Adı [[belə]] {{yazılır}} yazılır, düsturu yoxdur.
Yeni sətir kiçik.`;

describe('dumps of MediaWiki', () => {
  const whole = dump(
    page('Qaraçay', ARTICLE),
    page('Qara çay', '#İSTİQAMƏTLƏNDİRMƏ [[Qaraçay]]', { redirect: '<redirect title="Qaraçay" />' }),
    page('Köhnə', '#REDIRECT [[Qaraçay]]'),
    page('Şablon:Naviqasiya', 'x', { ns: 10 }),
    page('Kateqoriya:Çaylar', 'x', { ns: 14 }),
    page('Müzakirə:Qaraçay', 'x', { ns: 1 }),
    page('Yalnız şablon', '{{Naviqasiya}}'),
    page('A & B', "''A'' və B."),
  );

  it.each([1, 7, 65_536])('gives a document an article, in chunks of %d', async (chunk) => {
    const { documents, counts } = await readFile(whole, { format: 'mediawiki' }, chunk);
    expect(documents).toEqual([ARTICLE_TEXT, 'A & B\n\nA və B.']);
    expect(counts).toMatchObject({ documents: 2, emptyDocuments: 1, badRows: 0 });
    expect(counts.leftOut).toEqual([
      { kind: 'table', name: '', amount: 1 },
      { kind: 'section', name: 'İstinadlar', amount: 1 },
      { kind: 'section', name: 'Xarici keçidlər', amount: 1 },
      { kind: 'redirect', name: '', amount: 2 },
      { kind: 'namespace', name: 'Şablon', amount: 1 },
      { kind: 'namespace', name: 'Bölmə', amount: 1 },
      { kind: 'namespace', name: '1', amount: 1 },
    ]);
  });

  it('reads sections of sources where that is asked for', async () => {
    const text = dump(page('A', 'Mətn.\n== İstinadlar ==\n* kitab'));
    const { documents } = await readFile(text, { format: 'mediawiki', keepEndSections: true });
    expect(documents).toEqual(['A\n\nMətn.\n\nİstinadlar\n- kitab']);
  });

  it('says where a dump is cut off, and keeps what was whole', async () => {
    const text = dump(page('A', 'Bir.'), page('B', 'İki.')).replace(/İki[\s\S]*/, 'İ');
    const { documents, counts } = await readFile(text, { format: 'mediawiki' });
    expect(documents).toEqual(['A\n\nBir.']);
    expect(counts.badRowExamples).toMatchObject([{ row: 2, reason: 'array-broken-off' }]);
  });

  it('counts a page that is too long as bad', async () => {
    const text = dump(page('A', 'ə'.repeat(4_194_305)), page('B', 'İki.'));
    const { documents, counts } = await readFile(text, { format: 'mediawiki' });
    expect(documents).toEqual(['B\n\nİki.']);
    expect(counts.badRowExamples).toMatchObject([{ row: 1, reason: 'row-too-long' }]);
  });

  it.each([
    ['as exported', 'azwiki.xml', whole],
    ['by content alone', 'a.txt', `\n<?xml version="1.0"?>\n${whole}`],
  ])('is recognised %s, and previewed', async (_name, file, text) => {
    expect(await previewOf(file, text)).toMatchObject({
      format: 'mediawiki',
      kind: 'corpus',
      sample: [ARTICLE_TEXT.slice(0, 400), 'A & B\n\nA və B.'].map((one) => expect.stringContaining(one.slice(0, 300))),
    });
    expect(await previewOf('a.xml', '<rss>a</rss>')).toMatchObject({ format: 'text' });
  });
});

describe('wikitext', () => {
  it.each([
    ['nested templates', 'a{{b|{{c|d}}|e}}f', 'af'],
    ['a template of a language', '{{lang|tr|1=x|gün}} {{lang|az|1=az|2=gün}} {{dil-ru|день}}', 'gün gün день'],
    ['marks within a shown parameter', "{{nowrap|[[Kür]] ''çayı''}}", 'Kür çayı'],
    ['a number', '{{formatnum:12345}} və {{formatnum|7}}', '12345 və 7'],
    ['a template that is never closed', 'bir {{iki üç\n\ndörd', 'bir iki üç\n\ndörd'],
    ['one that a heading ends', '{{iki|\nüç\n== Dörd ==\nbeş}} altı', 'iki|\nüç\n\nDörd\nbeş altı'],
    ['braces too many', 'a}} b {{c}}} d', 'a b } d'],
    ['one around half a link', '{{a|[[b}} c]] d', 'c d'],
    ['a link around half a template', '[[a|{{b]] c}} d', 'b c d'],
    ['links', '[[a]] [[a|b]]c [[:Kateqoriya:X]] [[a#b|]] [[wikt:söz|söz]]', 'a bc Kateqoriya:X a#b söz'],
    ['a file with links in its caption', 'a[[Şəkil:x.png|[[b|c]] [[d]]|e]]f[[Dosya:y]][[Файл:z|z]]', 'af'],
    ['a link that is never closed', 'a [[b|c\n\nd [[e]]', 'a b|c\n\nd e'],
    ['external links', '[https://a.az/x?y=1 ad] [//b.az b] [http://c.az] [mailto:d@e.az d]', 'ad b d'],
    ['brackets of a text', 'a [b] c [1]', 'a [b] c [1]'],
    ['quotes', "'''''a''''' ''b'' c'nin ''''d'''", "a b c'nin 'd"],
    ['references', 'a<ref>b</ref>c<ref name=d/>e<ref group="f">g</ref>', 'ace'],
    ['a reference that is never closed', 'a<ref>b c<ref>d</ref>e', 'ab ce'],
    ['a comment that is never closed', 'a<!-- b', 'a b'],
    ['signs that are no tags', '3 < 5 və 7 > 4, <ad> <e@f.az>', '3 < 5 və 7 > 4, <ad> <e@f.az>'],
    ['tags', 'a<sup>2</sup><br />b<span style="x">c</span><gallery>\nx|y\n</gallery>', 'a2\nbc'],
    ['entities', '&laquo;a&raquo; &ndash; &#601; &#x259; &bilinmir; &amp; &#0;', '«a» – ə ə &bilinmir; & &#0;'],
    ['nested tables', 'a\n{|\n|b\n{|\n|c\n|}\n|d\n|}\ne', 'a\n\ne'],
    ['a table that is never closed', 'a\n{|\n|b\n== C ==\nd', 'a\n\n|b\n\nC\nd'],
    ['a bar and a brace in a line', 'a {| b |} c', 'a {| b |} c'],
    ['brackets left empty', 'Kür ({{lang-ka}}) çayı ( , ), burada', 'Kür çayı, burada'],
    ['magic words', '__NOTOC__a__İÇİNDƏKİLƏR__ b__c', 'a b__c'],
    ['definitions and lines', ';a\n:b\n----\nc', 'a\nb\n\nc'],
    ['headings without text', '== A ==\n=== B ===\n== C ==\nd\n== E ==', 'C\nd'],
    ['a section of sources and what follows', 'a\n== Kaynakça ==\nb\n=== c ===\nd\n== E ==\nf', 'a\n\nE\nf'],
    ['sections of other languages', 'a\n==Примечания==\nb\n== Тағы қараңыз==\nc\n==SEE ALSO==\nd', 'a'],
    ['equals signs that are no heading', '== \n====\n=a', '=a'],
  ])('%s', (_name, source, text) => {
    expect(read(source)).toBe(text);
  });

  it('ends soon on hostile texts, and keeps what follows them', { timeout: 20_000 }, () => {
    const many = 20_000;
    for (const mark of [
      ...[
        '{{',
        '}}',
        '{|',
        '\n{|',
        '[[',
        ']]',
        '[[a|',
        '{{a|',
        '<ref>',
        '<ref',
        '</ref>',
        '<!--',
        '[http://',
        '&',
        '<a',
        '<',
        '(',
      ],
      ...["''", '==', '\n==', '\n== a ==', '__', '|', '{{lang|az|', '{{{', '<nowiki>', '(,', '( ', '\n ', '\n:', '__A'],
    ]) {
      const text = `${mark.repeat(many)}\n\nsonuncu cümlə`;
      expect(read(text)).toContain('sonuncu cümlə');
    }
    expect(read(`${'[[a|'.repeat(many)}x${']]'.repeat(many)}`)).toContain('x');
    expect(read(`${'{{lang|az|'.repeat(many)}x${'}}'.repeat(many)}`)).toContain('x');
  });

  it('never throws, and takes no more out than is there', () => {
    const unit = fc.constantFrom(
      ...[
        '{{',
        '}}',
        '{|',
        '|}',
        '|',
        '[[',
        ']]',
        '[http://a ',
        ']',
        "''",
        "'''",
        '\n',
        '==',
        '<ref>',
        '</ref>',
        '<ref/>',
        '<!--',
      ],
      ...[
        '-->',
        '<nowiki>',
        '</nowiki>',
        '<br>',
        '&lt;',
        '&#x259;',
        'lang|az|',
        'Fayl:',
        'ə',
        ' ',
        '*',
        '#',
        ':',
        'söz',
        '(',
        ')',
        '__A__',
      ],
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (source) => {
        expect(read(source).length).toBeLessThanOrEqual(source.length + 200);
      }),
      { numRuns: 2000 },
    );
  });
});
