/**
 * How long a launch should take by what it issues and moves, from two rates of an adapter that are measured. The formula is
 * one line and knows nothing of latencies, barriers, caches, or how full the card is: what a measurement exceeds it by says
 * where to look. Pure.
 */

/** What an adapter can do at most, see engine/roof.ts. */
export interface Roof {
  /** Multiply-adds a second, counted as two operations each. */
  readonly flopsPerSecond: number;
  readonly bytesPerSecond: number;
}

/**
 * Instructions of a launch over all its invocations, padding of tiles included. Stores, addresses and conversions are not
 * counted: in the kernels that decide, they are few beside these.
 */
export interface Budget {
  /** Of scalars; other arithmetic counts two operations as one. */
  readonly multiplyAdds: number;
  /** Loads of storage of up to 16 bytes. */
  readonly storageLoads: number;
  /** Loads of workgroup memory of up to 16 bytes. */
  readonly workgroupLoads: number;
}

/**
 * Multiply-adds that could be issued while one invocation loads 16 bytes. A processor of NVIDIA's (from Ampere on) or
 * AMD's (RDNA) takes 128 multiply-adds a cycle, 128 bytes of workgroup memory and 64 of its first cache: 16 for workgroup
 * memory where each invocation loads bytes of its own, 4 where 32 of them load the same ones, for which 8 stands; and
 * likewise 8 to 32 for storage, for which 16 stands.
 */
const MULTIPLY_ADDS_PER_LOAD = { storage: 16, workgroup: 8 };

/**
 * Seconds of one launch: issuing its multiply-adds and loads one after the other, or moving its bytes, whichever takes longer.
 * What it takes to begin a launch is not in it.
 */
export function predictedSeconds(
  { budget, bytes }: { readonly budget: Budget; readonly bytes: number },
  { flopsPerSecond, bytesPerSecond }: Roof,
): number {
  const { multiplyAdds, storageLoads, workgroupLoads } = budget;
  const loads = MULTIPLY_ADDS_PER_LOAD.storage * storageLoads + MULTIPLY_ADDS_PER_LOAD.workgroup * workgroupLoads;
  return Math.max((2 * (multiplyAdds + loads)) / flopsPerSecond, bytes / bytesPerSecond);
}
