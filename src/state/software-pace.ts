/** How slow training is on a software adapter, said before anybody waits for it. */

/** A model of 100 million parameters that learns a billion tokens, at six operations for each parameter and token. */
const LARGE_RUN_OPERATIONS = 6 * 1e8 * 1e9;

/**
 * At about 10 billion operations a second, of a few cores of a processor with WebGPU on SwiftShader, lavapipe or WARP: an order
 * of magnitude, in one figure of days.
 */
const LARGE_RUN_SECONDS = 700 * 86_400;

/** @param measured operations a second while training on this adapter; null: never measured */
export const secondsOfLargeRun = (measured: number | null): number =>
  measured === null ? LARGE_RUN_SECONDS : LARGE_RUN_OPERATIONS / measured;
