/**
 * AsciiDoc as one document of plain text, line by line: headings, titles of blocks, paragraphs and lists without their marks,
 * rows of tables with " | " between cells, listings as they stand. Attributes, comments, pass-through blocks and pictures are
 * left out, and what stands under a condition is read. Files to include are not looked for; they are counted.
 */
import { DocumentBuffer, LineBreaks } from '../../splitting.ts';
import { type DocumentStream, leaveOut, type ReadCounts } from '../reader.ts';
import { inlineText } from './inline.ts';

/** A longer line is taken in parts. */
const LONGEST_LINE = 65_536;
const MOST_ATTRIBUTES = 1000;

type Block = 'comment' | 'pass' | 'verbatim' | 'table';

/** What the line that opens a block, and closes it, is made of. */
const BLOCKS: readonly (readonly [line: RegExp, block: Block])[] = [
  [/^\/{4,}$/, 'comment'],
  [/^\+{4,}$/, 'pass'],
  [/^(?:-{4,}|\.{4,}|`{3,}.*)$/, 'verbatim'],
  [/^[|,:!]={3,}$/, 'table'],
];
/** Of blocks that hold ordinary text, rules and page breaks; continuations of lists; block macros and conditions. */
const WITHOUT_TEXT =
  /^(?:={4,}|\*{4,}|_{4,}|--|'{3,}|<{3,}|\+|\/\/(?!\/).*|\[.*\]|:!?[\w-]+!?:.*|(?:image|video|audio|toc|ifdef|ifndef|ifeval|endif)::?\S*\[.*\])$/;

export class AsciiDocDocument implements DocumentStream {
  readonly #counts: ReadCounts;
  readonly #buffer: DocumentBuffer;
  readonly #lineBreaks = new LineBreaks();
  readonly #attributes = new Map<string, string>();
  #rest = '';
  #block: { kind: Block; end: string } | null = null;
  /** Whether the lines under the title are those of authors and revisions. */
  #isHeader: boolean = false;
  #number = 0;
  #blankBefore: boolean = false;
  #blankAfter: boolean = false;

  constructor(maxBytes: number, counts: ReadCounts) {
    this.#counts = counts;
    this.#buffer = new DocumentBuffer(maxBytes, counts);
  }

  push(piece: string): string[] {
    const out: string[] = [];
    const lines = (this.#rest + this.#lineBreaks.push(piece)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#write(line, out);
    while (this.#rest.length > LONGEST_LINE) {
      this.#write(this.#rest.slice(0, LONGEST_LINE), out);
      this.#rest = this.#rest.slice(LONGEST_LINE);
    }
    return out;
  }

  end(): string[] {
    const out: string[] = [];
    this.#write(this.#rest, out);
    this.#buffer.close(out);
    return out;
  }

  #write(line: string, out: string[]): void {
    const text = this.#textOf(line.trimEnd());
    if (text === '') this.#blankBefore = true;
    if (!text) return;
    this.#buffer.append(`${this.#blankBefore ? '\n' : ''}${text}\n`, out);
    this.#blankBefore = this.#blankAfter;
    this.#blankAfter = false;
  }

  /** null: the line is no text. '': it is blank. */
  #textOf(line: string): string | null {
    if (this.#block !== null) return this.#inBlock(line, this.#block);
    const opens = BLOCKS.find(([pattern]) => pattern.test(line));
    if (opens) {
      this.#block = { kind: opens[1], end: line.startsWith('```') ? '```' : line };
      return null;
    }
    const attribute = /^:([\w-]{1,100}):\s+(.{0,1000})$/.exec(line);
    if (attribute && this.#attributes.size < MOST_ATTRIBUTES) {
      this.#attributes.set((attribute[1] ?? '').toLowerCase(), attribute[2] ?? '');
    }
    if (/^include::/.test(line)) {
      leaveOut(this.#counts, 'include', /^include::([^[]*)/.exec(line)?.[1] ?? '');
      return null;
    }
    if (WITHOUT_TEXT.test(line)) return null;
    if (line === '') this.#isHeader = false;
    if (this.#isHeader) return null;
    return this.#lineText(line);
  }

  #inBlock(line: string, { kind, end }: { kind: Block; end: string }): string | null {
    if (line === end) {
      this.#block = null;
      return null;
    }
    if (kind === 'verbatim') return line;
    return kind === 'table' && line !== '' ? this.#row(line) : null;
  }

  /** A row, or as much of one as stands in a line. */
  #row(line: string): string {
    const cells = line.split(/(?:^|\s)[\d.*+<^>]{0,8}[adehlmsv]?\|/).map((cell) => this.#inline(cell));
    return cells.filter((cell) => cell !== '').join(' | ');
  }

  #lineText(line: string): string {
    const heading = /^={1,6}\s+(.*)$/.exec(line);
    if (heading) {
      this.#isHeader = /^=\s/.test(line);
      this.#blankBefore = true;
      this.#blankAfter = true;
      return this.#inline(heading[1] ?? '');
    }
    if (/^\.[^\s.]/.test(line)) return this.#inline(line.slice(1));
    const item = /^\s*([*]{1,6}|-|\.{1,6}|\d{1,9}\.)\s+(?:\[[ x*]\]\s+)?(.*)$/.exec(line);
    const marks = item?.[1] ?? '';
    this.#number = marks === '.' ? this.#number + 1 : line === '' ? this.#number : 0;
    if (!item) return this.#inline(line.replace(/^(.{1,200}?):{2,4}(\s|$)/, '$1:$2'));
    const mark = marks === '.' ? `${this.#number}.` : /\d/.test(marks) ? marks : '-';
    return `${mark} ${this.#inline(item[2] ?? '')}`;
  }

  #inline(text: string): string {
    return inlineText(text, this.#attributes);
  }
}
