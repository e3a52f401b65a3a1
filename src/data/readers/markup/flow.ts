/**
 * Running text from pieces that stand in blocks: white space is collapsed as browsers do (HTML Standard, "innerText": a block
 * asks for one line break around it, a paragraph for two), items of lists get their marks, cells of a row are parted by " | ".
 * Empty blocks and cells leave nothing behind. Memory: what `take` has not fetched.
 */
const SPACES = /[ \t\n\f\r]+/g;

export class TextFlow {
  #text = '';
  #hasText: boolean = false;
  /** Line breaks, or a space, that are owed before the next text. */
  #breaks = 0;
  #space: boolean = false;
  /** What the next text begins with. */
  #mark = '';
  /** Whether the next text is parted from the cell before it. */
  #parted: boolean = false;
  #isRowEmpty: boolean = false;
  #isCellEmpty: boolean = false;

  /** Words of a paragraph: any white space among them is one space. */
  words(data: string): void {
    const words = data.replace(SPACES, ' ');
    const start = words.startsWith(' ') ? 1 : 0;
    const end = words.length - (words.length > start && words.endsWith(' ') ? 1 : 0);
    if (start > 0) this.#space = true;
    if (start === end) return;
    this.#pay();
    this.#text += words.slice(start, end);
    this.#space = end < words.length;
  }

  /** Text whose white space is kept. */
  verbatim(data: string): void {
    if (data === '') return;
    this.#pay();
    this.#text += data;
  }

  /** A line break that stands there, as `<br>`; more than two of them are two. */
  lineBreak(): void {
    this.#breaks = Math.min(2, this.#breaks + 1);
  }

  /** The beginning or the end of a block. @param breaks how many line breaks it asks for */
  block(breaks: 1 | 2): void {
    if (!this.#isCellEmpty && this.#mark === '') this.#breaks = Math.max(this.#breaks, breaks);
  }

  startItem(mark: string): void {
    this.endItem();
    this.#mark = mark;
  }

  endItem(): void {
    this.#mark = '';
    this.block(1);
  }

  startRow(): void {
    this.endRow();
    this.#isRowEmpty = true;
  }

  startCell(): void {
    this.#isCellEmpty = true;
    if (this.#isRowEmpty) return;
    this.#parted = true;
    this.#breaks = 0;
  }

  endRow(): void {
    this.#isCellEmpty = false;
    this.#parted = false;
    this.block(1);
  }

  /** The text so far, of which this is the last that is heard. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  #pay(): void {
    if (this.#hasText) {
      if (this.#breaks > 0) this.#text += '\n'.repeat(this.#breaks);
      else if (this.#parted) this.#text += ' | ';
      else if (this.#space) this.#text += ' ';
    }
    this.#text += this.#mark;
    this.#hasText = true;
    this.#breaks = 0;
    this.#space = false;
    this.#mark = '';
    this.#parted = false;
    this.#isRowEmpty = false;
    this.#isCellEmpty = false;
  }
}
