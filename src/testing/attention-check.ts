/** Holds attention in training to its reference, forward and backward. */
import type { Gpu } from '../gpu/device.ts';
import { attentionBackward, attentionForward, joinColumns, splitColumns } from '../ops/attention.reference.ts';
import { attention } from '../ops/attention.ts';
import type { KernelChoice } from '../ops/operator.ts';
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

export async function checkAttention(gpu: Gpu, sizes: AttentionCase, kernels: KernelChoice): Promise<void> {
  const { batch, seq, heads, kvHeads, headSize } = sizes;
  const shape = { heads, kvHeads, headSize, seq, keys: seq, position: 0 };
  const cols = (heads + 2 * kvHeads) * headSize;
  // Scores of about ±4: some weights near 1, most near 0.
  const data = randomValues(batch * seq * cols, 1).map((x) => Math.fround(x * 2));
  await checkOperator(
    gpu,
    {
      name: 'attention',
      inputs: { qkv: { rows: batch * seq, cols, data } },
      step: stepAt(0),
      build(graph, t) {
        const at = (column: number) => ({ tensor: t.qkv!, column });
        const k = heads * headSize;
        return attention(graph, at(0), at(k), at(k + kvHeads * headSize), shape, t.step!, 'o');
      },
      output: ({ qkv }) => attentionForward(splitColumns(qkv!, shape), shape),
      gradients: ({ qkv }, dO) => ({
        qkv: joinColumns(attentionBackward(splitColumns(qkv!, shape), shape, dO), shape),
      }),
    },
    kernels,
    ATTENTION_TOLERANCE,
  );
}
