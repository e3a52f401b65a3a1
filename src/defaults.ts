/** What is assumed until a person or an adapter says otherwise; the same in the studio and on the command line. */

import { OcaqError } from './errors.ts';

/** Memory for a plan, in bytes: what a 4 GB card has left beside desktop, browser and driver. */
export const DEFAULT_BUDGET_BYTES = 3.25 * 2 ** 30;

/** The largest binding in bytes that every WebGPU adapter allows (maxStorageBufferBindingSize). */
export const PORTABLE_BINDING_BYTES = 128 * 2 ** 20;

/** Beyond so many times the peak learning rate that suits a model, a run most likely diverges. */
const RATE_MARGIN = 10;

/** What is said of a learning rate before a run begins; null: nothing. @param suited what a recipe for this model has */
export function rateWarning(rate: number, suited: number): OcaqError | null {
  if (rate <= RATE_MARGIN * suited) return null;
  return new OcaqError(
    'rate-beyond-model',
    `The peak learning rate ${rate} is far above the ${suited} that suits this model: the run will most likely diverge. Choose a rate near ${suited}.`,
    { rate, suited },
  );
}
