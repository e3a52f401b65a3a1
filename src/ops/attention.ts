/**
 * Causal attention with shared key/value heads (GQA), without a matrix of scores (Dao et al. 2022, arXiv:2205.14135):
 * the forward pass keeps the log-sum-exp of each (row, head), the backward pass computes the weights again from it.
 *   q [B·T, H·headSize], k and v [B·keys, KV·headSize] as column ranges of tensors; o [B·T, H·headSize]; scale
 *   1/√headSize. Query t of a sequence sees keys 0 … step.position + t.
 * The operator reads a cache and has no derivative; the launches of both passes also serve self-attention.ts.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { type Columns, decodeAttention } from './attention-decode.ts';
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
  uniform,
  writes,
} from './operator.ts';

export interface AttentionShape {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  /** Query rows of one sequence. */
  readonly seq: number;
  /** Key rows of one sequence: `seq` in training, the capacity of the cache in decoding. */
  readonly keys: number;
}

/** What a forward pass over a sequence, or over a cache, reads and writes. */
export interface AttentionArguments {
  readonly o: Tensor;
  readonly lse: Tensor;
  readonly q: Columns;
  readonly k: Columns;
  readonly v: Columns;
  readonly shape: AttentionShape;
  readonly step: Tensor;
}

/** Workgroup memory that every adapter gives. */
const WORKGROUP_BYTES = 16_384;
const WORKGROUP_SIZE = 64;

const operator: Operator<AttentionArguments> = {
  name: 'attention',

  validate: checkAttention,

  forward(args, context) {
    if (!context.training && args.o.rows === 1) return [decodeAttention(context, args)];
    return [attentionForward(context, args)];
  },

  backward({ o }) {
    throw new Error(
      `The attention "${o.id}" reads keys and values from a cache, and has no derivative then. Build the training graph with selfAttention.`,
    );
  },
};

/** @throws when shapes do not fit */
export function checkAttention({ q, k, v, shape }: AttentionArguments): void {
  const { heads, kvHeads, headSize, seq, keys } = shape;
  const expect = (holds: boolean, argument: string, expected: string, got: number) =>
    expectThat(holds, 'attention', argument, expected, got);
  expect(headSize % 4 === 0, 'headSize', 'a multiple of 4', headSize);
  expect(heads % kvHeads === 0, 'heads', `a multiple of kvHeads ${kvHeads}`, heads);
  expect(q.tensor.rows % seq === 0, 'rows of q', `a multiple of seq ${seq}`, q.tensor.rows);
  const batch = q.tensor.rows / seq;
  for (const [name, { tensor, column }, width] of [
    ['q', q, heads * headSize],
    ['k', k, kvHeads * headSize],
    ['v', v, kvHeads * headSize],
  ] as const) {
    expect(column % 4 === 0, `column of ${name}`, 'a multiple of 4', column);
    expect(column + width <= tensor.cols, `end of ${name}`, `within ${tensor.cols} columns`, column + width);
    if (name !== 'q') expectShape('attention', name, tensor, batch * keys, tensor.cols);
  }
}

/** o and lse of q over k and v. */
export function attentionForward(context: LaunchContext, args: AttentionArguments): Launch {
  const { o, lse, q, k, v, shape, step } = args;
  return launch(context, {
    shader: 'attention_forward',
    method: context.kernels.attention,
    bindings: [writes(o), writes(lse), reads(q.tensor), reads(k.tensor), reads(v.tensor), uniform(step)],
    constants: { HEAD4: shape.headSize / 4, ...tile(context, 2 * shape.headSize) },
    overrides: {
      ...common(args),
      KEYS: shape.keys,
      Q_STRIDE4: stride4(q.tensor),
      K_STRIDE4: stride4(k.tensor),
      V_STRIDE4: stride4(v.tensor),
    },
    workgroups: grid(context, args, shape.heads),
    flops: 4 * shape.headSize * pairs(args),
  });
}

/** What the backward pass needs beyond the forward one. q, k and v are the columns of `qkv` and nothing else. */
export interface AttentionGradient extends AttentionArguments {
  readonly dqkv: Tensor;
  readonly d_o: Tensor;
  readonly qkv: Tensor;
  readonly tables: Tensor;
  /** f32 [1, rows · heads]: D = dO · O of each (row, head), from the first launch for the second. */
  readonly delta: Tensor;
}

/** dqkv = the gradient for q, k and v before q and k were turned by their positions. */
export function attentionBackward(context: LaunchContext, args: AttentionGradient): Launch[] {
  const { dqkv, d_o, o, lse, qkv, tables, delta, shape } = args;
  const { heads, kvHeads, headSize } = shape;
  const constants = { HEAD4: headSize / 4, ...tile(context, 2 * headSize + 2 * WORKGROUP_SIZE) };
  const overrides = { ...common(args), STRIDE4: stride4(qkv) };
  return [
    launch(context, {
      shader: 'attention_backward_query',
      method: context.kernels.attention,
      bindings: [writes(dqkv), writes(delta), reads(d_o), reads(o), reads(qkv), reads(lse), reads(tables)],
      constants,
      overrides,
      workgroups: grid(context, args, heads),
      flops: 6 * headSize * pairs(args) + 2 * o.rows * heads * headSize,
    }),
    launch(context, {
      shader: 'attention_backward_key_value',
      method: context.kernels.attention,
      bindings: [writes(dqkv), reads(d_o), reads(qkv), reads(lse), reads(delta), reads(tables)],
      constants,
      overrides,
      workgroups: grid(context, args, kvHeads),
      flops: 8 * headSize * pairs(args),
    }),
  ];
}

/** Direct: one invocation four rows of a sequence, for each of `heads`. Tiled: one workgroup 64 of them. */
function grid(
  { kernels }: LaunchContext,
  { o, shape: { seq } }: AttentionArguments,
  heads: number,
): [number, number, number] {
  const sequences = o.rows / seq;
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

/** Overrides of all three kernels. */
function common({ o, q, k, v, shape: { heads, kvHeads, headSize, seq } }: AttentionArguments): Record<string, number> {
  return {
    ROWS: o.rows,
    SEQ: seq,
    HEADS: heads,
    GROUP: heads / kvHeads,
    Q_COLUMN4: q.column / 4,
    K_COLUMN4: k.column / 4,
    V_COLUMN4: v.column / 4,
    SCALE: 1 / Math.sqrt(headSize),
  };
}

/**
 * (query, key) pairs of all heads that are computed: those on or below the diagonal. Two operations an element make a
 * product of rows: two products forward, three in the query's and four in the key's backward kernel. Over a cache the
 * position is not known to a plan: all of its rows count.
 */
function pairs({ o, shape: { heads, seq, keys } }: AttentionArguments): number {
  return o.rows * heads * (keys === seq ? (seq + 1) / 2 : keys);
}

/** Over keys and values of a cache. Returns o [B·T, H·headSize]. @param step the Step uniform, shaders/lib/step.wgsl */
export function attention(
  graph: Graph,
  q: Columns,
  k: Columns,
  v: Columns,
  shape: AttentionShape,
  step: Tensor,
  name: string,
): Tensor {
  const o = graph.matrix(name, q.tensor.rows, shape.heads * shape.headSize);
  const lse = graph.scalars(`${name}.lse`, q.tensor.rows, shape.heads);
  graph.call(operator, { o, lse, q, k, v, shape, step });
  return o;
}
