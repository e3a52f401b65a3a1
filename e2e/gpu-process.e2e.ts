/** The GPU process dies: training, and whatever else computes on the card, goes on by itself, bit for bit. */
import type { BrowserContext, Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import {
  openStudio,
  prepareModel,
  pressStart,
  SMALLEST_MODEL,
  type SmallModel,
  type SmallRun,
  say,
  startInstruct,
  startTraining,
  waitForEnd,
  waitForStep,
} from './steps.ts';
import { expectSameBits } from './traces.ts';

test.use({ gpuMayDie: true });

const RUN: SmallRun = { steps: 300, learningRate: '0.003', evalEvery: 75, sampleEvery: 0, saveEvery: 50 };

async function killGpuProcess(context: BrowserContext): Promise<void> {
  const browser = context.browser();
  if (!browser) throw new Error('Playwright gives no browser for this context.');
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  await devtools.detach();
}

async function prepare(page: Page, model: SmallModel = SMALLEST_MODEL): Promise<void> {
  await openStudio(page);
  await prepareModel(page, model);
}

async function startAnother(page: Page, run: SmallRun): Promise<void> {
  await page.getByRole('button', { name: 'New run' }).click();
  await startTraining(page, run);
}

test('in training, in a save and in an answer: the page says so once, and all goes on by itself', async ({
  page,
  context,
}) => {
  await prepare(page);
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 180_000);
  await startAnother(page, RUN);
  const note = page.getByTestId('recovering');

  await test.step('in training', async () => {
    await waitForStep(page, 40, 120_000);
    await killGpuProcess(context);
    await expect(page.getByRole('alert')).toHaveText([/resumes by itself from its last checkpoint/]);
    await expect(note).toBeHidden();
  });

  await test.step('in a save', async () => {
    await waitForStep(page, 120, 120_000);
    await page.getByTestId('train-save').click();
    await killGpuProcess(context);
    await expect(note).toBeVisible();
    await waitForEnd(page, 'corpus', 180_000);
    await expectSameBits(page, RUN.steps);
  });

  await test.step('in an answer', async () => {
    await page.goto('./#/chat');
    await page.getByTestId('chat-input').fill('Bir gün');
    await page.getByTestId('chat-send').click();
    await expect(page.getByTestId('chat-stop')).toBeVisible();
    await killGpuProcess(context);
    await expect(page.getByTestId('chat-stop')).toBeHidden({ timeout: 60_000 });
    await expect(page.getByRole('alert')).toHaveText([]);
    await expect(page.getByTestId('chat-output')).not.toBeEmpty();
  });
});

test('twenty times at random moments @long', async ({ page, context }) => {
  test.setTimeout(1_800_000);
  const run: SmallRun = { ...RUN, steps: 2000, evalEvery: 500, saveEvery: 25 };
  await prepare(page);
  await startTraining(page, run);
  await waitForEnd(page, 'corpus', 600_000);
  await startAnother(page, run);
  const note = page.getByTestId('recovering');
  const seconds: number[] = [];
  for (let death = 0; death < 20; death++) {
    if (death > 0) await waitForStep(page, 5 + death * 95, 240_000);
    if (death % 4 === 3) await page.getByTestId('train-save').click();
    await page.waitForTimeout(Math.random() * 1500);
    const killed = Date.now();
    await killGpuProcess(context);
    await expect(note).toBeVisible({ timeout: 60_000 });
    await expect(note).toBeHidden({ timeout: 240_000 });
    seconds.push((Date.now() - killed) / 1000);
  }
  seconds.sort((a, b) => a - b);
  console.log(`recovered after: median ${seconds[10]} s, worst ${seconds.at(-1)} s`);
  await waitForEnd(page, 'corpus', 600_000);
  await expectSameBits(page, run.steps);
});

