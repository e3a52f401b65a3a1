/** A small model is measured on a text, on sentences and on an exam, and on a few minimal pairs; the results stay. */
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { openStudio, prepareModel, startTraining, waitForEnd } from './steps.ts';

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

const PROMPTS = [
  { prompt: 'Payızda quşlar', reference: ['isti ölkələrə uçur.', 'köç edir.'] },
  { prompt: 'Qatar stansiyaya', reference: 'gec gəldi.' },
];

async function takeFile(page: Page, name: string, text: string, kind: string): Promise<void> {
  await page.getByTestId('evaluate-input').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await expect(page.getByTestId('evaluate-file')).toContainText(name);
  await expect(page.getByTestId('evaluate-kind')).toHaveValue(kind);
}

async function measure(page: Page, sets: number): Promise<void> {
  await page.getByTestId('evaluate-start').click();
  await expect(page.getByTestId('measured-set')).toHaveCount(sets, { timeout: 60_000 });
  await expect(page.getByTestId('evaluate-start')).toBeVisible();
}

const figureOf = async (page: Page, kind: string, figure: string): Promise<number> => {
  const set = page.getByTestId('measured-set').and(page.locator(`[data-kind=${kind}]`));
  return Number(await set.getByTestId(`figure-${figure}`).getAttribute('data-value'));
};

test('a model is measured on files, by its answers and on pairs, and the results are there after a reload', async ({
  page,
}) => {
  test.setTimeout(240_000);
  await openStudio(page);
  await prepareModel(page);
  await startTraining(page, { steps: 4, learningRate: '0.003', evalEvery: 4, sampleEvery: 0, saveEvery: 4 });
  await waitForEnd(page, 'corpus', 120_000);

  await page.goto('./#/evaluate');
  const choose = (name: string) => page.getByTestId('evaluate-set').getByText(name, { exact: true }).click();
  await choose('A file');
  await takeFile(page, 'axsam.txt', TEXT, 'text');
  await measure(page, 1);
  expect(await figureOf(page, 'text', 'bits_per_byte')).toBeGreaterThan(1);

  await takeFile(page, 'azj_Latn.devtest', [...SENTENCES, ...LEARNED].join('\n'), 'flores');
  await measure(page, 2);
  expect(await figureOf(page, 'flores', 'flores_bits')).toBeGreaterThan(10);
  await expect(page.getByTestId('leaks')).toContainText(/^[23] of 6 items/);

  await takeFile(page, 'sual.jsonl', EXAM.map((one) => JSON.stringify(one)).join('\n'), 'exam');
  await expect(page.getByTestId('evaluate-start')).toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('evaluate-base').selectOption('zero');
  await measure(page, 3);

  await takeFile(page, 'davam.jsonl', PROMPTS.map((one) => JSON.stringify(one)).join('\n'), 'prompts');
  await page.getByTestId('evaluate-max-tokens').fill('6');
  await measure(page, 4);
  expect(await figureOf(page, 'answers', 'chrf++')).toBeLessThan(60);
  await page.getByTestId('answers').locator('summary').click();
  await expect(page.getByTestId('answers')).toContainText('rules:sacrebleu');
  await expect(page.getByTestId('answers')).toContainText('köç edir.');

  await choose('AzBLiMP, quick');
  await measure(page, 5);
  const right = await figureOf(page, 'pairs', 'accuracy');
  expect(right).toBeGreaterThan(0.2);
  expect(right).toBeLessThan(0.9);

  await page.reload();
  await expect(page.getByTestId('measured-set')).toHaveCount(5);
  await page.getByTestId('phenomena').locator('summary').click();
  await expect(page.getByTestId('phenomena')).toContainText('vowel harmony of the plural');
  await expect(page.getByTestId('measured-set').last()).toContainText('AzBLiMP, quick');
  await inEveryLook(page, async () => {
    await expectNoBarriers(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await expectNoSidewaysScrolling(page);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('evaluate-csv').click()]);
  expect(saved.suggestedFilename()).toBe('ocaq-measurements.csv');
});
