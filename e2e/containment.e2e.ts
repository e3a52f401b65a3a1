/**
 * What the page and each worker of the studio may do, tried from inside them while they work: ask nobody, run no text as code,
 * load no module of another address. On a static host, which sends no policy, as on ours, which does; and the same tests fail
 * where there is none.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page, Worker } from 'playwright/test';
import { responseHeaders } from '../src/app/page-policy.ts';
import { sentence } from '../src/testing/corpus-files.ts';
import { smallModelFiles } from '../src/testing/small-model.ts';
import { ALL_REFUSED, attempts } from './attempts.ts';
import { test as base, expect } from './fixtures.ts';
import { serveSite } from './site-server.ts';
import {
  addCorpus,
  chooseModel,
  openStudio,
  pressStart,
  SMALLEST_MODEL,
  say,
  startTraining,
  trainTokenizer,
} from './steps.ts';
import { createWatch } from './watch.ts';

const RUN = { steps: 100_000, learningRate: '0.003', evalEvery: 0, sampleEvery: 0, saveEvery: 0 };
/** Nine megabytes: more than the studio's worker encodes alone. */
const SENTENCES = 80_000;
const TEMPLATE = "{% for m in messages %}{{ m.role + ': ' + m.content + '\n' }}{% endfor %}";

/** As any web server serves files: without a policy. */
const onStaticHost = base.extend({
  baseURL: async ({ browserName: _ }, use) => {
    const site = await serveSite('dist');
    await use(site.address);
    await site.stop();
  },
});

const nameOf = (worker: Worker): Promise<string> => worker.evaluate(() => (self as unknown as { name: string }).name);

async function named(page: Page, name: string): Promise<Worker> {
  const found = new Map<string, Worker>();
  const names = async () => {
    for (const worker of page.workers()) found.set(await nameOf(worker), worker);
    return [...found.keys()];
  };
  await expect.poll(names).toContain(name);
  return found.get(name) as Worker;
}

async function train(page: Page, corpus: string): Promise<void> {
  await addCorpus(page, [corpus]);
  await trainTokenizer(page, 300);
  await chooseModel(page, SMALLEST_MODEL);
  await startTraining(page, RUN);
}

async function expectContained(page: Page): Promise<void> {
  await openStudio(page);
  await train(page, path.resolve('public/sample/corpus/hekayeler.txt'));
  expect(await (await named(page, 'ocaq')).evaluate(attempts)).toEqual(ALL_REFUSED);
  expect(await page.evaluate(attempts)).toEqual(ALL_REFUSED);
}

onStaticHost('on a static host: the page, and the worker while it trains', ({ page }) => expectContained(page));

base('on a host that sends the policy: every answer has it, and nothing else is allowed', async ({ page, baseURL }) => {
  const headers = new Map<string, Record<string, string>>();
  page.on('response', (response) => headers.set(response.url(), response.headers()));
  await expectContained(page);
  const ours = [...headers].filter(([address]) => address.startsWith(baseURL ?? ''));
  expect(ours.some(([address]) => /\/assets\/entry-.*\.js$/.test(address))).toBe(true);
  for (const [address, given] of ours)
    for (const [name, value] of Object.entries(responseHeaders)) expect(given[name.toLowerCase()], address).toBe(value);
});

onStaticHost('the workers that clean, encode and fill in chat templates', async ({ page }, info) => {
  const corpus = info.outputPath('texts.txt');
  await writeFile(corpus, Array.from({ length: SENTENCES }, (_, n) => sentence(n)).join('\n'));
  const model = info.outputPath('model');
  await mkdir(model);
  for (const [name, bytes] of Object.entries({
    ...(await smallModelFiles()),
    'chat_template.jinja': Buffer.from(TEMPLATE),
  }))
    await writeFile(path.join(model, name), bytes);

  await openStudio(page);
  // So that those which are done in a moment are still there to be asked.
  await (await named(page, 'ocaq')).evaluate(() => {
    globalThis.Worker.prototype.terminate = () => undefined;
  });
  await page.goto('./#/model');
  await page.getByTestId('import-folder').setInputFiles(model);
  await expect(page.getByTestId('imports').getByRole('alert')).toHaveCount(0);
  await expect(page.getByTestId('import-row').filter({ hasText: 'model' })).toBeVisible({ timeout: 60_000 });
  await page.goto('./#/chat');
  await say(page, 'Salam');
  await addCorpus(page, [corpus]);
  await trainTokenizer(page, 300);
  await chooseModel(page, SMALLEST_MODEL);
  await pressStart(page, RUN);
  for (const name of ['cleaning', 'encoding', 'chat template'])
    expect(await (await named(page, name)).evaluate(attempts), name).toEqual(ALL_REFUSED);
});

base.describe('without a policy', () => {
  base.use({ pagePolicy: false });

  base('the same test fails (and so is expected to)', async ({ page }) => {
    base.fail();
    await expectContained(page);
  });

  base('the attempts go through in the studio’s worker, and the watch tells', async ({ page, watched }) => {
    watched.allow('http://leak.invalid');
    await page.goto('./');
    const outcomes = await (await named(page, 'ocaq')).evaluate(attempts);
    expect(outcomes).toEqual(Object.fromEntries(Object.keys(ALL_REFUSED).map((way) => [way, 'went through'])));
  });

  base('what the studio’s worker and a worker of it ask for is seen', async ({ page, context, baseURL }) => {
    await page.goto('./');
    const site = new URL(baseURL ?? '').origin;
    // To a watch of another site, every request to this one is a leak.
    const stranger = createWatch('http://elsewhere.invalid');
    stranger.follow(context);
    await (await named(page, 'ocaq')).evaluate(async (origin) => {
      await fetch(`${origin}/by-studio-worker`);
      const text = `await fetch('${origin}/by-nested-worker'); postMessage('done');`;
      const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      const worker = new globalThis.Worker(address, { type: 'module' });
      await new Promise((resolve) => worker.addEventListener('message', resolve));
    }, site);
    for (const way of ['studio-worker', 'nested-worker'])
      await expect.poll(() => stranger.leaks.map((address) => new URL(address).pathname)).toContain(`/by-${way}`);
    expect(() => stranger.expectNoLeaks()).toThrow('/by-nested-worker');
  });

  base('a test in which the studio’s worker lets something out fails (and so is expected to)', async ({ page }) => {
    base.fail();
    await page.goto('./');
    await (await named(page, 'ocaq')).evaluate(() => fetch('http://leak.invalid/').catch(() => undefined));
  });
});
