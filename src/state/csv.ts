/** A run's whole series as CSV (RFC 4180, decimal points), one row per step, for plots made elsewhere. */
import type { RunSeries } from '../worker/api.ts';

const columns = [
  'step',
  'train_loss',
  'held_out_loss',
  'held_out_perplexity',
  'held_out_bits_per_byte',
  'learning_rate',
  'gradient_norm',
  'tokens_per_second',
  'step_milliseconds',
];

/** Steps that were only evaluated (step 0) have empty training columns; steps that were not have empty held-out ones. */
export function seriesToCsv(series: RunSeries): string {
  const rows = new Map<number, (number | '')[]>();
  const row = (step: number) => {
    const known = rows.get(step);
    if (known) return known;
    const fresh: (number | '')[] = [step, '', '', '', '', '', '', '', ''];
    rows.set(step, fresh);
    return fresh;
  };
  for (const point of series.steps) {
    const cells = row(point.step);
    cells[1] = point.loss;
    cells[5] = point.learningRate;
    cells[6] = point.gradNorm;
    cells[7] = point.tokensPerSecond;
    cells[8] = point.stepMilliseconds;
  }
  for (const point of series.heldOut) {
    const cells = row(point.step);
    cells[2] = point.loss;
    cells[3] = point.perplexity;
    cells[4] = point.bitsPerByte;
  }
  const ordered = [...rows.values()].sort((a, b) => Number(a[0]) - Number(b[0]));
  return `${[columns, ...ordered].map((cells) => cells.join(',')).join('\r\n')}\r\n`;
}
