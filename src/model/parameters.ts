/**
 * Parameters of a model: each with its shape, group and initialisation, and the Hugging Face tensors that it holds. What one
 * product uses lies side by side in one matrix (q, k and v; gate and up). Which parameters there are is for a family to say
 * (`families/`); here are the ways to say it, and the way between Hugging Face's layout and the device's.
 */
import { roundUp } from '../ops/operator.ts';
import type { ParameterShape } from '../plan/parameters.ts';

/** What of a parameter is one tensor of the Hugging Face checkpoint layout. */
export interface ParameterPart {
  readonly name: string;
  /** Rows of a matrix, or elements of a vector: the first, and how many. */
  readonly from: number;
  readonly count: number;
  /** They are heads of this size, whose elements RoPE rotates in pairs. */
  readonly rotatedHead?: number;
  /** The file holds the matrix transposed, [in, out]. */
  readonly isTransposed?: boolean;
}

export type Initialisation =
  /** `isResidual`: it writes to the residual stream, and a recipe may have it start at zero. */
  | { readonly kind: 'normal'; readonly std: number; readonly isResidual?: true }
  /** Between −bound and bound. */
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'ones' }
  | { readonly kind: 'zeros' };

export interface Parameter extends ParameterShape {
  /** One row, which files hold as a vector: a norm, a bias. */
  readonly isVector?: boolean;
  /** Of an adapter, not of the base. */
  readonly isAdapter?: true;
  readonly init: Initialisation;
  readonly parts: readonly ParameterPart[];
}

/** A tensor that lies in a parameter, behind those before it. */
export interface TensorOf extends Pick<ParameterPart, 'name' | 'rotatedHead' | 'isTransposed'> {
  readonly count: number;
  /** Where it begins, if not right behind the one before it; what lies between is zero. */
  readonly from?: number;
}

/** A matrix within a layer: rows of each tensor are outputs, columns inputs. */
export function matrix(id: string, cols: number, std: number, tensors: readonly TensorOf[]): Parameter {
  const { parts, end } = sideBySide(tensors);
  return { id, rows: end, cols, group: 'matrices', isCompact: true, init: { kind: 'normal', std }, parts };
}

/**
 * A matrix within a layer that writes to the residual stream: it starts smaller by √(2·layers), so that the stream does not
 * grow with depth (GPT-2, Radford et al. 2019), or at zero.
 */
export function residualMatrix(
  id: string,
  cols: number,
  { std, layers }: { readonly std: number; readonly layers: number },
  tensors: readonly TensorOf[],
): Parameter {
  const scaled = std / Math.sqrt(2 * layers);
  return { ...matrix(id, cols, scaled, tensors), init: { kind: 'normal', std: scaled, isResidual: true } };
}

/** A table of a row a token. */
export function table(id: string, cols: number, std: number, name: string, rows: number): Parameter {
  const parts = [{ name, from: 0, count: rows }];
  return { id, rows, cols, group: 'tables', isTable: true, init: { kind: 'normal', std }, parts };
}

/** A table of a row a position, added to the rows of a sequence. */
export function rowsByPosition(id: string, cols: number, std: number, name: string, rows: number): Parameter {
  const parts = [{ name, from: 0, count: rows }];
  return { id, rows, cols, group: 'tables', init: { kind: 'normal', std }, parts };
}

/** A vector: weights of a norm, biases. */
export function vector(id: string, init: 'ones' | 'zeros', tensors: readonly TensorOf[]): Parameter {
  const { parts, end } = sideBySide(tensors);
  return { id, rows: 1, cols: end, group: 'vectors', isVector: true, init: { kind: init }, parts };
}

function sideBySide(tensors: readonly TensorOf[]): { parts: ParameterPart[]; end: number } {
  let end = 0;
  const parts = tensors.map((tensor): ParameterPart => {
    const from = tensor.from ?? end;
    end = from + tensor.count;
    return { ...tensor, from };
  });
  return { parts, end };
}

