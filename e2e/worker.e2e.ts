/** A worker that dies is noticed and replaced at once, and its run resumes by itself, bit for bit. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { openStudio, prepareModel, type SmallRun, startTraining, stepOf, waitForEnd, waitForStep } from './steps.ts';
import { expectSameBits } from './traces.ts';

const RUN: SmallRun = { steps: 300, learningRate: '0.003', evalEvery: 75, sampleEvery: 0, saveEvery: 80 };
const NOTICED_MS = 5000;

/** Milliseconds from the death of the worker until the page said so, and until it said that another one works. */
interface Recovered {
  noticed: number;
  resumed: number;
}

interface Hooked {
  studioWorkers: Worker[];
  clockAhead: number;
}

/** Lets a test reach the studio's own worker, and set the page's clock forward so that deaths lie apart. */
async function hook(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const hooked = globalThis as unknown as Hooked;
    hooked.studioWorkers = [];
    hooked.clockAhead = 0;
    const now = Date.now;
    Date.now = () => now() + hooked.clockAhead;
    globalThis.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        if (options?.name === 'ocaq') hooked.studioWorkers.push(this);
      }
    };
  });
}

/** @param delay milliseconds until the worker is ended */
function kill(page: Page, delay = 0): Promise<Recovered> {
  return page.evaluate(
    (delay) =>
      new Promise<Recovered>((resolve, reject) => {
        const { studioWorkers } = globalThis as unknown as Hooked;
        const stateOf = () => document.querySelector<HTMLElement>('[data-testid=worker-note]')?.dataset.state;
        setTimeout(() => {
          const killedAt = performance.now();
          studioWorkers.at(-1)!.terminate();
          let noticed: number | null = null;
          const timer = setInterval(() => {
            const passed = performance.now() - killedAt;
            const state = stateOf();
            if (noticed === null && state === 'restarting') noticed = passed;
            const isOver = noticed !== null && state === 'restarted';
            if (!isOver && passed < 60_000) return;
            clearInterval(timer);
            if (isOver) resolve({ noticed: noticed!, resumed: passed });
            else reject(new Error(`60 s after the worker's death the page says ${state}, noticed: ${noticed}`));
          }, 5);
        }, delay);
      }),
    delay,
  );
}

async function prepare(page: Page): Promise<void> {
  await hook(page);
  await openStudio(page);
  await prepareModel(page);
}

test('ended in training, in a save, and once more: the run resumes by itself, and the third time it is asked about', async ({
  page,
}) => {
  await prepare(page);
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 180_000);
  await page.getByRole('button', { name: 'New run' }).click();
  await startTraining(page, RUN);
  const note = page.getByTestId('worker-note');

  await test.step('in training', async () => {
    await waitForStep(page, 90, 120_000);
    const { noticed } = await kill(page);
    expect(noticed).toBeLessThan(NOTICED_MS);
    // Ended just when the second checkpoint was saved, it has no step to do again.
    await expect(note).toContainText(
      /resumes by itself from its last checkpoint, step (80\. \d+ steps? (is|are) done again\.|160\.)/,
    );
    await expect(page.getByTestId('interrupted')).toBeHidden();
    await note.getByRole('button').click();
    await expect(note).toBeHidden();
  });

  await test.step('in a save', async () => {
    await waitForStep(page, 175, 120_000);
    await page.getByTestId('train-save').click();
    const { noticed } = await kill(page, 10);
    expect(noticed).toBeLessThan(NOTICED_MS);
    await waitForEnd(page, 'corpus', 180_000);
    await expectSameBits(page, RUN.steps);
  });

  await test.step('the message', async () => {
    await inEveryLook(page, async () => {
      await expectNoBarriers(page, '[data-testid=worker-note]');
      await page.setViewportSize({ width: 360, height: 740 });
      await expectNoSidewaysScrolling(page);
      await page.setViewportSize({ width: 1280, height: 800 });
    });
  });

  await test.step('a third time', async () => {
    await page.evaluate(() => (globalThis as unknown as Hooked).studioWorkers.at(-1)!.terminate());
    const asked = page.getByRole('alertdialog');
    await expect(asked).toContainText('ended 3 times within two minutes', { timeout: NOTICED_MS });
    await expect(note).toBeHidden();
    await expectNoBarriers(page, '[role=alertdialog]');
    await asked.getByRole('button', { name: 'Start it again' }).click();
    await expect(asked).toBeHidden();
    await expect(note).toHaveAttribute('data-state', 'restarted');
    await page.getByTestId('device').click();
    await expect(page.getByRole('heading', { name: 'Graphics device' })).toBeVisible();
  });
});

test('ended twenty times at random moments, then hanging @long', async ({ page }) => {
  test.setTimeout(900_000);
  const run: SmallRun = { ...RUN, steps: 2000, evalEvery: 500, saveEvery: 50 };
  await prepare(page);
  await startTraining(page, run);
  await waitForEnd(page, 'corpus', 400_000);
  await page.getByRole('button', { name: 'New run' }).click();
  await startTraining(page, run);

  const recovered: Recovered[] = [];
  for (let death = 0; death < 20; death++) {
    await waitForStep(page, 5 + death * 90, 120_000);
    if (death % 4 === 3) await page.getByTestId('train-save').click();
    recovered.push(await kill(page, Math.random() * 1500));
    await page.evaluate(() => {
      (globalThis as unknown as Hooked).clockAhead += 121_000;
    });
  }
  const figures = (which: keyof Recovered) => {
    const sorted = recovered.map((one) => Math.round(one[which])).sort((a, b) => a - b);
    return `median ${(sorted[9]! + sorted[10]!) / 2} ms, worst ${sorted[19]} ms`;
  };
  console.log(`noticed after: ${figures('noticed')}; resumed after: ${figures('resumed')}`);
  for (const { noticed } of recovered) expect(noticed).toBeLessThan(NOTICED_MS);
  await waitForEnd(page, 'corpus', 400_000);
  await expectSameBits(page, run.steps);

  await test.step('one that does not hear is left alone until a person has it started again', async () => {
    const note = page.getByTestId('worker-note');
    await note.getByRole('button').click();
    await page.evaluate(() => {
      (globalThis as unknown as Hooked).studioWorkers.at(-1)!.postMessage = () => undefined;
    });
    await expect(note).toHaveAttribute('data-state', 'silent', { timeout: 60_000 });
    await note.getByRole('button', { name: 'Start it again' }).click();
    await expect(note).toHaveAttribute('data-state', 'restarted', { timeout: 60_000 });
    expect(await stepOf(page)).toBe(run.steps);
  });
});
