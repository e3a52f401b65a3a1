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
  type KernelChoice,
  type Launch,
  type LaunchContext,
  launch,
  type Operator,
  reads,
  roundUp,
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

/** Workgroup memory that every adapter gives, 16 KiB. */
const WORKGROUP_VEC4S = 1024;
/** vec4s of a tile's rows. */
const ROWS4 = 16;
/** Rows that a workgroup owns. */
const OWN = 64;
/** Invocations of the direct kernels. */
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
  const method = methodFor(context, shape.headSize);
  return launch(context, {
    shader,
    method,
    bindings,
    constants: { HEAD4: shape.headSize / 4, ...tiles(method, 'forward', shape.headSize) },
    overrides,
    workgroups: grid(method, rows, shape.seq, shape.heads),
    flops: 4 * shape.headSize * pairs,
    budget: budgetOf(method, 'forward', shape, pairs),
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
  const method = methodFor(context, headSize);
  const slots = { ROTATION: tables ? 'rotated' : 'same' };
  const rotation = tables ? [reads(tables)] : [];
  const overrides = { ...common(args), DOCUMENTS: mask.documents ? 1 : 0, STRIDE4: stride4(qkv) };
  return [
    launch(context, {
      shader: 'attention_backward_query',
      method,
      slots,
      bindings: [
        ...[writes(dqkv), writes(delta), reads(d_o), reads(o), reads(qkv), reads(lse), reads(positions)],
        ...rotation,
      ],
      constants: { HEAD4: headSize / 4, ...tiles(method, 'query', headSize) },
      overrides,
      workgroups: grid(method, o.rows, seq, heads),
      flops: 6 * headSize * pairs(args) + 2 * o.rows * heads * headSize,
      budget: budgetOf(method, 'query', shape, pairs(args)),
    }),
    launch(context, {
      shader: 'attention_backward_key_value',
      method,
      slots,
      bindings: [...[writes(dqkv), reads(d_o), reads(qkv), reads(lse), reads(delta), reads(positions)], ...rotation],
      constants: { HEAD4: headSize / 4, ...tiles(method, 'keyValue', headSize) },
      overrides,
      workgroups: grid(method, o.rows, seq, kvHeads),
      flops: 8 * headSize * pairs(args),
      budget: budgetOf(method, 'keyValue', shape, pairs(args)),
    }),
  ];
}

/** Direct: one invocation four rows of a sequence, for each of `heads`. Tiled: one workgroup 64 of them. */
function grid(method: KernelChoice['attention'], rows: number, seq: number, heads: number): [number, number, number] {
  const sequences = rows / seq;
  switch (method) {
    case 'direct':
      return foldWorkgroups(Math.ceil((sequences * Math.ceil(seq / 4) * heads) / WORKGROUP_SIZE));
    case 'tiled':
      return foldWorkgroups(sequences * Math.ceil(seq / OWN) * heads);
    default:
      return method satisfies never;
  }
}

/** By tiles only heads that workgroup memory and registers hold. */
const methodFor = ({ kernels }: LaunchContext, headSize: number): KernelChoice['attention'] =>
  headSize <= 192 ? kernels.attention : 'direct';

/**
 * Tiles: rows of the other side, and invocations beside each other, of which heads beyond `widest` have twice as many, since their
 * sums would fill the registers of half of them.
 */
export const ATTENTION_TILES = { others: { forward: 64, query: 32, keyValue: 32 }, across: 8, widest: 96 } as const;

const acrossTile = (headSize: number): number => {
  const { across, widest } = ATTENTION_TILES;
  return headSize <= widest ? across : 2 * across;
};

/** Constants of shaders/lib/attention_tiles.wgsl: pieces of as many rows as workgroup memory holds beside what weighs them. */
function tiles(method: KernelChoice['attention'], kernel: keyof typeof COUNTS, headSize: number) {
  if (method === 'direct') return {};
  const others = ATTENTION_TILES.others[kernel];
  const ACROSS = acrossTile(headSize);
  const head4 = headSize / 4;
  const padding = roundUp(head4, ACROSS) - head4;
  let PIECE = others;
  while (PIECE * (ROWS4 + head4) + padding > WORKGROUP_VEC4S) PIECE /= 2;
  return { ACROSS, SCORES: others / ACROSS, PIECE };
}

/**
 * For a (query, key) pair: products of rows, of which some weigh rows by scores, and loads of storage that the direct kernel makes
 * for 4×4 pairs, each of a vec4.
 */
const COUNTS = {
  forward: { products: 2, weighed: 1, directLoads: 12 },
  query: { products: 3, weighed: 1, directLoads: 20 },
  keyValue: { products: 4, weighed: 2, directLoads: 24 },
};

/**
 * What a kernel issues. Direct: rows straight from storage, for four queries and four keys at a time. Tiled: for each pair of a
 * tile, of which its 64 rows of one side and the rows of the other are read once.
 */
function budgetOf(
  method: KernelChoice['attention'],
  kernel: keyof typeof COUNTS,
  { headSize }: AttentionShape,
  pairs: number,
): Budget {
  const { products, weighed, directLoads } = COUNTS[kernel];
  const [multiplyAdds, head4] = [products * headSize * pairs, headSize / 4];
  if (method === 'direct') return { multiplyAdds, storageLoads: (directLoads / 16) * head4 * pairs, workgroupLoads: 0 };
  const others = ATTENTION_TILES.others[kernel];
  const across = acrossTile(headSize);
  const scored = products - weighed;
  const scores = others / across;
  const columns4 = Math.ceil(head4 / across);
  return {
    multiplyAdds: (scored * headSize + weighed * 4 * columns4 * across) * pairs,
    storageLoads: head4 * (scored * (1 / others + 1 / OWN) + weighed / OWN) * pairs,
    // For scores 4 rows of one side and as many of the other as there are scores; for sums a factor and columns4 of a row.
    workgroupLoads: ((scored * head4 * (4 + scores)) / (4 * scores) + (weighed * across * (1 + columns4)) / 4) * pairs,
  };
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
