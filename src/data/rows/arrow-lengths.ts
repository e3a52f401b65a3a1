/**
 * Whether the parts of a decoded Arrow column are as long as they say of each other. Lists hold ranges of their child
 * ("Variable-size List Layout" in Apache Arrow, "Columnar Format"); a damaged one has ranges of thousands of millions, and
 * whoever reads it goes through them.
 */

/** Of the batches of @uwdata/flechette. */
export interface ArrowBatch {
  readonly length: number;
  readonly values?: { readonly length: number } | undefined;
  readonly offsets?: ArrayLike<number | bigint> | undefined;
  readonly sizes?: ArrayLike<number | bigint> | undefined;
  readonly children?: readonly ArrowBatch[] | undefined;
  /** Of lists of a fixed size. */
  readonly stride?: number;
  /** Of unions, whose offsets are places and no ranges. */
  readonly typeIds?: unknown;
}

/** Values that one element of a buffer may stand for: bits of a byte. */
const MOST_PER_ELEMENT = 8;

/** @throws Error where a part is shorter than is said */
export function checkLengths(batch: ArrowBatch): void {
  const { length, values, offsets, children = [], stride = 0 } = batch;
  const isShort =
    (values !== undefined && MOST_PER_ELEMENT * values.length < length) ||
    (offsets !== undefined && offsets.length < length) ||
    (children.length > 0 && children.some((child) => child.length < stride * length));
  if (isShort) throw tooShort();
  const [child] = children;
  if (child && offsets && batch.typeIds === undefined) checkRanges(batch, offsets, child.length);
  for (const one of children) checkLengths(one);
}

function checkRanges({ length, sizes }: ArrowBatch, offsets: ArrayLike<number | bigint>, most: number): void {
  let elements = 0;
  for (let i = 0; i < length; i++) {
    const start = Number(offsets[i]);
    const end = sizes ? start + Number(sizes[i]) : Number(offsets[i + 1]);
    if (!(start >= 0 && start <= end && end <= most)) throw tooShort();
    elements += end - start;
  }
  // Ranges may share elements, but not so that a few bytes stand for a batch without end.
  if (elements > MOST_PER_ELEMENT * most) throw tooShort();
}

const tooShort = (): Error => new Error('a column is shorter than it says');
