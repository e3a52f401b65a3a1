/**
 * The key/value cache of decoding: keys and values of the positions so far, one row a position, for one sequence. Keys are
 * rotated on their way into it (rope.ts), and queries in place, by one kernel; or they are stored as they are.
 *   qkv [T, (H + 2·KV)·headSize], q|k|v side by side; keys, values [capacity, KV·headSize].
 * The k and v columns of qkv are left as they are; rows beyond the capacity are not written. Without a derivative: training
 * keeps no cache.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { type AttentionShape, checkHeads } from './attention.ts';
import {
  expectShape,
  expectThat,
  type Graph,
  launch,
  type Operator,
  reads,
  stride4,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

interface StoreArguments {
  readonly qkv: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
  readonly shape: AttentionShape;
  readonly step: Tensor;
  /** Where queries and keys are to be rotated. */
  readonly rope: { readonly tables: Tensor; readonly positions: Tensor } | null;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<StoreArguments> = {
  name: 'kv-cache',

  validate({ qkv, keys, values, shape, rope }) {
    const { heads, kvHeads, headSize, seq } = shape;
    checkHeads('kvCache', shape);
    expectShape('kvCache', 'qkv', qkv, seq, (heads + 2 * kvHeads) * headSize);
    expectShape('kvCache', 'keyCache', keys, keys.rows, kvHeads * headSize);
    expectShape('kvCache', 'valueCache', values, keys.rows, kvHeads * headSize);
    if (!rope) return;
    expectShape('kvCache', 'tables', rope.tables, rope.tables.rows, headSize);
    expectThat(rope.tables.rows >= seq, 'kvCache', 'rows of tables', `at least seq ${seq}`, rope.tables.rows);
    expectShape('kvCache', 'positions', rope.positions, seq, 1);
  },

  forward({ qkv, keys, values, shape: { heads, kvHeads, headSize }, step, rope }, context) {
    const caches = [writes(keys), writes(values)];
    const sizes = {
      ROWS: qkv.rows,
      CAPACITY: keys.rows,
      Q_WIDTH4: (heads * headSize) / 4,
      K_WIDTH4: (kvHeads * headSize) / 4,
    };
    const workgroups = (width4: number) => foldWorkgroups(Math.ceil((qkv.rows * width4) / WORKGROUP_SIZE));
    if (!rope)
      return [
        launch(context, {
          shader: 'kv_store',
          bindings: [...caches, reads(qkv), uniform(step)],
          overrides: sizes,
          workgroups: workgroups(2 * sizes.K_WIDTH4),
          flops: 0,
        }),
      ];
    const { tables, positions } = rope;
    return [
      launch(context, {
        shader: 'rope_store',
        bindings: [writes(qkv), ...caches, reads(tables), reads(positions), uniform(step)],
        overrides: { ...sizes, CONTEXT: tables.rows, HEAD4: headSize / 4 },
        workgroups: workgroups(stride4(qkv)),
        flops: 3 * qkv.rows * (heads + kvHeads) * headSize,
      }),
    ];
  },

  backward({ keys }) {
    throw new Error(
      `Keys and values were stored in the cache "${keys.id}" of a graph that is differentiated. A cache serves decoding only: build the training graph without it.`,
    );
  },
};

/**
 * Rotates q of `qkv` in place and k into rows step.position + t of `keyCache`, by the positions of the rows; copies v into
 * the same rows of `valueCache`.
 * @param tables [context, headSize] f32, see ropeTables
 * @param positions [rows] i32
 * @param step the Step uniform, shaders/lib/step.wgsl
 */
export function ropeIntoCache(
  graph: Graph,
  qkv: Tensor,
  keyCache: Tensor,
  valueCache: Tensor,
  shape: AttentionShape,
  tables: Tensor,
  positions: Tensor,
  step: Tensor,
): void {
  graph.call(operator, { qkv, keys: keyCache, values: valueCache, shape, step, rope: { tables, positions } });
}

/** Copies k and v of `qkv` into rows step.position + t of the caches, as they are. */
export function storeInCache(
  graph: Graph,
  qkv: Tensor,
  keyCache: Tensor,
  valueCache: Tensor,
  shape: AttentionShape,
  step: Tensor,
): void {
  graph.call(operator, { qkv, keys: keyCache, values: valueCache, shape, step, rope: null });
}
