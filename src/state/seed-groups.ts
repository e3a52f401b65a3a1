/**
 * Runs of one recipe with different seeds: what differs between them is noise. Whether runs belong together is read from
 * their records, so that seeds count however they were started. Pure.
 */
import type { RunRecord } from '../worker/api.ts';

/** What a run's weights depend on besides its seed; a run that continues from another has no seed of its own. */
export function recipeKey(run: RunRecord): string {
  const { seed: _, evalEvery: __, sampleEvery: ___, saveEvery: ____, samplePrompt: _____, ...settings } = run.settings;
  const { preset: ______, steps: _______, ...choice } = run.choice;
  const { objective, method, tokenSet, baseCheckpoint } = run;
  const data = learnedFrom(run);
  const origin = run.parent === null ? null : run.id;
  return JSON.stringify(sorted({ objective, method, data, tokenSet, baseCheckpoint, origin, settings, choice }));
}

/** The instructions that are answered at a sample teach nothing; earlier versions left out what did not fit, and packed nothing. */
function learnedFrom({ data }: RunRecord): object {
  if (data.kind === 'corpus') return data;
  const { sampled: _, ...rest } = data;
  return { tooLong: 'leave-out', packed: false, promptWeight: 0, replayShare: 0, embeddingDropout: 0, ...rest };
}

/** Objects with their fields in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}

/** All runs of the recipe, this one too, in order of seeds; of one seed the newest that is finished, or the newest. */
export function seedsOf(run: RunRecord, runs: readonly RunRecord[]): RunRecord[] {
  const key = recipeKey(run);
  const bySeed = new Map<number, RunRecord>();
  const oldestFirst = runs.filter((one) => recipeKey(one) === key).sort((a, b) => a.startedAt - b.startedAt);
  for (const one of oldestFirst) {
    const known = bySeed.get(one.settings.seed);
    if (known?.status !== 'finished' || one.status === 'finished') bySeed.set(one.settings.seed, one);
  }
  return [...bySeed.values()].sort((a, b) => a.settings.seed - b.settings.seed);
}

/** Those that came to their end, and whose last held-out loss is therefore comparable. */
export const finishedSeeds = (run: RunRecord, runs: readonly RunRecord[]): RunRecord[] =>
  seedsOf(run, runs).filter(({ status, heldOutLoss }) => status === 'finished' && Number.isFinite(heldOutLoss));

/** A seed has 32 bits. */
const SEEDS = 2 ** 32;

/** Seeds that no run of the recipe has. */
export function freeSeeds(run: RunRecord, runs: readonly RunRecord[], count: number): number[] {
  const taken = new Set(seedsOf(run, runs).map(({ settings }) => settings.seed));
  const free: number[] = [];
  for (let seed = run.settings.seed; free.length < count; ) {
    seed = (seed + 1) % SEEDS;
    if (!taken.has(seed)) free.push(seed);
  }
  return free;
}
