/**
 * What becomes of a product's values on their way to memory: an entry for each shaders/lib/epilogue_<name>.wgsl, with what
 * the file binds and the overrides that it declares. A bias, where there is one, is added before any of them.
 */
import { blockOverrides } from './block-diagonal.ts';
import {
  type ColumnRange,
  expectShape,
  type RowRange,
  reads,
  type Tensor,
  type TensorBinding,
  writes,
} from './operator.ts';

export interface Epilogue {
  /** Of the file. */
  readonly name: string;
  /** What the file binds after `out`, in its order. */
  readonly tensors?: readonly EpilogueTensor[];
  readonly overrides?: Readonly<Record<string, number>>;
  /** It takes the two products of a weight's halves together: rows of gate from 0, of up from roundUp(columns of out, 4). */
  readonly takesGateUp?: true;
  /** Of M×N outputs, beyond the product's. */
  readonly flops?: (M: number, N: number) => number;
  /** Of these, those that do work of the forward pass a second time. */
  readonly repeatedFlops?: (M: number, N: number) => number;
}

interface EpilogueTensor {
  readonly tensor: Tensor;
  readonly access: 'read' | 'write';
  /** `out`: as out, and bound with its ranges; `gate_up`: as wide as gate and up, and bound with out's rows; `own`: another. */
  readonly shape: 'out' | 'gate_up' | 'own';
}

const perOutput = (flops: number) => (M: number, N: number) => flops * M * N;
const SWIGLU = perOutput(5);
const GELU = perOutput(8);

/** out (+)= value */
export const store = (accumulate: boolean): Epilogue => ({
  name: 'none',
  overrides: { ACCUMULATE: accumulate ? 1 : 0 },
});

/** out = factor · value */
export const scaled = (factor: number): Epilogue => ({ name: 'scaled', overrides: { SCALE: factor } });

/** out += value within the blocks of a block-diagonal out. */
export const addToBlocks = (out: Tensor): Epilogue => ({ name: 'blocks', overrides: blockOverrides(out) });

/** out = residual + value */
export const addTo = (residual: Tensor): Epilogue => ({
  name: 'residual',
  tensors: [{ tensor: residual, access: 'read', shape: 'out' }],
});

/** out = valueWeight · value + otherWeight · other */
export const weighted = (valueWeight: number, other: Tensor, otherWeight: number): Epilogue => ({
  name: 'weighted',
  tensors: [{ tensor: other, access: 'read', shape: 'out' }],
  overrides: { VALUE_WEIGHT: valueWeight, OTHER_WEIGHT: otherWeight },
  flops: perOutput(3),
});

/** The first `rotated` columns of out, heads of q and k, rotated by the rows' positions. @param tables see ropeTables */
export const rotate = (tables: Tensor, positions: Tensor, headSize: number, rotated: number): Epilogue => ({
  name: 'rope',
  tensors: [
    { tensor: tables, access: 'read', shape: 'own' },
    { tensor: positions, access: 'read', shape: 'own' },
  ],
  overrides: { HEAD4: headSize / 4, ROTATED4: rotated / 4 },
  flops: (M) => 3 * M * rotated,
});

/** out = silu(gate) · up */
export const swiglu: Epilogue = { name: 'swiglu', takesGateUp: true, flops: SWIGLU };

/** out = silu(gate) · up, and gate|up kept for the backward pass. */
export const swigluSaved = (gateUp: Tensor): Epilogue => ({
  ...swiglu,
  name: 'swiglu_saved',
  tensors: [{ tensor: gateUp, access: 'write', shape: 'gate_up' }],
});

/** Of value, the gradient of hidden, that of gate|up; out = hidden, recomputed. */
export const swigluBackward = (dgateUp: Tensor, gateUp: Tensor): Epilogue => ({
  name: 'swiglu_backward',
  tensors: [
    { tensor: dgateUp, access: 'write', shape: 'gate_up' },
    { tensor: gateUp, access: 'read', shape: 'gate_up' },
  ],
  flops: perOutput(11),
  repeatedFlops: SWIGLU,
});

/** out = gelu(value) */
export const gelu: Epilogue = { name: 'gelu', flops: GELU };

/** out = gelu(value), and value kept for the backward pass. */
export const geluSaved = (preActivation: Tensor): Epilogue => ({
  ...gelu,
  name: 'gelu_saved',
  tensors: [{ tensor: preActivation, access: 'write', shape: 'out' }],
});

/** Of value, the gradient of hidden, that of what GELU was applied to; out = hidden, recomputed. */
export const geluBackward = (dpreActivation: Tensor, preActivation: Tensor): Epilogue => ({
  name: 'gelu_backward',
  tensors: [
    { tensor: dpreActivation, access: 'write', shape: 'out' },
    { tensor: preActivation, access: 'read', shape: 'out' },
  ],
  flops: perOutput(18),
  repeatedFlops: GELU,
});

/**
 * The bindings of an epilogue's file: out, then its other tensors.
 * @param rows, columns those of out that take part
 * @throws when shapes do not fit
 */
export function epilogueBindings(
  operator: string,
  { name, tensors = [] }: Epilogue,
  out: Tensor,
  rows?: RowRange,
  columns?: ColumnRange,
): TensorBinding[] {
  return [
    writes(out, rows, columns),
    ...tensors.map(({ tensor, access, shape }) => {
      const bind = access === 'read' ? reads : writes;
      if (shape === 'own') return bind(tensor);
      expectShape(operator, name, tensor, out.rows, shape === 'out' ? out.cols : out.stride + out.cols);
      return bind(tensor, rows, shape === 'out' ? columns : undefined);
    }),
  ];
}
