/**
 * Attention within sequences with shared key/value heads (GQA), without a matrix of scores (Dao et al. 2022,
 * arXiv:2205.14135): the forward pass keeps the log-sum-exp of each (row, head), the backward pass computes the weights again
 * from it.
 *   qkv [B·T, (H + 2·KV)·headSize], q|k|v side by side; o [B·T, H·headSize]; scale 1/√headSize; positions [B·T] i32.
 * What a row sees of its sequence the mask says. The launches also serve self-attention.ts, which rotates q and k.
 */
import type { Budget } from '../gpu/budget.ts';
import { foldWorkgroups } from '../gpu/launch.ts';
import { type AttentionMask, checkMask, maskOverrides, visiblePairs } from './attention-mask.ts';
import {
  expectShape,
  expectThat,
  type Graph,
  type Launch,
  type LaunchContext,
  launch,
  type Operator,
  reads,
  stride4,
  type Tensor,
  type TensorBinding,
  writes,
} from './operator.ts';

/** Heads of q|k|v side by side, (heads + 2·kvHeads)·headSize columns. */
export interface AttentionShape {
  readonly heads: number;
  readonly kvHeads: number;
  /** A multiple of 4. */
  readonly headSize: number;
  /** Rows of one sequence. */
  readonly seq: number;
}

export interface AttentionArguments {
  readonly o: Tensor;
  readonly lse: Tensor;
  readonly qkv: Tensor;
  readonly shape: AttentionShape;
  readonly mask: AttentionMask;
  readonly positions: Tensor;
}

/** Workgroup memory that every adapter gives. */
const WORKGROUP_BYTES = 16_384;
const WORKGROUP_SIZE = 64;

const operator: Operator<AttentionArguments> = {
  name: 'attention',

  validate: checkAttention,

  forward: (args, context) => [attentionForward(context, args)],

  backward(args, gradients, context) {
    const { o, qkv, shape } = args;
    const d_o = gradients.of(o);
    const dqkv = gradients.into(qkv);
    if (dqkv.accumulate)
      throw new Error(
        `attention writes the whole gradient of its qkv "${qkv.id}", but something else reads it too. Give attention a tensor of its own.`,
      );
    const delta = gradients.scratch('delta', 1, o.rows * shape.heads, 'f32');
    return attentionBackward(context, { ...args, dqkv: dqkv.tensor, d_o, delta, tables: null });
  },
};

/** @throws when shapes do not fit */
export function checkAttention({ qkv, shape, mask, positions }: Omit<AttentionArguments, 'o' | 'lse'>): void {
  const { heads, kvHeads, headSize, seq } = shape;
  checkHeads('attention', shape);
  checkMask('attention', mask);
  expectThat(qkv.rows % seq === 0, 'attention', 'rows of qkv', `a multiple of seq ${seq}`, qkv.rows);
  expectShape('attention', 'qkv', qkv, qkv.rows, (heads + 2 * kvHeads) * headSize);
  expectShape('attention', 'positions', positions, qkv.rows, 1);
}

/** @throws when shapes do not fit */
export function checkHeads(operator: string, { heads, kvHeads, headSize }: Omit<AttentionShape, 'seq'>): void {
  expectThat(headSize % 4 === 0, operator, 'headSize', 'a multiple of 4', headSize);
  expectThat(heads % kvHeads === 0, operator, 'heads', `a multiple of kvHeads ${kvHeads}`, heads);
}

/** o and lse of the rows of qkv. */
export function attentionForward(context: LaunchContext, args: AttentionArguments): Launch {
  const { o, lse, qkv, shape, mask, positions } = args;
  return forwardLaunch(context, {
    shader: 'attention_forward',
    bindings: [writes(o), writes(lse), reads(qkv), reads(qkv), reads(qkv), reads(positions)],
    overrides: {
      ...common(args),
      DOCUMENTS: mask.documents ? 1 : 0,
      KEYS: shape.seq,
      Q_STRIDE4: stride4(qkv),
      K_STRIDE4: stride4(qkv),
      V_STRIDE4: stride4(qkv),
    },
    rows: o.rows,
    shape,
    pairs: pairs(args),
  });
}

interface ForwardLaunch {
  readonly shader: string;
  readonly bindings: readonly TensorBinding[];
  readonly overrides: Readonly<Record<string, number>>;
  readonly rows: number;
  readonly shape: AttentionShape;
  readonly pairs: number;
}

/** A launch of shaders/lib/attention_forward.wgsl. */
export function forwardLaunch(context: LaunchContext, spec: ForwardLaunch): Launch {
  const { shader, bindings, overrides, rows, shape, pairs } = spec;
  return launch(context, {
    shader,
    method: context.kernels.attention,
    bindings,
    constants: { HEAD4: shape.headSize / 4, ...tile(context, 2 * shape.headSize) },
    overrides,
    workgroups: grid(context, rows, shape.seq, shape.heads),
    flops: 4 * shape.headSize * pairs,
    budget: budgetOf(context, 'forward', shape, pairs),
  });
}

/** What the backward pass needs beyond the forward one. */
export interface AttentionGradient extends AttentionArguments {
  readonly dqkv: Tensor;
  readonly d_o: Tensor;
  /** f32 [1, rows · heads]: D = dO · O of each (row, head), from the first launch for the second. */
  readonly delta: Tensor;
  /** RoPE's tables, where q and k were rotated by their positions: the gradient is that of what they were before. */
  readonly tables: Tensor | null;
}