test('twenty times as runs start, as answers are written, and in tuning @long', async ({ page, context }) => {
  test.setTimeout(1_800_000);
  const run: SmallRun = { ...RUN, steps: 300, evalEvery: 100 };
  const killWithin = async (milliseconds: number) => {
    await page.waitForTimeout(Math.random() * milliseconds);
    await killGpuProcess(context);
  };
  await prepare(page, { ...SMALLEST_MODEL, context: 128 });
  await startTraining(page, run);
  await waitForEnd(page, 'corpus', 300_000);

  for (let death = 0; death < 7; death++)
    await test.step(`as a run starts: ${death + 1}`, async () => {
      await page.getByRole('button', { name: 'New run' }).click();
      await pressStart(page, run);
      await killWithin(2000);
      await expect(page.getByTestId('train-step')).toBeVisible({ timeout: 120_000 });
      await waitForEnd(page, 'corpus', 300_000);
      await expectSameBits(page, run.steps);
    });

  await page.goto('./#/chat');
  await say(page, 'Bir gün');
  const undisturbed = await page.getByTestId('chat-output').textContent();
  for (let death = 0; death < 7; )
    await test.step(`as an answer is written: ${death + 1}`, async () => {
      await page.getByTestId('chat-new').click();
      await page.getByTestId('chat-input').fill('Bir gün');
      await page.getByTestId('chat-send').click();
      await page.waitForTimeout(Math.random() * 1000);
      if (await page.getByTestId('chat-stop').isVisible()) death++;
      await killGpuProcess(context);
      await expect(page.getByTestId('chat-stop')).toBeHidden({ timeout: 60_000 });
      await expect(page.getByRole('alert')).toHaveText([]);
      await expect(page.getByTestId('chat-output')).toHaveText(undisturbed ?? '', { useInnerText: false });
    });

  const tuning: SmallRun = { ...RUN, steps: 300, evalEvery: 100, saveEvery: 50 };
  await startInstruct(page, 'public/sample/instructions.json', 128, tuning);
  await waitForEnd(page, 'instructions', 600_000);
  await page.getByRole('button', { name: 'Set up another run' }).click();
  await page.getByTestId('instruct-start').click();
  for (let death = 0; death < 6; death++)
    await test.step(`in tuning: ${death + 1}`, async () => {
      await waitForStep(page, death * 45, 240_000);
      await killWithin(1000);
      await expect(page.getByTestId('recovering')).toBeVisible({ timeout: 60_000 });
      await expect(page.getByTestId('recovering')).toBeHidden({ timeout: 240_000 });
    });
  await waitForEnd(page, 'instructions', 600_000);
  await expectSameBits(page, tuning.steps, 'instructions');
});

test.describe('a browser that blocks the page after two losses in two minutes', () => {
  test.use({ gpuMayDie: false });
  const run: SmallRun = { ...RUN, steps: 1200, evalEvery: 300, saveEvery: 25 };

  /** Trains undisturbed, then again until the page is blocked. */
  async function block(page: Page, context: BrowserContext): Promise<void> {
    test.setTimeout(1_200_000);
    await prepare(page);
    await startTraining(page, run);
    await waitForEnd(page, 'corpus', 300_000);
    await startAnother(page, run);
    const note = page.getByTestId('recovering');
    const isBlocked = () => note.getByRole('button', { name: 'Reload the page' }).waitFor({ timeout: 20_000 });
    for (const step of [40, 140, 240, 340]) {
      await waitForStep(page, step, 240_000);
      await killGpuProcess(context);
      await expect(note).toBeVisible({ timeout: 30_000 });
      if (
        step > 40 &&
        (await isBlocked().then(
          () => true,
          () => false,
        ))
      )
        return;
    }
    throw new Error('The browser gave a device after each of four losses.');
  }

  test('the run resumes by itself when the block is over @long', async ({ page, context }) => {
    await block(page, context);
    await waitForEnd(page, 'corpus', 600_000);
    await expectSameBits(page, run.steps);
  });

  test('the page says what helps, and the run resumes by itself when it is loaded anew @long', async ({
    page,
    context,
  }) => {
    await block(page, context);
    await inEveryLook(page, async () => {
      await expectNoBarriers(page, '[data-testid=recovering]');
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await expectNoSidewaysScrolling(page);
      }
    });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await waitForEnd(page, 'corpus', 600_000);
    await expectSameBits(page, run.steps);
  });
});
