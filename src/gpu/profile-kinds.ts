/**
 * Which launches of a program are the same work: the same pipeline over the same grid with bindings of the same sizes, as
 * the layers of a model repeat them. Such a kind is timed once and counted. Pure.
 */
import type { Budget } from './budget.ts';
import type { KernelLaunch } from './launch.ts';

export interface LaunchKind {
  /** The shader's name, with the epilogue that a product has, e.g. `gemm_nt residual`. */
  readonly kernel: string;
  /** What it works on, e.g. `4096×2304×768`; '' where the launch names no size. */
  readonly sizes: string;
  /** Index of its first launch in the program. */
  readonly first: number;
  readonly count: number;
  /** Of one launch. */
  readonly flops: number;
  /** Of one launch. */
  readonly bytes: number;
  /** Of one launch. */
  readonly budget: Budget;
}

/** `override` constants that count rows, columns and the like, in the order in which they are read out. */
const SIZES = ['M', 'N', 'K', 'ROWS', 'COLS', 'VOCAB', 'HEADS', 'VEC4S', 'BLOCKS'];

/** The kinds of `launches`, in the order of their first launch, which lies at `offset` or later in the program. */
export function launchKinds(launches: readonly KernelLaunch[], offset = 0): LaunchKind[] {
  const kinds = new Map<string, LaunchKind>();
  launches.forEach((launch, i) => {
    const key = keyOf(launch);
    const known = kinds.get(key);
    kinds.set(
      key,
      known
        ? { ...known, count: known.count + 1 }
        : {
            kernel: kernelOf(launch),
            sizes: sizesOf(launch),
            first: offset + i,
            count: 1,
            flops: launch.flops,
            bytes: launch.bytes,
            budget: launch.budget,
          },
    );
  });
  return [...kinds.values()];
}

function keyOf({ shader, slots, constants, overrides, workgroups, bindings }: KernelLaunch): string {
  const bound = bindings.map(({ element, access, size }) => `${element} ${access} ${size}`);
  return JSON.stringify([shader, slots, constants, overrides, workgroups, bound]);
}

function kernelOf({ shader, slots: { EPILOGUE = 'none' } }: KernelLaunch): string {
  return EPILOGUE === 'none' ? shader : `${shader} ${EPILOGUE}`;
}

function sizesOf({ overrides }: KernelLaunch): string {
  return SIZES.flatMap((name) => overrides[name] ?? []).join('×');
}
