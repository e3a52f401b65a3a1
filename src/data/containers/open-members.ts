/**
 * What there is to read in a file that a person chose: the file itself, or the files in it where it is compressed (gzip,
 * bzip2, xz, zstd) or an archive (zip, tar), also one inside another. What a file is shows by its first bytes alone. Files
 * that are a zip themselves (Office, OpenDocument, EPUB) are handed on whole.
 *
 * Members come in the order of the archive, one at a time: what has not been read of one when the next is asked for is
 * passed over, and it cannot be read after that. The stream of a member may be asked for once, or again where `keep` or `parts`
 * was asked for before; of a file that is no archive, and of files in a zip, as often as one likes.
 *
 * Whoever reads meets damage in two places: `stream` of a member throws `archive-damaged` behind what could be unpacked of
 * it, and the next member may still be whole; the generator throws it where it cannot go on. After `archive-bomb` there is
 * no next member. Errors of sources (a disk that is gone) pass through as they are.
 */
import type { ErrorCode } from '../../error-codes.ts';
import { OcaqError } from '../../errors.ts';
import type { EncodingChoice } from '../encoding/encodings.ts';
import { type ChosenFile, FileHead, HEAD_BYTES, type ReaderFile } from '../readers/reader-file.ts';
import type { Parts } from '../rows/parquet.ts';
import { chunksOf } from '../utf8.ts';
import { ByteReader, Damage } from './byte-reader.ts';
import type { ArchiveId, Compression, CompressionId, Entry, SkipReason } from './container.ts';
import { Budget, CONTAINER_LIMITS, type ContainerLimits } from './limits.ts';
import { blocksOf, hold } from './parts.ts';
import { isLfsPointer, lfsPointer, passedOver } from './passed-over.ts';
import { COMPRESSIONS } from './table.ts';
import { isTar, tarEntries } from './tar.ts';
import { isZip, zipEntries } from './zip.ts';

/** A file in an archive that is not given out. */
export interface SkippedMember {
  readonly name: string;
  readonly skipped: SkipReason;
  /** Where it is an archive that could not be read to its end. */
  readonly error?: OcaqError;
}

export interface OpenOptions {
  limits?: ContainerLimits;
  /** Of the members that are text. */
  encoding?: EncodingChoice;
}

/**
 * @throws OcaqError `archive-bomb`, `archive-damaged`, `archive-member-large`, `archive-members`, `file-lfs-pointer`
 */
export function openMembers(
  file: ChosenFile,
  { limits = CONTAINER_LIMITS, encoding = 'auto' }: OpenOptions = {},
): AsyncGenerator<ReaderFile | SkippedMember> {
  const source: Source = {
    name: file.name,
    size: file.size,
    isRepeatable: true,
    stream: () => chunksOf(file.stream()),
    parts: async () => file,
  };
  return new Opening(file, limits, encoding).open(source, { depth: 0, prefix: null, isUnpacked: false });
}

/** By these a zip is known as a document: Office Open XML, OpenDocument and EPUB. */
const DOCUMENT_ENTRIES = ['[Content_Types].xml', 'mimetype', 'META-INF/container.xml'];

/** What ends one archive inside another, and not the outer one. */
const PASSED_BY: Partial<Record<ErrorCode, SkipReason>> = {
  'archive-damaged': 'damaged',
  'archive-member-large': 'too-large',
};

/** What may be a container or not, which shows when it is opened. */
interface Source {
  readonly name: string;
  readonly size: number | null;
  /** Whether its stream can be had again. */
  readonly isRepeatable: boolean;
  stream(): AsyncIterable<Uint8Array>;
  parts?(): Promise<Parts>;
}

interface Place {
  /** Containers around it. */
  readonly depth: number;
  /** Of the names of what is in it; null outside of archives. */
  readonly prefix: string | null;
  /** Whether it came out of a compression, not of an archive. */
  readonly isUnpacked: boolean;
}

