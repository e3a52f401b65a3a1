/** What lists show of a run that has done nothing yet. */
import type { RunDetails } from '../stored.ts';

export const NO_RUN_DETAILS: RunDetails = {
  trainLoss: null,
  heldOutLoss: null,
  unigramLoss: null,
  rowsPerEpoch: null,
  tokensPerEpoch: null,
  plannedBytes: 0,
  usedBytes: 0,
  error: null,
  recovering: null,
  diverged: null,
  rateScale: 1,
  rates: null,
  basis: null,
};
