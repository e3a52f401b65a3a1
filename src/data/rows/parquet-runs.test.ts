import type { PageHeader, SchemaTree } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { plainPage } from './parquet-runs.ts';

const node = (element: Partial<SchemaTree['element']>): SchemaTree =>
  ({ element: { name: 'a', ...element }, children: [], count: 1, path: [] }) as SchemaTree;
const path = [node({ name: 'root', repetition_type: 'REQUIRED' }), node({ repetition_type: 'OPTIONAL' })];
const layout = { codec: 'UNCOMPRESSED', type: 'BYTE_ARRAY', path } as const;

/** Of four values, their definition levels first. */
function pageOf(levels: readonly number[], encoding: 'PLAIN' | 'RLE_DICTIONARY', values: readonly number[]) {
  const bytes = Uint8Array.from([...levels, ...values]);
  const header = {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: bytes.length,
    compressed_page_size: bytes.length,
    data_page_header_v2: {
      num_values: 4,
      num_nulls: 0,
      num_rows: 4,
      encoding,
      definition_levels_byte_length: levels.length,
      repetition_levels_byte_length: 0,
      is_compressed: false,
    },
  } as PageHeader;
  return { bytes, header };
}

describe('plainPage', () => {
  it.each([
    ['one run for all', [8, 1], [2, 8, 0]],
    ['groups of bits', [3, 0b1111], [2, 3, 0b11100100, 0]],
    ['several runs', [4, 1, 4, 1], [2, 2, 0, 6, 1]],
  ])('lets %s pass', async (_name, levels, values) => {
    const { bytes, header } = pageOf(levels, 'RLE_DICTIONARY', values);
    const page = await plainPage(bytes, header, layout);
    expect(new Uint8Array(page.view.buffer, page.view.byteOffset, page.view.byteLength)).toEqual(bytes);
    expect(page.header.data_page_header_v2?.is_compressed).toBe(false);
  });

  it.each([
    ['a run of levels of a thousand million', [0xfe, 0xff, 0xff, 0xff, 7, 1], [2, 8, 0]],
    ['a run of indices of a thousand million', [8, 1], [2, 0xfe, 0xff, 0xff, 0xff, 7, 0]],
    ['groups without end, of no bits', [8, 1], [0, 0xff, 0xff, 0xff, 0xff, 15]],
    ['a length without end', [8, 1], [2, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['a length that is cut off', [8, 1], [2, 0xff]],
  ])('refuses %s', async (_name, levels, values) => {
    const { bytes, header } = pageOf(levels, 'RLE_DICTIONARY', values);
    await expect(plainPage(bytes, header, layout)).rejects.toThrow(/a run of a page/);
  });

  it.each(['repetition', 'definition'] as const)(
    'refuses a header that does not say how long its %s levels are',
    async (levels) => {
      const { bytes, header } = pageOf([8, 1], 'PLAIN', [1, 0, 0, 0]);
      const { [`${levels}_levels_byte_length` as const]: _, ...rest } = header.data_page_header_v2 ?? {};
      const without = { ...header, data_page_header_v2: rest } as PageHeader;
      await expect(plainPage(bytes, without, layout)).rejects.toThrow('cut off');
    },
  );

  it('refuses levels that are longer than the page', async () => {
    const { bytes, header } = pageOf([8, 1], 'PLAIN', []);
    await expect(plainPage(bytes.subarray(0, 1), header, layout)).rejects.toThrow('cut off');
  });
});
