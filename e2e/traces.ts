/** What a finished run has left in the database, for the comparison of two runs bit for bit. */
import { expect, type Page } from 'playwright/test';
import { stored } from './steps.ts';

interface Metrics {
  runId: string;
  series: string;
  block: number;
  points: { step: number; loss: number; gradNorm: number }[];
}
interface Checkpoint {
  runId: string;
  step: number;
  tensors: { name: string; chunks: { sha256: string }[] }[];
}

/** Losses and norms of every step, held-out losses, and the hashes of weights and moments in its last checkpoint. */
export async function traces(page: Page, run: string) {
  const metrics = (await stored<Metrics>(page, 'metrics'))
    .filter((m) => m.runId === run)
    .sort((a, b) => a.block - b.block);
  const points = (series: string) => metrics.filter((m) => m.series === series).flatMap((m) => m.points);
  const last = (await stored<Checkpoint>(page, 'checkpoints'))
    .filter((c) => c.runId === run)
    .sort((a, b) => b.step - a.step)[0];
  return {
    losses: points('steps').map(({ step, loss, gradNorm }) => [step, loss, gradNorm]),
    heldOut: points('heldOut'),
    step: last?.step,
    hashes: last?.tensors.map(({ name, chunks }) => [name, ...chunks.map((chunk) => chunk.sha256)]),
  };
}

interface Run {
  id: string;
  createdAt: number;
  config: { data: { kind: 'corpus' | 'instructions' } };
}

/** The newest run on such data has ended after so many steps, and left what the oldest has, which was not disturbed. */
export async function expectSameBits(
  page: Page,
  steps: number,
  data: 'corpus' | 'instructions' = 'corpus',
): Promise<void> {
  const all = (await stored<Run>(page, 'runs')).filter(({ config }) => config.data.kind === data);
  const runs = all.sort((one, other) => one.createdAt - other.createdAt);
  const [first, last] = [await traces(page, runs[0]!.id), await traces(page, runs.at(-1)!.id)];
  expect(first.losses).toHaveLength(steps);
  expect(first.step).toBe(steps);
  expect(last).toEqual(first);
}