/** The Hugging Face tensor that a row of a matrix is of. */
export const tensorOfRow = ({ id, parts }: Parameter, row: number): string =>
  parts.find(({ from, count }) => row >= from && row < from + count)?.name ?? id;

/** The shape of a part in a Hugging Face file. */
export function partShape({ cols, isVector }: Parameter, { count, isTransposed }: ParameterPart): number[] {
  if (isVector) return [count];
  return isTransposed ? [cols, count] : [count, cols];
}

export const partElements = ({ cols, isVector }: Parameter, { count }: ParameterPart): number =>
  isVector ? count : count * cols;

/** Puts the Hugging Face tensors of a parameter into its padded form [rows, roundUp(cols, 4)]. */
export function packParameter(parameter: Parameter, tensor: (name: string) => Float32Array): Float32Array<ArrayBuffer> {
  const packed = new Float32Array(parameter.rows * roundUp(parameter.cols, 4));
  for (const part of parameter.parts) {
    const data = tensor(part.name);
    if (data.length !== partElements(parameter, part))
      throw new Error(
        `Tensor "${part.name}" holds ${data.length} values, but the config asks for ${partShape(parameter, part).join(' × ')}.`,
      );
    forEachElement(parameter, part, (inFile, inPacked) => {
      packed[inPacked] = data[inFile] as number;
    });
  }
  return packed;
}

/** One Hugging Face tensor out of the padded form. */
export function unpackPart(parameter: Parameter, part: ParameterPart, packed: Float32Array): Float32Array<ArrayBuffer> {
  const data = new Float32Array(partElements(parameter, part));
  forEachElement(parameter, part, (inFile, inPacked) => {
    data[inFile] = packed[inPacked] as number;
  });
  return data;
}

/** Where each number of a tensor is, in its file and in the padded form of its parameter. */
function forEachElement(
  { cols, isVector }: Parameter,
  { from, count, isTransposed }: ParameterPart,
  visit: (inFile: number, inPacked: number) => void,
): void {
  if (isVector) {
    for (let i = 0; i < count; i++) visit(i, from + i);
    return;
  }
  const stride = roundUp(cols, 4);
  for (let row = 0; row < count; row++)
    for (let col = 0; col < cols; col++)
      visit(isTransposed ? col * count + row : row * cols + col, (from + row) * stride + col);
}

/** Where an element of a head is, when the two that RoPE rotates together (i and i + headSize/2) lie side by side. */
export const besideItsPair = (i: number, headSize: number): number =>
  i < headSize / 2 ? 2 * i : 2 * (i - headSize / 2) + 1;

/**
 * The padded form as the device holds it: rows of q and k in another order within each head, and elements of their biases and
 * norms alike. Hugging Face's RoPE rotates element i of a head with element i + headSize/2; on the device the two lie side by
 * side, as 2i and 2i + 1, so that a kernel that writes queries or keys rotates what it has in hand. Both are permuted alike,
 * so no product of a query and a key changes.
 */
export function toDeviceOrder(parameter: Parameter, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return reordered(parameter, values, (from, to) => [from, to]);
}

/** The inverse of `toDeviceOrder`. */
export function fromDeviceOrder(parameter: Parameter, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  return reordered(parameter, values, (from, to) => [to, from]);
}

/** @param way from where to where, of a row's (or a vector's element's) place in the padded form and on the device */
function reordered(
  { parts, cols, isVector }: Parameter,
  values: Float32Array<ArrayBuffer>,
  way: (padded: number, onDevice: number) => readonly [from: number, to: number],
): Float32Array<ArrayBuffer> {
  if (!parts.some((part) => part.rotatedHead)) return values;
  const size = isVector ? 1 : roundUp(cols, 4);
  const moved = values.slice();
  for (const { from: first, count, rotatedHead } of parts)
    for (let index = 0; rotatedHead && index < count; index++) {
      const i = index % rotatedHead;
      const [from, to] = way(first + index, first + index - i + besideItsPair(i, rotatedHead));
      moved.set(values.subarray(from * size, (from + 1) * size), to * size);
    }
  return moved;
}
