/**
 * What a container is: a compression holds one stream of bytes, an archive holds files. They are told by their first bytes,
 * never by their names, and read as streams where the format allows it. They know nothing of limits; open-members.ts does.
 */
import type { Parts } from '../rows/parquet.ts';
import type { ByteReader } from './byte-reader.ts';

export type CompressionId = 'gzip' | 'bzip2' | 'xz' | 'zstd';
export type ArchiveId = 'zip' | 'tar';

export interface Compression {
  readonly id: CompressionId;
  /** By how packed files are named: what the ending becomes when they are unpacked. */
  readonly extensions: Readonly<Record<string, string>>;
  matches(head: Uint8Array): boolean;
  /** @throws Damage, after what could be unpacked before it */
  decompress(packed: ByteReader): AsyncGenerator<Uint8Array>;
}

/** Why a member of an archive is not read; the studio words them. */
export type SkipReason =
  | 'damaged'
  | 'empty'
  | 'encrypted'
  | 'hidden'
  | 'lfs-pointer'
  | 'method-unknown'
  | 'nested-too-deep'
  | 'not-a-file'
  | 'resource-fork'
  | 'too-large';

/** A file in an archive, as the archive lists it. */
export interface Entry {
  /** Made harmless: relative, `/` between folders, no control characters; see entry-name.ts. */
  readonly path: string;
  /** In bytes, as the archive states it. */
  readonly size: number;
  /** Whether reading it unpacks it. */
  readonly isCompressed: boolean;
  /** Why it cannot be read. */
  readonly unreadable?: SkipReason;
  /** Where it lies unpacked in the archive, and the archive can be read by parts. @throws Damage */
  parts?(): Promise<Parts>;
  /** May be called once. @throws Damage */
  stream(): AsyncGenerator<Uint8Array>;
}
