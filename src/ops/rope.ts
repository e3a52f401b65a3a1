/**
 * Rotary position embedding (Su et al. 2021, arXiv:2104.09864), in place: q and k of qkv are overwritten, v is left alone.
 * Elements 2i and 2i + 1 of a head are one pair. (Hugging Face's Llama pairs i with i + headSize/2: model/parameters.ts
 * arranges the weight's rows so that they lie side by side, which changes no product of a query and a key.)
 *   qkv [T, (H + 2·KV)·headSize], q|k|v side by side, one sequence; headSize is a multiple of 4.
 * For generation; training turns in the product that makes q and k (self-attention.ts).
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

export interface RopeShape {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  /** Rows of one sequence. */
  readonly seq: number;
}

interface RopeArguments {
  qkv: Tensor;
  shape: RopeShape;
  tables: Tensor;
  step: Tensor;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<RopeArguments> = {
  name: 'rope',

  validate({ qkv, shape: { heads, kvHeads, headSize, seq }, tables }) {
    expectThat(headSize % 4 === 0, 'rope', 'headSize', 'a multiple of 4', headSize);
    expectShape('rope', 'qkv', qkv, seq, (heads + 2 * kvHeads) * headSize);
    expectShape('rope', 'tables', tables, tables.rows, headSize);
    expectThat(tables.rows >= seq, 'rope', 'rows of tables', `at least seq ${seq}`, tables.rows);
  },

  forward({ qkv, shape: { heads, kvHeads, headSize }, tables, step }, context) {
    const rotated4 = ((heads + kvHeads) * headSize) / 4;
    return [
      launch(context, {
        shader: 'rope_rotate',
        bindings: [writes(qkv), reads(tables), uniform(step)],
        overrides: {
          ROWS: qkv.rows,
          ROTATED4: rotated4,
          HEAD4: headSize / 4,
          STRIDE4: stride4(qkv),
          CONTEXT: tables.rows,
        },
        workgroups: foldWorkgroups(Math.ceil((qkv.rows * rotated4) / WORKGROUP_SIZE)),
        flops: 12 * qkv.rows * rotated4,
      }),
    ];
  },

  backward({ qkv }) {
    throw new OcaqError(
      'no-derivative',
      `"${qkv.id}" is turned in place in a graph that is differentiated. Build the training graph with selfAttention.`,
      { operator: 'rope' },
    );
  },
};

/**
 * Turns q and k of `qkv` in place by their positions, `step.position` + row.
 * @param tables [context, headSize] f32, see ropeTables
 * @param step the Step uniform, shaders/lib/step.wgsl
 */
export function rope(graph: Graph, qkv: Tensor, shape: RopeShape, tables: Tensor, step: Tensor): void {
  graph.call(operator, { qkv, shape, tables, step });
}

/**
 * [context, headSize]: for each position the cosine and the sine of pair 0's angle, of pair 1's, and so on. Angles are
 * float64, as WGSL's own sin and cos are too coarse.
 */
export function ropeTables(context: number, headSize: number, theta: number): Float32Array<ArrayBuffer> {
  const tables = new Float32Array(context * headSize);
  for (let position = 0; position < context; position++)
    for (let pair = 0; pair < headSize / 2; pair++) {
      const angle = position * theta ** ((-2 * pair) / headSize);
      tables[position * headSize + 2 * pair] = Math.cos(angle);
      tables[position * headSize + 2 * pair + 1] = Math.sin(angle);
    }
  return tables;
}
