/** Ten minutes and 25 000 steps: memory of the page's processes and nodes of its document stay as they are, and so does the speed. */
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import type { CDPSession } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { followThreads, type Target } from './heap.ts';
import {
  openStudio,
  prepareModel,
  SMALLEST_MODEL,
  type SmallRun,
  startTraining,
  stepOf,
  stored,
  waitForStep,
} from './steps.ts';

/** Saved so often that the log shows as many entries as it does at once before the first measurement. */
const RUN: SmallRun = { steps: 25_000, learningRate: '0.003', evalEvery: 5000, sampleEvery: 0, saveEvery: 15 };
const ROWS = 8;
const WARM_UP_MS = 60_000;
const EVERY_MS = 20_000;
/** How long the allocators take to give back what was collected. */
const RETURN_MS = 2000;
/** A page at work makes megabytes of garbage a second: what it holds is the least of so many readings in a row. */
const READINGS = 5;
/** Steps whose speed is compared, and how many before them compile and settle. */
const COMPARED = 1000;
const WARM_UP_STEPS = 500;

interface Measured {
  /**
   * Proportional set size of every process that draws pages, which hold their workers too, in bytes. Another browser on the
   * machine takes a share of the code, and changes it.
   */
  pss: number;
  nodes: number;
}

async function pssOf(processes: readonly number[]): Promise<number> {
  const files = processes.map((id) => readFile(`/proc/${id}/smaps_rollup`, 'utf8'));
  return (await Promise.all(files)).reduce((sum, text) => sum + 1024 * Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]), 0);
}

async function measure(browser: CDPSession, ofPage: CDPSession, threads: () => readonly Target[]): Promise<Measured> {
  const readings: Measured[] = [];
  while (readings.length < READINGS) readings.push(await read(browser, ofPage, threads()));
  return { pss: Math.min(...readings.map(({ pss }) => pss)), nodes: Math.min(...readings.map(({ nodes }) => nodes)) };
}

async function read(browser: CDPSession, ofPage: CDPSession, threads: readonly Target[]): Promise<Measured> {
  for (const thread of threads) await thread.send('HeapProfiler.collectGarbage');
  await setTimeout(RETURN_MS);
  const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const { metrics } = await ofPage.send('Performance.getMetrics');
  return { pss: await pssOf(renderers), nodes: metrics.find(({ name }) => name === 'Nodes')!.value };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

// A trace keeps what it recorded in the page.
test.use({ trace: 'off' });

test('25 000 steps leave memory, document and speed as they are @long', async ({ page, context }) => {
  test.skip(process.platform !== 'linux', 'Memory of processes is read from /proc.');
  test.setTimeout(3_600_000);
  await openStudio(page);
  await prepareModel(page, { ...SMALLEST_MODEL, rows: ROWS });
  const browser = await context.browser()!.newBrowserCDPSession();
  const ofPage = await context.newCDPSession(page);
  await ofPage.send('Performance.enable');
  const threads = await followThreads(page);

  await startTraining(page, RUN);
  await page.waitForTimeout(WARM_UP_MS);
  await waitForStep(page, WARM_UP_STEPS + COMPARED, 600_000);
  const measured: Measured[] = [];
  while ((await stepOf(page)) < RUN.steps) {
    measured.push(await measure(browser, ofPage, threads));
    await page.waitForTimeout(EVERY_MS);
  }

  const blocks = await stored<{ series: string; block: number; points: { step: number; stepMilliseconds: number }[] }>(
    page,
    'metrics',
  );
  const steps = blocks.filter(({ series }) => series === 'steps').flatMap(({ points }) => points);
  const speed = (from: number) =>
    1000 / median(steps.filter(({ step }) => step > from && step <= from + COMPARED).map((at) => at.stepMilliseconds));
  const [early, late] = [speed(WARM_UP_STEPS), speed(RUN.steps - COMPARED)];
  const range = (of: (one: Measured) => number) => {
    const values = measured.map(of);
    return { first: values[0]!, least: Math.min(...values), most: Math.max(...values), last: values.at(-1)! };
  };
  const [pss, nodes] = [range((one) => one.pss / 2 ** 20), range((one) => one.nodes)];
  console.log(`PSS in MiB ${JSON.stringify(pss)}, nodes ${JSON.stringify(nodes)}, measured ${measured.length} times`);
  console.log(`steps/s ${early.toFixed(1)} at first, ${late.toFixed(1)} at last: ${(late / early).toFixed(3)}`);
  expect(pss.most).toBeLessThan(1.1 * pss.first);
  expect(nodes.most).toBeLessThan(1.1 * nodes.first);
});
