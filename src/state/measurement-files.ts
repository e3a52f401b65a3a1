/** What was measured, as files to take along. */
import type { Id, Measurement } from '../worker/api.ts';
import { figuresWithIntervals } from './measured-table.ts';

const COLUMNS = [
  ...['set', 'source', 'kind', 'measure', 'checkpoint', 'step', 'value', 'low', 'high', 'chance', 'leaked', 'items'],
];

/** A line for each figure; numbers as JSON has them. @param nameOf what a checkpoint is called */
export function measurementsToCsv(measurements: readonly Measurement[], nameOf: (id: Id) => string): string {
  const lines = measurements.flatMap(({ source, result, checkpoint, step, leaks }) =>
    figuresWithIntervals(result).map(({ name, value, interval, chance }) => [
      ...[result.set, source, result.kind, name, nameOf(checkpoint), step, value],
      ...[interval?.low, interval?.high, chance, leaks?.found, leaks?.items],
    ]),
  );
  return `${[COLUMNS, ...lines].map((cells) => cells.map(csvCell).join(',')).join('\n')}\n`;
}

function csvCell(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Everything that is kept of them, with the names of their checkpoints. */
export const measurementsToJson = (measurements: readonly Measurement[], nameOf: (id: Id) => string): string =>
  `${JSON.stringify({ format: 'ocaq-measurements', version: 1, measurements: measurements.map((one) => ({ model: nameOf(one.checkpoint), ...one })) }, null, 2)}\n`;
