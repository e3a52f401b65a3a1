/**
 * How the right operand of a product is stored: an entry for each shaders/lib/b_<name>.wgsl, with the overrides that the file and
 * those around it declare. Quantised matrices are read by products alone, and only there.
 */
import { nf4Layout } from '../formats/quantised/nf4.ts';
import { isQuantised, type QuantisedType } from '../formats/quantised/table.ts';
import { blockOverrides, wholeStride4 } from './block-diagonal.ts';
import { stride4, type Tensor } from './operator.ts';

/** Of the file. */
export function storedAs({ type, blocks }: Tensor): 'plain' | 'blocks' | QuantisedType {
  if (blocks) return 'blocks';
  return isQuantised(type) ? type : 'plain';
}

export function storedAt(b: Tensor): Readonly<Record<string, number>> {
  if (b.blocks) return { B_STRIDE4: wholeStride4(b), ...blockOverrides(b) };
  if (b.type !== 'nf4') return { B_STRIDE4: stride4(b) };
  const { absmaxCodes, codes } = nf4Layout(b.rows, b.stride);
  return { B_STRIDE4: stride4(b), B_ABSMAX_CODES: absmaxCodes, B_CODES: codes };
}
