/**
 * A run of cleaning steps over documents: counts what every step did and keeps a few examples of it, so a person can
 * check. Memory: one document, the examples, and for duplicates one hash per document kept.
 */
import { beforeAndAfter, beginning } from '../excerpt.ts';
import { utf8Length } from '../utf8.ts';
import type { CleaningStep } from './step.ts';

export interface CleaningStepReport {
  id: string;
  documentsIn: number;
  documentsOut: number;
  bytesIn: number;
  bytesOut: number;
  /** Documents that were kept with another text. */
  changed: number;
  /** Documents that were dropped. */
  removed: number;
  /** The first few documents that were changed or dropped (`after` null), shown around the first difference. */
  examples: StepExample[];
}

export interface StepExample {
  before: string;
  after: string | null;
  /** A sample of what was taken out. */
  removed?: string;
}

export interface Pipeline {
  /** The cleaned document, or null when a step dropped it. */
  process(document: string): string | null;
  /** What every step did so far, in order; a copy. */
  report(): CleaningStepReport[];
}

const MAX_EXAMPLES = 5;
const EXAMPLE_LENGTH = 200;

export function createPipeline(steps: readonly CleaningStep[]): Pipeline {
  const stages = steps.map((step) => ({ step, report: newReport(step.id) }));
  return {
    process(document) {
      let text = document;
      let bytes = utf8Length(text);
      for (const { step, report } of stages) {
        report.documentsIn++;
        report.bytesIn += bytes;
        const result = step.clean(text);
        if (result === null || result.text === '') {
          report.removed++;
          addExample(report, text, null, result?.removed);
          return null;
        }
        if (result.text !== text) {
          report.changed++;
          addExample(report, text, result.text, result.removed);
          text = result.text;
          bytes = utf8Length(text);
        }
        report.documentsOut++;
        report.bytesOut += bytes;
      }
      return text;
    },
    report: () => stages.map(({ report }) => structuredClone(report)),
  };
}

const newReport = (id: string): CleaningStepReport => ({
  id,
  documentsIn: 0,
  documentsOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  changed: 0,
  removed: 0,
  examples: [],
});

function addExample(
  report: CleaningStepReport,
  before: string,
  after: string | null,
  removed: string | undefined,
): void {
  if (report.examples.length >= MAX_EXAMPLES) return;
  const shown =
    after === null
      ? { before: beginning(before, EXAMPLE_LENGTH), after }
      : beforeAndAfter(before, after, EXAMPLE_LENGTH);
  report.examples.push(removed ? { ...shown, removed: beginning(removed, EXAMPLE_LENGTH) } : shown);
}
