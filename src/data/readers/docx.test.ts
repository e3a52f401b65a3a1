import fc from 'fast-check';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { previewOf, readFile } from '../../testing/read-file.ts';

const p = (content: string, properties = '') =>
  `<w:p><w:pPr>${properties}</w:pPr>${/<w:[rtpdmis]/.test(content) ? content : `<w:r><w:t xml:space="preserve">${content}</w:t></w:r>`}</w:p>`;
const r = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const item = (content: string) => p(content, '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>');
const cell = (...paragraphs: string[]) => `<w:tc><w:tcPr/>${paragraphs.join('')}</w:tc>`;
const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;

const documentXml = (...content: string[]) =>
  strToU8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${content.join('\n')}
<w:sectPr/></w:body></w:document>`);

const RELATIONS = `<Relationships><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="/word/document2.xml"/></Relationships>`;

const docx = (content: Uint8Array, others: Zippable = {}) =>
  zipSync({
    '[Content_Types].xml': strToU8('<Types/>'),
    'word/document.xml': content,
    'word/comments.xml': strToU8(
      '<w:comments><w:comment><w:p><w:r><w:t>rəy</w:t></w:r></w:p></w:comment></w:comments>',
    ),
    'word/header1.xml': strToU8('<w:hdr><w:p><w:r><w:t>başlıq</w:t></w:r></w:p></w:hdr>'),
    ...others,
  });

const CONTENT = documentXml(
  '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>',
  p('Giriş 1'),
  '</w:sdtContent></w:sdt>',
  p('Giriş', '<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="1"/></w:numPr>').replace(
    /<w:numPr>.*<\/w:numPr>/,
    '',
  ),
  p(
    `${r('Çay ')}${r('ağacı ')}<w:del><w:r><w:delText>qısa</w:delText></w:r></w:del><w:ins>${r('uca')}</w:ins>${r(' bitkidir')}${r(' gizli', '<w:vanish/>')}${r('.')}`,
  ),
  p(
    `${r('Sətir')}<w:r><w:br/></w:r>${r('sonu')}<w:r><w:tab/></w:r>${r('və')}<w:r><w:noBreakHyphen/></w:r>${r('ya &lt; 5 &amp; 6')}`,
  ),
  p(''),
  item('birinci'),
  item('ikinci'),
  `<w:tbl><w:tblPr/>${row(cell(p('Ay')), cell(p('Məhsul')))}${row(cell(p('may')), cell(p('5 ton')))}</w:tbl>`,
  p(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>${r('istinad')}`),
  p(
    `<w:moveFrom>${r('köçən')}</w:moveFrom><w:r><mc:AlternateContent><mc:Choice>${p('qutu')}</mc:Choice><mc:Fallback>${p('qutu')}</mc:Fallback></mc:AlternateContent></w:r>`,
  ),
);
const TEXT = `Giriş

Çay ağacı uca bitkidir.

Sətir
sonu və-ya < 5 & 6
- birinci
- ikinci
Ay | Məhsul
may | 5 ton

istinad

qutu`;

describe('DOCX', () => {
  it('gives the text of a document', async () => {
    const bytes = docx(CONTENT);
    const { documents, counts } = await readFile(bytes, { format: 'docx' });
    expect(documents).toEqual([TEXT]);
    expect(counts).toMatchObject({ bytes: bytes.length, documents: 1 });
    expect(counts.leftOut).toEqual([{ kind: 'page-part', name: 'toc', amount: 7 }]);
  });

  it('takes the main part that the relations name', async () => {
    const bytes = docx(documentXml(p('köhnə')), {
      '_rels/.rels': strToU8(RELATIONS),
      'word/document2.xml': documentXml(p('yeni')),
    });
    expect((await readFile(bytes, { format: 'docx' })).documents).toEqual(['yeni']);
  });

  it('is recognised by its parts, and previewed', async () => {
    expect(await previewOf('a', docx(CONTENT))).toMatchObject({ format: 'docx', sample: [TEXT] });
    expect(await previewOf('a.docm', docx(CONTENT))).toMatchObject({ format: 'docx' });
  });

  const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(600).fill(0)];

  it('names what is encrypted, and what is of the old kind', async () => {
    await expect(previewOf('a.doc', Uint8Array.from(COMPOUND))).rejects.toMatchObject({ code: 'file-old-word' });
    const encrypted = Uint8Array.from([...COMPOUND, ...[...'EncryptedPackage'].flatMap((c) => [c.charCodeAt(0), 0])]);
    await expect(previewOf('a.docx', encrypted)).rejects.toMatchObject({
      code: 'file-locked',
      message: expect.stringContaining('a.docx'),
    });
  });

  it.each([
    ['without its main part', zipSync({ '[Content_Types].xml': strToU8('<Types/>') })],
    ['cut short', docx(CONTENT).subarray(0, 200)],
  ])('names a document %s as damaged', async (_name, bytes) => {
    await expect(readFile(bytes, { format: 'docx' })).rejects.toMatchObject({ code: 'file-damaged' });
  });

  it('stops at what unpacks beyond all measure', async () => {
    const bomb = docx(new Uint8Array(8_400_000).fill(0x20));
    await expect(readFile(bomb, { format: 'docx' })).rejects.toMatchObject({ code: 'file-part-too-large' });
  });

  it('meets damage and any XML with text or an error of its own', async () => {
    const whole = docx(CONTENT);
    const unit = fc.constantFrom(
      ...[
        '<w:p>',
        '</w:p>',
        '<w:r>',
        '</w:r>',
        '<w:t>',
        '</w:t>',
        '<w:del>',
        '</w:del>',
        '<w:sdt>',
        '</w:sdt>',
        '<w:tc>',
        '<w:tr>',
      ],
      ...['<w:docPartGallery w:val="Table of Contents"/>', '<w:numId w:val="1"/>', 'söz', '&', '<', '<!--', ']]>'],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit, maxLength: 40 }),
        fc.nat(whole.length - 1),
        fc.nat(255),
        async (xml, at, byte) => {
          await readFile(docx(strToU8(xml)), { format: 'docx' });
          const damaged = whole.slice();
          damaged[at] = byte;
          await readFile(damaged, { format: 'docx' }).catch((error) => expect(error).toBeInstanceOf(OcaqError));
        },
      ),
      { numRuns: 150 },
    );
  });
});
