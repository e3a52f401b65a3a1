/** About how large the file of a project would be, without reading what is large. */
import type { Database } from '../database.ts';
import { usageOf } from '../usage.ts';
import { passesOf } from './inventory.ts';

/** What every file has: its manifest and the project itself. */
const LEAST_BYTES = 2048;

export interface ProjectSize {
  /** Of checkpoints alone. */
  readonly checkpoints: number;
  /** Of everything else. */
  readonly rest: number;
}

export async function projectSize(database: Database, project: string): Promise<ProjectSize> {
  const usage = await usageOf(database, project, new Set());
  const { sources, tokenizers, tokenSets, runs, checkpoints, instructionSets, jobs, conversations } = usage;
  const verdicts = sources.flatMap(passesOf).map(({ storedBytes }) => storedBytes);
  const held = [...sources, ...tokenizers, ...tokenSets, ...runs, ...instructionSets, ...jobs, ...conversations];
  return {
    checkpoints: sum(checkpoints.map(({ heldBytes }) => heldBytes)),
    rest: LEAST_BYTES + sum(verdicts) + sum(held.map(({ heldBytes }) => heldBytes)),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
