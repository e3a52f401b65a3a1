import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { previewOf, readFile } from '../../testing/read-file.ts';
import { newReadCounts } from './reader.ts';

const textOf = async (page: string, chunk?: number) => (await readFile(page, { format: 'html' }, chunk)).documents;

const PAGE = `<!DOCTYPE html>
<html lang="az"><head><meta charset="utf-8"><title>Çay haqqında — Ocaq</title>
<style>p { color: red }</style><script>if (1 < 2) document.write("<p>yox</p>")</script></head>
<body>
<nav><ul><li><a href="/">Ana səhifə</a></li></ul></nav>
<header><h1>Çay   necə
  dəmlənir</h1></header>
<p>Su <b>qay</b>nayanda&nbsp;çaydan isidilir.<br>Sonra çay tökülür &amp; üstünə su əlavə olunur.</p>
<ul><li>quru çay<li><p>su</p><ol><li>soyuq</li><li>qaynar</li></ol></ul>
<table><caption>Vaxt</caption><tr><th>Növ</th><th>Dəqiqə</th></tr><tr><td><p>Qara</p></td><td></td><td><p>5</p><p>və ya 6</p></td></tr></table>
<pre>  iki
    boşluq</pre>
<form><p>Forma içində mətn.</p><label>Ad</label><button>Göndər</button></form>
<div role="search">Axtar</div><p hidden>gizli</p><del>silinib</del>
<aside>Reklam: ən yaxşı çaydan</aside>
<footer>© Ocaq</footer>
</body></html>`;

const TEXT = `Çay necə dəmlənir

Su qaynayanda\u00a0çaydan isidilir.
Sonra çay tökülür & üstünə su əlavə olunur.

- quru çay
- su

1. soyuq
2. qaynar

Vaxt
Növ | Dəqiqə
Qara | 5

və ya 6

  iki
    boşluq

Forma içində mətn.`;

describe('HTML', () => {
  it.each([1, 7, 65_536])('gives the main text of a page, in chunks of %d', async (chunk) => {
    const { documents, counts } = await readFile(PAGE, { format: 'html' }, chunk);
    expect(documents).toEqual([TEXT]);
    expect(counts).toMatchObject({ documents: 1, bytes: new TextEncoder().encode(PAGE).length, badRows: 0 });
  });

  it('counts the characters of what belongs to the page alone', async () => {
    const { counts } = await readFile(PAGE, { format: 'html' });
    expect(Object.fromEntries(counts.leftOut.map(({ name, amount }) => [name, amount]))).toEqual({
      title: 'Çay haqqında — Ocaq'.length,
      nav: 'Ana səhifə'.length,
      label: 2,
      button: 6,
      div: 5,
      p: 5,
      del: 7,
      aside: 'Reklam: ən yaxşı çaydan'.length,
      footer: '© Ocaq'.length,
    });
  });

  it.each([
    ['a head that is never closed', '<title>a</title><p>bir', 'bir'],
    ['a page in a form', '<form><div>bir</div><div>iki</div></form>', 'bir\niki'],
    ['words that tags part', 'bir<i> iki </i>üç<span>dörd</span>', 'bir iki üçdörd'],
    ['breaks', 'a<br><br><br>b<br/>c', 'a\n\nb\nc'],
    ['a layout table', '<table><tr><td>sol</td><td><p>A</p><p>B</p></td></tr></table>', 'sol | A\n\nB'],
    ['an empty item', '<ul><li></li></ul><p>son</p>', 'son'],
    ['numeric entities', '&#601;&#x18F;&Ccedil;', 'əƏÇ'],
    ['a script that holds a tag of its own', '<script>"</scr" + "ipt><p>yox"</script>bəli', 'bəli'],
    ['conditional comments', '<!--[if IE]><p>yox</p><![endif]-->bəli', 'bəli'],
    ['a tag that is never closed', 'bəli<a href="', 'bəli'],
  ])('reads %s', async (_name, page, text) => {
    expect(await textOf(page)).toEqual([text]);
  });

  it('is read in the encoding that it names, where its bytes leave that open', async () => {
    const page = '<html><head><meta charset="iso-8859-1"></head><body><p>Fa\u00e7ade \u00f0, \u00fe.</p></body></html>';
    const { documents, counts } = await readFile(
      Uint8Array.from(page, (unit) => unit.charCodeAt(0)),
      { format: 'html' },
    );
    expect(documents).toEqual(['Façade ð, þ.']);
    expect(counts.encoding).toEqual({ name: 'windows-1252', isCertain: true });
  });

  it('counts a page without text as empty', async () => {
    const { documents, counts } = await readFile('<html><script>1</script></html>', { format: 'html' });
    expect(documents).toEqual([]);
    expect(counts).toEqual({ ...newReadCounts(), bytes: 31, emptyDocuments: 1 });
  });

  it('cuts a page that is longer than a document may be', async () => {
    const { documents, counts } = await readFile('<p>bir iki üç</p>'.repeat(10), {
      format: 'html',
      maxDocumentBytes: 40,
    });
    expect(documents.join('').replaceAll(/\s/g, '')).toBe('birikiüç'.repeat(10));
    expect(counts.cutDocuments).toBe(1);
  });

  it.each([
    ['by its doctype', 'a', '\n<!-- x --><!DOCTYPE HTML PUBLIC "x"><p>a', 'html'],
    ['by its element', 'a.txt', '<html><p>a', 'html'],
    ['as XHTML', 'a', '<?xml version="1.0"?>\n<html xmlns="x"><p>a</p></html>', 'html'],
    ['by its name', 'a.htm', '<p>a', 'html'],
    ['not where a text speaks of it', 'a.txt', 'Səhifə <html> ilə başlayır.', 'text'],
  ])('is recognised %s', async (_name, file, text, format) => {
    expect(await previewOf(file, text)).toMatchObject({ format });
  });

  it('is previewed as it is read', async () => {
    expect(await previewOf('a.html', PAGE)).toMatchObject({ sample: [TEXT], kind: 'corpus', fields: [] });
  });

  it('ends soon on hostile pages and keeps their text, the same in any chunks', { timeout: 20_000 }, async () => {
    const deep = `${'<b>'.repeat(50_000)}dərin${'</i>'.repeat(50_000)}</b>`;
    expect(await textOf(deep)).toEqual(['dərin']);
    expect(await textOf(`${'<b>x'.repeat(1500)}`, 10)).toEqual(['x'.repeat(1500)]);
    expect(await textOf(`${'<ul><li>'.repeat(20_000)}son`)).toEqual(['- son']);
    expect(await textOf(`a<img ${'x=1 '.repeat(2_200_000)}>b`)).toHaveLength(1);
    expect(await textOf(`bir<!--${'<!--'.repeat(200_000)}`)).toEqual(['bir']);
    expect(await textOf(`<p>${'&'.repeat(500_000)}`)).toEqual(['&'.repeat(500_000)]);
  });

  it('never throws, and gives the same in any chunks', async () => {
    const unit = fc.constantFrom(
      ...[
        '<',
        '>',
        '/',
        '"',
        '=',
        '&',
        '&lt',
        ';',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        ' ',
        '\n',
        'ə',
        '😀',
        'p',
        'script',
      ],
      ...[
        '<p>',
        '</p>',
        '<script>',
        '</script>',
        '<pre>',
        '</pre>',
        '<td>',
        '<tr>',
        '<table>',
        '<ul>',
        '<li>',
        '<svg>',
        '<br>',
      ],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit, minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (page, chunk) => {
          expect(await textOf(page, chunk)).toEqual(await textOf(page));
        },
      ),
      { numRuns: 500 },
    );
  });
});
