/** Holds self-attention in training to its reference, forward and backward. */
import type { Gpu } from '../gpu/device.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { ropeTables } from '../ops/rope.ts';
import { selfAttentionBackward, selfAttentionForward } from '../ops/self-attention.reference.ts';
import { selfAttention } from '../ops/self-attention.ts';
import { checkOperator, randomValues, stepAt } from './operator-check.ts';

export interface AttentionCase {
  readonly batch: number;
  readonly seq: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
}

/** Weights of up to 65 keys and sums over up to 130 queries in f32. */
export const ATTENTION_TOLERANCE = 3e-6;
/** Columns of x: few, so that tests spend their time on attention. */
const WIDTH = 5;
const THETA = 10_000;

export async function checkSelfAttention(gpu: Gpu, sizes: AttentionCase, kernels: KernelChoice): Promise<void> {
  const { batch, seq, heads, kvHeads, headSize } = sizes;
  const shape = { heads, kvHeads, headSize, seq };
  const reference = { ...shape, keys: seq, position: 0, theta: THETA };
  // Scores of about ±4: some weights near 1, most near 0.
  const x = randomValues(batch * seq * WIDTH, 1).map((value) => Math.fround(value * 2));
  await checkOperator(
    gpu,
    {
      name: 'self-attention',
      inputs: {
        x: { rows: batch * seq, cols: WIDTH, data: x },
        weight: { rows: (heads + 2 * kvHeads) * headSize, cols: WIDTH, parameter: true },
        tables: {
          rows: seq,
          cols: headSize,
          data: Float64Array.from(ropeTables(seq, headSize, THETA)),
          constant: true,
        },
      },
      step: stepAt(0),
      build: (graph, t) => selfAttention(graph, t.x!, t.weight!, shape, t.tables!, t.step!, 'o'),
      output: (inputs) => selfAttentionForward(inputs.x!, inputs.weight!, WIDTH, reference),
      gradients: (inputs, dO) => ({ ...selfAttentionBackward(inputs.x!, inputs.weight!, WIDTH, reference, dO) }),
    },
    kernels,
    ATTENTION_TOLERANCE,
  );
}
