import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf, readFile } from '../../testing/read-file.ts';
import { inlineText } from './asciidoc/inline.ts';

const SOURCE = `= Arıçılıq dərsləri
Aytən Quliyeva <ayten@example.org>
v1.0, 2020-05-01
:toc:
:bal: çiçək balı

Bu kitabda *pətək* və _arı_ haqqında danışılır; {bal} ayrıca izah olunur. +
Bax: link:https://example.org/ari[ətraflı], <<alt,aşağıda>>.footnote:[Qeyd.]
// şərh

== Alətlər [[alt]]
include::aletler.adoc[]

.Siyahı
* tüstüləyici
** körük
. geyin
. yoxla
+
davamı

////
gizli
////
image::ari.png[Arı,300]

[source,js]
----
let x = *y*;
----

.Ölçülər
[cols="1,1"]
|===
| Ad | Sayı

| pətək
2+| 5
|===

pətək:: arıların evi
NOTE: Ehtiyatlı olun.
++++
<b>ham</b>
++++
ifdef::uzun[]
Uzun hissə.
endif::[]`;

const TEXT = `Arıçılıq dərsləri

Bu kitabda pətək və arı haqqında danışılır; çiçək balı ayrıca izah olunur.
Bax: ətraflı, aşağıda.

Alətlər

Siyahı
- tüstüləyici
- körük
1. geyin
2. yoxla
davamı

let x = *y*;

Ölçülər
Ad | Sayı
pətək
5

pətək: arıların evi
NOTE: Ehtiyatlı olun.
Uzun hissə.`;

describe('AsciiDoc', () => {
  it.each([1, 7, 65_536])('gives the text of a file, in chunks of %d', async (chunk) => {
    const { documents, counts } = await readFile(SOURCE, { format: 'asciidoc' }, chunk);
    expect(documents).toEqual([TEXT]);
    expect(counts.leftOut).toEqual([{ kind: 'include', name: 'aletler.adoc', amount: 1 }]);
  });

  it.each([
    ['by its name', 'a.adoc', 'mətn', 'asciidoc'],
    ['by its title and attributes', 'a', '= Ad\n:toc:\n\nmətn', 'asciidoc'],
    ['by its title and sections', 'a.txt', '= Ad\n\n== Bölmə\nmətn', 'asciidoc'],
    ['not by a line that begins like a title', 'a.txt', '= Ad\n\nmətn', 'text'],
  ])('is recognised %s', async (_name, file, text, format) => {
    expect(await previewOf(file, text)).toMatchObject({ format });
  });

  it('is previewed as it is read', async () => {
    expect(await previewOf('a.adoc', SOURCE)).toMatchObject({ sample: [TEXT] });
  });

  it.each([
    ['https://a.az[ad] və https://b.az', 'ad və https://b.az'],
    ['link:c.html[] mailto:d@e.az[məktub,Mövzu]', 'c.html məktub,Mövzu'],
    ['xref:x.adoc#y[başlıq] <<z>> ((termin)) (((a, b)))', 'başlıq  termin'],
    ['**a**b `kod` #vurğu# [.rol]#söz# x^2^ H~2~O', 'ab kod vurğu söz x2 H2O'],
    ['5 * 6 * 7, a_b_c, #1 və #2', '5 * 6 * 7, a_b_c, #1 və #2'],
    ['kbd:[Ctrl+C] menu:Fayl[Saxla] btn:[Bəli]', 'Ctrl+C Fayl > Saxla Bəli'],
    ['{bilinmir} {AD}', '{bilinmir} söz'],
    ['[[a]]image:b.png[] stem:[x^2]c', 'c'],
  ])('%s', (line, text) => {
    expect(inlineText(line, new Map([['ad', 'söz']]))).toBe(text);
  });

  it('ends soon on hostile files', { timeout: 20_000 }, async () => {
    for (const mark of [
      '*',
      '**a',
      '_',
      '`',
      '[',
      '[[',
      '<<',
      '((',
      'link:',
      'link:a[',
      'https://',
      '{',
      '|',
      ' a|',
      '.',
      ':',
      '= ',
      'image:',
      '#',
    ]) {
      const { documents } = await readFile(`${mark.repeat(4000)}\n\nsonuncu cümlə`, { format: 'asciidoc' });
      expect(documents.join('')).toContain('sonuncu cümlə');
    }
  });

  it('never throws, and gives the same in any chunks', async () => {
    const unit = fc.constantFrom(
      ...[
        '= ',
        '== ',
        '\n',
        '\r\n',
        '* ',
        '. ',
        '|===',
        '|',
        '----',
        '////',
        '++++',
        '```',
        '*',
        '_',
        '`',
        '[',
        ']',
        '<<',
        '>>',
      ],
      ...['link:a', '{a}', ':a: b', 'söz', ' ', '+', '::', 'include::a[]'],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit, minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 9 }),
        async (text, chunk) => {
          expect(await readFile(text, { format: 'asciidoc' }, chunk)).toEqual(
            await readFile(text, { format: 'asciidoc' }),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
