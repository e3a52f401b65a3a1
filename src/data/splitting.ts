/**
 * From one long text to documents: at blank lines, at every line, or the whole file as one document. Works on pieces of
 * any size and gives the same documents however the text was cut into pieces. Memory: the document being read, of which
 * at most `maxBytes` UTF-8 bytes (plus one piece) are held: longer documents are cut at a paragraph, line or space and
 * continue as further documents. Documents lose their leading blank lines and trailing white space, nothing else.
 */
import { utf8Length } from './utf8.ts';

export type DocumentSplit = 'auto' | 'file' | 'blank-line' | 'line';
export type CertainSplit = Exclude<DocumentSplit, 'auto'>;

export interface SplitCounts {
  /** Documents given out. */
  documents: number;
  /** Documents that were longer than allowed and came out in parts. */
  cutDocuments: number;
  /** Lines, rows or files that held only white space; they give no document. */
  emptyDocuments: number;
}

/** Above this mean size, blank lines are taken for accidents in a file and not for the ends of its documents. */
const MEAN_BLOCK_LIMIT = 32_768;
const LONG_LINE = 80;
/** White space that a line may begin with, in UTF-16 units; what goes beyond is dropped. */
const INDENT_LIMIT = 4096;

/**
 * How the text that starts like this is best split. Blank lines between blocks win, unless they are so rare that blocks
 * would exceed 32 KiB on average; then lines of more than 80 characters on average are taken for a document each.
 */
export function detectSplit(head: string): CertainSplit {
  let blocks = 0;
  let lines = 0;
  let characters = 0;
  let blank = true;
  for (const line of head.split(/\r\n?|\n/)) {
    const wasBlank = blank;
    blank = line.trim() === '';
    if (blank) continue;
    if (wasBlank) blocks++;
    lines++;
    characters += line.length;
  }
  if (blocks >= 2 && head.length / blocks <= MEAN_BLOCK_LIMIT) return 'blank-line';
  return lines > 0 && characters / lines > LONG_LINE ? 'line' : 'file';
}

/** Turns \r\n and \r into \n, in pieces that may end between the two. */
export class LineBreaks {
  #afterReturn: boolean = false;

  push(piece: string): string {
    const text = this.#afterReturn && piece.startsWith('\n') ? piece.slice(1) : piece;
    if (piece !== '') this.#afterReturn = piece.endsWith('\r');
    return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}

/** Collects one document at a time and hands out finished ones, cut where they are longer than allowed. */
export class DocumentBuffer {
  readonly #maxBytes: number;
  readonly #counts: SplitCounts;
  #text = '';
  #bytes = 0;
  #parts = 0;
  #opened = false;

  /** @param maxBytes UTF-8 bytes of the longest document, at least 4 (one character) */
  constructor(maxBytes: number, counts: SplitCounts) {
    if (!(maxBytes >= 4)) throw new RangeError(`maxBytes must be at least 4, got ${maxBytes}`);
    this.#maxBytes = maxBytes;
    this.#counts = counts;
  }

  /** Whether anything was appended since the last close. */
  get opened(): boolean {
    return this.#opened;
  }

  append(text: string, out: string[]): void {
    if (text === '') return;
    this.#opened = true;
    this.#text += text;
    this.#bytes += utf8Length(text);
    while (this.#bytes > this.#maxBytes) this.#giveFirstPart(out);
  }

  /** Ends the document; one without any text is counted as empty. */
  close(out: string[]): void {
    this.#give(this.#text, out);
    if (this.#parts === 0) this.#counts.emptyDocuments++;
    if (this.#parts > 1) this.#counts.cutDocuments++;
    this.#text = '';
    this.#bytes = 0;
    this.#parts = 0;
    this.#opened = false;
  }

  #giveFirstPart(out: string[]): void {
    const limit = unitsWithin(this.#text, this.#maxBytes);
    const end = breakBefore(this.#text, limit);
    const part = this.#text.slice(0, end);
    this.#give(part, out);
    this.#text = this.#text.slice(end);
    this.#bytes -= utf8Length(part);
  }

  #give(text: string, out: string[]): void {
    const ended = text.trimEnd();
    if (ended === '') return;
    const indent = ended.length - ended.trimStart().length;
    out.push(inMemoryOfItsOwn(ended.slice(ended.lastIndexOf('\n', indent - 1) + 1)));
    this.#parts++;
    this.#counts.documents++;
  }
}

/**
 * A copy of a text that was cut out of another. Engines let such a text point into the other one: it keeps that in memory,
 * and each character is read through it, which takes the cleaning steps a quarter longer. Strings of an array that are joined
 * are written out anew.
 */
const inMemoryOfItsOwn = (part: string): string => [part.slice(0, 1), part.slice(1)].join('');

/** How many UTF-16 units from the start fit into `bytes` UTF-8 bytes, never ending inside a surrogate pair. */
function unitsWithin(text: string, bytes: number): number {
  let used = 0;
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i)!;
    used += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (used > bytes) return i;
    i += code < 0x10000 ? 1 : 2;
  }
  return text.length;
}

/** The end of the last paragraph, line or word in the second half before `limit`; `limit` itself if there is none. */
function breakBefore(text: string, limit: number): number {
  for (const mark of ['\n\n', '\n', ' ']) {
    const at = text.lastIndexOf(mark, limit - mark.length);
    if (at >= 0 && at + mark.length > limit / 2) return at + mark.length;
  }
  return limit;
}

/** Splits running text into documents. */
export class TextSplitter {
  readonly #split: CertainSplit;
  readonly #buffer: DocumentBuffer;
  readonly #lineBreaks = new LineBreaks();
  /** 'blank-line': white space at the start of the current line, held until it is known whether text follows. */
  #indent = '';
  #lineHasText: boolean = false;

  constructor(split: CertainSplit, maxBytes: number, counts: SplitCounts) {
    this.#split = split;
    this.#buffer = new DocumentBuffer(maxBytes, counts);
  }

  /** Takes the next piece of the text, returns the documents that are complete with it. */
  push(piece: string): string[] {
    const text = this.#lineBreaks.push(piece);
    const out: string[] = [];
    if (this.#split === 'file') {
      this.#buffer.append(text, out);
      return out;
    }
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#partOfLine(text.slice(from, end), out);
      this.#endOfLine(out);
      from = end + 1;
    }
    this.#partOfLine(text.slice(from), out);
    return out;
  }

  /** The text is over: returns the last documents. */
  end(): string[] {
    const out: string[] = [];
    if (this.#buffer.opened) this.#buffer.close(out);
    return out;
  }

  #partOfLine(part: string, out: string[]): void {
    if (this.#split === 'line' || this.#lineHasText) {
      this.#buffer.append(part, out);
      return;
    }
    const start = part.search(/\S/);
    this.#indent = (this.#indent + (start < 0 ? part : part.slice(0, start))).slice(0, INDENT_LIMIT);
    if (start < 0) return;
    this.#buffer.append(this.#indent + part.slice(start), out);
    this.#indent = '';
    this.#lineHasText = true;
  }

  #endOfLine(out: string[]): void {
    if (this.#split === 'line') {
      this.#buffer.close(out);
    } else if (this.#lineHasText) {
      this.#buffer.append('\n', out);
    } else if (this.#buffer.opened) {
      this.#buffer.close(out);
    }
    this.#indent = '';
    this.#lineHasText = false;
  }
}