/** Opens one chosen file, with what is in it. */
class Opening {
  readonly #file: ChosenFile;
  readonly #limits: ContainerLimits;
  readonly #encoding: EncodingChoice;
  readonly #budget: Budget;

  constructor(file: ChosenFile, limits: ContainerLimits, encoding: EncodingChoice) {
    this.#file = file;
    this.#limits = limits;
    this.#encoding = encoding;
    this.#budget = new Budget(file.name, file.size, limits);
  }

  async *open(source: Source, place: Place): AsyncGenerator<ReaderFile | SkippedMember> {
    const reader = new ByteReader(source.stream());
    try {
      const head = (await reader.peek(HEAD_BYTES)).slice(0, HEAD_BYTES);
      const compression = COMPRESSIONS.find(({ matches }) => matches(head));
      const archive = isZip(head) ? 'zip' : isTar(head) ? 'tar' : null;
      if (compression === undefined && archive === null) {
        yield* this.#plain(source, reader, head, place);
        return;
      }
      const depth = archive === 'tar' && place.isUnpacked ? place.depth : place.depth + 1;
      if (depth > this.#limits.depth) {
        yield { name: source.name, skipped: 'nested-too-deep' };
      } else if (compression !== undefined) {
        yield* this.open(this.#unpacked(source, reader, compression), { ...place, depth, isUnpacked: true });
      } else {
        const prefix = place.prefix === null ? '' : `${source.name}/`;
        const inside = { depth, prefix, isUnpacked: false };
        yield* archive === 'zip' ? this.#zip(source, reader, head, inside) : this.#tar(source, reader, inside);
      }
    } finally {
      await reader.close();
    }
  }

  async *#plain(
    source: Source,
    reader: ByteReader,
    head: Uint8Array,
    place: Place,
  ): AsyncGenerator<ReaderFile | SkippedMember> {
    if (place.prefix !== null && head.length === 0) {
      yield { name: source.name, skipped: 'empty' };
    } else if (isLfsPointer(head)) {
      if (place.prefix === null) throw lfsPointer(source.name);
      yield { name: source.name, skipped: 'lfs-pointer' };
    } else {
      yield* this.#given(source, reader, head);
    }
  }

  /** Gives a file out, and takes back what it holds when the next one is asked for. */
  async *#given(source: Source, reader: ByteReader, head: Uint8Array): AsyncGenerator<ReaderFile> {
    let held: Blob | null = null;
    let isTaken = false;
    const stream = (): AsyncIterable<Uint8Array> => {
      if (held !== null) return blocksOf(held);
      if (isTaken) {
        if (!source.isRepeatable) throw new Error(`"${source.name}" can be read as a stream once`);
        return source.stream();
      }
      isTaken = true;
      return reader.rest();
    };
    const parts = async (): Promise<Parts> => {
      if (source.parts) return source.parts();
      held ??= await hold(stream(), (bytes) => this.#budget.hold(bytes, source.name));
      return held;
    };
    const keep = async (): Promise<void> => {
      if (!source.isRepeatable) await parts();
    };
    yield {
      name: source.name,
      size: source.size,
      head: new FileHead(source.name, head, this.#encoding),
      stream,
      keep,
      parts,
    };
    if (held !== null) this.#budget.release((held as Blob).size);
    this.#budget.check();
  }

  #unpacked(source: Source, reader: ByteReader, { id, extensions, decompress }: Compression): Source {
    let isTaken = false;
    async function* stream(): AsyncGenerator<Uint8Array> {
      const packed = isTaken ? new ByteReader(source.stream()) : reader;
      isTaken = true;
      try {
        yield* decompress(packed);
      } finally {
        if (packed !== reader) await packed.close();
      }
    }
    return {
      name: nameWithout(source.name, extensions),
      size: null,
      isRepeatable: source.isRepeatable,
      stream: this.#guarded(stream, source.name, id, true),
    };
  }

