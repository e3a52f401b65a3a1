/** Holds attention in training to its reference, forward and backward: with its product and RoPE, and alone. */
import type { Gpu } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import {
  type AttentionReference,
  attentionBackward,
  attentionForward,
  joinColumns,
  splitColumns,
} from '../ops/attention.reference.ts';
import { attention } from '../ops/attention.ts';
import { type AttentionMask, CAUSAL } from '../ops/attention-mask.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { ropeTables } from '../ops/rope.ts';
import { selfAttentionBackward, selfAttentionForward } from '../ops/self-attention.reference.ts';
import { selfAttention } from '../ops/self-attention.ts';
import { checkOperator, randomValues } from './operator-check.ts';

export interface AttentionCase {
  readonly batch: number;
  readonly seq: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly mask?: Partial<AttentionMask>;
  /** Whether q, k and v have a bias, which attention alone has not. */
  readonly bias?: boolean;
  /** Lengths of the documents in each sequence; one by default. Positions begin anew with each. */
  readonly documents?: readonly number[];
}

/** Weights of up to 65 keys and sums over up to 130 queries in f32. */
export const ATTENTION_TOLERANCE = 3e-6;
/** Columns of x: few, so that tests spend their time on attention. */
const WIDTH = 5;
const THETA = 10_000;

export async function checkSelfAttention(gpu: Gpu, sizes: AttentionCase, kernels: KernelChoice): Promise<void> {
  const { batch, seq, heads, kvHeads, headSize, bias = false } = sizes;
  const cols = (heads + 2 * kvHeads) * headSize;
  const reference = { ...referenceOf(sizes), theta: THETA };
  // Scores of about ±4: some weights near 1, most near 0.
  const x = randomValues(batch * seq * WIDTH, 1).map((value) => Math.fround(value * 2));
  await checkOperator(
    gpu,
    {
      name: 'self-attention',
      inputs: {
        x: { rows: batch * seq, cols: WIDTH, data: x },
        weight: { rows: cols, cols: WIDTH, parameter: true },
        ...(bias ? { bias: { rows: 1, cols, parameter: true } } : {}),
        tables: {
          rows: seq,
          cols: headSize,
          data: Float64Array.from(ropeTables(seq, headSize, THETA)),
          constant: true,
        },
      },
      integers: { positions: positionsOf(sizes) },
      build: (graph, t) =>
        selfAttention(graph, t.x!, t.weight!, sizes, reference.mask, t.tables!, t.positions!, 'o', t.bias),
      output: (inputs) => selfAttentionForward(inputs.x!, inputs.weight!, WIDTH, reference, inputs.bias),
      gradients: (inputs, dO) => ({
        ...selfAttentionBackward(inputs.x!, inputs.weight!, WIDTH, reference, dO, inputs.bias),
      }),
    },
    kernels,
    ATTENTION_TOLERANCE,
  );
}

/** Attention alone, over q|k|v as they are. */
export async function checkAttention(
  gpu: Gpu,
  sizes: AttentionCase,
  kernels: KernelChoice,
  storage: StorageType = 'f32',
  tolerance = ATTENTION_TOLERANCE,
): Promise<void> {
  const { batch, seq, heads, kvHeads, headSize } = sizes;
  const reference = referenceOf(sizes);
  const cols = (heads + 2 * kvHeads) * headSize;
  const qkv = randomValues(batch * seq * cols, 1).map((value) => Math.fround(value * 2));
  await checkOperator(
    gpu,
    {
      name: 'attention',
      storage,
      inputs: { qkv: { rows: batch * seq, cols, data: qkv, sole: true } },
      integers: { positions: positionsOf(sizes) },
      build: (graph, t) => attention(graph, t.qkv!, sizes, reference.mask, t.positions!, 'o'),
      output: (inputs) => attentionForward(splitColumns(inputs.qkv!, reference), reference),
      gradients: (inputs, dO) => ({
        qkv: joinColumns(attentionBackward(splitColumns(inputs.qkv!, reference), reference, dO), reference),
      }),
    },
    kernels,
    tolerance,
  );
}

function referenceOf(sizes: AttentionCase): AttentionReference & { readonly mask: AttentionMask } {
  const { heads, kvHeads, headSize, seq, documents = [seq] } = sizes;
  const mask = { ...CAUSAL, ...sizes.mask };
  return { heads, kvHeads, headSize, seq, keys: seq, position: 0, mask, documents };
}

/** Of every sequence, one after the other. */
const positionsOf = ({ batch, seq, documents = [seq] }: AttentionCase): Int32Array =>
  Int32Array.from(
    Array.from({ length: batch }, () => documents.flatMap((length) => Array.from({ length }, (_, row) => row))).flat(),
  );
