/** gzip (RFC 1952) by fflate, with any number of members behind one another and their checksums held to. */
import { Gunzip } from 'fflate';
import { crc32 } from '../../formats/crc32.ts';
import { joinBytes } from '../utf8.ts';
import { type ByteReader, Damage } from './byte-reader.ts';
import type { Compression } from './container.ts';

/** What is unpacked at once comes to 17 MB at most. */
const PIECE_BYTES = 16_384;
const TRAILER_BYTES = 8;

export const gzip: Compression = {
  id: 'gzip',
  extensions: { '.gz': '', '.tgz': '.tar' },
  matches: (head) => head[0] === 0x1f && head[1] === 0x8b && head[2] === 8,
  async *decompress(packed: ByteReader): AsyncGenerator<Uint8Array> {
    const ready: Uint8Array[] = [];
    let crc = 0;
    let length = 0;
    let recent: Uint8Array = new Uint8Array();
    const gunzip = new Gunzip((piece) => {
      crc = crc32(piece, crc);
      length += piece.length;
      if (piece.length > 0) ready.push(piece);
    });
    /** @param end where the member ends, behind its trailer of checksum and length */
    const checkMember = (end: number): void => {
      const from = recent.length - (packed.offset - end) - TRAILER_BYTES;
      const trailer = new DataView(recent.slice(from, from + TRAILER_BYTES).buffer);
      if (trailer.byteLength < TRAILER_BYTES) throw new Damage('ends early', end);
      if (trailer.getUint32(0, true) !== crc || trailer.getUint32(4, true) !== length >>> 0) {
        throw new Damage('fails its checksum', end - TRAILER_BYTES);
      }
      crc = 0;
      length = 0;
    };
    gunzip.onmember = checkMember;
    const push = function* (piece: Uint8Array, final: boolean): Generator<Uint8Array> {
      try {
        gunzip.push(piece, final);
      } catch (cause) {
        yield* ready.splice(0);
        if (cause instanceof Damage) throw cause;
        throw new Damage(final ? 'ends early' : 'is not what was compressed', packed.offset, { cause });
      }
      yield* ready.splice(0);
    };
    for (let bytes = await packed.peek(1); bytes.length > 0; bytes = await packed.peek(1)) {
      const piece = packed.take(Math.min(PIECE_BYTES, bytes.length));
      recent = joinBytes([recent.subarray(-TRAILER_BYTES), piece]);
      yield* push(piece, false);
    }
    yield* push(new Uint8Array(), true);
    checkMember(packed.offset);
  },
};
