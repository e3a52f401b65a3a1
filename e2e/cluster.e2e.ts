/**
 * A run goes to a cluster and comes back: paused in the studio, exported as a bundle, continued elsewhere, brought back as a
 * checkpoint of the same run and resumed. Elsewhere is PyTorch where OCAQ_PYTHON names a Python that has it; its losses are then
 * those of the studio. Without, a checkpoint is sent back that says to have come further, with a log of it.
 */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { openStudio, prepareModel, startTraining, stored, waitForEnd, waitForStep } from './steps.ts';
import { traces } from './traces.ts';

const RUN = { steps: 120, learningRate: '0.003', evalEvery: 40, sampleEvery: 0, saveEvery: 20 };
const PYTHON = process.env.OCAQ_PYTHON;

interface Run {
  id: string;
  status: string;
  createdAt: number;
}

const runs = async (page: Page): Promise<Run[]> =>
  (await stored<Run>(page, 'runs')).sort((a, b) => a.createdAt - b.createdAt);

/** The files of the bundle, unpacked. */
async function exportedBundle(page: Page, folder: string): Promise<string> {
  await page.goto('./#/export');
  await page.getByText('The run, to continue elsewhere in PyTorch').click();
  await page.getByTestId('export-start').click();
  const link = page.getByTestId('export-download');
  await expect(link).toBeVisible({ timeout: 120_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const files = Object.entries(unzipSync(new Uint8Array(await readFile(await download.path()))));
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return path.join(folder, files[0]![0].split('/')[0]!);
}

const bringBack = (page: Page, bundle: string, step: number): Promise<void> =>
  page.getByTestId('import-folder').setInputFiles(path.join(bundle, `checkpoints/step-${step}`));

/** @returns the step that it has come to */
async function continuedElsewhere(
  bundle: string,
  left: number,
  losses: readonly (readonly number[])[],
): Promise<number> {
  const step = left + 10;
  const checkpoints = path.join(bundle, 'checkpoints');
  if (PYTHON) {
    execFileSync(PYTHON, ['train.py', '--stop-at', String(step)], { cwd: bundle, stdio: 'inherit' });
    const log = (await readFile(path.join(bundle, 'log.jsonl'), 'utf8')).trim().split('\n');
    const steps = log.map((line) => JSON.parse(line)).filter(({ loss }) => loss !== undefined);
    expect(steps).toHaveLength(10);
    const worst = Math.max(...steps.map((one) => Math.abs(one.loss - losses[one.step - 1]![1]!)));
    console.log(`losses of PyTorch and of the studio differ by ${worst.toExponential(1)} at most`);
    expect(worst).toBeLessThan(1e-3);
    return step;
  }
  await cp(path.join(checkpoints, `step-${left}`), path.join(checkpoints, `step-${step}`), { recursive: true });
  const file = path.join(checkpoints, `step-${step}/state.json`);
  const state = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...state, step, updates: 10, device: 'elsewhere' }));
  const log = losses
    .slice(left, step)
    .map(([at, loss]) => ({ step: at, loss, lr: 1e-3, grad_norm: 1, tokens_per_s: 1 }));
  const lines = log.map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(path.join(checkpoints, `step-${step}/log.jsonl`), lines.join(''));
  return step;
}

test('a run continues in PyTorch, and comes back', async ({ page }, info) => {
  await openStudio(page);
  await prepareModel(page);
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 180_000);
  await page.getByRole('button', { name: 'New run' }).click();
  await startTraining(page, RUN);
  await waitForStep(page, 30, 120_000);
  await page.getByTestId('train-pause').click();
  await expect(page.getByTestId('train-resume').first()).toBeVisible({ timeout: 60_000 });

  const bundle = await exportedBundle(page, info.outputPath('out'));
  await test.step('the screen in every look', () =>
    inEveryLook(page, async () => {
      await expectNoBarriers(page);
      await expectNoSidewaysScrolling(page);
    }));
  const settings = JSON.parse(await readFile(path.join(bundle, 'run.json'), 'utf8'));
  const left: number = settings.firstStep;
  const [undisturbed, sent] = await runs(page);
  const before = await traces(page, undisturbed!.id);

  const step = await continuedElsewhere(bundle, left, before.losses);

  await page.goto('./#/model');
  await test.step('what is no further than the run is refused, and changes nothing', async () => {
    await bringBack(page, bundle, left);
    await expect(page.getByRole('alert')).toContainText(
      `is at step ${left}, and the run here is at step ${left} already`,
    );
    expect((await traces(page, sent!.id)).step).toBe(left);
  });
  await test.step('so is what is of another run, or of another model', async () => {
    const file = path.join(bundle, `checkpoints/step-${left}/state.json`);
    const kept = await readFile(file, 'utf8');
    const { run, ...state } = JSON.parse(kept);
    for (const other of [{ id: 'other', startedAt: 1 }, { config: { ...run.config, bosTokenId: 3 } }]) {
      await page.reload();
      await writeFile(file, JSON.stringify({ ...state, run: { ...run, ...other } }));
      await bringBack(page, bundle, left);
      await expect(page.getByRole('alert')).toContainText('goes on with a run that this project does not have');
      expect((await traces(page, sent!.id)).step).toBe(left);
    }
    await writeFile(file, kept);
  });
  await bringBack(page, bundle, step);
  await expect.poll(async () => (await traces(page, sent!.id)).losses.length, { timeout: 60_000 }).toBe(step);
  expect((await traces(page, sent!.id)).step).toBe(step);
  await expect(page.getByText(`is back, at step ${step}.`)).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();

  await page.goto('./#/train');
  await page.getByTestId('train-resume').first().click();
  await expect(page.getByTestId('train-pause')).toBeVisible({ timeout: 60_000 });
  await waitForEnd(page, 'corpus', 180_000);
  const after = await traces(page, sent!.id);
  expect(after.step).toBe(RUN.steps);
  expect(after.losses.map(([at]) => at)).toEqual(Array.from({ length: RUN.steps }, (_, i) => i + 1));
  const worst = Math.max(...after.losses.slice(0, step).map(([, loss], i) => Math.abs(loss! - before.losses[i]![1]!)));
  expect(worst).toBeLessThan(1e-3);
});
