/** The corpus as a person keeps it: cleaned as they choose, read, searched, and the same after a file is added again. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { addCorpus, openStudio, stored } from './steps.ts';

const TEXTS = [
  'İstiot  acı olur, bunu hamı bilir.',
  'Qız işıqlı otaqda kitab oxuyurdu.',
  'QIZIL ÜZÜK İTDİ, axtardılar.',
];

test('documents are cleaned as chosen, read and searched; a file added twice changes nothing', async ({
  page,
  profile,
}) => {
  const file = path.join(profile, 'mətnlər.txt');
  await writeFile(file, TEXTS.join('\n\n'));
  await openStudio(page);
  await page.getByTestId('drop-input').first().setInputFiles(file);
  await page.getByText(/^Cleaning/).click();
  await page.getByTestId('cleaning-whitespace').uncheck();
  await page.getByTestId('import-confirm').click();

  const documents = page.getByTestId('documents');
  await expect(documents.locator('ol > li')).toHaveCount(TEXTS.length);
  const [source] = await stored<{ cleaned: { details: { cleaning: { id: string; off?: true }[] } } }>(page, 'sources');
  const off = source?.cleaned.details.cleaning.filter((step) => step.off).map(({ id }) => id);
  expect(off).toContain('whitespace');

  const search = page.getByTestId('documents-search');
  await search.fill('istiot  ACI');
  await expect(documents.locator('mark')).toHaveText(['İstiot  acı']);
  await search.fill('qız');
  await expect(documents.locator('mark')).toHaveText(['Qız', 'QIZ']);
  await documents.getByRole('button', { name: /QIZIL/ }).click();
  await expect(page.getByTestId('document-text')).toHaveText(TEXTS[2]!);
  await expect(page.getByTestId('document-text').locator('mark')).toHaveText('QIZ');
  await expect(page.getByRole('dialog')).toContainText('mətnlər.txt, document 3');
  await page.keyboard.press('Escape');
  await search.fill('qiz');
  await expect(documents.getByRole('status')).toHaveText('No document has “qiz” in it.');

  await addCorpus(page, [file]);
  await expect(page.getByText('mətnlər.txt: already in the corpus, nothing was changed')).toBeVisible();
  expect(await stored(page, 'sources')).toHaveLength(1);
});
