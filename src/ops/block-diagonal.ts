/**
 * Block-diagonal matrices that are stored as their blocks alone: what products need to know of them, for
 * shaders/lib/blocks.wgsl. Their rows are those of modules that share a product, each with a block of columns to itself.
 */
import { type Block, roundUp, type Tensor } from './operator.ts';

/** What one product computes side by side: q, k and v. */
const MOST_MODULES = 3;
/** Beyond every row, and of a block beyond every column. */
const NONE4 = 2 ** 31;

/**
 * A tensor as the block-diagonal matrix whose blocks it holds, one under the other.
 * @param stored [rows, columns of a block]
 * @param cols of all blocks: each but the last a multiple of 4 wide
 */
export function blockDiagonal(stored: Tensor, cols: number, blocks: readonly Block[]): Tensor {
  if (blocks.length > MOST_MODULES)
    throw new Error(`"${stored.id}" has ${blocks.length} blocks, but a product has at most ${MOST_MODULES} modules.`);
  return { ...stored, cols, blocks };
}

/** vec4s of a row of the whole matrix. */
export const wholeStride4 = ({ cols }: Tensor): number => roundUp(cols, 4) / 4;

/** Overrides of a shader that includes lib/blocks.wgsl. */
export function blockOverrides({ stride, blocks = [] }: Tensor): Readonly<Record<string, number>> {
  const [first, second, third] = blocks;
  const row4 = (block: Block | undefined) => (block ? block.row / 4 : NONE4);
  const block4 = (block: Block | undefined) => (block && block.column !== null ? block.column / 4 : NONE4);
  return {
    RANK4: stride / 4,
    SECOND_ROW4: row4(second),
    THIRD_ROW4: row4(third),
    FIRST_BLOCK4: block4(first),
    SECOND_BLOCK4: block4(second),
    THIRD_BLOCK4: block4(third),
  };
}
