/** A run that stood still for a while, as when the computer sleeps, goes on, says so, and invents no speed. */
import type { BrowserContext, Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { openStudio, prepareModel, startTraining, stepOf, stored, waitForStep } from './steps.ts';

const RUN = { steps: 100_000, learningRate: '0.001', evalEvery: 0, sampleEvery: 0, saveEvery: 0 };

interface Points {
  series: string;
  points: {
    step: number;
    stepMilliseconds: number;
    error?: { code: string };
  }[];
}

const points = async (page: Page, series: string) =>
  (await stored<Points>(page, 'metrics')).filter((of) => of.series === series).flatMap((of) => of.points);

async function train(page: Page): Promise<void> {
  await openStudio(page);
  await prepareModel(page);
  await startTraining(page, RUN);
  await waitForStep(page, 30, 120_000);
}

/** As a computer that sleeps: every process of the browser that works for pages stands still, and the clock runs on. */
async function sleep(context: BrowserContext, milliseconds: number): Promise<void> {
  const devtools = await context.browser()!.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const pids = processInfo.filter(({ type }) => type === 'renderer' || type === 'GPU').map(({ id }) => id);
  expect(pids.length).toBeGreaterThan(1);
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  for (const pid of pids) process.kill(pid, 'SIGCONT');
}

test('a run that slept with the computer goes on, says so, and counts no time for it', async ({ page, context }) => {
  test.skip(process.platform === 'win32', 'a process cannot be made to stand still there');
  await train(page);
  const before = await stepOf(page);
  await sleep(context, 25_000);
  await waitForStep(page, before + 40, 60_000);
  await expect
    .poll(async () => (await points(page, 'events')).flatMap(({ error }) => error?.code ?? []))
    .toContain('training-stood-still');
  const times = (await points(page, 'steps')).filter(({ step }) => step >= before);
  const longest = Math.max(...times.map(({ stepMilliseconds }) => stepMilliseconds));
  console.log(`longest of ${times.length} steps around a sleep of 25 s: ${longest.toFixed(0)} ms`);
  expect(longest).toBeLessThan(10_000);
  await expect(page.getByTestId('worker-note')).toHaveCount(0);
  await page.getByTestId('train-stop').click();
  await expect(page.getByTestId('train-step')).toHaveAttribute('data-status', 'stopped', { timeout: 60_000 });
});
