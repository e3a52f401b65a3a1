/** The report of this device, for whoever wants to tell others what it can do. */
import { describeAdapter } from '../../gpu/device.ts';
import { reportMarkdown } from '../../training/report/markdown.ts';
import { type DeviceReport, runReport } from '../../training/report/report.ts';
import { REPORT_STEPS, reportShape } from '../../training/report/steps.ts';
import { OCAQ_VERSION } from '../../training/report/version.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { kernelsFor } from './kernels.ts';

/** @throws OcaqError `no-webgpu`, `no-adapter` */
export async function reportDevice(
  hub: Hub,
  jobId: api.Id,
  seconds: number,
  budgetBytes: number,
  texts: readonly File[],
): Promise<void> {
  await hub.job(jobId, 'device-report', '', async ({ signal, progress }) => {
    const adapter = await describeAdapter(navigator.gpu);
    const shape = reportShape(adapter);
    const { precision: _, ...model } = shape;
    const about: Omit<DeviceReport, 'entries'> = {
      ...{ adapter, model, seconds },
      machine: { Ocaq: OCAQ_VERSION, Browser: navigator.userAgent },
      date: new Date().toISOString(),
    };
    await runReport(
      REPORT_STEPS,
      {
        ...{ dawn: navigator.gpu, adapter, shape, budgetBytes, roof: null },
        kernels: (storage, stop) => kernelsFor(hub, storage, stop),
        texts: () => Promise.all(texts.map((file) => file.text())),
      },
      {
        seconds,
        signal,
        onEntries: (entries) => {
          const report: DeviceReport = { ...about, entries: [...entries] };
          hub.emit({ type: 'device-report', report, markdown: reportMarkdown(report) });
          progress(entries.filter(({ outcome }) => outcome !== 'under-way').length, REPORT_STEPS.length, 'steps');
        },
      },
    );
  });
}