/** dqkv = the gradient for q, k and v. */
export function attentionBackward(context: LaunchContext, args: AttentionGradient): Launch[] {
  const { dqkv, d_o, o, lse, qkv, positions, tables, delta, shape, mask } = args;
  const { heads, kvHeads, headSize, seq } = shape;
  const slots = { ROTATION: tables ? 'rotated' : 'same' };
  const rotation = tables ? [reads(tables)] : [];
  const constants = { HEAD4: headSize / 4, ...tile(context, 2 * headSize + 2 * WORKGROUP_SIZE) };
  const overrides = { ...common(args), DOCUMENTS: mask.documents ? 1 : 0, STRIDE4: stride4(qkv) };
  return [
    launch(context, {
      shader: 'attention_backward_query',
      method: context.kernels.attention,
      slots,
      bindings: [
        ...[writes(dqkv), writes(delta), reads(d_o), reads(o), reads(qkv), reads(lse), reads(positions)],
        ...rotation,
      ],
      constants,
      overrides,
      workgroups: grid(context, o.rows, seq, heads),
      flops: 6 * headSize * pairs(args) + 2 * o.rows * heads * headSize,
      budget: budgetOf(context, 'query', shape, pairs(args)),
    }),
    launch(context, {
      shader: 'attention_backward_key_value',
      method: context.kernels.attention,
      slots,
      bindings: [...[writes(dqkv), reads(d_o), reads(qkv), reads(lse), reads(delta), reads(positions)], ...rotation],
      constants,
      overrides,
      workgroups: grid(context, o.rows, seq, kvHeads),
      flops: 8 * headSize * pairs(args),
      budget: budgetOf(context, 'keyValue', shape, pairs(args)),
    }),
  ];
}

/** Direct: one invocation four rows of a sequence, for each of `heads`. Tiled: one workgroup 64 of them. */
function grid({ kernels }: LaunchContext, rows: number, seq: number, heads: number): [number, number, number] {
  const sequences = rows / seq;
  switch (kernels.attention) {
    case 'direct':
      return foldWorkgroups(Math.ceil((sequences * Math.ceil(seq / 4) * heads) / WORKGROUP_SIZE));
    case 'tiled':
      return foldWorkgroups(sequences * Math.ceil(seq / WORKGROUP_SIZE) * heads);
    default:
      return kernels.attention satisfies never;
  }
}

/** Rows of a tile, a multiple of 4, of which each takes `floats` of workgroup memory. More than 32 win nothing. */
function tile({ kernels }: LaunchContext, floats: number): { TILE?: number } {
  if (kernels.attention === 'direct') return {};
  return { TILE: Math.min(32, Math.floor(WORKGROUP_BYTES / (4 * floats) / 4) * 4) };
}

/** For a (query, key) pair: products of rows, and loads of storage that the direct kernel makes for 4×4 pairs, each of a vec4. */
const COUNTS = {
  forward: { products: 2, directLoads: 12 },
  query: { products: 3, directLoads: 20 },
  keyValue: { products: 4, directLoads: 24 },
};

/**
 * What a kernel issues. Direct: rows straight from storage, for four queries and four keys at a time. Tiled: each product
 * loads its row of the tile again for each pair; storage is read once for the 64 rows of a workgroup.
 */
function budgetOf(
  { kernels }: LaunchContext,
  kernel: keyof typeof COUNTS,
  { headSize }: AttentionShape,
  pairs: number,
): Budget {
  const { products, directLoads } = COUNTS[kernel];
  const [multiplyAdds, head4] = [products * headSize * pairs, headSize / 4];
  switch (kernels.attention) {
    case 'direct':
      return { multiplyAdds, storageLoads: (directLoads / 16) * head4 * pairs, workgroupLoads: 0 };
    case 'tiled':
      return {
        multiplyAdds,
        storageLoads: (2 * head4 * pairs) / WORKGROUP_SIZE,
        workgroupLoads: products * head4 * pairs,
      };
    default:
      return kernels.attention satisfies never;
  }
}

/** Overrides of all three kernels. */
function common({ o, shape, mask }: AttentionArguments): Record<string, number> {
  const { heads, kvHeads, headSize, seq } = shape;
  return {
    ...maskOverrides(mask, seq),
    ROWS: o.rows,
    SEQ: seq,
    HEADS: heads,
    GROUP: heads / kvHeads,
    Q_COLUMN4: 0,
    K_COLUMN4: (heads * headSize) / 4,
    V_COLUMN4: ((heads + kvHeads) * headSize) / 4,
    SCALE: 1 / Math.sqrt(headSize),
  };
}

/**
 * (query, key) pairs of all heads that are computed. Two operations an element make a product of rows: two products forward,
 * three in the query's and four in the key's backward kernel. Where documents lie is not known to a plan: a sequence counts
 * as one.
 */
const pairs = ({ o, shape: { heads, seq }, mask }: AttentionArguments): number =>
  o.rows * heads * (visiblePairs(mask, seq) / seq);

/**
 * Returns o [B·T, H·headSize].
 * @param qkv read by nothing else; queries and keys as they are to be compared
 * @param positions [B·T] i32; looked at only where the mask tells documents apart
 */
export function attention(
  graph: Graph,
  qkv: Tensor,
  shape: AttentionShape,
  mask: AttentionMask,
  positions: Tensor,
  name: string,
): Tensor {
  const o = graph.matrix(name, qkv.rows, shape.heads * shape.headSize);
  const lse = graph.scalars(`${name}.lse`, qkv.rows, shape.heads);
  graph.call(operator, { o, lse, qkv, shape, mask, positions });
  return o;
}
