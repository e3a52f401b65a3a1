/** What the kernels of matrix products issue, from how lib/gemm_direct.wgsl and lib/gemm_tiled.wgsl walk through them. */
import type { Budget } from '../gpu/budget.ts';
import type { GemmKernel } from './gemm-kernels.ts';
import { roundUp } from './operator.ts';

/** An invocation computes 8×8 outputs; each k takes 8 values of a and 8 of b, in two loads each. */
const BLOCK = 8;
const LOADS = 4;

/** For M×N outputs by a kernel; K is summed. The last part of K may be shorter, all others are whole steps. */
export function gemmBudget({ method, rows, columns, constants }: GemmKernel, M: number, N: number, K: number): Budget {
  if (method === 'direct') {
    const blocks = Math.ceil(M / BLOCK) * Math.ceil(N / BLOCK);
    const summed = roundUp(K, 4);
    return { multiplyAdds: blocks * BLOCK ** 2 * summed, storageLoads: blocks * LOADS * summed, workgroupLoads: 0 };
  }
  const tiles = Math.ceil(M / rows) * Math.ceil(N / columns);
  const blocks = (tiles * rows * columns) / BLOCK ** 2;
  const summed = roundUp(K, constants.TILE_K as number);
  return {
    multiplyAdds: blocks * BLOCK ** 2 * summed,
    storageLoads: (tiles * (rows + columns) * summed) / 4,
    workgroupLoads: blocks * LOADS * summed,
  };
}
