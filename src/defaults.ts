/** What is assumed until a person or an adapter says otherwise; the same in the studio and on the command line. */

/** Memory for a plan, in bytes: what a 4 GB card has left beside desktop, browser and driver. */
export const DEFAULT_BUDGET_BYTES = 3.25 * 2 ** 30;

/** The largest binding in bytes that every WebGPU adapter allows (maxStorageBufferBindingSize). */
export const PORTABLE_BINDING_BYTES = 128 * 2 ** 20;