  async *#zip(
    source: Source,
    reader: ByteReader,
    head: Uint8Array,
    place: Place,
  ): AsyncGenerator<ReaderFile | SkippedMember> {
    let held = 0;
    const count = (bytes: number): void => {
      held += bytes;
      this.#budget.hold(bytes, source.name);
    };
    try {
      const parts = source.parts ? await source.parts() : await hold(reader.rest(), count);
      const { entries, damage } = await zipEntries(parts);
      if (entries.some(({ path }) => DOCUMENT_ENTRIES.includes(path))) {
        const whole = { ...source, isRepeatable: true, stream: () => blocksOf(parts), parts: async () => parts };
        yield* this.#given(whole, new ByteReader(whole.stream()), head);
        return;
      }
      for (const entry of entries) yield* this.#entry(entry, source, 'zip', place);
      if (damage !== null) throw damage;
    } catch (cause) {
      throw this.#asError(cause, source.name, 'zip');
    } finally {
      this.#budget.release(held);
    }
  }

  async *#tar(source: Source, reader: ByteReader, place: Place): AsyncGenerator<ReaderFile | SkippedMember> {
    try {
      for await (const entry of tarEntries(reader)) yield* this.#entry(entry, source, 'tar', place);
    } catch (cause) {
      throw this.#asError(cause, source.name, 'tar');
    }
  }

  async *#entry(
    entry: Entry,
    archive: Source,
    format: ArchiveId,
    place: Place,
  ): AsyncGenerator<ReaderFile | SkippedMember> {
    this.#budget.check();
    this.#budget.member();
    const name = `${place.prefix ?? ''}${entry.path}`;
    const reason = entry.unreadable ?? passedOver(entry);
    if (reason !== null) {
      yield { name, skipped: reason };
      return;
    }
    const { parts } = entry;
    const source: Source = {
      name,
      size: entry.size,
      isRepeatable: format === 'zip',
      stream: this.#guarded(() => entry.stream(), archive.name, format, entry.isCompressed),
      ...(parts
        ? { parts: () => parts().catch((cause) => Promise.reject(this.#asError(cause, archive.name, format))) }
        : {}),
    };
    try {
      yield* this.open(source, place);
    } catch (error) {
      const skipped = error instanceof OcaqError ? PASSED_BY[error.code] : undefined;
      if (skipped === undefined) throw error;
      yield { name, skipped, error: error as OcaqError };
    }
  }

  /** Streams whose damage is told as an error, and whose bytes are counted if they are unpacked, once if read again. */
  #guarded(
    stream: () => AsyncGenerator<Uint8Array>,
    archive: string,
    format: CompressionId | ArchiveId,
    isUnpacked: boolean,
  ): () => AsyncGenerator<Uint8Array> {
    const budget = this.#budget;
    const asError = (cause: unknown): unknown => this.#asError(cause, archive, format);
    let counted = 0;
    return async function* guarded() {
      let bytes = 0;
      try {
        for await (const chunk of stream()) {
          bytes += chunk.length;
          if (isUnpacked) budget.unpack(Math.max(0, bytes - counted));
          counted = Math.max(counted, bytes);
          yield chunk;
        }
      } catch (cause) {
        throw asError(cause);
      }
    };
  }

  #asError(cause: unknown, name: string, format: CompressionId | ArchiveId): unknown {
    if (!(cause instanceof Damage)) return cause;
    const file = this.#file.name;
    const where = name === file ? `"${file}"` : `"${name}" in "${file}"`;
    return new OcaqError(
      'archive-damaged',
      `${where} is damaged: its ${format} data ${cause.message} (byte ${cause.at}). What came before was read. Download it again, or pack it again.`,
      { file, member: name, format, at: cause.at },
      { cause },
    );
  }
}

function nameWithout(name: string, extensions: Readonly<Record<string, string>>): string {
  const ending = Object.keys(extensions).find(
    (extension) => name.length > extension.length && name.toLowerCase().endsWith(extension),
  );
  return ending === undefined ? name : name.slice(0, -ending.length) + extensions[ending];
}
