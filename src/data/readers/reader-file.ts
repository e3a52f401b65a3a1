/** A file as readers see it, whether it lies on the disk or inside an archive. */

import { encodingOf } from '../encoding/declared.ts';
import { decoderOf } from '../encoding/decoder.ts';
import type { EncodingChoice, KnownEncoding } from '../encoding/encodings.ts';
import { asFileError, goneError } from '../file-errors.ts';
import type { Parts } from '../rows/parquet.ts';
import { LineBreaks } from '../splitting.ts';
import type { ByteSource } from '../utf8.ts';

/** How much of a file is looked at to recognise it, to preview it, and to choose its split. */
export const HEAD_BYTES = 262_144;

/** A file that a person chose; in browsers and Node a `File` is one. */
export interface ChosenFile extends Parts {
  readonly name: string;
  stream(): ReadableStream<Uint8Array>;
}

/** The same file, of which `file-unreadable` is told where it is not there any more. */
export function toldFile(file: ChosenFile): ChosenFile {
  const { name, size } = file;
  const fail = (cause: unknown): never => {
    throw asFileError(name, cause);
  };
  return {
    name,
    size,
    slice(start, end) {
      const part = file.slice(start, end);
      return { arrayBuffer: () => part.arrayBuffer().catch(fail) };
    },
    stream() {
      const reader = file.stream().getReader();
      return new ReadableStream({
        async pull(controller) {
          const { done, value } = await reader.read().catch(fail);
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      });
    },
  };
}

/** A file that was gone before it could be opened: whoever reads it is told so. */
export function goneFile(name: string): ChosenFile {
  const fail = async (): Promise<never> => {
    throw goneError(name);
  };
  return { name, size: 0, slice: () => ({ arrayBuffer: fail }), stream: () => new ReadableStream({ pull: fail }) };
}

export interface ReaderFile {
  /** Of a member of an archive: its path inside. */
  readonly name: string;
  /** null: not known before it is read. */
  readonly size: number | null;
  readonly head: FileHead;
  /** From the beginning. May be asked for once, and again after `keep`. */
  stream(): ByteSource;
  /**
   * Before a stream that is read twice. What comes out of another stream, as members of a tar do, is held in memory for it.
   * @throws OcaqError where it is too large for that
   */
  keep(): Promise<void>;
  /**
   * For formats that keep their table of contents at the end. A member of an archive is held in memory for it.
   * @throws OcaqError where it is too large for that
   */
  parts(): Promise<Parts>;
}

/** The beginning of a file. */
export class FileHead {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly #chosen: EncodingChoice;
  #encoding: KnownEncoding | null | undefined;
  #text: string | null = null;

  constructor(name: string, bytes: Uint8Array, encoding: EncodingChoice = 'auto') {
    this.name = name;
    this.bytes = bytes.subarray(0, HEAD_BYTES);
    this.#chosen = encoding;
  }

  /** As a person chose it, as the bytes tell, or as the text says; null where they are no text. */
  get encoding(): KnownEncoding | null {
    if (this.#encoding === undefined) {
      this.#encoding = this.#chosen === 'auto' ? encodingOf(this.bytes) : { name: this.#chosen, isCertain: true };
    }
    return this.#encoding;
  }

  /** Whether the file begins with these bytes. @param signature a character a byte */
  startsWith(signature: string): boolean {
    return String.fromCharCode(...this.bytes.subarray(0, signature.length)) === signature;
  }

  /** As text, with \n as line breaks; a character that the end of the head cuts in two is left off. */
  get text(): string {
    if (this.#text === null) {
      const decoder = decoderOf(this.encoding?.name ?? 'utf-8');
      const text = decoder.decode(this.bytes);
      this.#text = new LineBreaks().push(this.bytes.length === HEAD_BYTES ? text : text + decoder.end());
    }
    return this.#text;
  }
}

/** A file that is no archive. */
export async function plainFile(file: ChosenFile, encoding: EncodingChoice = 'auto'): Promise<ReaderFile> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const { name, size } = file;
  return {
    name,
    size,
    head: new FileHead(name, head, encoding),
    stream: () => file.stream(),
    keep: async () => undefined,
    parts: async () => file,
  };
}
