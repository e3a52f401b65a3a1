/**
 * Input that cannot be used: files that are no text, numbers that do not fit, a checkpoint that the disk has spoilt. Each
 * is refused in a whole sentence, and what the project held before is still there, in the database and on the rail.
 */
import path from 'node:path';
import type { Page } from 'playwright/test';
import { ordinal } from '../src/app/messages/az/endings.ts';
import { expect, test } from './fixtures.ts';
import {
  addCorpus,
  chooseLanguage,
  chooseModel,
  drop,
  openStudio,
  SMALLEST_MODEL,
  startTraining,
  stored,
  trainTokenizer,
  waitForStep,
} from './steps.ts';

const SAMPLE = path.resolve('public/sample/corpus/hekayeler.txt');
const RUN = { steps: 2000, learningRate: '0.003', evalEvery: 0, sampleEvery: 0, saveEvery: 10 };
const VOCABULARY = 300;
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Array<number>(64).fill(0)];

const records = ['projects', 'sources', 'tokenizers', 'instructionSets', 'runs', 'checkpoints', 'pointers', 'metrics'];
const shards = ['documentShards', 'tokenShards', 'instructionShards', 'checkpointChunks'];

interface Checkpoint {
  id: string;
  step: number;
}
interface Metrics {
  series: string;
  block: number;
  points: { step: number }[];
}

const rail = (page: Page) => page.getByRole('navigation', { name: 'Journey' });
const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

/** What the project holds: every record, how much lies under them, and what the rail says of it. */
async function held(page: Page) {
  return {
    records: await Promise.all(records.map((store) => stored(page, store))),
    shards: await Promise.all(shards.map(async (store) => (await stored(page, store)).length)),
    rail: await rail(page).textContent(),
  };
}

/** The one sentence that the page has to say. */
const expectSaid = (page: Page, sentence: string | RegExp): Promise<void> =>
  expect(page.getByRole('alert').locator('p').or(page.locator('p[role="alert"]'))).toHaveText(sentence);

/** Key by key, as a person does. */
async function type(page: Page, label: string, value: string): Promise<void> {
  await field(page, label).selectText();
  await field(page, label).pressSequentially(value);
  await field(page, label).press('Tab');
}

/** Goes to another screen by the rail. */
async function walkTo(page: Page, screen: string): Promise<void> {
  await rail(page).locator(`a[href$="/${screen}"]`).click();
  await expect(page.getByTestId(`screen-${screen}`)).toBeVisible();
}

test('a file that holds no text or no instructions is named and left out', async ({ page }) => {
  await openStudio(page);
  await addCorpus(page, [SAMPLE]);
  await trainTokenizer(page, VOCABULARY);
  await chooseModel(page, SMALLEST_MODEL);
  await expect(rail(page)).toContainText('Custom');
  await walkTo(page, 'instruct');
  await drop(page, 'good.json', '[{"instruction": "Salam ver", "output": "Salam!"}]');
  await expect(rail(page)).toContainText('1 record');
  const before = await held(page);

  await walkTo(page, 'corpus');
  for (const [name, content, sentence] of [
    ['empty.txt', '', 'empty.txt is empty. Choose a file that holds text.'],
    ['x.txt', PNG, 'x.txt is not text: it holds NUL bytes. Choose a text file.'],
  ] as const) {
    await drop(page, name, content);
    await expectSaid(page, sentence);
    await expect(page.getByTestId('import-confirm')).toBeDisabled();
    await page.getByRole('button', { name: 'Leave out' }).click();
    expect(await held(page)).toEqual(before);
  }

  await walkTo(page, 'instruct');
  const none = 'holds no usable instruction record:';
  const bring = 'Bring a JSON, JSONL, CSV or TSV file whose records have fields such as "instruction" and "output".';
  for (const [name, content, why] of [
    ['prices.json', '[{"name": "tea", "price": 2}]', 'its records have no fields for an instruction and its answer'],
    [
      'half.jsonl',
      '{"instruction": "Salam ver", "output": ""}',
      'none of its records has both an instruction and an answer, as text',
    ],
    ['letter.json', 'Dear reader,\nthis is a letter.', 'it is not JSON with records in it'],
  ] as const) {
    await drop(page, name, content);
    await expectSaid(page, `${name} ${none} ${why}. ${bring}`);
    expect(await held(page)).toEqual(before);
  }
  await chooseLanguage(page, 'az');
  await expectSaid(
    page,
    'letter.json faylında yararlı təlimat qeydi yoxdur: bu, içində qeydlər olan JSON deyil. Qeydlərində “instruction” və “output” kimi sahələr olan JSON, JSONL, CSV və ya TSV faylı gətirin.',
  );
});

