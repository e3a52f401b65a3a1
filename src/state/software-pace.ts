/** How slow training is on a software adapter, said before anybody waits for it. */

/** Of a few cores of a processor, with WebGPU on SwiftShader, lavapipe or WARP: an order of magnitude. */
const SOFTWARE_OPERATIONS_PER_SECOND = 1e10;

/** A model of 100 million parameters that learns a billion tokens, at six operations for each parameter and token. */
const LARGE_RUN_OPERATIONS = 6 * 1e8 * 1e9;

/** @param measured operations a second while training on this adapter; null: never measured */
export const secondsOfLargeRun = (measured: number | null): number =>
  LARGE_RUN_OPERATIONS / (measured ?? SOFTWARE_OPERATIONS_PER_SECOND);
