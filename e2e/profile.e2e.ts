/** Where the time of a step goes, measured in the browser: shown whole, on a desk and on a phone, and cancelled. */
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { fill, openStudio } from './steps.ts';

test('the profile of a small model, and one that is cancelled', async ({ page, watched }) => {
  await openStudio(page);
  await page.goto('./#/model');
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await fill(field('Layers'), 2);
  await fill(field('Attention heads'), 2);
  await fill(field('Width'), 64);
  await fill(field('Feed-forward width'), 96);
  await fill(field('Vocabulary'), 320);
  await fill(field('Tokens per row'), 32);
  await fill(field('Rows per batch'), 2);
  const profile = page.getByTestId('profile');
  await profile.getByTestId('profile-start').click();
  const kernels = profile.locator('tbody th');
  await expect(kernels.first()).toBeVisible({ timeout: 240_000 });
  await profile.getByRole('button', { name: /^Show all/ }).click();
  for (const kernel of ['gemm_nt', 'attention_forward', 'attention_backward_query', 'adamw'])
    await expect(kernels.filter({ hasText: kernel }).first()).toBeVisible();

  await inEveryLook(page, async () => {
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      await expectNoSidewaysScrolling(page);
      await expectNoBarriers(page);
    }
  });

  await fill(field('Layers'), 3);
  await expect(kernels).toHaveCount(0);
  const measure = page.getByRole('button', { name: 'Measure on this device' });
  await expect(measure).toBeEnabled();
  await profile.getByTestId('profile-start').click();
  await expect(measure).toBeDisabled();
  await profile.getByRole('button', { name: 'Cancel' }).click();
  await expect(profile.getByTestId('profile-start')).toBeEnabled({ timeout: 120_000 });
  await expect(profile.getByRole('alert')).toHaveCount(0);
  await expect(kernels).toHaveCount(0);
  expect(watched.complaints).toEqual([]);
});
