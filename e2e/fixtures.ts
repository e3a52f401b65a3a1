/**
 * `test` for the studio: every test gets a browser of its own on a fresh profile, and fails when anything but the site
 * itself was asked for. A test of what survives closes `context` and launches again on the same `profile`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, test as base } from 'playwright/test';
import { type BrowserChoice, launchOnProfile } from './chromium.ts';
import { createWatch, type Watch } from './watch.ts';

export { expect } from 'playwright/test';

/** `test.use({ webGpu: false })` and the like choose the browser. */
interface Studio extends BrowserChoice {
  /** The browser's profile folder; removed after the test. */
  profile: string;
  /** Follows every browser of the test. */
  watched: Watch;
  /** Starts a browser on `profile`; one at a time. Left open, it is closed after the test. */
  launch: () => Promise<BrowserContext>;
}

export const test = base.extend<Studio>({
  webGpu: [true, { option: true }],
  pagePolicy: [true, { option: true }],
  gpuMayDie: [false, { option: true }],
  keepsStudio: [false, { option: true }],

  profile: async ({ browserName }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), `ocaq-${browserName}-`));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  },

  watched: async ({ baseURL }, use) => {
    if (!baseURL) throw new Error('playwright.config.ts gives no baseURL');
    const watched = createWatch(baseURL);
    await use(watched);
    watched.expectNoLeaks();
  },

  launch: async ({ profile, watched, webGpu, pagePolicy, gpuMayDie, keepsStudio }, use) => {
    const launched: BrowserContext[] = [];
    await use(async () => {
      const context = await launchOnProfile(profile, { webGpu, pagePolicy, gpuMayDie, keepsStudio });
      watched.follow(context);
      launched.push(context);
      return context;
    });
    for (const context of launched) await context.close();
  },

  context: async ({ launch }, use) => {
    await use(await launch());
  },

  page: async ({ context }, use) => {
    await use(context.pages()[0] ?? (await context.newPage()));
  },
});
