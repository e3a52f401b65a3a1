/**
 * The key/value cache of decoding: keys and values of the positions so far, one row a position, for one sequence. Keys are
 * rotated on their way into it, and queries in place, by one kernel.
 *   qkv [T, (H + 2·KV)·headSize], q|k|v side by side; keys, values [capacity, KV·headSize].
 * The k and v columns of qkv are left as they are; rows beyond the capacity are not written. Without a derivative: training
 * keeps no cache.
 */
import { OcaqError } from '../errors.ts';
import { foldWorkgroups } from '../gpu/launch.ts';
import { expectShape, type Graph, launch, type Operator, reads, type Tensor, uniform, writes } from './operator.ts';
import { checkRope, type RopeShape, ropeParts } from './rope.ts';

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
    checkRope('ropeIntoCache', qkv, shape, tables);
    const { kvHeads, headSize, seq } = shape;
    expectShape('ropeIntoCache', 'qkv', qkv, seq, qkv.cols);
    expectShape('ropeIntoCache', 'keyCache', keys, keys.rows, kvHeads * headSize);
    expectShape('ropeIntoCache', 'valueCache', values, keys.rows, kvHeads * headSize);
  },

  forward({ qkv, keys, values, shape: { heads, kvHeads, headSize }, tables, step }, context) {
    const { span, overrides } = ropeParts(qkv, headSize, tables);
    return [
      launch(context, {
        shader: 'rope_store',
        bindings: [writes(qkv), writes(keys), writes(values), reads(tables), uniform(step)],
        constants: { SPAN: span },
        overrides: { ...overrides, ROWS: qkv.rows, CAPACITY: keys.rows, HEADS: heads, KV_HEADS: kvHeads },
        workgroups: foldWorkgroups(Math.ceil((qkv.rows * qkv.cols) / (4 * span) / WORKGROUP_SIZE)),
        flops: 3 * qkv.rows * (heads + kvHeads) * headSize,
      }),
    ];
  },

  backward({ keys }) {
    throw new OcaqError(
      'no-derivative',
      `Keys and values were stored in the cache "${keys.id}" of a graph that is differentiated. A cache serves decoding only: build the training graph without it.`,
      { operator: 'ropeIntoCache' },
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
