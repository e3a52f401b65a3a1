/**
 * The text of a Word document (ECMA-376 Part 1, WordprocessingML) from its main part alone, read as a stream: paragraphs,
 * items of lists with "- ", rows of tables. Left out are deleted and moved-away text, hidden text, formulas, instructions of
 * fields, the second copy of text boxes (mc:Fallback) and tables of contents; headers, footers, notes and comments are other
 * parts, which are not opened.
 */
import { DocumentBuffer } from '../../splitting.ts';
import { type Attributes, BoundedParser, type MarkupHandler } from '../markup/bounded-parser.ts';
import { TextFlow } from '../markup/flow.ts';
import { DocumentPackage } from '../package/document-package.ts';
import { xmlElements } from '../package/xml-elements.ts';
import { leaveOut, type ReadCounts } from '../reader.ts';
import type { ReaderFile } from '../reader-file.ts';

const RELATIONS = '_rels/.rels';
const MAIN_PART = 'word/document.xml';
const LEFT_OUT = new Set(['w:del', 'w:moveFrom', 'mc:Fallback', 'w:rt']);

/** @throws OcaqError `file-damaged`, `file-locked`, `file-part-too-large` */
export async function* documentText(file: ReaderFile, maxBytes: number, counts: ReadCounts): AsyncGenerator<string> {
  const document = await DocumentPackage.open(file, 'Word');
  const buffer = new DocumentBuffer(maxBytes, counts);
  const flow = new TextFlow();
  const parser = new BoundedParser(new WordText(flow, counts), { xmlMode: true });
  const out: string[] = [];
  for await (const piece of document.text(await mainPart(document))) {
    parser.write(piece);
    buffer.append(flow.take(), out);
    yield* out.splice(0);
  }
  parser.end();
  buffer.append(flow.take(), out);
  buffer.close(out);
  counts.bytes += document.size;
  yield* out;
}

async function mainPart(document: DocumentPackage): Promise<string> {
  if (!document.has(RELATIONS)) return MAIN_PART;
  const main = xmlElements(await document.whole(RELATIONS)).find(({ attributes: { Type = '' } }) =>
    Type.endsWith('/officeDocument'),
  );
  return main?.attributes.Target?.replace(/^\//, '') ?? MAIN_PART;
}

class WordText implements MarkupHandler {
  readonly #flow: TextFlow;
  readonly #counts: ReadCounts;
  readonly #open: string[] = [];
  /** The element that is left out with all within it: how deep it lies. */
  #leftOutDepth = 0;
  #isContents: boolean = false;
  /** What begins with the next text. */
  #begins: 'paragraph' | 'item' | null = null;
  #isItem: boolean = false;
  #isHidden: boolean = false;

  constructor(flow: TextFlow, counts: ReadCounts) {
    this.#flow = flow;
    this.#counts = counts;
  }

  open(name: string, attributes: Attributes): void {
    this.#open.push(name);
    if (this.#leftOutDepth > 0) return;
    if (LEFT_OUT.has(name)) this.#leftOutDepth = this.#open.length;
    else if (name === 'w:p') this.#begins = 'paragraph';
    else if (name === 'w:numId' && attributes['w:val'] !== '0' && this.#begins !== null) this.#begins = 'item';
    else if (name === 'w:pStyle' && /^(?:toc|heading)/i.test(attributes['w:val'] ?? '')) this.#begins = 'paragraph';
    else if (name === 'w:docPartGallery' && attributes['w:val'] === 'Table of Contents') this.#leaveOutContents();
    else if (name === 'w:r') this.#isHidden = false;
    else if (name === 'w:vanish') this.#isHidden = attributes['w:val'] !== '0' && attributes['w:val'] !== 'false';
    else if (name === 'w:br' || name === 'w:cr') this.#flow.lineBreak();
    else if (name === 'w:tab' && this.#open.at(-2) === 'w:r') this.#flow.words(' ');
    else if (name === 'w:noBreakHyphen') this.#words('-');
    else if (name === 'w:tr') this.#flow.startRow();
    else if (name === 'w:tc') this.#flow.startCell();
  }

  text(data: string): void {
    if (this.#open.at(-1) !== 'w:t') return;
    if (this.#leftOutDepth === 0) this.#words(data);
    else if (this.#isContents) leaveOut(this.#counts, 'page-part', 'toc', data.length);
  }

  close(name: string): void {
    const depth = this.#open.length;
    this.#open.pop();
    if (this.#leftOutDepth > 0) {
      if (this.#leftOutDepth < depth) return;
      this.#leftOutDepth = 0;
      this.#isContents = false;
      return;
    }
    if (name === 'w:tr') this.#flow.endRow();
    if (name !== 'w:p') return;
    if (this.#isItem) this.#flow.endItem();
    else this.#flow.block(1);
    this.#begins = null;
    this.#isItem = false;
  }

  #words(data: string): void {
    if (this.#isHidden) return;
    if (this.#begins === 'item') this.#flow.startItem('- ');
    if (this.#begins === 'paragraph') this.#flow.block(2);
    this.#isItem ||= this.#begins === 'item';
    this.#begins = null;
    this.#flow.words(data);
  }

  /** The structured document tag that it names, which is open around its properties. */
  #leaveOutContents(): void {
    const tag = this.#open.lastIndexOf('w:sdt');
    if (tag < 0) return;
    this.#leftOutDepth = tag + 1;
    this.#isContents = true;
  }
}
