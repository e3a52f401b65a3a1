/**
 * The browser, and the page's process alone, are killed at random moments of a run, saves among them: each time the run resumes
 * from a whole checkpoint that is at most one save interval back, and what it leaves in the end is that of a run left alone.
 */
import type { BrowserContext, Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import {
  openStudio,
  prepareModel,
  type SmallRun,
  startTraining,
  stepOf,
  stored,
  waitForEnd,
  waitForStep,
} from './steps.ts';
import { expectSameBits } from './traces.ts';

// Long enough that a quick machine has not done with it before the last kill.
const RUN: SmallRun = { steps: 12_000, learningRate: '0.003', evalEvery: 2000, sampleEvery: 0, saveEvery: 20 };
const KILLS = 100;

interface Run {
  id: string;
  createdAt: number;
}

/** Kills processes of the browser as the system does when memory runs out, and waits until they are gone. */
async function killProcesses(context: BrowserContext, type: 'browser' | 'renderer'): Promise<void> {
  const browser = context.browser();
  if (!browser) throw new Error('Playwright gives no browser for this context.');
  const devtools = await browser.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const killed = processInfo.filter((one) => one.type === type).map(({ id }) => id);
  for (const id of killed) process.kill(id, 'SIGKILL');
  await expect.poll(() => killed.filter(isAlive), { timeout: 30_000 }).toEqual([]);
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

/** Two runs with the same settings: one to its end, the other one under way. */
async function prepare(page: Page): Promise<void> {
  await openStudio(page);
  await prepareModel(page);
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 600_000);
  await page.getByRole('button', { name: 'New run' }).click();
  await startTraining(page, RUN);
}

const runs = async (page: Page): Promise<Run[]> =>
  (await stored<Run>(page, 'runs')).sort((one, other) => one.createdAt - other.createdAt);

async function savedStep(page: Page): Promise<number> {
  const id = (await runs(page)).at(-1)!.id;
  const checkpoints = await stored<{ runId: string; step: number }>(page, 'checkpoints');
  return Math.max(0, ...checkpoints.filter(({ runId }) => runId === id).map(({ step }) => step));
}

/** @returns the last step that the page showed before */
async function waitForRandomMoment(page: Page, kill: number, from: number): Promise<number> {
  await waitForStep(page, from + 1, 120_000);
  await page.waitForTimeout(Math.random() * 1000);
  const shown = await stepOf(page);
  if (kill % 4 === 3) await page.getByTestId('train-save').click();
  return shown;
}

/** @returns the step from which it goes on */
async function resume(page: Page, shown: number): Promise<number> {
  await page.goto('./#/train');
  await expect(page.getByTestId('interrupted')).toBeVisible({ timeout: 60_000 });
  const saved = await savedStep(page);
  expect(saved).toBeGreaterThanOrEqual(shown - RUN.saveEvery);
  await page.getByTestId('train-resume').first().click();
  await expect(page.getByTestId('interrupted')).toBeHidden({ timeout: 60_000 });
  return saved;
}

test('the browser is killed a hundred times @long', async ({ launch }) => {
  test.setTimeout(5_400_000);
  let context = await launch();
  let page = context.pages()[0]!;
  await prepare(page);
  for (let kill = 0, from = 0; kill < KILLS; kill++)
    await test.step(`kill ${kill + 1}`, async () => {
      const shown = await waitForRandomMoment(page, kill, from);
      const gone = context.waitForEvent('close');
      await killProcesses(context, 'browser');
      await gone;
      context = await launch();
      page = context.pages()[0]!;
      from = await resume(page, shown);
    });
  await waitForEnd(page, 'corpus', 600_000);
  await expectSameBits(page, RUN.steps);
});

test("the page's process is killed a hundred times @long", async ({ context }) => {
  test.setTimeout(5_400_000);
  let page = context.pages()[0]!;
  await prepare(page);
  for (let kill = 0, from = 0; kill < KILLS; kill++)
    await test.step(`kill ${kill + 1}`, async () => {
      const shown = await waitForRandomMoment(page, kill, from);
      await killProcesses(context, 'renderer');
      const next = await context.newPage();
      await page.close();
      page = next;
      from = await resume(page, shown);
    });
  await waitForEnd(page, 'corpus', 600_000);
  await expectSameBits(page, RUN.steps);
});
