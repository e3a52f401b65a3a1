/** The report of a device as files, FILE.md and FILE.json, written anew as each step begins and ends: a driver that crashes loses nothing. */
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_BUDGET_BYTES } from '../../defaults.ts';
import { OcaqError } from '../../errors.ts';
import { describeAdapter } from '../../gpu/device.ts';
import type { StorageType } from '../../gpu/launch.ts';
import { parseModelConfig } from '../../model/families/table.ts';
import type { Shape } from '../../model/speed.ts';
import { reportMarkdown } from '../../training/report/markdown.ts';
import { type DeviceReport, type ReportEntry, runReport } from '../../training/report/report.ts';
import { REPORT_STEPS, reportShape } from '../../training/report/steps.ts';
import { OCAQ_VERSION } from '../../training/report/version.ts';
import { fileExists, readJson, writeWhole } from '../files.ts';
import { dawnVersion, kernelsOf } from '../kernels.ts';
import { usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import type { BenchOptions } from './options.ts';

const BACKENDS: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Vulkan',
  win32: 'Direct3D 12',
  darwin: 'Metal',
};

export async function benchReport(options: BenchOptions, dawn: GPU): Promise<Record<string, unknown>> {
  const { out } = options;
  if (out === undefined) throw usageError('--out is missing: the file that the report is written to.');
  const adapter = await describeAdapter(dawn);
  const shape = await shapeOf(options, adapter);
  const seconds = options.seconds ?? 420;
  const { precision: _, ...model } = shape;
  const about: Omit<DeviceReport, 'entries'> = {
    ...{ adapter, model, seconds },
    machine: machine(),
    date: new Date().toISOString(),
  };
  const progress = new Progress();
  const measured = new Set<StorageType>(); // with --tune: once in a report
  const write = async (entries: readonly ReportEntry[]) => {
    const report: DeviceReport = { ...about, entries };
    await writeWhole(`${out}.json`, `${JSON.stringify(report, null, 1)}\n`);
    await writeWhole(`${out}.md`, `${reportMarkdown(report)}\n`);
    const last = entries.at(-1);
    if (last) progress.show(`${entries.length} of ${REPORT_STEPS.length}: ${last.step}: ${last.outcome}`, true);
  };
  const entries = await runReport(
    REPORT_STEPS,
    {
      ...{ dawn, adapter, shape },
      budgetBytes: DEFAULT_BUDGET_BYTES,
      kernels: (storage, signal) => {
        const tune = options.tune && !measured.has(storage);
        measured.add(storage);
        return kernelsOf({ ...options, tune }, dawn, storage, signal);
      },
      texts: sampleTexts,
      roof: null,
    },
    { seconds, onEntries: write },
  );
  const of = (wanted: ReportEntry['outcome']) => entries.filter(({ outcome }) => outcome === wanted);
  return {
    adapter: adapter.name,
    files: [`${out}.md`, `${out}.json`],
    done: of('done').length,
    wrong: of('wrong').map(({ step }) => step),
    failed: of('failed').map(({ step }) => step),
    left_out: of('left-out').map(({ step }) => step),
  };
}

async function shapeOf({ config, seq, batch }: BenchOptions, adapter: { software: boolean }): Promise<Shape> {
  if (config === undefined) return reportShape(adapter);
  return { config: parseModelConfig(await readJson(config), config), seq, batch, accumulate: 1, precision: 'f32' };
}

function machine(): DeviceReport['machine'] {
  const backend = BACKENDS[process.platform];
  return {
    Ocaq: OCAQ_VERSION,
    Dawn: `webgpu ${dawnVersion()} under Node ${process.version}`,
    ...(backend && { Backend: backend }),
    System: `${os.type()} ${os.release()} ${os.arch()}`,
  };
}

/** The bundled texts, beside the program as it was built or among its sources. */
async function sampleTexts(): Promise<string[]> {
  const places = [path.join(path.dirname(process.argv[1] ?? ''), 'sample'), path.resolve('public/sample')];
  for (const place of places) {
    const folder = path.join(place, 'corpus');
    if (!(await fileExists(folder))) continue;
    const files = (await readdir(folder)).sort();
    return Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  }
  throw new OcaqError('sample-missing', 'The bundled sample corpus is not beside the program.', { path: 'corpus' });
}
