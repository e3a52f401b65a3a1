/** A tab that is reloaded in the middle of a run, here on packed documents, resumes from its last checkpoint, bit for bit. */
import { expectChart } from './chart.ts';
import { expect, test } from './fixtures.ts';
import { openStudio, prepareModel, startTraining, stored, waitForEnd, waitForStep } from './steps.ts';
import { traces } from './traces.ts';

const RUN = { steps: 240, learningRate: '0.003', evalEvery: 60, sampleEvery: 0, saveEvery: 30 };

interface Run {
  id: string;
  createdAt: number;
}
test('reloaded in the middle: losses, weights and moments are those of the uninterrupted run', async ({ page }) => {
  await openStudio(page);
  await prepareModel(page);

  await test.step('rows begin with documents, and what is padding is said', async () => {
    await page.goto('./#/train');
    await page.getByText('All settings').click();
    await page.getByTestId('settings-packing').selectOption('best-fit');
    await page.getByLabel('Attention within documents only').check();
    await expect(page.getByText(/ tokens in \S+ rows a pass; the rest of the rows is empty$/)).toBeVisible();
  });
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 180_000);

  await page.getByRole('button', { name: 'New run' }).click();
  await startTraining(page, RUN);
  await waitForStep(page, 40, 120_000);
  // The browser asks before a tab with a run is left.
  const asked = page.waitForEvent('dialog').then(async (dialog) => {
    await dialog.accept();
    return dialog.type();
  });
  await page.reload();
  expect(await asked).toBe('beforeunload');
  await expect(page.getByTestId('interrupted')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('train-resume').first().click();
  await waitForEnd(page, 'corpus', 180_000);

  const [whole, resumed] = (await stored<Run>(page, 'runs')).sort((a, b) => a.createdAt - b.createdAt);
  const [first, second] = [await traces(page, whole!.id), await traces(page, resumed!.id)];
  expect(first.losses).toHaveLength(RUN.steps);
  expect(second.losses).toEqual(first.losses);
  expect(second.heldOut).toEqual(first.heldOut);
  expect([first.step, second.step]).toEqual([RUN.steps, RUN.steps]);
  expect(second.hashes).toEqual(first.hashes);
  const events = (await stored<{ runId: string; series: string; points: { kind: string }[] }>(page, 'metrics')).filter(
    (m) => m.runId === resumed!.id && m.series === 'events',
  );
  expect(events.flatMap((m) => m.points.map((point) => point.kind))).toContain('resumed');

  await test.step('the chart of both', () => expectChart(page, RUN.steps));
  await test.step('its page in the notebook', async () => {
    await expect(page.getByTestId('run-notebook')).toContainText('Nothing was set otherwise');
    await page.getByTestId('run-name').fill('Resumed, "twice"');
    await page.getByTestId('run-notes').fill('Reloaded at step 40.');
    await page.getByTestId('run-notes').blur();
    await expect(page.getByRole('rowheader', { name: 'Resumed, "twice"' })).toBeVisible();
    await page.reload();
    await expect(page.getByTestId('run-name')).toHaveValue('Resumed, "twice"');
    await expect(page.getByTestId('run-notes')).toHaveValue('Reloaded at step 40.');
  });
});
