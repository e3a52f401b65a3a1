/** How many rows a pass over instruction sets takes, and whether packing its records is proposed. Pure. */
import { replayRows } from '../data/examples.ts';
import type { ExampleTreatment, InstructionPreview } from '../worker/api.ts';

type Learned = Pick<InstructionPreview, 'learned'>;

/** Fewer steps than this teach little, however many records each holds. */
export const FEWEST_STEPS = 20;
/** Over the set, unless the person says otherwise. */
export const PASSES = 3;

/** @param seq tokens of a row */
export function rowsOfPass(
  { learned }: Learned,
  { packed, replayShare }: Pick<ExampleTreatment, 'packed' | 'replayShare'>,
  seq: number,
): number {
  return (packed ? learned.packedRows : learned.rows) + replayRows(learned.tokens, replayShare, seq);
}

/** Steps of so many passes; at least one. */
export const stepsOfPasses = (passes: number, rows: number, rowsPerStep: number): number =>
  Math.max(1, Math.round((passes * rows) / Math.max(1, rowsPerStep)));

/** Where the usual passes over packed rows are steps enough, and fewer than without: small sets need their many short rows. */
export const proposesPacking = ({ learned: { packedRows, rows } }: Learned, rowsPerStep: number): boolean =>
  packedRows < rows && PASSES * packedRows >= FEWEST_STEPS * rowsPerStep;
