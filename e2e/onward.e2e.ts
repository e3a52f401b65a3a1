/** What is built on a run: lengthened, repeated with another seed, restarted, and its settings handed on in a link. */
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import {
  addCorpus,
  chooseModel,
  fill,
  openStudio,
  SMALLEST_MODEL,
  startTraining,
  trainTokenizer,
  waitForEnd,
} from './steps.ts';

const TEXTS = ['ensiklopediya', 'xeberler', 'hekayeler', 'dialoqlar', 'nece-etmeli'];
const RUN = { steps: 12, learningRate: '0.003', evalEvery: 4, sampleEvery: 0, saveEvery: 4 };

test('a run is lengthened, repeated, restarted; its settings travel in a link', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openStudio(page);
  await addCorpus(
    page,
    TEXTS.map((name) => path.resolve(`public/sample/corpus/${name}.txt`)),
  );
  await trainTokenizer(page, 300);
  await chooseModel(page, SMALLEST_MODEL);
  await test.step('a rate by short runs', async () => {
    await page.goto('./#/train');
    await page.getByTestId('rates-find').click();
    await expect(page.getByTestId('rates-found')).toContainText('learns fastest with a rate of about', {
      timeout: 180_000,
    });
  });
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 180_000);
  await expect(page.getByTestId('chart').getByText('best', { exact: true })).toBeVisible();

  const onward = page.getByTestId('onward');
  const course = page.getByTestId('branch-course');
  await test.step('another seed of it', async () => {
    await onward.getByText('More seeds').click();
    await fill(page.getByTestId('seeds-count'), 1);
    await page.getByTestId('seeds-start').click();
    await expect(page.getByTestId('seed-result')).toContainText('(2 seeds, 95 % interval)', { timeout: 180_000 });
    await expect(page.getByText(/mean of 2 seeds/)).toBeVisible();
  });

  await test.step('restarted with another rate', async () => {
    await onward.getByText('A start from a checkpoint').click();
    await expect(course).toContainText(/The new run continues/, { timeout: 60_000 });
    await fill(onward.getByTestId('settings-steps'), 1);
    await expect(onward.getByRole('alert')).toContainText('Give more than');
  });

  await test.step('lengthened from the checkpoint before its rate fell', async () => {
    await onward.getByText('More steps', { exact: true }).first().click();
    await fill(page.getByTestId('lengthen-steps'), 4);
    await expect(course).toContainText('from the checkpoint of step 8', { timeout: 60_000 });
    await expect(course).toContainText('bit for bit');
    await page.getByTestId('lengthen-start').click();
    await expect(page.getByTestId('run-origin')).toContainText('from step 8', { timeout: 120_000 });
    await waitForEnd(page, 'corpus', 180_000);
    await expect(page.getByTestId('train-step')).toHaveAttribute('data-value', '16');
  });

  await test.step('annealed on the corpus as it is now', async () => {
    await addCorpus(page, [path.resolve('public/sample/corpus/qisa-hekayeler.txt')]);
    await page.goto('./#/train');
    await onward.getByText('Annealing').click();
    await onward.getByText('The corpus as it is now').click();
    await expect(course).toContainText(/falls from 0.003 to zero over \d+ steps, on the corpus as it is now/);
    await page.getByTestId('anneal-start').click();
    await expect(page.getByTestId('run-origin')).toContainText('from step 12', { timeout: 120_000 });
    await waitForEnd(page, 'corpus', 180_000);
  });

  await test.step('its settings in a link', async () => {
    await onward.getByText('Its settings').click();
    await page.getByTestId('settings-copy').click();
    await expect(page.getByTestId('settings-copy')).toHaveText('Link copied');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.goto(link.slice(0, -40));
    await expect(page.getByTestId('settings-offered')).toContainText('This holds no settings');
    await page.getByRole('button', { name: 'Close' }).last().click();
    await page.goto(link);
    await page.getByTestId('settings-take').click();
    await expect(page.getByTestId('settings-offered')).toBeHidden();
    await expect(page.getByTestId('settings-steps')).toHaveValue('15');
    expect(page.url()).toMatch(/#\/train$/);
  });
});