test('with a paused run: numbers that do not fit are refused, and a damaged checkpoint gives way to the one before', async ({
  page,
}) => {
  await openStudio(page);
  await addCorpus(page, [SAMPLE]);
  await trainTokenizer(page, VOCABULARY);
  await chooseModel(page, SMALLEST_MODEL);
  await startTraining(page, RUN);
  await waitForStep(page, 25, 60_000);
  await page.getByTestId('train-pause').click();
  await expect(page.getByTestId('train-step')).toHaveAttribute('data-status', 'paused');

  await test.step('a vocabulary', () => refuseVocabulary(page));
  await test.step('heads, rows, tokens', () => refuseModel(page));
  await test.step('a checkpoint', () => passOverDamage(page));
});

async function refuseVocabulary(page: Page): Promise<void> {
  const before = await held(page);
  await walkTo(page, 'tokenizer');
  await type(page, 'Another size', '100');
  await expectSaid(
    page,
    '“100” cannot be used for “Another size”. Type a whole number from 300 to 65536; until then it stays 300.',
  );
  await type(page, 'Another size', '60000');
  await page.getByTestId('tokenizer-train').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Train again' }).click();
  await expectSaid(
    page,
    /^This text allows a vocabulary of at most \d+ tokens, and 60000 were asked for: by then every word is one token\. Ask for \d+ or fewer, or add more text\.$/,
  );
  expect(await held(page)).toEqual(before);
}

async function refuseModel(page: Page): Promise<void> {
  const before = await held(page);
  await walkTo(page, 'model');
  const choose = page.getByTestId('model-choose');
  for (const [label, value, sentence] of [
    [
      'Rows per batch',
      '100000',
      '“100000” cannot be used for “Rows per batch”. Type a whole number from 1 to 4096; until then it stays 2.',
    ],
    ['Rows per batch', '2', null],
    [
      'Attention heads',
      '3',
      'A width (hidden size) of 32 cannot be shared evenly by 3 attention heads. Choose a width that is a multiple of the number of heads.',
    ],
    ['Attention heads', '4', null],
    [
      'Key and value heads',
      '3',
      '4 attention heads cannot be shared evenly by 3 key/value heads. Choose a number of key/value heads that divides the number of heads.',
    ],
    ['Key and value heads', '2', null],
    ['Rows per batch', '4096', null],
    ['Longest context', '8192', null],
    [
      'Tokens per row',
      '8192',
      'A micro-batch of 4096 × 8192 tokens is more than any adapter holds. Choose a smaller batch, and accumulate more of them.',
    ],
  ] as const) {
    await type(page, label, value);
    if (sentence === null) await expect(page.getByRole('alert')).toHaveCount(0);
    else {
      await expectSaid(page, sentence);
      await expect(choose).toBeDisabled();
      expect(await held(page)).toEqual(before);
    }
  }
  // More than the budget is said, and left to the person: the card may have more memory.
  await type(page, 'Tokens per row', '1024');
  await expect(page.getByTestId('plan-over-budget').locator('p')).toHaveText([
    /^Even the smallest plan needs [\d.]+\sGiB, more than the budget of 3\.25\sGiB\. Where the card has more memory to spare, raise the budget\.$/,
    /^Within the budget: \d+ rows per batch, 1024 tokens per row \([\d.]+\s[GM]iB\)\.$/,
  ]);
  await expect(choose).toBeEnabled();
  await type(page, 'Memory budget (GiB)', '64.5');
  await expect(page.locator('p[role="alert"]')).toHaveText(
    '“64.5” cannot be used for “Memory budget (GiB)”. Type a number from 0.25 to 64; until then it stays 3.25.',
  );
  await type(page, 'Memory budget (GiB)', '64');
  await expect(page.getByTestId('plan-over-budget')).toHaveCount(0);
  expect(await held(page)).toEqual(before);

  await page.reload();
  await expect(field(page, 'Memory budget (GiB)')).toHaveValue('64');
  await expect(page.getByRole('status').filter({ hasText: 'Chosen' })).toBeVisible();
  await expect(field(page, 'Attention heads')).toHaveValue('2');
  await expect(field(page, 'Key and value heads')).toHaveValue('2');
  await expect(field(page, 'Rows per batch')).toHaveValue('2');
  expect(await held(page)).toEqual(before);
}

