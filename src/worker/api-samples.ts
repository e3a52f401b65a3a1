/** The contract's part about what a run's model writes while it learns. See api.ts. */

/** What a model wrote after so many steps. */
export interface SamplePoint {
  step: number;
  /** What it continued, or the instruction that it answered. */
  prompt: string;
  text: string;
  /** Of a held-out record: what belongs to the instruction, and the answer that the record gives. */
  record?: { input: string; output: string };
  /** Words of the text, and how many of them occur in the corpus; missing where it has no word list. */
  words?: { total: number; known: number };
}
