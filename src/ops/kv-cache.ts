/**
 * The key/value cache of decoding: keys and values of the positions so far, one row a position, for one sequence.
 *   qkv [T, (H + 2·KV)·headSize], q|k|v side by side, already rotated; keys, values [capacity, KV·headSize].
 * Rows beyond the capacity are not written. Without a derivative: training keeps no cache.
 */
import { OcaqError } from '../errors.ts';
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
  step: Tensor;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<StoreArguments> = {
  name: 'kv-cache',

  validate({ qkv, keys, values, shape: { heads, kvHeads, headSize, seq } }) {
    expectThat(headSize % 4 === 0, 'storeKeysValues', 'headSize', 'a multiple of 4', headSize);
    expectShape('storeKeysValues', 'qkv', qkv, seq, (heads + 2 * kvHeads) * headSize);
    expectShape('storeKeysValues', 'keyCache', keys, keys.rows, kvHeads * headSize);
    expectShape('storeKeysValues', 'valueCache', values, keys.rows, kvHeads * headSize);
  },

  forward({ qkv, keys, values, shape: { heads, kvHeads, headSize }, step }, context) {
    const width4 = (kvHeads * headSize) / 4;
    const kColumn4 = (heads * headSize) / 4;
    return [
      launch(context, {
        shader: 'kv_store',
        bindings: [writes(keys), writes(values), reads(qkv), uniform(step)],
        overrides: {
          ROWS: qkv.rows,
          CAPACITY: keys.rows,
          WIDTH4: width4,
          QKV_STRIDE4: stride4(qkv),
          K_COLUMN4: kColumn4,
          V_COLUMN4: kColumn4 + width4,
        },
        workgroups: foldWorkgroups(Math.ceil((qkv.rows * width4) / WORKGROUP_SIZE)),
        flops: 0,
      }),
    ];
  },

  backward({ keys }) {
    throw new OcaqError(
      'no-derivative',
      `Keys and values were stored in the cache "${keys.id}" of a graph that is differentiated. A cache serves decoding only: build the training graph without it.`,
      { operator: 'storeKeysValues' },
    );
  },
};

/**
 * Copies the k and v columns of `qkv` into rows step.position + t of the caches.
 * @param step the Step uniform, shaders/lib/step.wgsl
 */
export function storeKeysValues(
  graph: Graph,
  qkv: Tensor,
  keyCache: Tensor,
  valueCache: Tensor,
  shape: RopeShape,
  step: Tensor,
): void {
  graph.call(operator, { qkv, keys: keyCache, values: valueCache, shape, step });
}
