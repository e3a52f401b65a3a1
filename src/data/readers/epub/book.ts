/**
 * The chapters of an EPUB (W3C EPUB 3.3; EPUB 2 is read alike): META-INF/container.xml names the package, whose spine has the
 * chapters in their order. Each is a document, by the reader of HTML. The table of contents, covers and pages of titles and
 * rights are left out. Fonts may be obfuscated; anything else that is encrypted means protection against copying.
 */
import { HtmlDocument } from '../html/html-document.ts';
import { DocumentPackage, lockedFile } from '../package/document-package.ts';
import { type XmlElement, xmlElements } from '../package/xml-elements.ts';
import { leaveOut, type ReadCounts } from '../reader.ts';
import type { ReaderFile } from '../reader-file.ts';

const FORMAT = 'EPUB';
const ENCRYPTION = 'META-INF/encryption.xml';
const FONT_OBFUSCATION = ['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'];
const CHAPTER_TYPES = ['application/xhtml+xml', 'text/html', 'application/x-dtbook+xml'];
/** Of the guide of EPUB 2. */
const FRONT_PAGES = ['cover', 'toc', 'title-page', 'copyright-page', 'index', 'loi', 'lot'];

interface Chapter {
  readonly path: string;
  /** What it is instead of text. */
  readonly kind: string | null;
}

/** @throws OcaqError `file-damaged`, `file-locked`, `file-part-too-large` */
export async function* chapters(file: ReaderFile, maxBytes: number, counts: ReadCounts): AsyncGenerator<string> {
  const book = await DocumentPackage.open(file, FORMAT);
  await refuseProtected(book);
  const list = await chaptersOf(book);
  const before = counts.bytes;
  for (const [i, { path, kind }] of list.entries()) {
    counts.bytes = before + Math.round((book.size * i) / list.length);
    if (kind !== null || !book.has(path)) {
      leaveOut(counts, 'chapter', kind ?? path);
      continue;
    }
    const chapter = new HtmlDocument(maxBytes, counts, { isXhtml: true });
    for await (const piece of book.text(path)) yield* chapter.push(piece);
    yield* chapter.end();
  }
  counts.bytes = before + book.size;
}

async function refuseProtected(book: DocumentPackage): Promise<void> {
  if (!book.has(ENCRYPTION)) return;
  const methods = xmlElements(await book.whole(ENCRYPTION)).filter(({ name }) => name === 'EncryptionMethod');
  const isProtected = methods.some(({ attributes }) => !FONT_OBFUSCATION.includes(attributes.Algorithm ?? ''));
  if (isProtected) throw lockedFile(book.name, FORMAT);
}

async function chaptersOf(book: DocumentPackage): Promise<Chapter[]> {
  const roots = xmlElements(await book.whole('META-INF/container.xml'));
  const root = roots.find(({ name }) => name === 'rootfile')?.attributes['full-path'];
  if (root === undefined) throw book.damaged('its container.xml names no package');
  const elements = xmlElements(await book.whole(root));
  const named = (wanted: string) => elements.filter(({ name }) => name === wanted);
  const pathOf = (href: string) => resolve(root, href);
  const items = new Map(named('item').map((item) => [item.attributes.id, item]));
  const guide = new Map(
    named('reference').map(({ attributes: { href = '', type = '' } }) => [pathOf(href), type.toLowerCase()]),
  );
  const list = named('itemref').flatMap(({ attributes }): Chapter[] => {
    const item = items.get(attributes.idref);
    const path = pathOf(item?.attributes.href ?? '');
    return item && isChapter(item) ? [{ path, kind: kindOf(item, guide.get(path)) }] : [];
  });
  if (list.length === 0) throw book.damaged('its package names no chapters');
  return list;
}

const isChapter = ({ attributes }: XmlElement): boolean => CHAPTER_TYPES.includes(attributes['media-type'] ?? '');

function kindOf({ attributes }: XmlElement, inGuide: string | undefined): string | null {
  if ((attributes.properties ?? '').split(/\s+/).includes('nav')) return 'nav';
  return inGuide !== undefined && FRONT_PAGES.includes(inGuide) ? inGuide : null;
}

/** The path that a reference from a file means. */
function resolve(from: string, href: string): string {
  const path: string[] = from.split('/').slice(0, -1);
  for (const part of decoded(href.replace(/[?#].*$/s, '')).split('/')) {
    if (part === '..') path.pop();
    else if (part !== '.' && part !== '') path.push(part);
  }
  return path.join('/');
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}
