/** A run that diverges in the studio: it asks, still asks after a reload, and goes back as it is told. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, expectWholeWords, inEveryLook } from './looks.ts';
import { fill, openStudio, prepareModel, startTraining, waitForEnd } from './steps.ts';

const RUN = { steps: 60, learningRate: '1', evalEvery: 0, sampleEvery: 0, saveEvery: 20 };

const asked = (page: Page) => expect(page.getByTestId('diverged')).toBeVisible({ timeout: 120_000 });

test('asks, after a reload too, and goes back with the rate that it is given', async ({ page }) => {
  await openStudio(page);
  await prepareModel(page);

  await test.step('before: no rate, and one far too large', async () => {
    await page.goto('./#/train');
    const rate = page.getByLabel('Peak learning rate', { exact: true });
    await fill(rate, '0');
    await expect(page.getByText('“0” cannot be used for “Peak learning rate”.')).toBeVisible();
    await fill(rate, '1');
    await expect(page.getByRole('alert').filter({ hasText: 'The peak learning rate 1 is far above' })).toBeVisible();
  });

  await page.getByText('All settings').click();
  await page.getByTestId('settings-divergence').selectOption('ask');
  for (const group of ['Tables', 'Matrices', 'Vectors']) await fill(page.getByLabel(`${group}: rate ×`), 1000);
  await startTraining(page, RUN);
  await asked(page);
  await expect(page.getByTestId('train-step')).toHaveAttribute('data-status', 'paused');
  await inEveryLook(page, async () => {
    await expectNoSidewaysScrolling(page);
    await expectNoBarriers(page, '[data-testid="diverged"]');
    await page.setViewportSize({ width: 360, height: 800 });
    await expectNoSidewaysScrolling(page);
    await expectWholeWords(page, 'thead th');
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  await page.reload();
  await asked(page);
  await fill(page.getByTestId('resume-rate'), '0.000001');
  await page.getByTestId('diverged-rate').click();
  await expect(page.getByTestId('diverged')).toBeHidden({ timeout: 60_000 });
  await waitForEnd(page, 'corpus', 120_000);
  const log = page.getByRole('list').filter({ hasText: 'Changed' });
  await expect(log).toContainText('was taken back to step 0, from before it');
  await expect(log).toContainText('the run has the peak learning rate 0.000001; it was 1.');
});
