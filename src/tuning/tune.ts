/**
 * Runs every tuning task, each candidate in turn: the fastest of those with right results wins. Knows no GPU: the benchmark
 * is handed in.
 */
import { OcaqError } from '../errors.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { type Candidate, type TuningTask, withPart } from './tasks.ts';
import type { Workload } from './workload.ts';

/** A candidate replaces the default kernel only below this share of its time: smaller gains are within measuring noise. */
const WORTH_IT = 0.95;

/** Milliseconds that a candidate takes. An OcaqError that it throws disqualifies the candidate, unless the device is lost. */
export type Benchmark = (workload: Workload, candidate: Candidate) => Promise<number>;

export interface Watch {
  /** Ends it early with what is known by then; whatever fails from then on leaves the default kernels. */
  readonly skip?: AbortSignal;
  /** @param what the tuning task and candidate about to be measured */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

export interface Tuned {
  readonly kernels: KernelChoice;
  /** false where it was skipped. */
  readonly isComplete: boolean;
}

/**
 * @param defaults used where nothing is known: a tuning task that was skipped keeps them
 * @throws OcaqError `no-kernel-works` where every candidate of a task is disqualified, `tuning-device-lost`
 */
export async function tune(
  tasks: readonly TuningTask[],
  defaults: KernelChoice,
  benchmark: Benchmark,
  { skip, onProgress = () => undefined }: Watch,
): Promise<Tuned> {
  const total = tasks.reduce((sum, { candidates }) => sum + candidates.length, 0);
  let kernels = defaults;
  let done = 0;
  for (const task of tasks) {
    const workload = task.workload();
    const refusals: OcaqError[] = [];
    const times = new Map<Candidate, number>();
    for (const candidate of task.candidates) {
      if (skip?.aborted) break;
      onProgress(done++, total, `${task.name}: ${candidate.name}`);
      try {
        times.set(candidate, await benchmark(workload, candidate));
      } catch (error) {
        if (!(error instanceof OcaqError)) throw error;
        if (skip?.aborted) return { kernels: defaults, isComplete: false };
        if (error.code === 'device-lost') throw deviceLost(task, candidate, error);
        refusals.push(error);
      }
    }
    const best = winner(times, defaults);
    if (best) kernels = withPart(kernels, best.kernels);
    if (refusals.length === task.candidates.length) throw noKernelWorks(task, refusals);
    if (skip?.aborted) return { kernels, isComplete: false };
  }
  onProgress(total, total, '');
  return { kernels, isComplete: true };
}

/** The fastest; the default one where it is about as fast. */
function winner(times: ReadonlyMap<Candidate, number>, defaults: KernelChoice): Candidate | null {
  const [fastest] = [...times].sort(([, a], [, b]) => a - b);
  if (!fastest) return null;
  const isDefault = ({ kernels }: Candidate) =>
    JSON.stringify(withPart(defaults, kernels)) === JSON.stringify(defaults);
  const byDefault = [...times].find(([candidate]) => isDefault(candidate));
  const [candidate, milliseconds] = fastest;
  return byDefault && byDefault[1] * WORTH_IT < milliseconds ? byDefault[0] : candidate;
}

function deviceLost(task: TuningTask, candidate: Candidate, cause: OcaqError): OcaqError {
  const what = `${task.name}: ${candidate.name}`;
  return new OcaqError(
    'tuning-device-lost',
    `The graphics device was lost while kernels were being measured (${what}); none of the measurements were kept. Wait a minute and try again. If it happens again, skip the measurement: the default kernels are then used.`,
    { what },
    { cause },
  );
}

function noKernelWorks(task: TuningTask, refusals: readonly OcaqError[]): OcaqError {
  const [first] = refusals as [OcaqError];
  return new OcaqError(
    'no-kernel-works',
    `None of the ${refusals.length} kernels for ${task.name} gives right results on this graphics adapter. The first one failed: ${first.message} Update the graphics driver, or choose another adapter.`,
    { what: task.name, reason: first.message },
    { cause: first },
  );
}
