/**
 * Rotary position embedding (Su et al. 2021, arXiv:2104.09864) in the rotate-half layout of Hugging Face's Llama: element
 * i of a head turns with element i + headSize/2. In place: q and k of qkv are overwritten, v is left alone. A rotation is
 * linear and its inverse is its transpose, so the backward pass needs nothing but the gradient, which it turns back.
 *   qkv [B·T, (H + 2·KV)·headSize], q|k|v side by side; headSize is a multiple of 4.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
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

  validate({ qkv, shape, tables }) {
    checkRope('rope', qkv, shape, tables);
  },

  forward(args, context) {
    return [rotate(args.qkv, 1, args, context)];
  },

  backward(args, gradients, context) {
    return [rotate(gradients.of(args.qkv), -1, args, context)];
  },
};

function rotate(target: Tensor, sign: 1 | -1, { shape, tables, step }: RopeArguments, context: LaunchContext): Launch {
  const { heads, kvHeads, headSize, seq } = shape;
  const rotated = heads + kvHeads;
  const { span, overrides } = ropeParts(target, headSize, tables);
  return launch(context, {
    shader: 'rope_rotate',
    bindings: [writes(target), reads(tables), uniform(step)],
    constants: { SPAN: span },
    overrides: { ...overrides, ROWS: target.rows, SEQ: seq, ROTATED: rotated, SIGN: sign },
    workgroups: foldWorkgroups(Math.ceil((target.rows * rotated * overrides.PARTS) / WORKGROUP_SIZE)),
    flops: 3 * target.rows * rotated * headSize,
  });
}

/** What lib/rope.wgsl wants to know; `span`: vec4s of an invocation, its constant SPAN. */
export function ropeParts(qkv: Tensor, headSize: number, tables: Tensor) {
  const halvesAreVec4s = headSize % 8 === 0;
  const span = halvesAreVec4s ? 2 : headSize / 4;
  const parts = headSize / 4 / span;
  return {
    span,
    overrides: {
      PARTS: parts,
      STRIDE4: stride4(qkv),
      HEAD_SIZE: headSize,
      PITCH: halvesAreVec4s ? parts : 1,
      CONTEXT: tables.rows,
    },
  };
}

/** @throws OcaqError('shape') in the name of an operator */
export function checkRope(
  operator: string,
  qkv: Tensor,
  { heads, kvHeads, headSize, seq }: RopeShape,
  tables: Tensor,
): void {
  expectThat(headSize % 4 === 0, operator, 'headSize', 'a multiple of 4', headSize);
  expectShape(operator, 'qkv', qkv, qkv.rows, (heads + 2 * kvHeads) * headSize);
  expectThat(qkv.rows % seq === 0, operator, 'rows of qkv', `a multiple of seq ${seq}`, qkv.rows);
  expectShape(operator, 'tables', tables, tables.rows, headSize);
  expectThat(tables.rows >= seq, operator, 'rows of tables', `at least seq ${seq}`, tables.rows);
}

/**
 * Turns q and k of `qkv` in place by their positions, `step.position` + row of the sequence.
 * @param tables [context, headSize] f32, see ropeTables
 * @param step the Step uniform, shaders/lib/step.wgsl
 */
export function rope(graph: Graph, qkv: Tensor, shape: RopeShape, tables: Tensor, step: Tensor): void {
  graph.call(operator, { qkv, shape, tables, step });
}

/**
 * [context, headSize]: for each position the cosines of its headSize/2 angles, then their sines. Angles are float64, as
 * WGSL's own sin and cos are too coarse.
 */
export function ropeTables(context: number, headSize: number, theta: number): Float32Array<ArrayBuffer> {
  const half = headSize / 2;
  const tables = new Float32Array(context * headSize);
  for (let position = 0; position < context; position++)
    for (let i = 0; i < half; i++) {
      const angle = position * theta ** (-i / half);
      tables[position * headSize + i] = Math.cos(angle);
      tables[position * headSize + half + i] = Math.sin(angle);
    }
  return tables;
}
