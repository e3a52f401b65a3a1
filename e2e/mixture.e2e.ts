/** The corpus workshop beside its cleaning: duplicates to look at, the mixture of sources, and the report. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { addCorpus, openStudio, trainTokenizer } from './steps.ts';

const sentence = (n: number) =>
  `${n} nömrəli bağda ${n * 7} alma, ${n * 11} armud və ${n * 13} nar ağacı əkilib; hər payız qonşular onları birlikdə yığır.`;
const text = (n: number) => Array.from({ length: 8 }, (_, i) => sentence(100 * n + i)).join(' ');
const rows = (texts: readonly string[]) => texts.map((one) => JSON.stringify({ text: one })).join('\n');
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

async function addSources(page: Page, profile: string): Promise<void> {
  const first = path.join(profile, 'bağlar.jsonl');
  const second = path.join(profile, 'köçürülmüş.jsonl');
  await writeFile(first, rows(numbers(30).map(text)));
  await writeFile(
    second,
    rows([...numbers(6).map((n) => `${text(n)} Sonra qar yağır.`), ...numbers(20).map((n) => text(n + 50))]),
  );
  await openStudio(page);
  await addCorpus(page, [first, second]);
  await expect(page.getByText(/^Near-duplicates of earlier documents: 23\.1/)).toBeVisible();
}

test('duplicates are looked at side by side, and what repeating them adds is said before', async ({
  page,
  profile,
}) => {
  await addSources(page, profile);
  const clusters = page.getByTestId('clusters');
  await clusters.getByTestId('clusters-find').press('Enter');
  await expect(clusters.locator('ol > li')).toHaveCount(6);
  await expect(clusters.locator('ol > li').first()).toContainText('bağlar.jsonl, köçürülmüş.jsonl');
  await clusters.locator('ol > li > button').first().press('Enter');
  await expect(clusters.getByTestId('cluster-members')).toContainText('köçürülmüş.jsonl, document 1');
  await inEveryLook(page, () => expectNoBarriers(page, '[data-testid=clusters]'));
  const compare = clusters.getByTestId('cluster-compare');
  await compare.press('Enter');
  await expect(page.getByTestId('document-pair').locator('mark')).toHaveText('Sonra qar yağır.');
  await expectNoBarriers(page, '[role=dialog]');
  await page.keyboard.press('Escape');
  await expect(compare).toBeFocused();
  await expect(clusters.getByTestId('repeat-adds')).toContainText(/^Documents learned more than once: [456]\./);
});

test('weights change the shares of sources and the tokens of the next run', async ({ page, profile }) => {
  await addSources(page, profile);
  await trainTokenizer(page, 400);
  await page.goto('./#/corpus');
  const mixture = page.getByTestId('mixture');
  const amount = mixture.getByTestId('mixture-amount');
  await expect(amount).not.toContainText('≈');
  const before = await amount.textContent();
  const weight = mixture.getByTestId('mixture-weight').nth(1);
  await weight.fill('2');
  await weight.press('Enter');
  await expect(amount).not.toHaveText(before ?? '');
  await expect(mixture.getByRole('status')).toHaveText('The corpus is encoded anew at the start of the next run.');
  for (const field of await mixture.getByTestId('mixture-weight').all()) {
    await field.fill('0');
    await field.press('Enter');
  }
  await expect(mixture.getByRole('status')).toContainText('there is nothing to learn');
  await inEveryLook(page, () => expectNoBarriers(page, '[data-testid=mixture]'));
});

test('the report is read and saved, in the language of the page', async ({ page, profile }) => {
  await addSources(page, profile);
  const report = page.getByTestId('report');
  await report.getByTestId('report-write').press('Enter');
  await expect(report).toContainText('Documents read: 56. Left: 50,');
  await inEveryLook(page, () => expectNoBarriers(page, '[data-testid=report]'));
  const saved = async (button: string) => {
    const download = page.waitForEvent('download');
    await report.getByTestId(button).press('Enter');
    return readFile(await (await download).path(), 'utf8');
  };
  expect(await saved('report-markdown')).toContain('| bağlar.jsonl | unknown | 30 | 30 |');
  const { total, duplicates } = JSON.parse(await saved('report-json'));
  expect(total).toMatchObject({ documentsIn: 56, documentsOut: 50 });
  expect(duplicates).toMatchObject({ near: 6, clusters: [{ size: 2, clusters: 6 }] });
  await page.setViewportSize({ width: 360, height: 720 });
  await expectNoSidewaysScrolling(page);
});
