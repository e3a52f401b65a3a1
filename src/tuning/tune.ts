/**
 * Runs every tuning task: of the candidates with right results the fastest wins. They are timed in rounds, one after the other,
 * so that clocks, heat and other programs meet all alike. What a task has decided holds for those after it, and is kept as it
 * goes: a tuning that was skipped or lost goes on from there. Knows no GPU: the bench is handed in.
 */
import { OcaqError } from '../errors.ts';
import { median } from '../gpu/profile-clock.ts';
import type { KernelChoice } from '../ops/operator.ts';
import { type Candidate, type TuningTask, withPart } from './tasks.ts';
import type { Workload } from './workload.ts';

/** A candidate replaces the default kernel only below this share of its time: smaller gains are within measuring noise. */
const WORTH_IT = 0.95;
const ROUNDS = 3;
/** Who takes this many times as long as the best in the first round is in no other. */
const HOPELESS = 2;

/** Where kernels are tried. An OcaqError that it throws disqualifies the candidate, unless the device is lost. */
export interface Bench {
  /** Compiles and runs a workload, and compares its results with what they must be. */
  check(workload: Workload, kernels: KernelChoice): Promise<void>;
  /** Keeps the device at work until its clocks are up. */
  warmUp(workload: Workload, kernels: KernelChoice): Promise<void>;
  /** Milliseconds of one run, of kernels that were checked. */
  time(workload: Workload, kernels: KernelChoice): Promise<number>;
}

export interface Watch {
  /** Ends it early with what is known by then; whatever fails from then on leaves the default kernels. */
  readonly skip?: AbortSignal;
  /** @param what the tuning task and candidate about to be measured */
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** What is decided already, by the names of tasks and candidates, and where more of it is kept. */
export interface Memory {
  readonly decided: Readonly<Record<string, string>>;
  keep(task: string, candidate: string): Promise<void>;
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
  bench: Bench,
  { skip, onProgress = () => undefined }: Watch,
  { decided, keep }: Memory,
): Promise<Tuned> {
  const total = tasks.reduce((sum, { candidates }) => sum + candidates.length, 0);
  let kernels = defaults;
  let done = 0;
  for (const task of tasks) {
    const known = task.candidates.find(({ name }) => name === decided[task.name]);
    if (known) done += task.candidates.length;
    const onCandidate = ({ name }: Candidate) => onProgress(done++, total, `${task.name}: ${name}`);
    try {
      const best = known ?? (await new Contest(task, kernels, bench, skip).winner(onCandidate));
      if (!best) return { kernels, isComplete: false };
      kernels = withPart(kernels, best.kernels);
      if (!known) await keep(task.name, best.name);
    } catch (error) {
      if (error instanceof OcaqError && skip?.aborted) return { kernels: defaults, isComplete: false };
      throw error;
    }
  }
  onProgress(total, total, '');
  return { kernels, isComplete: true };
}

interface Contender {
  readonly candidate: Candidate;
  readonly kernels: KernelChoice;
  readonly times: number[];
}

/** The candidates of a task against each other. */
class Contest {
  private readonly task: TuningTask;
  /** What holds besides what the task decides. */
  private readonly base: KernelChoice;
  private readonly bench: Bench;
  private readonly skip: AbortSignal | undefined;
  private readonly refusals: OcaqError[] = [];

  constructor(task: TuningTask, base: KernelChoice, bench: Bench, skip: AbortSignal | undefined) {
    this.task = task;
    this.base = base;
    this.bench = bench;
    this.skip = skip;
  }

  /** null where it was skipped. */
  async winner(onCandidate: (candidate: Candidate) => void): Promise<Candidate | null> {
    const { bench, task, base } = this;
    const workload = task.workload();
    const contenders = task.candidates.map((candidate): Contender => {
      return { candidate, kernels: withPart(base, candidate.kernels), times: [] };
    });
    let left = await this.passing(contenders, ({ candidate, kernels }) => {
      onCandidate(candidate);
      return bench.check(workload, kernels);
    });
    const [first] = left;
    if (first && !this.skip?.aborted) await this.passing([first], ({ kernels }) => bench.warmUp(workload, kernels));
    for (let round = 0; round < ROUNDS; round++) {
      left = await this.passing(left, async ({ kernels, times }) => {
        times.push(await bench.time(workload, kernels));
      });
      if (round === 0) left = hopeful(left);
    }
    if (this.skip?.aborted) return null;
    if (left.length === 0) throw noKernelWorks(task, this.refusals);
    return fastest(left, base);
  }

  /** Those that come through, each in turn; what it was skipped before is left out. @throws OcaqError `tuning-device-lost` */
  private async passing(
    contenders: readonly Contender[],
    attempt: (contender: Contender) => Promise<void>,
  ): Promise<readonly Contender[]> {
    const passed: Contender[] = [];
    for (const contender of contenders) {
      if (this.skip?.aborted) break;
      try {
        await attempt(contender);
        passed.push(contender);
      } catch (error) {
        if (!(error instanceof OcaqError)) throw error;
        if (error.code === 'device-lost') throw deviceLost(this.task, contender.candidate, error);
        this.refusals.push(error);
      }
    }
    return passed;
  }
}

function hopeful(contenders: readonly Contender[]): readonly Contender[] {
  const best = Math.min(...contenders.map(({ times }) => median(times)));
  return contenders.filter(({ times }) => median(times) <= HOPELESS * best);
}

/** The fastest; the default one where it is about as fast. */
function fastest(contenders: readonly Contender[], defaults: KernelChoice): Candidate {
  const [first] = contenders.toSorted((a, b) => median(a.times) - median(b.times)) as [Contender];
  const byDefault = contenders.find(({ kernels }) => JSON.stringify(kernels) === JSON.stringify(defaults));
  return byDefault && median(byDefault.times) * WORTH_IT < median(first.times) ? byDefault.candidate : first.candidate;
}

function deviceLost(task: TuningTask, candidate: Candidate, cause: OcaqError): OcaqError {
  const what = `${task.name}: ${candidate.name}`;
  return new OcaqError(
    'tuning-device-lost',
    `The graphics device was lost while kernels were being measured (${what}). What was measured before is kept. Wait a minute and try again. If it happens again, skip the measurement: the default kernels are then used for the rest.`,
    { what },
    { cause },
  );
}

function noKernelWorks(task: TuningTask, refusals: readonly OcaqError[]): OcaqError {
  const [first] = refusals as [OcaqError];
  return new OcaqError(
    'no-kernel-works',
    `None of the ${task.candidates.length} kernels for ${task.name} gives right results on this graphics adapter. The first one failed: ${first.message} Update the graphics driver, or choose another adapter.`,
    { what: task.name, reason: first.message },
    { cause: first },
  );
}
