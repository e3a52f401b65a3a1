import fc from 'fast-check';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { previewOf, readFile } from '../../testing/read-file.ts';

const chapter = (body: string, attributes = '') => `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title/><script type="text/javascript" src="a.js"/></head><body ${attributes}>${body}</body></html>`;

const CONTAINER = `<?xml version="1.0"?><container><rootfiles>
<rootfile full-path="OEBPS/kitab.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`;

const PACKAGE = `<?xml version="1.0"?><opf:package xmlns:opf="http://www.idpf.org/2007/opf"><opf:manifest>
<opf:item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<opf:item id="uz" href="uz%20qabigi.xhtml" media-type="application/xhtml+xml"/>
<opf:item id="huquq" href="huquq.xhtml" media-type="application/xhtml+xml"/>
<opf:item id="b2" href="metn/../metn/iki.xhtml" media-type="application/xhtml+xml"/>
<opf:item id="b1" href="metn/bir.xhtml#x" media-type="application/xhtml+xml"/>
<opf:item id="s" href="s.png" media-type="image/png"/>
<opf:item id="yox" href="yox.xhtml" media-type="application/xhtml+xml"/>
</opf:manifest><opf:spine><opf:itemref idref="uz"/><opf:itemref idref="huquq"/><opf:itemref idref="nav"/>
<opf:itemref idref="b1"/><opf:itemref idref="b2"/><opf:itemref idref="s"/><opf:itemref idref="yox"/></opf:spine>
<opf:guide><opf:reference type="cover" href="uz%20qabigi.xhtml"/></opf:guide></opf:package>`;

const PARTS: Zippable = {
  mimetype: [strToU8('application/epub+zip'), { level: 0 }],
  'META-INF/container.xml': strToU8(CONTAINER),
  'OEBPS/kitab.opf': strToU8(PACKAGE),
  'OEBPS/nav.xhtml': strToU8(chapter('<p>Mündəricat</p>')),
  'OEBPS/uz qabigi.xhtml': strToU8(chapter('<p>Üz qabığı</p>')),
  'OEBPS/huquq.xhtml': strToU8(chapter('<p>© 2020</p>', 'epub:type="copyright-page"')),
  'OEBPS/metn/bir.xhtml': strToU8(
    chapter(
      '<h1>Birinci fəsil</h1><a id="x"/><p>Qar yağırdı.&nbsp;Küçə ağarmışdı.</p><section epub:type="toc">x</section>',
    ),
  ),
  'OEBPS/metn/iki.xhtml': strToU8(chapter('<h1>İkinci fəsil</h1><p>Yaz gəldi.</p>')),
};
const TEXTS = ['Birinci fəsil\n\nQar yağırdı.\u00a0Küçə ağarmışdı.', 'İkinci fəsil\n\nYaz gəldi.'];
const epub = (changes: Zippable = {}) => zipSync({ ...PARTS, ...changes });

describe('EPUB', () => {
  it('gives a document a chapter, in the order of the spine', async () => {
    const book = epub();
    const { documents, counts } = await readFile(book, { format: 'epub' });
    expect(documents).toEqual(TEXTS);
    expect(counts).toMatchObject({ bytes: book.length, documents: 2, badRows: 0 });
    expect(counts.leftOut).toEqual([
      { kind: 'chapter', name: 'cover', amount: 1 },
      { kind: 'page-part', name: 'body', amount: 6 },
      { kind: 'chapter', name: 'nav', amount: 1 },
      { kind: 'page-part', name: 'section', amount: 1 },
      { kind: 'chapter', name: 'OEBPS/yox.xhtml', amount: 1 },
    ]);
  });

  it('is recognised by its first file, and previewed', async () => {
    expect(await previewOf('kitab', epub())).toMatchObject({ format: 'epub', sample: TEXTS });
    const { mimetype: _, ...others } = PARTS;
    expect(await previewOf('kitab.epub', zipSync(others))).toMatchObject({ format: 'epub' });
  });

  it('reads chapters in UTF-16 and in declared code pages', async () => {
    const utf16 = new Uint8Array([
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from(chapter('<p>Qış</p>'), (c) => c.charCodeAt(0)).buffer),
    ]);
    const turkish = Uint8Array.from(chapter('<p>K\xfd\xfe</p>').replace('utf-8', 'windows-1254'), (c) =>
      c.charCodeAt(0),
    );
    const book = epub({ 'OEBPS/metn/bir.xhtml': utf16, 'OEBPS/metn/iki.xhtml': turkish });
    expect((await readFile(book, { format: 'epub' })).documents).toEqual(['Qış', 'Kış']);
  });

  const encryption = (algorithm: string) =>
    strToU8(
      `<encryption><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/></enc:EncryptedData></encryption>`,
    );

  it('tells obfuscated fonts from protection against copying', async () => {
    const fonts = epub({ 'META-INF/encryption.xml': encryption('http://www.idpf.org/2008/embedding') });
    expect((await readFile(fonts, { format: 'epub' })).documents).toEqual(TEXTS);
    const locked = epub({ 'META-INF/encryption.xml': encryption('http://www.w3.org/2001/04/xmlenc#aes256-cbc') });
    await expect(previewOf('kitab.epub', locked)).rejects.toMatchObject({
      code: 'file-locked',
      message: expect.stringContaining('kitab.epub'),
    });
  });

  it.each([
    ['no container.xml', zipSync({ mimetype: strToU8('application/epub+zip') })],
    ['no package', epub({ 'META-INF/container.xml': strToU8('<container/>') })],
    ['a package that is not there', epub({ 'META-INF/container.xml': strToU8('<rootfile full-path="../x"/>') })],
    ['no chapters', epub({ 'OEBPS/kitab.opf': strToU8('<package/>') })],
    ['no archive', strToU8('PK\x03\x04')],
    ['an archive cut short', epub().subarray(0, 300)],
    ['a package that is no XML', epub({ 'OEBPS/kitab.opf': new Uint8Array(1000).fill(0x3c) })],
  ])('names a book with %s as damaged', async (_name, bytes) => {
    await expect(readFile(bytes, { format: 'epub' })).rejects.toMatchObject({ code: 'file-damaged' });
  });

  it('stops at a chapter that unpacks beyond all measure', async () => {
    const bomb = epub({ 'OEBPS/metn/bir.xhtml': new Uint8Array(8_400_000).fill(0x61) });
    await expect(readFile(bomb, { format: 'epub' })).rejects.toMatchObject({
      code: 'file-part-too-large',
      details: { part: 'OEBPS/metn/bir.xhtml' },
    });
  });

  it('meets damage with an error of its own', async () => {
    const book = epub();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(book.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 30, max: book.length }),
        async (changes, length) => {
          const damaged = book.slice(0, length);
          for (const [at, byte] of changes) damaged[at % length] = byte;
          await readFile(damaged, { format: 'epub' }).catch((error) => expect(error).toBeInstanceOf(OcaqError));
        },
      ),
      { numRuns: 150 },
    );
  });
});
