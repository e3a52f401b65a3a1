/**
 * Files that can be read at any place, so that a model of gigabytes is never held whole: over bytes in memory, over a
 * Blob or File, and (in the command line tool) over a file handle. Offsets are bytes.
 */
import { OcaqError } from '../errors.ts';

/** `read` gives exactly the bytes [start, end) or throws an `OcaqError`. */
export interface ByteSource {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array>;
}

export function bytesSource(name: string, bytes: Uint8Array): ByteSource {
  return { name, size: bytes.length, read: async (start, end) => bytes.slice(start, end) };
}

/** @throws `file-unreadable` from `read` when the file behind the Blob was changed, moved or lost. */
export function blobSource(name: string, blob: Blob): ByteSource {
  return {
    name,
    size: blob.size,
    async read(start, end) {
      try {
        return new Uint8Array(await blob.slice(start, end).arrayBuffer());
      } catch (cause) {
        throw new OcaqError(
          'file-unreadable',
          `The file "${name}" can no longer be read: it was changed, moved or disconnected after it was chosen. Choose it again.`,
          { file: name },
          { cause },
        );
      }
    },
  };
}

/** @throws `file-unreadable` when the source gives fewer bytes than it promised. */
export async function readExactly(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  if (bytes.length !== end - start) {
    throw new OcaqError(
      'file-unreadable',
      `The file "${source.name}" gave ${bytes.length} bytes where ${end - start} were asked for: it changed while it was read. Choose it again.`,
      { file: source.name },
    );
  }
  return bytes;
}
