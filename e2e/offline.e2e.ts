/** Installed, without a network, and in a newer version: what the service worker keeps, and that it asks for nothing else. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { writeServiceWorker } from '../src/app/offline/write-service-worker.ts';
import { test as base, expect } from './fixtures.ts';
import { chooseTheme, expectNoBarriers, themes } from './looks.ts';
import { type SiteServer, serveSite } from './site-server.ts';
import { chooseLanguage, leadOn, prepareModel, say, startTraining, waitForEnd } from './steps.ts';

interface Site {
  /** A copy of the build, which the test may change. */
  folder: string;
  site: SiteServer;
}

const test = base.extend<Site>({
  keepsStudio: true,
  folder: async ({ browserName }, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), `ocaq-site-${browserName}-`));
    await cp(path.resolve('dist'), folder, { recursive: true });
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  site: async ({ folder }, use) => {
    const site = await serveSite(folder);
    await use(site);
    await site.stop();
  },
  baseURL: async ({ site }, use) => use(site.address),
});

/** Opens the studio and waits until every file of it is kept. */
async function openAndKeep(page: Page): Promise<void> {
  await page.goto('./');
  await chooseLanguage(page, 'en');
  await page.evaluate(() => navigator.serviceWorker.ready);
}

test('without a network: from a text to a chat and an export', async ({ page, context, site, watched }) => {
  await openAndKeep(page);
  await context.setOffline(true);
  await site.stop();
  await page.reload();
  await prepareModel(page);
  await startTraining(page, { steps: 6, learningRate: '0.003', evalEvery: 3, sampleEvery: 3, saveEvery: 3 });
  await waitForEnd(page, 'corpus', 120_000);
  await page.goto('./#/chat');
  await say(page, 'Bir gün');
  await leadOn(page, 'export');
  await page.getByTestId('export-start').click();
  await expect(page.getByTestId('export-download')).toBeVisible({ timeout: 120_000 });
  expect(watched.complaints).toEqual([]);
});

test('can be installed', async ({ page, context }) => {
  await openAndKeep(page);
  const devtools = await context.newCDPSession(page);
  const { data, errors } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(data ?? '') as { name: string; display: string; icons: { src: string; sizes: string }[] };
  expect(manifest).toMatchObject({ name: 'Ocaq', display: 'standalone', start_url: './' });
  expect((await devtools.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
  for (const { src, sizes } of manifest.icons) {
    const width = await page.evaluate(async (address) => {
      const image = new Image();
      image.src = address;
      await image.decode();
      return image.naturalWidth;
    }, src);
    if (sizes !== 'any') expect(`${width}x${width}`, src).toBe(sizes);
  }
});

test('what the service worker asks for is counted, and is of its own address', async ({
  page,
  context,
  watched,
  site,
}) => {
  const asked: string[] = [];
  context.on('request', (request) => {
    if (request.serviceWorker()) asked.push(request.url());
  });
  await openAndKeep(page);
  const kept = await page.evaluate(async () => (await (await caches.open('ocaq-files')).keys()).length);
  expect(asked.filter((address) => address.startsWith(site.address)).length).toBeGreaterThanOrEqual(kept);
  expect(watched.leaks).toEqual([]);
});

test('a newer version is offered, waits while something is under way, and is taken when asked for', async ({
  page,
  folder,
}) => {
  await openAndKeep(page);
  const html = path.join(folder, 'index.html');
  await writeFile(html, (await readFile(html, 'utf8')).replace('<html', '<html data-version="newer"'));
  await writeServiceWorker(folder);
  await page.reload();
  const note = page.getByTestId('new-version');
  await expect(note).toBeVisible();
  await expect(page.locator('html')).not.toHaveAttribute('data-version', 'newer');

  await prepareModel(page);
  await startTraining(page, { steps: 2000, learningRate: '0.003', evalEvery: 0, sampleEvery: 0, saveEvery: 0 });
  const take = note.getByRole('button', { name: 'Reload' });
  await expect(take).toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('train-stop').click();
  await expect(take).not.toHaveAttribute('aria-disabled', { timeout: 60_000 });
  for (const theme of themes) {
    await chooseTheme(page, theme);
    await expectNoBarriers(page, '[data-testid="new-version"]');
  }
  await take.click();
  await expect(page.locator('html')).toHaveAttribute('data-version', 'newer');
  await expect(note).toBeHidden();
});
