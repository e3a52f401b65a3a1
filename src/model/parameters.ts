/**
 * The parameter table of a Llama: every parameter with its shape, initialisation and decay, and the Hugging Face tensors
 * that it holds. q, k, v lie side by side in one matrix and so do gate and up: each group is one product.
 */
import { OcaqError } from '../errors.ts';
import type { LlamaConfig } from '../formats/hf-config.ts';
import { roundUp } from '../ops/operator.ts';
import type { ParameterShape } from '../plan/parameters.ts';

/** Rows of a parameter that are one tensor of the Hugging Face checkpoint layout. */
export interface ParameterPart {
  readonly name: string;
  readonly row: number;
  readonly rows: number;
  /** Rows are heads of this size, whose elements RoPE turns in pairs. */
  readonly rotatedHead?: number;
}

export type Initialisation = { readonly kind: 'normal'; readonly std: number } | { readonly kind: 'ones' };

export interface Parameter extends ParameterShape {
  readonly init: Initialisation;
  readonly parts: readonly ParameterPart[];
}

const queryWidth = (c: LlamaConfig): number => c.heads * c.headSize;
const keyWidth = (c: LlamaConfig): number => c.kvHeads * c.headSize;
/** Column (and weight row) at which `up` starts behind `gate`, so that both are read as whole vec4s. */
const upOffset = (c: LlamaConfig): number => roundUp(c.ffnSize, 4);

/** In order of use. Matrices that write to the residual stream start smaller by √(2·layers) (GPT-2, Radford et al. 2019). */
export function parameterTable(config: LlamaConfig): Parameter[] {
  const { vocabSize, hiddenSize, layers, ffnSize, initializerRange: std } = config;
  const residual = std / Math.sqrt(2 * layers);
  const table: Parameter[] = [byToken('embed', hiddenSize, std, [['model.embed_tokens.weight', vocabSize]])];
  for (let layer = 0; layer < layers; layer++) {
    const id = `layers.${layer}`;
    const name = `model.layers.${layer}`;
    const [q, kv] = [queryWidth(config), keyWidth(config)];
    table.push(
      vector(`${id}.input_norm`, hiddenSize, `${name}.input_layernorm.weight`),
      inLayer(`${id}.qkv`, hiddenSize, std, [
        [`${name}.self_attn.q_proj.weight`, q, config.headSize],
        [`${name}.self_attn.k_proj.weight`, kv, config.headSize],
        [`${name}.self_attn.v_proj.weight`, kv],
      ]),
      inLayer(`${id}.o`, q, residual, [[`${name}.self_attn.o_proj.weight`, hiddenSize]]),
      vector(`${id}.post_norm`, hiddenSize, `${name}.post_attention_layernorm.weight`),
      gateUp(`${id}.gate_up`, name, config),
      inLayer(`${id}.down`, ffnSize, residual, [[`${name}.mlp.down_proj.weight`, hiddenSize]]),
    );
  }
  table.push(vector('norm', hiddenSize, 'model.norm.weight'));
  if (!config.tied) table.push(byToken('head', hiddenSize, std, [['lm_head.weight', vocabSize]]));
  return table;
}

/** @param tensors name, rows, and the head size where RoPE turns them */
function matrix(
  id: string,
  cols: number,
  std: number,
  tensors: readonly (readonly [string, number] | readonly [string, number, number])[],
): Parameter {
  let row = 0;
  const parts = tensors.map(([name, rows, rotatedHead]): ParameterPart => {
    const part = { name, row, rows, ...(rotatedHead ? { rotatedHead } : {}) };
    row += rows;
    return part;
  });
  return { id, rows: row, cols, decay: true, init: { kind: 'normal', std }, parts };
}

const byToken = (...of: Parameters<typeof matrix>): Parameter => ({ ...matrix(...of), isTable: true });
const inLayer = (...of: Parameters<typeof matrix>): Parameter => ({ ...matrix(...of), isCompact: true });

function vector(id: string, cols: number, name: string): Parameter {
  return { id, rows: 1, cols, decay: false, init: { kind: 'ones' }, parts: [{ name, row: 0, rows: 1 }] };
}

function gateUp(id: string, name: string, config: LlamaConfig): Parameter {
  const [rows, up] = [config.ffnSize, upOffset(config)];
  const parts = [
    { name: `${name}.mlp.gate_proj.weight`, row: 0, rows },
    { name: `${name}.mlp.up_proj.weight`, row: up, rows },
  ];
  return {
    id,
    rows: up + rows,
    cols: config.hiddenSize,
    decay: true,
    isCompact: true,
    init: { kind: 'normal', std: config.initializerRange },
    parts,
  };
}

export function parameterCount(config: LlamaConfig): number {
  return parameterTable(config).reduce(
    (sum, p) => sum + p.parts.reduce((rows, part) => rows + part.rows, 0) * p.cols,
    0,
  );
}

/** Puts the Hugging Face tensors of a parameter into its padded form [rows, roundUp(cols, 4)]. */
export function packParameter(parameter: Parameter, tensor: (name: string) => Float32Array): Float32Array<ArrayBuffer> {
  const stride = roundUp(parameter.cols, 4);
  const packed = new Float32Array(parameter.rows * stride);
  for (const { name, row, rows } of parameter.parts) {
    const data = tensor(name);
    if (data.length !== rows * parameter.cols)
      throw new OcaqError(
        'tensor-size',
        `Tensor "${name}" holds ${data.length} values, but the config asks for ${rows} × ${parameter.cols}.`,
        { name },
      );
    for (let r = 0; r < rows; r++)
      packed.set(data.subarray(r * parameter.cols, (r + 1) * parameter.cols), (row + r) * stride);
  }
  return packed;
}

/** One Hugging Face tensor out of the padded form. */
export function unpackPart(parameter: Parameter, part: ParameterPart, packed: Float32Array): Float32Array {
  const stride = roundUp(parameter.cols, 4);
  const data = new Float32Array(part.rows * parameter.cols);
  for (let r = 0; r < part.rows; r++)
    data.set(packed.subarray((part.row + r) * stride, (part.row + r) * stride + parameter.cols), r * parameter.cols);
  return data;
}

/**
 * The padded form as the device holds it: rows of q and k in another order within each head. Hugging Face's Llama turns row
 * i of a head with row i + headSize/2; on the device the two lie side by side, as rows 2i and 2i + 1, so that a kernel that
 * writes queries or keys turns what it has in hand. Both are permuted alike, so no product of a query and a key changes.
 */
export function toDeviceOrder(parameter: Parameter, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return movedRows(parameter, values, (from, to) => [from, to]);
}

/** The inverse of `toDeviceOrder`. */
export function fromDeviceOrder(parameter: Parameter, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return movedRows(parameter, values, (from, to) => [to, from]);
}

/** @param way from which row to which, of a row's place in the padded form and on the device */
function movedRows(
  { parts, cols }: Parameter,
  values: Float32Array<ArrayBuffer>,
  way: (padded: number, onDevice: number) => readonly [from: number, to: number],
): Float32Array<ArrayBuffer> {
  if (!parts.some((part) => part.rotatedHead)) return values;
  const stride = roundUp(cols, 4);
  const moved = values.slice();
  for (const { row, rows, rotatedHead } of parts)
    for (let r = 0; rotatedHead && r < rows; r++) {
      const i = r % rotatedHead;
      const half = rotatedHead / 2;
      const [from, to] = way(row + r, row + r - i + (i < half ? 2 * i : 2 * (i - half) + 1));
      moved.set(values.subarray(from * stride, (from + 1) * stride), to * stride);
    }
  return moved;
}
