/** The coach: a time is named, the device measured once, a model proposed and taken with its steps; a reload keeps both. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './fixtures.ts';
import { addCorpus, openStudio, trainTokenizer } from './steps.ts';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test('a model for ten minutes on this device', async ({ page }) => {
  await openStudio(page);
  await page.goto('./#/model');
  const proposing = page.getByTestId('coach-propose');
  await expect(proposing).toBeDisabled();
  await addCorpus(page, ['public/sample/corpus/dialoqlar.txt']);
  await trainTokenizer(page, 320);

  await page.goto('./#/model');
  await page.getByText('10 minutes', { exact: true }).click();
  await expect(page.getByText(/time not known until this device is measured/).first()).toBeVisible();
  await page.getByText('az-100m', { exact: true }).click();
  await expect(page.getByTestId('model-warnings')).toContainText('parameters for each token of your text');

  await proposing.click();
  const proposal = page.getByTestId('coach-proposal');
  await expect(proposal).toBeVisible({ timeout: 240_000 });
  await expect(proposal).toContainText('learn it by heart');
  await expect(page.getByText(/\d steps: .+estimated from other models/).first()).toBeVisible();
  await expect(page.getByTestId('model-warnings')).toContainText('On this device');
  await page.getByTestId('coach-take').click();
  await expect(proposal.getByRole('status')).toHaveText('Taken');
  await expect(page.getByTestId('model-choose')).toBeDisabled();
  await expect(page.getByTestId('model-warnings')).toBeHidden();
  const { violations } = await new AxeBuilder({ page }).withTags(wcag).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target}`))).toEqual([]);

  await page.goto('./#/train');
  const steps = await page.getByTestId('settings-steps').inputValue();
  expect(Number(steps)).toBeGreaterThan(50);
  expect(Number(steps)).not.toBe(400);

  // The very model that was taken is measured too; that is kept as well.
  await page.goto('./#/model');
  await expect(page.getByText('estimated from other models measured here', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Measure on this device' }).first().click();
  await expect(page.getByText(/^measured over \d+ steps on this device$/)).toBeVisible({ timeout: 120_000 });
  await page.goto('./#/train');

  await page.reload();
  await expect(page.getByTestId('settings-steps')).toHaveValue(steps);
  await page.goto('./#/model');
  await expect(page.getByText('measured before on this device', { exact: true })).toBeVisible();
  await page.getByText('10 minutes', { exact: true }).click();
  await proposing.click();
  // Nothing is measured again.
  await expect(proposal).toBeVisible({ timeout: 20_000 });
  await expect(proposal.getByRole('status')).toHaveText('Taken');
});
