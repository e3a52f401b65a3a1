/**
 * The key/value cache of decoding: keys and values of the positions so far, one row a position, for one sequence. Keys are
 * turned on their way into it (rope.ts), and queries in place, by one kernel.
 *   qkv [T, (H + 2·KV)·headSize], q|k|v side by side; keys, values [capacity, KV·headSize].
 * The k and v columns of qkv are left as they are; rows beyond the capacity are not written. Without a derivative: training
 * keeps no cache.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
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
import type { RopeShape } from './rope.ts';

interface StoreArguments {
  qkv: Tensor;
  keys: Tensor;
  values: Tensor;
  shape: RopeShape;
  tables: Tensor;
  step: Tensor;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<StoreArguments> = {
  name: 'kv-cache',

  validate({ qkv, keys, values, shape, tables }) {
    const { heads, kvHeads, headSize, seq } = shape;
    expectThat(headSize % 4 === 0, 'ropeIntoCache', 'headSize', 'a multiple of 4', headSize);
    expectShape('ropeIntoCache', 'qkv', qkv, seq, (heads + 2 * kvHeads) * headSize);
    expectShape('ropeIntoCache', 'tables', tables, tables.rows, headSize);
    expectThat(tables.rows >= seq, 'ropeIntoCache', 'rows of tables', `at least seq ${seq}`, tables.rows);
    expectShape('ropeIntoCache', 'keyCache', keys, keys.rows, kvHeads * headSize);
    expectShape('ropeIntoCache', 'valueCache', values, keys.rows, kvHeads * headSize);
  },

  forward({ qkv, keys, values, shape: { heads, kvHeads, headSize }, tables, step }, context) {
    return [
      launch(context, {
        shader: 'rope_store',
        bindings: [writes(qkv), writes(keys), writes(values), reads(tables), uniform(step)],
        overrides: {
          ROWS: qkv.rows,
          CAPACITY: keys.rows,
          CONTEXT: tables.rows,
          HEAD4: headSize / 4,
          Q_WIDTH4: (heads * headSize) / 4,
          K_WIDTH4: (kvHeads * headSize) / 4,
        },
        workgroups: foldWorkgroups(Math.ceil((qkv.rows * stride4(qkv)) / WORKGROUP_SIZE)),
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
 * Turns the rows of `qkv` by their positions, step.position + t: q in place, k into rows step.position + t of `keyCache`;
 * copies v into the same rows of `valueCache`.
 * @param tables [context, headSize] f32, see ropeTables
 * @param step the Step uniform, shaders/lib/step.wgsl
 */
export function ropeIntoCache(
  graph: Graph,
  qkv: Tensor,
  keyCache: Tensor,
  valueCache: Tensor,
  shape: RopeShape,
  tables: Tensor,
  step: Tensor,
): void {
  graph.call(operator, { qkv, keys: keyCache, values: valueCache, shape, tables, step });
}
