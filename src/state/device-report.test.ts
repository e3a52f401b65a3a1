import { afterEach, expect, test, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { DeviceReport } from '../worker/api.ts';
import { config, openStudio } from './fixtures.ts';

const report: DeviceReport = {
  adapter: {
    ...{ name: 'a card', vendor: '', architecture: '', software: false, features: [] },
    ...{ maxBufferBytes: 1, maxBindingBytes: 1 },
  },
  ...{ machine: {}, date: '2026-11-29T00:00:00.000Z', seconds: 420, entries: [] },
  model: { config, seq: 8, batch: 1, accumulate: 1 },
};

/** The page's own site, as far as the sample is asked for. */
function serveSample(): void {
  vi.stubGlobal('document', { baseURI: 'http://studio.example/' });
  vi.stubGlobal('fetch', async (url: URL) =>
    url.pathname.endsWith('index.json')
      ? Response.json({ corpus: ['corpus/a.txt'], instructions: 'instructions.json' })
      : new Response('mətn'),
  );
}
afterEach(() => vi.unstubAllGlobals());

test('a report grows while it is made, with the sample to learn from, and stays', async () => {
  serveSample();
  let given: readonly File[] = [];
  const { deviceReport, events } = await openStudio({
    async reportDevice(_jobId, _seconds, _budget, texts) {
      given = texts;
      events.emit({ type: 'device-report', report, markdown: 'so far' });
      expect(deviceReport.store.getState()).toMatchObject({ making: true, made: { markdown: 'so far' } });
    },
  });
  await deviceReport.make();
  expect(given.map(({ name }) => name)).toEqual(['a.txt']);
  expect(deviceReport.store.getState()).toEqual({ made: { report, markdown: 'so far' }, making: false, error: null });
});

test('an error is said, and the next attempt begins without it', async () => {
  serveSample();
  const { deviceReport } = await openStudio({
    async reportDevice() {
      throw new OcaqError('no-adapter', 'There is none.');
    },
  });
  await deviceReport.make();
  expect(deviceReport.store.getState()).toMatchObject({ made: null, making: false, error: { code: 'no-adapter' } });
  const again = deviceReport.make();
  expect(deviceReport.store.getState()).toMatchObject({ making: true, error: null });
  await again;
});
