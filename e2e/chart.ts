/** The chart of a run, of which there is another beside it: zoomed, compared, hovered, downloaded. */
import { readFile } from 'node:fs/promises';
import { expect, type Page } from 'playwright/test';

const download = async (page: Page, testId: string): Promise<Buffer> => {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(testId).click()]);
  return readFile(await file.path());
};

/** The steps of each run in the CSV, in order. */
async function downloadedSteps(page: Page): Promise<Map<string, number[]>> {
  const [, ...lines] = (await download(page, 'chart-csv')).toString().trimEnd().split('\r\n');
  const steps = new Map<string, number[]>();
  for (const line of lines) {
    // Names of runs may hold commas, and are quoted then.
    const cells = /^("(?:[^"]|"")*"|[^,]*),(\d+),/.exec(line);
    const name = cells?.[1] ?? '';
    steps.set(name, [...(steps.get(name) ?? []), Number(cells?.[2])]);
  }
  return steps;
}

const single = (steps: Map<string, number[]>): number[] => [...steps.values()].flat();

/** @param steps of the run that is shown */
export async function expectChart(page: Page, steps: number): Promise<void> {
  const chart = page.getByTestId('chart');
  await chart.scrollIntoViewIfNeeded();
  const box = await chart.boundingBox();
  if (!box) throw new Error('The chart has no box.');
  const at = (share: number): [number, number] => [box.x + 44 + share * (box.width - 60), box.y + box.height / 2];

  expect(single(await downloadedSteps(page)).at(-1)).toBe(steps);

  await page.mouse.move(...at(0.25));
  await page.mouse.down();
  await page.mouse.move(...at(0.75), { steps: 4 });
  await page.mouse.up();
  const seen = single(await downloadedSteps(page));
  expect(seen[0]).toBeGreaterThanOrEqual(Math.floor(steps * 0.2));
  expect(seen.at(-1)).toBeLessThanOrEqual(Math.ceil(steps * 0.8));
  expect(await page.evaluate(() => String(getSelection()))).toBe('');

  await page.getByRole('button', { name: 'Show all' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).focus();
  await page.keyboard.press('Enter');
  expect(single(await downloadedSteps(page)).length).toBeLessThan(steps);
  await chart.dblclick();
  expect(single(await downloadedSteps(page)).at(-1)).toBe(steps);

  await page.getByTestId('chart-compare').click();
  await page.getByRole('menuitemcheckbox').first().click();
  await page.keyboard.press('Escape');
  await page.getByTestId('chart-axis').selectOption('tokens');
  await page.mouse.move(...at(0.5));
  await expect(chart.getByText(/^After .* tokens$/)).toBeVisible();
  // Training raw and smoothed, and the other run's: a corpus of one file has no held-out documents.
  await expect(chart.locator('dt')).toHaveCount(3);
  const both = await downloadedSteps(page);
  expect([...both.values()].map((one) => one.at(-1))).toEqual([steps, steps]);

  const png = await download(page, 'chart-png');
  expect(png.subarray(0, 4)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47]));
}
