/** The report of this device, measured when a person asks for it. Kept until the page is closed, or another is made. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { ReportSoFar } from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import { fetchSampleFiles } from './sample.ts';

/** What it may take. */
const SECONDS = 420;

export interface DeviceReportState {
  /** It grows while it is made; null before the first. */
  made: ReportSoFar | null;
  making: boolean;
  error: OcaqError | null;
}

export interface DeviceReporting {
  store: StoreApi<DeviceReportState>;
  make(): Promise<void>;
}

export function createDeviceReporting(
  api: Api,
  events: EventStream,
  jobs: Jobs,
  preferences: PreferencesStore,
): DeviceReporting {
  const store = createStore<DeviceReportState>(() => ({ made: null, making: false, error: null }));
  events.on((event) => {
    if (event.type === 'device-report') store.setState({ made: { report: event.report, markdown: event.markdown } });
  });
  return {
    store,
    async make() {
      store.setState({ making: true, error: null });
      try {
        const { corpus } = await fetchSampleFiles();
        const budget = budgetBytes(preferences.getState());
        await jobs.run('device-report', '', (jobId) => api.reportDevice(jobId, SECONDS, budget, corpus));
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        store.setState({ making: false });
      }
    },
  };
}
