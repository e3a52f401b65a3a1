/** A page as one document, read piece by piece. */
import { DocumentBuffer, LineBreaks } from '../../splitting.ts';
import { BoundedParser } from '../markup/bounded-parser.ts';
import { TextFlow } from '../markup/flow.ts';
import type { DocumentStream, ReadCounts } from '../reader.ts';
import { HtmlText } from './html-text.ts';

export class HtmlDocument implements DocumentStream {
  readonly #flow = new TextFlow();
  readonly #lineBreaks = new LineBreaks();
  readonly #parser: BoundedParser;
  readonly #buffer: DocumentBuffer;

  /** @param maxBytes UTF-8 bytes of the longest document; what is longer goes on as another one */
  constructor(maxBytes: number, counts: ReadCounts, options: { isXhtml?: boolean } = {}) {
    const parserOptions = { recognizeSelfClosing: options.isXhtml === true };
    this.#parser = new BoundedParser(new HtmlText(this.#flow, counts), parserOptions);
    this.#buffer = new DocumentBuffer(maxBytes, counts);
  }

  push(piece: string): string[] {
    const out: string[] = [];
    this.#parser.write(this.#lineBreaks.push(piece));
    this.#buffer.append(this.#flow.take(), out);
    return out;
  }

  end(): string[] {
    const out: string[] = [];
    this.#parser.end();
    this.#buffer.append(this.#flow.take(), out);
    this.#buffer.close(out);
    return out;
  }
}
