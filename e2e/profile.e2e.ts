/** Where the time of a step goes, measured in the browser: shown whole, on a desk and on a phone, and cancelled. */
import AxeBuilder from '@axe-core/playwright';
import { languages } from '../src/app/messages/languages.ts';
import { expect, test } from './fixtures.ts';
import { chooseLanguage, fill, openStudio } from './steps.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

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

  for (const { tag } of languages)
    for (const theme of ['light', 'dark']) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await chooseLanguage(page, tag);
      await page.getByTestId('theme').click();
      await page.getByTestId(`theme-${theme}`).click();
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      for (const width of [1280, 360])
        await test.step(`${tag}, ${theme}, ${width} px`, async () => {
          await page.setViewportSize({ width, height: 800 });
          const [content, window] = await page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            return [scrollWidth, clientWidth];
          });
          expect(content).toBeLessThanOrEqual(window!);
          const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
          expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`))).toEqual([]);
        });
    }

  await page.setViewportSize({ width: 1280, height: 800 });
  await chooseLanguage(page, 'en');
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
