/**
 * htmlparser2 for files of strangers. Its stack of open elements and what it holds of a tag are bounded: where elements are
 * nested deeper than 1000, or a tag or comment is longer than 8 MiB, everything that is open is closed, and parsing begins
 * anew behind that place. So the time is proportional to the text, and the memory is that of one piece and one tag.
 */
import { Parser, type ParserOptions } from 'htmlparser2';

const DEEPEST = 1000;
const LONGEST_TAG = 8_388_608;

export type Attributes = Readonly<Record<string, string | undefined>>;

export interface MarkupHandler {
  open(name: string, attributes: Attributes): void;
  /** Of one run of text there may be several calls. */
  text(data: string): void;
  /** Once for every `open`, the last first; also at the end and where parsing begins anew. */
  close(name: string): void;
}

export class BoundedParser {
  readonly #handler: MarkupHandler;
  readonly #options: ParserOptions;
  #parser: Parser;
  readonly #opened: string[] = [];
  /** Characters that the current parser was given. */
  #given = 0;
  /** Of them, those since it last found something. */
  #silent = 0;

  constructor(handler: MarkupHandler, options: ParserOptions) {
    this.#handler = handler;
    this.#options = options;
    this.#parser = this.#begin();
  }

  write(piece: string): void {
    let rest = piece;
    while (rest !== '') {
      const before = this.#given;
      this.#given += rest.length;
      this.#silent += rest.length;
      this.#parser.write(rest);
      const isTooDeep = this.#opened.length > DEEPEST;
      // It was paused behind the tag that went too deep.
      rest = isTooDeep ? rest.slice(this.#parser.endIndex + 1 - before) : '';
      if (isTooDeep || this.#silent > LONGEST_TAG) this.#beginAnew();
    }
  }

  /** A tag that is not over is left off. */
  end(): void {
    // Gives out what looked like the beginning of a tag or an entity.
    this.write('\n');
    this.#closeAll();
  }

  #begin(): Parser {
    const parser = new Parser(
      {
        onopentag: (name, attributes) => {
          this.#silent = 0;
          this.#handler.open(name, attributes);
          if (this.#opened.push(name) > DEEPEST) parser.pause();
        },
        ontext: (data) => {
          this.#silent = 0;
          this.#handler.text(data);
        },
        onclosetag: (name) => {
          this.#silent = 0;
          this.#opened.pop();
          this.#handler.close(name);
        },
      },
      this.#options,
    );
    return parser;
  }

  #closeAll(): void {
    for (let name = this.#opened.pop(); name !== undefined; name = this.#opened.pop()) this.#handler.close(name);
  }

  #beginAnew(): void {
    this.#closeAll();
    this.#given = 0;
    this.#silent = 0;
    this.#parser = this.#begin();
  }
}
