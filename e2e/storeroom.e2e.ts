/** What takes room: what is stored is listed, and what is let go of is gone with what was said, or comes back the same. */
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { openStudio, prepareModel, startTraining, stored, waitForEnd } from './steps.ts';

const RUN = { steps: 40, learningRate: '0.003', evalEvery: 20, sampleEvery: 0, saveEvery: 10 };

interface Shard {
  split: string;
  index: number;
  setId: string;
  tokens: Record<string, number>;
}

test('what is stored is listed and let go of; tokens come back the same', async ({ page }) => {
  await openStudio(page);
  await prepareModel(page);
  await page.goto('./#/train');
  await expect(page.getByTestId('storage-needs')).toContainText('may clear this data');
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 120_000);
  const before = await stored<Shard>(page, 'tokenShards');

  const open = async () => {
    await page.getByTestId('storage').click();
    await page.getByTestId('storeroom-open').click();
    await expect(page.getByTestId('stored-checkpoint')).toBeVisible();
  };
  const letGo = async (kind: string, said: string) => {
    const group = page.getByTestId(`stored-${kind}`);
    if ((await group.getAttribute('open')) === null) await group.locator('summary').click();
    const rows = await group.getByRole('listitem').count();
    await group.getByRole('button').first().click();
    await expect(group).toContainText(said);
    await group.getByTestId('let-go').click();
    await expect(group.getByRole('listitem')).toHaveCount(rows - 1);
  };

  await test.step('every kind, in every look', async () => {
    await open();
    for (const kind of ['documents', 'cleaning', 'tokenizer', 'tokens', 'checkpoint', 'run'])
      await expect(page.getByTestId(`stored-${kind}`)).toBeVisible();
    await page.keyboard.press('Escape');
    await inEveryLook(page, async () => {
      await open();
      await page.getByTestId('stored-checkpoint').locator('summary').click();
      await page.getByTestId('stored-checkpoint').getByRole('button').first().click();
      await expectNoBarriers(page, '[role=dialog]');
      await expectNoSidewaysScrolling(page);
      await page.keyboard.press('Escape');
    });
  });

  await test.step('tokens: the next run makes the same ones anew', async () => {
    await open();
    await letGo('tokens', 'Nothing is lost for good');
    expect((await stored<Shard>(page, 'tokenShards')).filter(({ split }) => split !== 'words')).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New run' }).click();
    await startTraining(page, RUN);
    await waitForEnd(page, 'corpus', 120_000);
    expect(await stored<Shard>(page, 'tokenShards')).toEqual(before);
  });

  await test.step('checkpoints: the last one of a run is told to be that, and the chart stays', async () => {
    await open();
    const group = page.getByTestId('stored-checkpoint');
    await group.locator('summary').click();
    const count = await group.getByRole('listitem').count();
    expect(count).toBeGreaterThan(3);
    for (let left = count; left > 1; left--) await letGo('checkpoint', 'checkpoint');
    await group.getByRole('button').first().click();
    await expect(group).toContainText('It is the only checkpoint of');
    await group.getByTestId('let-go').click();
    await expect(group).toHaveCount(0);
    expect(await stored(page, 'checkpointChunks')).toEqual([]);
    expect(await stored(page, 'runs')).toHaveLength(2);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('train-step')).toHaveAttribute('data-value', '40');
  });
});
