// Browser tests run on the built site, served under a path that the build knows nothing of, two at a time: much of what a
// journey waits for, such as the compilation of shaders, takes one core. OCAQ_RESULTS names a folder for machine-readable
// results, OCAQ_E2E_PORT another port. Tests marked @long run with OCAQ_LONG=1 alone, and then one at a time: some measure.
// OCAQ_TRACE=1 keeps a trace of every test that fails; while one is recorded, a test takes up to twice as long.
import path from 'node:path';
import { defineConfig, type ReporterDescription } from 'playwright/test';

const port = Number(process.env.OCAQ_E2E_PORT ?? 41_731);
const base = '/some/where/';
const results = process.env.OCAQ_RESULTS;
const json: ReporterDescription[] = results
  ? [['json', { outputFile: path.join(results, `playwright-${process.pid}.json`) }]]
  : [];

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  ...(process.env.OCAQ_LONG ? {} : { grepInvert: /@long/ }),
  workers: process.env.OCAQ_LONG ? 1 : 2,
  forbidOnly: Boolean(results),
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ...json],
  use: {
    baseURL: `http://127.0.0.1:${port}${base}`,
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    trace: process.env.OCAQ_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --host 127.0.0.1 --port ${port} --strictPort --base ${base}`,
    url: `http://127.0.0.1:${port}${base}`,
    reuseExistingServer: false,
    timeout: 60_000,
  },
});
