/**
 * The pages of an XML export of MediaWiki (mediawiki.org, "Help:Export"), as documents: title, blank line, text. Only articles
 * (namespace 0) are read; pages of other namespaces and redirects are counted. Where a page has several revisions the last
 * one in the file is taken. Memory: one page, of at most 4 Mi characters.
 */
import { DocumentBuffer } from '../../splitting.ts';
import { type Attributes, BoundedParser, type MarkupHandler } from '../markup/bounded-parser.ts';
import { addBadRow, type DocumentStream, leaveOut, type ReadCounts } from '../reader.ts';
import { withoutMarks } from './lines.ts';
import { LinkNames } from './names.ts';
import { plainText } from './wikitext.ts';

const LONGEST_PAGE = 4_194_304;
/** What of an element is taken, by its name. */
const TAKEN = new Set(['namespace', 'title', 'ns', 'text']);

interface Page {
  title: string;
  namespace: number;
  isRedirect: boolean;
  text: string;
  isTooLong: boolean;
}

const REDIRECT = /^\s*#\s*(?:redirect|istiqamətləndirmə|yönlendi̇?rme|перенаправление|yoʻnaltirish|айдау)/i;

export class DumpReader implements DocumentStream, MarkupHandler {
  readonly #counts: ReadCounts;
  readonly #keepsEndSections: boolean;
  readonly #parser: BoundedParser;
  readonly #buffer: DocumentBuffer;
  readonly #names = new LinkNames();
  readonly #namespaces = new Map<number, string>();
  #page: Page | null = null;
  #pages = 0;
  #out: string[] = [];
  /** The element whose content is being taken. */
  #element = '';
  #content: string[] = [];
  #length = 0;
  #namespaceKey = 0;

  constructor(maxBytes: number, keepsEndSections: boolean, counts: ReadCounts) {
    this.#counts = counts;
    this.#keepsEndSections = keepsEndSections;
    this.#parser = new BoundedParser(this, { xmlMode: true });
    this.#buffer = new DocumentBuffer(maxBytes, counts);
  }

  push(piece: string): string[] {
    this.#parser.write(piece);
    return this.#out.splice(0);
  }

  end(): string[] {
    if (this.#page) addBadRow(this.#counts, { row: this.#pages, reason: 'array-broken-off' });
    this.#page = null;
    this.#parser.end();
    return this.#out.splice(0);
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'page') {
      this.#page = { title: '', namespace: 0, isRedirect: false, text: '', isTooLong: false };
      this.#pages++;
    }
    if (name === 'redirect' && this.#page) this.#page.isRedirect = true;
    if (name === 'namespace') this.#namespaceKey = Number(attributes.key);
    this.#element = TAKEN.has(name) ? name : '';
    this.#content = [];
    this.#length = 0;
  }

  text(data: string): void {
    if (this.#element === '') return;
    this.#length += data.length;
    if (this.#length <= LONGEST_PAGE) this.#content.push(data);
  }

  close(name: string): void {
    const content = name === this.#element ? this.#content.join('') : '';
    this.#element = '';
    this.#content = [];
    const page = this.#page;
    if (name === 'namespace') this.#addNamespace(content);
    if (!page) return;
    if (name === 'title') page.title = content.trim();
    if (name === 'ns') page.namespace = Number(content);
    if (name === 'text') {
      page.text = content;
      page.isTooLong = this.#length > LONGEST_PAGE;
    }
    if (name === 'page') this.#endPage(page);
  }

  #addNamespace(name: string): void {
    this.#namespaces.set(this.#namespaceKey, name);
    this.#names.addNamespace(this.#namespaceKey, name);
  }

  #endPage(page: Page): void {
    this.#page = null;
    if (page.namespace !== 0) {
      const name = this.#namespaces.get(page.namespace) ?? String(page.namespace);
      leaveOut(this.#counts, 'namespace', name);
    } else if (page.isRedirect || REDIRECT.test(page.text)) leaveOut(this.#counts, 'redirect', '');
    else if (page.isTooLong) addBadRow(this.#counts, { row: this.#pages, reason: 'row-too-long' });
    else {
      this.#buffer.append(this.#documentOf(page), this.#out);
      this.#buffer.close(this.#out);
    }
  }

  #documentOf({ title, text }: Page): string {
    const plain = plainText(text, this.#names, () => leaveOut(this.#counts, 'table', ''));
    const onSection = (heading: string) => leaveOut(this.#counts, 'section', heading);
    const body = withoutMarks(plain, this.#keepsEndSections ? null : onSection);
    return body === '' ? '' : `${title}\n\n${body}`;
  }
}
