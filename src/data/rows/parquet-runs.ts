/**
 * A page of a Parquet file, unpacked and looked through before hyparquet decodes it: levels and dictionary indices are runs
 * with lengths ("Run Length Encoding / Bit-Packing Hybrid" in Apache Parquet, "Encodings"), and hyparquet goes through
 * whatever a length says, which a damaged page makes as long as hours.
 */
import type { PageHeader, SchemaTree } from 'hyparquet';
import { decompressors } from './parquet-codecs.ts';

export interface PageLayout {
  readonly codec: Parameters<typeof import('hyparquet/src/datapage.js').decompressPage>[2];
  readonly type: string;
  /** From the root to the column. */
  readonly path: SchemaTree[];
}

/** Nothing in it is compressed any more, and its header says so. */
export interface PlainPage {
  readonly view: DataView;
  readonly header: PageHeader;
}

/** @throws Error where it cannot be unpacked, or a run is longer than the page has values */
export async function plainPage(bytes: Uint8Array, header: PageHeader, layout: PageLayout): Promise<PlainPage> {
  const { decompressPage } = await import('hyparquet/src/datapage.js');
  const compressors = await decompressors();
  const unpack = (packed: Uint8Array, size: number) => decompressPage(packed, size, layout.codec, compressors);
  const { data_page_header: first, data_page_header_v2: second } = header;
  if (second) {
    const [repetition, definition] = [second.repetition_levels_byte_length, second.definition_levels_byte_length];
    const levels = repetition + definition;
    // A header may lack them, and hyparquet would begin to read at no number.
    if (!(repetition >= 0 && definition >= 0 && levels <= bytes.length))
      throw new Error('levels of a page are cut off');
    const packed = bytes.subarray(levels);
    const size = header.uncompressed_page_size - levels;
    const values = second.is_compressed === false ? packed : unpack(packed, size);
    const whole = joined(bytes.subarray(0, levels), values);
    await checkLevels(whole, [repetition, definition], second.num_values, layout);
    checkValues(whole, levels, second, layout);
    return plain(whole, { ...header, data_page_header_v2: { ...second, is_compressed: false } });
  }
  const whole = unpack(bytes, header.uncompressed_page_size);
  if (first) {
    const end = await checkLevels(whole, null, first.num_values, layout);
    checkValues(whole, end, first, layout);
  }
  return plain(whole, header);
}

function plain(bytes: Uint8Array, header: PageHeader): PlainPage {
  const sizes = { compressed_page_size: bytes.length, uncompressed_page_size: bytes.length };
  return {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    header: { ...header, ...sizes },
  };
}

/**
 * Repetition levels, then definition levels, of columns that have them.
 * @param lengths in bytes; null: each says its own before it
 * @returns where they end
 */
async function checkLevels(
  bytes: Uint8Array,
  lengths: readonly [number, number] | null,
  values: number,
  { path }: PageLayout,
): Promise<number> {
  const { getMaxDefinitionLevel, getMaxRepetitionLevel } = await import('hyparquet/src/schema.js');
  let at = 0;
  for (const [i, most] of [getMaxRepetitionLevel(path), getMaxDefinitionLevel(path)].entries()) {
    if (most > 0) {
      if (lengths === null) at += 4;
      checkRuns(bytes, at, bitWidth(most), values);
    }
    at += lengths?.[i] ?? (most > 0 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(at - 4, true) : 0);
  }
  return at;
}

function checkValues(
  bytes: Uint8Array,
  at: number,
  { encoding, num_values }: { encoding: string; num_values: number },
  { type }: PageLayout,
): void {
  if (encoding === 'RLE') checkRuns(bytes, type === 'BOOLEAN' ? at + 4 : at + 1, 1, num_values);
  else if (encoding.endsWith('_DICTIONARY')) checkRuns(bytes, at + 1, bytes[at] ?? 0, num_values);
}

/** Writers pad the last bit-packed run to whole groups of eight values, some to the 63 groups of a run. */
const PADDING = 63 * 8;

/** @throws Error where a run says more values than are left */
function checkRuns(bytes: Uint8Array, start: number, width: number, values: number): void {
  let at = start;
  for (let seen = 0; seen < values && at < bytes.length; ) {
    let header = 0;
    for (let place = 1; ; place *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || place > 2 ** 28) throw new Error('a run of a page is cut off');
      header += (byte & 127) * place;
      if (byte < 128) break;
    }
    const isPacked = header % 2 === 1;
    const count = Math.floor(header / 2) * (isPacked ? 8 : 1);
    if (count > values - seen + PADDING) throw new Error('a run of a page is longer than the page');
    at += isPacked ? (count / 8) * width : Math.ceil(width / 8);
    seen += count;
  }
}

const bitWidth = (most: number): number => 32 - Math.clz32(most);

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
