/** The report of the device in the browser: it grows, is stopped, and is saved; shown whole on a desk and on a phone. */
import { readFile } from 'node:fs/promises';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { openStudio } from './steps.ts';

test('a report of the device that is stopped after its first step', async ({ page, watched }) => {
  await openStudio(page);
  await page.goto('./#/model');
  const section = page.getByTestId('device-report');
  await section.getByTestId('device-report-start').click();
  const first = section.getByRole('row', { name: /^Kernels against 64-bit numbers done/ });
  await expect(first).toContainText('Wrong ones 0', { timeout: 120_000 });
  await section.getByRole('button', { name: 'Cancel' }).click();
  await expect(section.getByTestId('device-report-start')).toBeEnabled({ timeout: 120_000 });
  await expect(section.getByRole('row', { name: /^Matrix products left out/ })).toBeVisible();

  const saving = page.waitForEvent('download');
  await section.getByRole('button', { name: 'Save as Markdown' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^ocaq-report-\d{4}-\d\d-\d\d\.md$/);
  expect(await readFile(await file.path(), 'utf8')).toContain('| kernels against float64 | done |');

  await inEveryLook(page, async () => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScrolling(page);
      await expectNoBarriers(page, '[data-testid="device-report"]');
    }
  });
  expect(watched.complaints).toEqual([]);
});
