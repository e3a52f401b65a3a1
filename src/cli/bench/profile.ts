/** Where the time of an optimizer step goes, launch by launch, against the roofs of the adapter measured in the same run. */
import { describeAdapter } from '../../gpu/device.ts';
import { methodRequest } from '../../model/method.ts';
import { planModel } from '../../model/plans.ts';
import { profileStep } from '../../training/profile.ts';
import { type ProfileRow, profileRows } from '../../training/profile-rows.ts';
import { storageOf } from '../device.ts';
import { kernelsOf } from '../kernels.ts';
import { methodOf } from '../method-options.ts';
import { Progress } from '../progress.ts';
import { type BenchOptions, configOf } from './options.ts';
import { SMALL } from './step.ts';

export async function benchProfile(options: BenchOptions, dawn: GPU): Promise<Record<string, unknown>> {
  const { batch, seq, accumulate, repeat = 3 } = options;
  const config = await configOf(options, SMALL);
  const adapter = await describeAdapter(dawn);
  const storage = storageOf(options, adapter);
  const kernels = await kernelsOf(options, dawn, storage);
  const plan = planModel({
    config,
    kernels,
    storage,
    moments: options.states ?? 'f32',
    bindingBytes: adapter.maxBindingBytes,
    batch: { rows: batch, seq },
    training: true,
    generate: 0,
    recompute: options.recompute,
    ...methodRequest(methodOf(options, storage), config),
  });
  const progress = new Progress();
  const profile = await profileStep(dawn, plan, {
    rounds: repeat,
    onProgress: (phase, done, total) =>
      progress.show(`${phase === 'compiled' ? 'kernels made ready' : 'kinds of launches timed'}: ${done} of ${total}`),
  });
  const rows = profileRows(profile.kinds, profile.roof, accumulate);
  progress.end('');
  const parts = (of: (row: ProfileRow) => boolean) => {
    const those = rows.filter(of);
    return {
      parts: those.reduce((total, { milliseconds }) => total + milliseconds, 0),
      predicted: those.reduce((total, row) => total + row.predictedOverMeasured * row.milliseconds, 0),
    };
  };
  const microBatch = { whole: profile.microBatch, ...parts(({ pass }) => pass !== 'update') };
  const update = { whole: profile.update, ...parts(({ pass }) => pass === 'update') };
  const step = (of: 'whole' | 'predicted') => accumulate * microBatch[of] + update[of];
  process.stderr.write(table(rows));
  process.stderr.write(`the whole step: predicted ÷ measured ${(step('predicted') / step('whole')).toFixed(2)}\n`);
  return {
    adapter: profile.adapter,
    kernels,
    storage: plan.storage,
    moments: plan.moments,
    roof_gflop_per_s: profile.roof.flopsPerSecond / 1e9,
    roof_gb_per_s: profile.roof.bytesPerSecond / 1e9,
    ms_per_micro_batch: microBatch,
    ms_per_update: update,
    predicted_over_measured: step('predicted') / step('whole'),
    by_wall_clock: rows.filter(({ clock }) => clock === 'wall').length,
    results: rows.map(record),
    repeat,
    batch,
    seq,
    accumulate,
  };
}

function record(row: ProfileRow) {
  return {
    kernel: row.kernel,
    sizes: row.sizes,
    pass: row.pass,
    count: row.count,
    ms: row.milliseconds,
    share_of_step: row.shareOfStep,
    gflop_per_s: row.flopsPerSecond / 1e9,
    gb_per_s: row.bytesPerSecond / 1e9,
    share_of_fma_roof: row.shareOfRoof.arithmetic,
    share_of_bandwidth_roof: row.shareOfRoof.memory,
    predicted_over_measured: row.predictedOverMeasured,
    clock: row.clock,
  };
}

const HEAD = [
  'operator',
  'pass',
  'count',
  'ms',
  'share',
  'GFLOP/s',
  'GB/s',
  'of FMA roof',
  'of bandwidth roof',
  'predicted ÷ measured',
  'clock',
];

/** Columns wide enough for what is in them; the first two to the left, numbers to the right. */
function table(rows: readonly ProfileRow[]): string {
  const share = (value: number) => `${(value * 100).toFixed(1)} %`;
  const lines = rows.map((row) => [
    `${row.kernel} ${row.sizes}`.trim(),
    row.pass,
    String(row.count),
    row.milliseconds.toFixed(3),
    share(row.shareOfStep),
    (row.flopsPerSecond / 1e9).toFixed(2),
    (row.bytesPerSecond / 1e9).toFixed(2),
    share(row.shareOfRoof.arithmetic),
    share(row.shareOfRoof.memory),
    row.predictedOverMeasured.toFixed(2),
    row.clock,
  ]);
  const all = [HEAD, ...lines];
  const widths = HEAD.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  const padded = (text: string, column: number) =>
    column < 2 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return all.map((line) => `${line.map(padded).join('  ').trimEnd()}\n`).join('');
}
