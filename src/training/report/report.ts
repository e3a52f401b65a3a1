/**
 * The report of a device: whether Ocaq computes rightly on it, and how fast, within a given time, so that whoever has a
 * card can say what it does. A flat table of steps (steps.ts) is gone through in the order of what they are worth; what
 * goes wrong in one is written down as such, and the next one begins. Knows no page, no files and no network.
 */
import type { Roof } from '../../gpu/budget.ts';
import type { AdapterSummary } from '../../gpu/device.ts';
import type { StorageType } from '../../gpu/launch.ts';
import type { Shape } from '../../model/speed.ts';
import type { KernelChoice } from '../../ops/operator.ts';

/** What is measured, with its unit; '' counts, or is a share. */
export const UNITS = {
  'kernels tried': '',
  'kernels that were wrong': '',
  'weights that differ': '',
  'difference, f32': '',
  'difference, 16 bits': '',
  'difference of the update': '',
  'slope over gradient': '',
  'multiply-adds': 'GFLOP/s',
  reading: 'GB/s',
  'a step': 'ms',
  'an update': 'ms',
  'a token': 'ms',
  speed: 'tokens/s',
  arithmetic: 'GFLOP/s',
  'share of the roof': '',
  'share of the bound': '',
  'memory planned': 'GiB',
  'predicted ÷ measured': '',
  'steps done': '',
  'first loss': 'nats',
  'last loss': 'nats',
} as const satisfies Record<string, string>;

export type FigureName = keyof typeof UNITS;

export interface Figure {
  readonly name: FigureName;
  readonly value: number;
  /** What it must not exceed, and must not fall below, where Ocaq computes rightly. */
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** Rows of numbers and words under a head: kernels one by one. */
export interface ReportTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

export interface Findings {
  readonly figures: readonly Figure[];
  readonly table?: ReportTable;
  /** A sentence, e.g. which kernels were wrong. */
  readonly said?: string;
}

/** `wrong`: a figure is beyond its bounds. `left-out`: for want of time, or because it was stopped. `under-way`: its end has not come. */
export type Outcome = 'done' | 'wrong' | 'failed' | 'left-out' | 'under-way';

export interface ReportEntry extends Findings {
  readonly step: ReportStepName;
  readonly outcome: Outcome;
  readonly seconds: number;
}

export type ReportStepName =
  | 'kernels against float64'
  | 'a step twice'
  | 'a step against itself'
  | 'roofs'
  | 'step, f32, usual kernels'
  | 'step, f32, fastest kernels'
  | 'kernels of a step, f32'
  | 'step, 16 bits, fastest kernels'
  | 'kernels of a step, 16 bits'
  | 'products'
  | 'decoding, 16 bits'
  | 'step, starter'
  | 'step, az-5m'
  | 'a run on texts';

/** What steps are given, and what they leave for later ones. */
export interface ReportContext {
  readonly dawn: GPU | undefined;
  readonly adapter: AdapterSummary;
  /** The model whose steps, kernels and decoding are measured. */
  readonly shape: Shape;
  readonly budgetBytes: number;
  /** The fastest, measured where they are not known yet. */
  kernels(storage: StorageType, signal: AbortSignal): Promise<KernelChoice>;
  /** Documents to learn from. */
  texts(): Promise<readonly string[]>;
  /** What a step has measured; null before. */
  roof: Roof | null;
}

export interface ReportStep {
  readonly name: ReportStepName;
  /** What it may take at most. */
  readonly seconds: number;
  /** @param signal aborted when its time is over or the report is stopped */
  run(context: ReportContext, signal: AbortSignal): Promise<Findings>;
}

export interface DeviceReport {
  readonly adapter: AdapterSummary;
  /** Versions of Ocaq, of what runs it and of the system, by name. */
  readonly machine: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly date: string;
  /** Seconds that it was given. */
  readonly seconds: number;
  readonly model: Omit<Shape, 'precision'>;
  readonly entries: readonly ReportEntry[];
}

/** Seconds below which no step is begun. */
const LEAST_SECONDS = 2;

export interface ReportOptions {
  readonly seconds: number;
  readonly signal?: AbortSignal;
  /** Called as a step begins and as it ends, with every entry so far. */
  readonly onEntries: (entries: readonly ReportEntry[]) => Promise<void> | void;
}

export async function runReport(
  steps: readonly ReportStep[],
  context: ReportContext,
  { seconds, signal, onEntries }: ReportOptions,
): Promise<readonly ReportEntry[]> {
  const end = performance.now() + seconds * 1000;
  const entries: ReportEntry[] = [];
  for (const step of steps) {
    const left = Math.min(step.seconds, (end - performance.now()) / 1000);
    if (signal?.aborted || left < LEAST_SECONDS) {
      entries.push({ step: step.name, outcome: 'left-out', seconds: 0, figures: [] });
      continue;
    }
    await onEntries([...entries, { step: step.name, outcome: 'under-way', seconds: 0, figures: [] }]);
    entries.push(await entryOf(step, context, left, signal));
    await onEntries(entries);
  }
  await onEntries(entries);
  return entries;
}

async function entryOf(
  step: ReportStep,
  context: ReportContext,
  seconds: number,
  stop: AbortSignal | undefined,
): Promise<ReportEntry> {
  const over = AbortSignal.timeout(Math.ceil(seconds * 1000));
  const signal = stop ? AbortSignal.any([stop, over]) : over;
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  try {
    const findings = await step.run(context, signal);
    const outcome = findings.figures.every(isWithin) ? 'done' : 'wrong';
    return { step: step.name, outcome, seconds: elapsed(), ...findings };
  } catch (error) {
    const outcome = signal.aborted ? 'left-out' : 'failed';
    const message = error instanceof Error ? error.message : String(error);
    const said = over.aborted ? `It did not end within ${seconds.toFixed(0)} s.` : message;
    return { step: step.name, outcome, seconds: elapsed(), figures: [], said };
  }
}

/** Whether a figure is what it must be; NaN never is. */
export const isWithin = ({
  value,
  atMost = Number.POSITIVE_INFINITY,
  atLeast = Number.NEGATIVE_INFINITY,
}: Figure): boolean => value <= atMost && value >= atLeast;
