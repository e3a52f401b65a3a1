/**
 * The main text of a page. Left out is what belongs to the page and not to its text: scripts and styles, navigation, footers,
 * asides, controls of forms, what is hidden or struck as deleted, and the title, which its first heading repeats. Forms
 * themselves are kept, because some servers put whole pages into one.
 */
import type { Attributes, MarkupHandler } from '../markup/bounded-parser.ts';
import type { TextFlow } from '../markup/flow.ts';
import { leaveOut, type ReadCounts } from '../reader.ts';

/** Parts of a book (epub:type, EPUB Structural Semantics) that are no text of it. */
const BOOK_PARTS =
  /(?:^|\s)(?:cover|titlepage|halftitlepage|copyright-page|toc|landmarks|page-list|loi|lot|index)(?:\s|$)/;

/** Without words of the page. */
const CODE = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'iframe',
  'object',
  'canvas',
  'audio',
  'video',
]);
/** With words that are not of its text. */
const PAGE_PARTS = new Set(['title', 'nav', 'footer', 'aside', 'menu', 'dialog', 'del', 'rt', 'rp']);
const CONTROLS = new Set([
  'button',
  'select',
  'textarea',
  'label',
  'legend',
  'option',
  'datalist',
  'output',
  'progress',
  'meter',
]);
const ROLES = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'search',
  'complementary',
  'menu',
  'menubar',
  'dialog',
  'toolbar',
]);

const PARAGRAPHS = new Set([
  ...['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'table', 'blockquote', 'pre', 'figure', 'hr'],
  ...['section', 'article', 'main', 'header', 'fieldset', 'details'],
]);
const BLOCKS = new Set([
  'div',
  'dt',
  'dd',
  'address',
  'caption',
  'figcaption',
  'summary',
  'hgroup',
  'form',
  'center',
  'body',
]);
const CELLS = new Set(['td', 'th']);

export class HtmlText implements MarkupHandler {
  readonly #flow: TextFlow;
  readonly #counts: ReadCounts;
  #depth = 0;
  /** The element that is left out with all within it, and how deep it lies. */
  #leftOut: { name: string; depth: number; isCounted: boolean } | null = null;
  #preDepth = 0;
  /** Of the lists that are open: the number of the last item, or null where they have no numbers. */
  readonly #lists: (number | null)[] = [];

  constructor(flow: TextFlow, counts: ReadCounts) {
    this.#flow = flow;
    this.#counts = counts;
  }

  open(name: string, attributes: Attributes): void {
    this.#depth++;
    if (this.#leftOut) return;
    const isCode = CODE.has(name);
    if (isCode || isPagePart(name, attributes)) {
      this.#leftOut = { name, depth: this.#depth, isCounted: !isCode };
      return;
    }
    if (name === 'ul') this.#lists.push(null);
    if (name === 'ol') this.#lists.push(0);
    if (name === 'pre') this.#preDepth++;
    if (name === 'li') this.#flow.startItem(this.#itemMark());
    else if (name === 'br') this.#flow.lineBreak();
    else if (name === 'tr') this.#flow.startRow();
    else if (CELLS.has(name)) this.#flow.startCell();
    else this.#block(name);
  }

  text(data: string): void {
    if (this.#leftOut) {
      if (this.#leftOut.isCounted) leaveOut(this.#counts, 'page-part', this.#leftOut.name, data.trim().length);
    } else if (this.#preDepth > 0) this.#flow.verbatim(data);
    else this.#flow.words(data);
  }

  close(name: string): void {
    const depth = this.#depth--;
    if (this.#leftOut) {
      if (this.#leftOut.depth === depth) this.#leftOut = null;
      return;
    }
    if (name === 'ul' || name === 'ol') this.#lists.pop();
    if (name === 'pre') this.#preDepth--;
    if (name === 'li') this.#flow.endItem();
    else if (name === 'tr') this.#flow.endRow();
    else this.#block(name);
  }

  #itemMark(): string {
    const last = this.#lists.at(-1);
    if (typeof last !== 'number') return '- ';
    this.#lists[this.#lists.length - 1] = last + 1;
    return `${last + 1}. `;
  }

  #block(name: string): void {
    if (PARAGRAPHS.has(name)) this.#flow.block(2);
    else if (BLOCKS.has(name)) this.#flow.block(1);
  }
}

const isPagePart = (name: string, { role, hidden, ...others }: Attributes): boolean =>
  PAGE_PARTS.has(name) ||
  CONTROLS.has(name) ||
  hidden !== undefined ||
  others['aria-hidden'] === 'true' ||
  BOOK_PARTS.test(others['epub:type'] ?? '') ||
  (role !== undefined && ROLES.has(role));
