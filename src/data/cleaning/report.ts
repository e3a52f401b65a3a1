/** What cleaning steps did, in counts and a few examples, so that a person can check. Reports of parts of a corpus add up. */
import { beforeAndAfter, beginning } from '../excerpt.ts';
import type { Dropped } from './step.ts';

export interface CleaningStepReport {
  id: string;
  documentsIn: number;
  documentsOut: number;
  /** UTF-8, as all bytes here. */
  bytesIn: number;
  bytesOut: number;
  /** Documents that were kept with another text. */
  changed: number;
  /** Documents that were dropped. */
  removed: number;
  /** Of those, how many broke which rule; rules that no document broke are absent. */
  rules: Record<string, number>;
  /** Documents that were kept and something was noticed in, by what it was. */
  remarks: Record<string, number>;
  /** The first few documents that were changed or dropped (`after` null), shown around the first difference. */
  examples: StepExample[];
}

export interface StepExample extends Omit<Dropped, 'text'> {
  before: string;
  after: string | null;
  remark?: string;
}

export const MAX_EXAMPLES = 5;
const EXAMPLE_LENGTH = 200;

export const newReport = (id: string): CleaningStepReport => ({
  id,
  documentsIn: 0,
  documentsOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  changed: 0,
  removed: 0,
  rules: {},
  remarks: {},
  examples: [],
});

export const count = (counts: Record<string, number>, name: string, by = 1): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

/** @param after null: the document was dropped */
export function exampleOf(
  before: string,
  after: string | null,
  about: Omit<StepExample, 'before' | 'after'>,
): StepExample {
  const removed = about.removed ? { removed: beginning(about.removed, EXAMPLE_LENGTH) } : {};
  return { ...bothShown(before, after, EXAMPLE_LENGTH), ...about, ...removed };
}

/** Both cut around the first difference. @param after null: the document was dropped, and its beginning is shown */
export const bothShown = (
  before: string,
  after: string | null,
  length: number,
): Pick<StepExample, 'before' | 'after'> =>
  after === null ? { before: beginning(before, length), after } : beforeAndAfter(before, after, length);

/** Adds a report of what came after, step by step; the steps are the same. */
export function addReports(to: readonly CleaningStepReport[], more: readonly CleaningStepReport[]): void {
  for (const [i, part] of more.entries()) {
    const sum = to[i];
    if (!sum || sum.id !== part.id) throw new RangeError(`reports of different steps: ${sum?.id} and ${part.id}`);
    for (const field of ['documentsIn', 'documentsOut', 'bytesIn', 'bytesOut', 'changed', 'removed'] as const)
      sum[field] += part[field];
    for (const [rule, times] of Object.entries(part.rules)) count(sum.rules, rule, times);
    for (const [remark, times] of Object.entries(part.remarks)) count(sum.remarks, remark, times);
    sum.examples.push(...part.examples.slice(0, MAX_EXAMPLES - sum.examples.length));
  }
}

/** Reports of parts that were cleaned with different steps, added up step by step, in the order in which they come. */
export function mergedReports(parts: readonly (readonly CleaningStepReport[])[]): CleaningStepReport[] {
  const sums = new Map<string, CleaningStepReport>();
  for (const step of parts.flat()) {
    const sum = sums.get(step.id) ?? newReport(step.id);
    addReports([sum], [step]);
    sums.set(step.id, sum);
  }
  return [...sums.values()];
}
