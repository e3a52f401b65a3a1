/**
 * Documents that are zip archives (Office Open XML, EPUB): their parts by path, each read as a stream. A part may unpack to
 * 256 MiB, and to 200 times the size of the file where that is more than 8 MiB.
 */
import { OcaqError } from '../../../errors.ts';
import { Damage } from '../../containers/byte-reader.ts';
import type { Entry } from '../../containers/container.ts';
import { zipEntries } from '../../containers/zip.ts';
import type { ReaderFile } from '../reader-file.ts';

const LARGEST_PART = 268_435_456;
const LARGEST_RATIO = 200;
const UNSUSPECTED = 8_388_608;
/** Of parts that are held whole: tables of contents and the like. */
const LARGEST_HELD = 16_777_216;

export class DocumentPackage {
  readonly name: string;
  /** Of the file, in bytes. */
  readonly size: number;
  readonly #format: string;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(file: ReaderFile, size: number, format: string, entries: readonly Entry[]) {
    this.name = file.name;
    this.size = size;
    this.#format = format;
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
  }

  /** @param format as people call it @throws OcaqError `file-damaged` */
  static async open(file: ReaderFile, format: string): Promise<DocumentPackage> {
    try {
      const parts = await file.parts();
      const { entries, damage } = await zipEntries(parts);
      if (damage !== null && entries.length === 0) throw damage;
      return new DocumentPackage(file, parts.size, format, entries);
    } catch (cause) {
      throw cause instanceof Damage ? damagedFile(file.name, format, cause.message, cause) : cause;
    }
  }

  has(path: string): boolean {
    return this.#entries.has(path);
  }

  /**
   * The text of a part, piece by piece, in UTF-8, or in what its first bytes or its XML declaration say.
   * @throws OcaqError `file-damaged`, `file-locked`, `file-part-too-large`
   */
  async *text(path: string): AsyncGenerator<string> {
    const entry = this.#entries.get(path);
    if (!entry) throw this.damaged(`it has no part “${path}”`);
    if (entry.unreadable === 'encrypted') throw lockedFile(this.name, this.#format);
    if (entry.unreadable) throw this.damaged(`its part “${path}” is packed by an unknown method`);
    const limit = Math.min(LARGEST_PART, Math.max(UNSUSPECTED, LARGEST_RATIO * this.size));
    let bytes = 0;
    let decoder: TextDecoder | undefined;
    try {
      for await (const chunk of entry.stream()) {
        bytes += chunk.length;
        if (bytes > limit) throw this.#tooLarge(path, limit);
        decoder ??= decoderOf(chunk);
        yield decoder.decode(chunk, { stream: true });
      }
    } catch (cause) {
      throw cause instanceof Damage ? this.damaged(`its part “${path}” ${cause.message}`, cause) : cause;
    }
    if (decoder) yield decoder.decode();
  }

  /** @throws OcaqError as `text` does */
  async whole(path: string): Promise<string> {
    const pieces: string[] = [];
    let length = 0;
    for await (const piece of this.text(path)) {
      length += piece.length;
      if (length > LARGEST_HELD) throw this.#tooLarge(path, LARGEST_HELD);
      pieces.push(piece);
    }
    return pieces.join('');
  }

  damaged(reason: string, cause?: unknown): OcaqError {
    return damagedFile(this.name, this.#format, reason, cause);
  }

  #tooLarge(part: string, limit: number): OcaqError {
    return new OcaqError(
      'file-part-too-large',
      `${this.name} was not read: its part “${part}” unpacks to more than ${limit} bytes, which does not fit its size. If it is what it should be, save its text in another format and choose that.`,
      { file: this.name, part, limit },
    );
  }
}

export const damagedFile = (file: string, format: string, reason: string, cause?: unknown): OcaqError =>
  new OcaqError(
    'file-damaged',
    `${file} is a damaged ${format} file: ${reason}. Download or copy it again, or open it where it was made and save it anew.`,
    { file, format, reason },
    { cause },
  );

export const lockedFile = (file: string, format: string): OcaqError =>
  new OcaqError(
    'file-locked',
    `${file} is a ${format} file that is encrypted or protected against copying. Choose one without protection, for example by opening it with its password and saving it without.`,
    { file, format },
  );

function decoderOf(start: Uint8Array): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be');
  const declared = /^[^<]{0,3}<\?xml[^>]*encoding\s*=\s*["']([\w.-]{1,30})/.exec(
    String.fromCharCode(...start.subarray(0, 200)),
  );
  try {
    return new TextDecoder(declared?.[1] ?? 'utf-8');
  } catch {
    return new TextDecoder();
  }
}
