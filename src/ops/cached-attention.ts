/**
 * Attention of the next rows of one sequence over its cache of keys and values: see attention.ts for the formula.
 *   q [T, …] as a column range; keys and values [capacity, KV·headSize]; o [T, H·headSize]. Row t of q stands at row
 *   step.position + t of the cache; rows that no query sees are not read.
 * A single row has a kernel of its own, one workgroup a head: heads that share keys and values read them again, from the
 * adapter's cache where it has one. A card with many more cores than the model has heads would want the keys split among
 * workgroups as well. Its head sizes go up to 1024. Without a derivative: training keeps no cache.
 */
import { type AttentionShape, checkHeads, forwardLaunch } from './attention.ts';
import { type AttentionMask, checkMask, maskOverrides } from './attention-mask.ts';
import {
  expectShape,
  expectThat,
  type Graph,
  type Launch,
  type LaunchContext,
  launch,
  type Operator,
  reads,
  roundUp,
  stride4,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

interface CachedAttention {
  readonly o: Tensor;
  readonly lse: Tensor;
  /** Queries in its first columns. */
  readonly q: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  readonly shape: AttentionShape;
  readonly mask: AttentionMask;
  readonly step: Tensor;
}

/** Invocations of a head on a GPU; as many as every adapter allows. */
const WORKGROUP_SIZE = 256;

const operator: Operator<CachedAttention> = {
  name: 'cached-attention',

  validate({ q, keys, values, shape, mask }) {
    const { heads, kvHeads, headSize, seq } = shape;
    checkHeads('cachedAttention', shape);
    checkMask('cachedAttention', mask);
    expectThat(mask.causal, 'cachedAttention', 'mask', 'causal, as later keys are not in a cache', 'bidirectional');
    expectThat(!mask.documents, 'cachedAttention', 'mask', 'of one document, as a cache is', 'of several');
    expectThat(q.rows === seq, 'cachedAttention', 'rows of q', `seq ${seq}`, q.rows);
    expectThat(heads * headSize <= q.cols, 'cachedAttention', 'columns of q', `at least ${heads * headSize}`, q.cols);
    expectShape('cachedAttention', 'keys', keys, keys.rows, kvHeads * headSize);
    expectShape('cachedAttention', 'values', values, keys.rows, kvHeads * headSize);
  },

  forward: (args, context) => [args.shape.seq === 1 ? decode(context, args) : prefill(context, args)],

  backward({ o }) {
    throw new Error(
      `The attention "${o.id}" reads keys and values from a cache, and has no derivative then. Build the training graph with attention or selfAttention.`,
    );
  },
};

function prefill(context: LaunchContext, args: CachedAttention): Launch {
  const { o, lse, q, keys, values, shape, step } = args;
  return forwardLaunch(context, {
    shader: 'attention_prefill',
    bindings: [writes(o), writes(lse), reads(q), reads(keys), reads(values), uniform(step)],
    overrides: { ...common(args), ROWS: o.rows, SEQ: shape.seq, Q_STRIDE4: stride4(q) },
    rows: o.rows,
    shape,
    pairs: pairs(args),
  });
}

/** @throws when a head has more vec4s than a workgroup has invocations. */
function decode(context: LaunchContext, args: CachedAttention): Launch {
  const { o, q, keys, values, shape, step } = args;
  const { heads, headSize } = shape;
  expectThat(headSize <= 4 * WORKGROUP_SIZE, 'cachedAttention', 'headSize', `at most ${4 * WORKGROUP_SIZE}`, headSize);
  const head4 = headSize / 4;
  const { decoding } = context.kernels;
  return launch(context, {
    shader: 'attention_decode',
    method: decoding === 'subgroups' ? 'subgroups' : 'memory',
    bindings: [writes(o), reads(q), reads(keys), reads(values), uniform(step)],
    constants: {
      HEAD4: head4,
      WORKGROUP_SIZE: decoding === 'direct' ? roundUp(head4, 4) : WORKGROUP_SIZE,
    },
    overrides: common(args),
    workgroups: [heads, 1, 1],
    flops: 4 * headSize * pairs(args),
  });
}

/** Overrides of both kernels. */
const common = ({ keys, values, shape, mask }: CachedAttention): Record<string, number> => ({
  ...maskOverrides(mask, keys.rows),
  KEYS: keys.rows,
  HEADS: shape.heads,
  GROUP: shape.heads / shape.kvHeads,
  K_STRIDE4: stride4(keys),
  V_STRIDE4: stride4(values),
  Q_COLUMN4: 0,
  K_COLUMN4: 0,
  V_COLUMN4: 0,
  SCALE: 1 / Math.sqrt(shape.headSize),
});

/** The position is not known to a plan: all keys within the window count. */
const pairs = ({ o, keys, shape, mask }: CachedAttention): number =>
  o.rows * shape.heads * Math.min(keys.rows, mask.window || keys.rows);

/**
 * Returns o [T, H·headSize].
 * @param q [T, at least H·headSize], queries in the first columns
 * @param shape `seq` is T
 * @param mask causal, of one document
 * @param step the Step uniform, shaders/lib/step.wgsl
 */
export function cachedAttention(
  graph: Graph,
  q: Tensor,
  keys: Tensor,
  values: Tensor,
  shape: AttentionShape,
  mask: AttentionMask,
  step: Tensor,
  name: string,
): Tensor {
  const o = graph.matrix(name, q.rows, shape.heads * shape.headSize);
  const lse = graph.scalars(`${name}.lse`, q.rows, shape.heads);
  graph.call(operator, { o, lse, q, keys, values, shape, mask, step });
  return o;
}
