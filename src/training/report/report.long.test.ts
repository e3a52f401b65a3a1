/** A whole report on a real device, with a tiny model: nothing fails and nothing is wrong. */
import { expect, it } from 'vitest';
import { openDawn } from '../../cli/dawn.ts';
import { describeAdapter } from '../../gpu/device.ts';
import { llamaConfig } from '../../model/presets.ts';
import { defaultKernels } from '../../tuning/tasks.ts';
import { type ReportStep, runReport } from './report.ts';
import { REPORT_STEPS } from './steps.ts';

const LARGE: readonly ReportStep['name'][] = ['step, az-5m', 'step, starter', 'products'];

it('finds a software adapter right in every step', async () => {
  const dawn = await openDawn(process.env.OCAQ_ADAPTER);
  const adapter = await describeAdapter(dawn);
  const config = llamaConfig({ width: 64, layers: 2, heads: 2, ffn: 96, context: 32, vocab: 128 });
  const entries = await runReport(
    // What a busy machine has no time for proves nothing, and these only measure models that are large for it.
    REPORT_STEPS.filter(({ name }) => !LARGE.includes(name)).map((step) => ({ ...step, seconds: 600 })),
    {
      ...{ dawn, adapter, budgetBytes: 2 ** 30, roof: null },
      shape: { ...{ config, seq: 32, batch: 2, accumulate: 1 }, precision: 'f32' },
      kernels: async () => defaultKernels(adapter),
      texts: async () => ['Qarabağ atı Azərbaycanda yetişdirilir. Bu at cinsi çox qədimdir. '.repeat(200)],
    },
    { seconds: 3600, onEntries: (all) => console.log(JSON.stringify(all.at(-1))) },
  );
  expect(entries.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
});
