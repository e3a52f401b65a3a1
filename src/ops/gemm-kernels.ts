/**
 * The kernels that compute a matrix product, and the classes of products that each have one chosen for them. Which kernel
 * is fastest depends on the card: large tiles read storage less often, small ones fill it where there are few of them.
 *
 * A class is a form (which operands are read along memory and which across) and whether the output is of few or many
 * tiles. The vocabulary's products need no class of their own: logits and the head's gradient have many tiles, the
 * gradient that goes back from the logits has few.
 */
export type GemmForm = 'NT' | 'NN' | 'TN';
export type GemmClass = `${GemmForm} ${'few' | 'many'}`;

/** Outputs of one workgroup, and how its shader is assembled: `method` names the file lib/gemm_<method>.wgsl. */
export interface GemmKernel {
  readonly method: 'direct' | 'tiled_f32' | 'tiled_f16';
  readonly rows: number;
  readonly columns: number;
  /** Columns between the left and the right half of an invocation's outputs. */
  readonly half: number;
  readonly constants: Readonly<Record<string, number>>;
}

/** Bytes of workgroup memory that every adapter has. */
const WORKGROUP_BYTES = 16_384;

/** Staged in two buffers where they fit. @param step k that are staged at a time, see lib/gemm_tiled.wgsl */
function tiled(rows: number, columns: number, step: number, method: GemmKernel['method'] = 'tiled_f32'): GemmKernel {
  const bytes = (rows + columns) * step * (method === 'tiled_f16' ? 2 : 4);
  const constants = {
    TILE_ROWS: rows,
    TILE_COLUMNS: columns,
    TILE_K: step,
    BUFFERS: 2 * bytes <= WORKGROUP_BYTES ? 2 : 1,
  };
  return { method, rows, columns, half: columns / 2, constants };
}

/** By the names that a choice holds. Those that end in f16 stage 16-bit operands as they are stored. */
export const GEMM_KERNELS = {
  direct: { method: 'direct', rows: 64, columns: 64, half: 4, constants: { GROUP_ROWS: 8, GROUP_COLUMNS: 8 } },
  'tiled-64x64': tiled(64, 64, 8),
  'tiled-64x128': tiled(64, 128, 8),
  'tiled-128x64': tiled(128, 64, 8),
  'tiled-128x128': tiled(128, 128, 8),
  'tiled-128x128-k16': tiled(128, 128, 16),
  'tiled-64x64-f16': tiled(64, 64, 8, 'tiled_f16'),
  'tiled-128x64-f16': tiled(128, 64, 8, 'tiled_f16'),
  'tiled-128x128-f16': tiled(128, 128, 16, 'tiled_f16'),
} as const satisfies Record<string, GemmKernel>;

/** With the same tiles, staged as f32. */
export const stagedAsF32 = ({ rows, columns, constants }: GemmKernel): GemmKernel =>
  tiled(rows, columns, constants.TILE_K as number);

export type GemmKernelName = keyof typeof GEMM_KERNELS;
export const GEMM_KERNEL_NAMES = Object.keys(GEMM_KERNELS) as readonly GemmKernelName[];

/** From so many tiles of 128×128 outputs on a product has many: four for each of a small card's 16 processors. */
const MANY_TILES = 64;

/** The class of a product with M×N outputs. */
export function gemmClass(form: GemmForm, M: number, N: number): GemmClass {
  const tiles = Math.ceil(M / 128) * Math.ceil(N / 128);
  return `${form} ${tiles < MANY_TILES ? 'few' : 'many'}`;
}

/** A choice for every class. */
export type GemmChoice = Readonly<Record<GemmClass, GemmKernelName>>;

export const everyGemm = (name: GemmKernelName): GemmChoice => ({
  'NT few': name,
  'NT many': name,
  'NN few': name,
  'NN many': name,
  'TN few': name,
  'TN many': name,
});