async function passOverDamage(page: Page): Promise<void> {
  const before = await held(page);
  const [earlier, newest] = (await stored<Checkpoint>(page, 'checkpoints')).sort((a, b) => a.step - b.step);
  await damage(page, newest!.id);
  await page.reload();

  const what = `The checkpoint of step ${newest!.step} is damaged: part 1 of 1 of "weights/embed" is not what was saved.`;
  await walkTo(page, 'chat');
  await page.getByTestId('chat-input').fill('Salam!');
  await page.getByTestId('chat-send').click();
  await expectSaid(page, `${what} Use an older checkpoint.`);
  await expect(page.getByRole('log')).toContainText('Salam!');
  await field(page, 'Checkpoint').selectOption(earlier!.id);
  await page.getByTestId('chat-input').fill('Salam!');
  await page.getByTestId('chat-send').click();
  await expect(page.getByTestId('chat-output')).toHaveAttribute('aria-busy', 'false');
  await expect(page.getByRole('alert')).toHaveCount(0);

  await walkTo(page, 'export');
  await page.getByTestId('export-start').click();
  await expectSaid(page, `${what} Use an older checkpoint.`);
  expect(await held(page)).toEqual(before);

  await walkTo(page, 'train');
  await expect(page.getByTestId('interrupted')).toContainText(`is paused at step ${newest!.step}`);
  await page.getByTestId('train-resume').click();
  const log = page.getByTestId('screen-train');
  await expect(log).toContainText(
    `${what} The run resumes from the one of step ${earlier!.step}; the steps between are trained again.`,
  );
  await waitForStep(page, newest!.step + 1, 60_000);
  await page.getByTestId('train-stop').click();
  await expect(page.getByTestId('train-step')).toHaveAttribute('data-status', 'stopped');
  await chooseLanguage(page, 'az');
  await expect(log).toContainText(
    `${ordinal(`${newest!.step}`)} addımın saxlama nöqtəsi zədələnib. Öyrətmə ${ordinal(`${earlier!.step}`)} addımınkından davam edir, aradakı addımlar yenidən öyrədilir.`,
  );
  const steps = (await stored<Metrics>(page, 'metrics'))
    .filter(({ series }) => series === 'steps')
    .sort((a, b) => a.block - b.block)
    .flatMap(({ points }) => points.map(({ step }) => step));
  expect(steps.length).toBeGreaterThan(newest!.step);
  expect(steps).toEqual(steps.map((_, index) => index + 1));
}

/** Flips one bit of a stored checkpoint. */
async function damage(page: Page, checkpoint: string): Promise<void> {
  await page.evaluate(
    (id) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('ocaq');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const writing = opening.result.transaction('checkpointChunks', 'readwrite');
          const chunks = writing.objectStore('checkpointChunks');
          const reading = chunks.get([id, 0]);
          reading.onsuccess = () => {
            reading.result.bytes[100] ^= 1;
            chunks.put(reading.result);
          };
          writing.onabort = () => reject(writing.error);
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    checkpoint,
  );
}
