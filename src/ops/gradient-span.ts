/**
 * Where the gradients of an arena lie as its update finds them: in one tensor laid out like the arena, in which micro-batches
 * have added up; or each parameter's in a tensor of its own, which has memory from where it is made to the update. An update
 * of a span changes its part of the arena alone, by the numbers that it would have in an update of the whole.
 */
import type { ColumnRange, Tensor } from './operator.ts';

export interface GradientSpan {
  /** Elements from the start of the arena; a multiple of 256, so that what belongs to it can be bound whatever its type. */
  readonly from: number;
  /** [1, elements] f32: as many as the arena has from there on for it, without what pads them to a multiple of 256. */
  readonly gradient: Tensor;
}

/** Of gradients laid out like their arena. */
export const wholeArena = (gradient: Tensor): GradientSpan[] => [{ from: 0, gradient }];

/** Of the gradient of a parameter that lies at an offset: its rows, padding included, one after the other. */
export function ofParameter(gradient: Tensor, from: number): GradientSpan {
  const elements = gradient.rows * gradient.stride;
  return { from, gradient: { ...gradient, rows: 1, cols: elements, stride: elements } };
}

/** What of the arena's other tensors belongs to it. */
export const spanColumns = ({ from, gradient }: GradientSpan): ColumnRange => ({ from, count: gradient.cols });

/** Elements that share a scale of each moment where moments have 8 bits. */
export const BLOCK_ELEMENTS = 256;
export const BLOCK_VEC4S = BLOCK_ELEMENTS / 4;

export const spanBlocks = ({ gradient }: GradientSpan): number => Math.ceil(gradient.cols / BLOCK_ELEMENTS);

/**
 * For a kernel that goes over a span by vec4s: how many, and where in the arena they lie, of which the noise of rounding is made.
 * Moments of f32 are not rounded, so that spans of one size share a kernel.
 */
export function vec4Overrides(span: GradientSpan, moment: Tensor) {
  const place =
    moment.type === 'f32' ? { FIRST4: 0, ARENA_VEC4S: 0 } : { FIRST4: span.from / 4, ARENA_VEC4S: moment.cols / 4 };
  return { VEC4S: span.gradient.cols / 4, ...place };
}

/** For a kernel that goes over a span by blocks, of which the last may be partly padding, without a gradient. */
export const blockOverrides = (span: GradientSpan, moment: Tensor) => ({
  BLOCKS: spanBlocks(span),
  FIRST_BLOCK: span.from / BLOCK_ELEMENTS,
  ARENA_BLOCKS: moment.cols / BLOCK_ELEMENTS,
  GRADIENT_VEC4S: span.gradient.cols / 4,
});
