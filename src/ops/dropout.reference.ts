/** Dropout of a matrix [rows, cols] as shaders/dropout.wgsl computes it, whose indices count the padding of rows. */
import { roundUp } from './operator.ts';

interface DropoutReference {
  readonly rate: number;
  readonly seed: number;
  readonly site: number;
}

/** PCG's output permutation, as shaders/lib/scrambled.wgsl has it. */
function scrambled(value: number): number {
  const state = (Math.imul(value, 747_796_405) + 2_891_336_453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277_803_737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}

export function dropoutReference(x: Float64Array, cols: number, { rate, seed, site }: DropoutReference): Float64Array {
  const stream = scrambled((seed ^ scrambled(site)) >>> 0);
  const dropped = Math.round(rate * 2 ** 32);
  return x.map((value, i) => {
    const index = Math.floor(i / cols) * roundUp(cols, 4) + (i % cols);
    return scrambled((scrambled(index) ^ stream) >>> 0) >= dropped ? value / (1 - rate) : 0;
  });
}
