/** What a chart shows as CSV (RFC 4180, decimal points): one row per run and step, for plots made elsewhere. */
import type { RunRecord, RunSeries } from '../../worker/api.ts';
import { type Axis, extentOf, placement } from './curves.ts';
import type { Range } from './view.ts';

const columns = [
  'run',
  'step',
  'tokens',
  'seconds',
  'train_loss',
  'held_out_loss',
  'held_out_perplexity',
  'held_out_bits_per_byte',
  'learning_rate',
  'gradient_norm',
  'tokens_per_second',
  'step_milliseconds',
] as const;
type Row = Partial<Record<(typeof columns)[number], string | number>>;

export interface ChartedRun {
  name: string;
  run: RunRecord;
  series: RunSeries;
}

/**
 * Steps that were only evaluated (step 0) have empty training columns; steps that were not have empty held-out ones.
 * @param range on `axis`; null: everything
 */
export function runsToCsv(runs: readonly ChartedRun[], axis: Axis, range: Range | null): string {
  const rows = runs.flatMap((charted) => rowsOf(charted, axis, range));
  const lines = [columns.join(','), ...rows.map((row) => columns.map((column) => cell(row[column])).join(','))];
  return `${lines.join('\r\n')}\r\n`;
}

function rowsOf({ name, run, series }: ChartedRun, axis: Axis, range: Range | null): Row[] {
  const extent = extentOf(run);
  const place = placement(extent, series, axis);
  const tokens = placement(extent, series, 'tokens');
  const seconds = placement(extent, series, 'time');
  const rows = new Map<number, Row>();
  const add = (step: number, values: Row) => {
    const x = place(step);
    if (range !== null && (x < range.from || x > range.to)) return;
    const base = { run: name, step, tokens: tokens(step), seconds: Number(seconds(step).toFixed(3)) };
    rows.set(step, { ...base, ...rows.get(step), ...values });
  };
  for (const point of series.steps)
    add(point.step, {
      train_loss: point.loss,
      learning_rate: point.learningRate,
      gradient_norm: point.gradNorm,
      tokens_per_second: point.tokensPerSecond,
      step_milliseconds: point.stepMilliseconds,
    });
  for (const point of series.heldOut)
    add(point.step, {
      held_out_loss: point.loss,
      held_out_perplexity: point.perplexity,
      held_out_bits_per_byte: point.bitsPerByte,
    });
  return [...rows.values()].sort((a, b) => Number(a.step) - Number(b.step));
}

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
