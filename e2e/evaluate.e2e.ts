/** A small model is measured on files of every kind that are dropped in, and on a few minimal pairs; the results stay. */
import type { Locator, Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { drop, openStudio, prepareModel, startTraining, waitForEnd } from './steps.ts';

const TEXT = 'Axşam düşəndə nənə təndirin yanında oturdu.\n\nUşaqlar onun başına yığışıb nağıl gözlədilər.';
const SENTENCES = [
  'Payızda bağdakı yarpaqlar saralıb yerə tökülür.',
  'Balıqçı səhər tezdən toru gölə atıb gözlədi.',
  'Qatar stansiyaya yarım saat gec gəldi.',
];
/** From documents of the corpus, of which one is held out at the most. */
const LEARNED = [
  'Payızın axırında bütün quşlar köçmüşdü, yalnız balaca qaranquş Civil qalmışdı, çünki qanadı incimişdi.',
  'Bunu sübut etmək üçün axşam hər kitabın arasına rəngli sap qoyur, səhər yerini yoxlayırdı.',
  'Bu dəfə skamyada iki nəfər vardı: bir iri, bir xırda, aralarında da kağız dolu çəyirdək.',
];
/** Nothing in it shows whether its answers count from 0 or from 1. */
const EXAM = [
  { question: 'Qar nə rəngdədir?', choices: ['qara', 'ağ', 'yaşıl'], answer: 1 },
  { question: 'Balıq harada yaşayır?', choices: ['meşədə', 'suda', 'səmada'], answer: 1 },
];

const PAIRS = [
  ['Uşaqlar məktəbə getdilər.', 'Uşaqlər məktəbə getdilər.', 'plural-harmony'],
  ['Bağda beş ağac var.', 'Bağda beş ağaclar var.', 'numeral-singular'],
  ['Nənəm sabah gələcək.', 'Nənəm dünən gələcək.', 'zaman'],
  ['Mən kitabı oxudum.', 'Mən kitabı oxudun.', 'person-agreement'],
];

const PROMPTS = [
  { prompt: 'Payızda quşlar', reference: ['isti ölkələrə uçur.', 'köç edir.'] },
  { prompt: 'Qatar stansiyaya', reference: 'gec gəldi.' },
];

async function dropFile(page: Page, name: string, text: string, kind: string): Promise<void> {
  await drop(page, name, text);
  await expect(page.getByTestId('evaluate-file')).toContainText(name);
  await expect(page.getByTestId('evaluate-kind')).toHaveValue(kind);
}

/** What is folded away of the results; of the set measured last, which is long, in long runs alone: axe takes its time with it. */
const unfold = (page: Page): Promise<void> =>
  page
    .locator(`[data-testid=measured-set]${process.env.OCAQ_LONG ? '' : ':not(:last-child)'} details`)
    .evaluateAll((all) => {
      for (const one of all) (one as HTMLDetailsElement).open = true;
    });

async function measure(page: Page, sets: number): Promise<void> {
  await page.getByTestId('evaluate-start').click();
  await expect(page.getByTestId('measured-set')).toHaveCount(sets, { timeout: 60_000 });
  await expect(page.getByTestId('evaluate-start')).toBeVisible();
}

const figureOf = async (set: Locator, figure: string): Promise<number> =>
  Number(await set.getByTestId(`figure-${figure}`).getAttribute('data-value'));

/** The set that was measured last. */
const newest = (page: Page): Locator => page.getByTestId('measured-set').last();

test('a model is measured on files, by its answers and on pairs, and the results are there after a reload', async ({
  page,
}) => {
  test.setTimeout(360_000);
  await openStudio(page);
  await prepareModel(page);
  await startTraining(page, { steps: 4, learningRate: '0.003', evalEvery: 4, sampleEvery: 0, saveEvery: 4 });
  await waitForEnd(page, 'corpus', 120_000);

  await page.goto('./#/evaluate');
  await expect(page.getByTestId('screen-evaluate')).toBeVisible();
  await dropFile(page, 'axsam.txt', TEXT, 'text');
  await measure(page, 1);
  expect(await figureOf(newest(page), 'bits_per_byte')).toBeGreaterThan(1);

  await dropFile(page, 'azj_Latn.devtest', [...SENTENCES, ...LEARNED].join('\n'), 'flores');
  await measure(page, 2);
  expect(await figureOf(newest(page), 'flores_bits')).toBeGreaterThan(10);
  await expect(page.getByTestId('leaks')).toContainText(/^[23] of 6 items/);

  await dropFile(page, 'sual.jsonl', EXAM.map((one) => JSON.stringify(one)).join('\n'), 'exam');
  await expect(page.getByTestId('evaluate-start')).toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('evaluate-base').selectOption('zero');
  await measure(page, 3);

  await dropFile(page, 'davam.jsonl', PROMPTS.map((one) => JSON.stringify(one)).join('\n'), 'prompts');
  await page.getByTestId('evaluate-max-tokens').fill('6');
  await measure(page, 4);
  expect(await figureOf(newest(page), 'chrf++')).toBeLessThan(60);
  await page.getByTestId('answers').locator('summary').click();
  await expect(page.getByTestId('answers')).toContainText('rules:sacrebleu');
  await expect(page.getByTestId('answers')).toContainText('köç edir.');

  const table = [['good', 'bad', 'phenomenon'], ...PAIRS].map((row) => row.join(','));
  await dropFile(page, 'cutler.csv', table.join('\r\n'), 'pairs');
  await measure(page, 5);

  await page.getByTestId('evaluate-set').getByText('AzBLiMP, quick', { exact: true }).click();
  await measure(page, 6);
  const right = await figureOf(newest(page), 'accuracy');
  expect(right).toBeGreaterThan(0.2);
  expect(right).toBeLessThan(0.9);

  await page.reload();
  await expect(page.getByTestId('measured-set')).toHaveCount(6);
  await expect(newest(page)).toContainText('AzBLiMP, quick');
  await unfold(page);
  await expect(newest(page)).toContainText('vowel harmony of the plural');
  await inEveryLook(page, async () => {
    await page.setViewportSize({ width: 360, height: 800 });
    await expectNoSidewaysScrolling(page);
    await page.setViewportSize({ width: 1280, height: 800 });
    await expectNoSidewaysScrolling(page);
    await expectNoBarriers(page);
  });

  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('evaluate-csv').click()]);
  expect(saved.suggestedFilename()).toBe('ocaq-measurements.csv');
});
