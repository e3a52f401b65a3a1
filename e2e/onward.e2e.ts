/** What is built on a run: another seed of it, and how it would be lengthened. */
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { addCorpus, chooseModel, fill, openStudio, startTraining, trainTokenizer, waitForEnd } from './steps.ts';

const TEXTS = ['ensiklopediya', 'xeberler', 'hekayeler', 'dialoqlar', 'nece-etmeli'];
const MODEL = {
  layers: 1,
  width: 32,
  heads: 2,
  feedForward: 64,
  context: 32,
  seq: 32,
  rows: 2,
  precision: 'f32',
} as const;
const RUN = { steps: 12, learningRate: '0.003', evalEvery: 4, sampleEvery: 0, saveEvery: 4 };

test('a run is repeated with another seed, and offers to be lengthened', async ({ page }) => {
  await openStudio(page);
  await addCorpus(
    page,
    TEXTS.map((name) => path.resolve(`public/sample/corpus/${name}.txt`)),
  );
  await trainTokenizer(page, 300);
  await chooseModel(page, MODEL);
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 180_000);
  await expect(page.getByTestId('chart').getByText('best', { exact: true })).toBeVisible();

  const onward = page.getByTestId('onward');
  await test.step('another seed of it', async () => {
    await onward.getByText('More seeds').click();
    await fill(page.getByTestId('seeds-count'), 1);
    await page.getByTestId('seeds-start').click();
    await expect(page.getByTestId('seed-result')).toContainText('(2 seeds, 95 % interval)', { timeout: 180_000 });
    await expect(page.getByText(/mean of 2 seeds/)).toBeVisible();
  });
  await expect(page.getByTestId('branch-course')).toContainText('continues from the checkpoint of step 8');
  await expect(page.getByTestId('branch-course')).toContainText('bit for bit');
});
