/** The corpus as a person keeps it: cleaned as they choose, read, searched, and the same after a file is added again. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling } from './looks.ts';
import { addCorpus, fill, openStudio, stored } from './steps.ts';

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

/** Enough for several shards: cleaning them takes long enough to be interrupted. */
const LONG_BYTES = 6 * 2 ** 20;

function longText(): string {
  const documents: string[] = [];
  for (let bytes = 0, i = 0; bytes < LONG_BYTES; i++) {
    const words = Array.from({ length: 60 }, (_, j) => `söz${(i * 7919 + j * 104_729) % 1_000_003}`);
    const document = `${words.join(' ')}.`;
    documents.push(document);
    bytes += document.length;
  }
  return documents.join('\n\n');
}

test('steps are tried before they are run, what they removed is looked at, and cleaning survives a closed page', async ({
  page,
  profile,
}) => {
  const files = ['qısa.txt', 'uzun.txt'].map((name) => path.join(profile, name));
  await writeFile(files[0]!, TEXTS.join('\n\n'));
  await writeFile(files[1]!, longText());
  await openStudio(page);
  await addCorpus(page, files);

  const cleaning = page.getByTestId('cleaning');
  await cleaning.getByTestId('cleaning-gopher-quality').check();
  const effect = cleaning.getByTestId('cleaning-effect-gopher-quality');
  await expect(effect).toContainText('would remove');
  await expect(cleaning.getByTestId('cleaning-trial')).toContainText('Tried on');
  await cleaning.getByRole('button', { name: 'Options and results of “Running text”' }).click();
  await fill(cleaning.getByTestId('option-gopher-quality-minStopWords'), 0);
  await fill(cleaning.getByTestId('option-gopher-quality-minWords'), 6);
  await expect(effect).toContainText('would remove 2');
  await expect(cleaning.getByText('Too few words (5, where at least 6 is required)').first()).toBeVisible();

  await cleaning.getByTestId('cleaning-run').click();
  await expect(cleaning.getByText(/of [\d\u202f]+ documents/)).toBeVisible();
  await page.reload();
  await expect(cleaning.getByTestId('cleaning-awaiting')).toContainText('cleaned with other steps');
  await cleaning.getByRole('button', { name: /^Resume cleaning/ }).click();
  await expect(effect).toContainText('2 removed');
  await expect(cleaning.getByTestId('cleaning-run')).toHaveAttribute('aria-disabled', 'true');

  await cleaning.getByRole('button', { name: 'Options and results of “Running text”' }).click();
  await cleaning.getByRole('button', { name: 'Too few words' }).click();
  const stages = page.getByTestId('stages');
  await expect(stages.locator('ol > li')).toHaveCount(2);
  await expect(stages.locator('ol > li').first()).toContainText('Too few words (5, where at least 6 is required)');
  await expectNoBarriers(page, '[data-testid=stages]');
  await expectNoBarriers(page, '[data-testid=cleaning]');
  await stages.getByTestId('stages-from').selectOption({ label: '0. As read' });
  await stages.getByTestId('stages-what').selectOption('changed');
  await expect(stages.locator('ol > li')).toHaveCount(1);
  await expect(stages.locator('ol > li')).toContainText('Before');
});

test('evaluation sets and trusted text are chosen where their steps are, and what is cleaned goes by them', async ({
  page,
  profile,
}) => {
  const leak = 'Hansı çay Azərbaycanın ən uzun çayıdır və harada başlayıb hansı dənizə tökülür, bunu bilirsinizmi?';
  const strange = 'Wszystkie drogi prowadzą do młyna, a młynarz opowiada dzieciom zimowe bajki przy piecu.';
  const corpus = path.join(profile, 'korpus.txt');
  const set = path.join(profile, 'suallar.jsonl');
  const gardens = Array.from(
    { length: 16 },
    (_, n) => `${n} nömrəli bağda ${n * 7} alma və ${n * 11} armud ağacı əkilib, onları hər payız qonşular yığır.`,
  );
  await writeFile(corpus, [...TEXTS, `Soruşdular: ${leak}`, strange, gardens.join(' ')].join('\n\n'));
  await writeFile(set, `${JSON.stringify({ sual: leak, cavab: 'Kür' })}\n`);
  await openStudio(page);
  await addCorpus(page, [corpus]);

  const cleaning = page.getByTestId('cleaning');
  await expect(cleaning.getByTestId('cleaning-leaks')).toBeDisabled();
  await cleaning.getByRole('button', { name: 'Choose evaluation sets' }).click();
  await cleaning.getByTestId('references-evaluation-files').setInputFiles(set);
  await expect(cleaning.getByTestId('cleaning-leaks')).toBeChecked();
  await expect(cleaning.getByTestId('cleaning-effect-leaks')).toContainText('would remove 1');

  await cleaning.getByRole('button', { name: 'Choose trusted text' }).click();
  await cleaning.getByTestId('references-trusted-project').selectOption({ label: 'korpus.txt' });
  await cleaning.getByTestId('references-trusted').getByRole('button', { name: 'Add', exact: true }).click();
  await expect(cleaning.getByTestId('cleaning-perplexity')).toBeChecked();
  await cleaning
    .getByTestId('surprise')
    .getByRole('button', { name: /^Set the bound to/ })
    .click();
  await expectNoBarriers(page, '[data-testid=cleaning]');

  await cleaning.getByTestId('cleaning-run').click();
  await expect(cleaning.getByTestId('cleaning-effect-leaks')).toContainText('1 removed');
  await expect(cleaning.getByTestId('cleaning-run')).toHaveAttribute('aria-disabled', 'true');
  await page.reload();
  await expect(cleaning.getByTestId('cleaning-effect-leaks')).toContainText('1 removed');

  await cleaning.getByRole('button', { name: 'Options and results of “Evaluation texts”' }).click();
  await cleaning.getByRole('button', { name: 'Remove “suallar.jsonl”' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(cleaning.getByTestId('cleaning-leaks')).toBeDisabled();
  await expect(page.getByText('cleaned with other steps').first()).toBeVisible();
  await cleaning.getByTestId('cleaning-run').click();
  await expect(cleaning.getByTestId('cleaning-effect-perplexity')).toContainText('nothing');
});

test('before files are added it is said where each goes and what of it cannot be read; one licence serves them all', async ({
  page,
  profile,
}) => {
  const line = (value: object) => JSON.stringify(value);
  const files = Object.entries({
    'kodlaşdırma.txt': ['KÉ™ndin ortasÄ±nda bir Ã§inar var idi.', ...TEXTS].join('\n\n'),
    'sətirlər.jsonl': [
      line({ text: 'Dəyirmançı hər səhər erkən oyanırdı.' }),
      '{"text": "yarımçıq',
      line({ text: 'Çayın suyu payızda azalırdı.' }),
    ].join('\n'),
    'səhifə.html': '<html><body><main><p>Dağların başında qar var.</p><p>Yollar bağlıdır.</p></main></body></html>',
    'suallar.jsonl': [line({ instruction: 'Kür hara tökülür?', output: 'Xəzərə.' }), '{"instruction'].join('\n'),
  }).map(([name, text]) => ({ name: path.join(profile, name), text }));
  for (const { name, text } of files) await writeFile(name, text);
  await openStudio(page);
  await page
    .getByTestId('drop-input')
    .first()
    .setInputFiles(files.map(({ name }) => name));
  const dialog = page.getByRole('dialog');
  await expect(page.getByTestId('import-confirm')).toHaveText('Add 3 files and 1 instruction set');
  await expect(dialog.getByTestId('preview-encoding')).toContainText('“Kəndin ortasında');
  await dialog.getByRole('button', { name: 'sətirlər.jsonl' }).click();
  await expect(dialog.getByTestId('preview-bad-rows')).toContainText('Row 2: is not JSON');
  await dialog.getByRole('button', { name: 'səhifə.html' }).click();
  await expect(dialog).toContainText('The whole page becomes one document.');
  await dialog.getByTestId('licence-of-all').selectOption('cc-by-4.0');
  await expectNoBarriers(page, '[role=dialog]');
  await page.getByTestId('import-confirm').click();

  await expect(page.getByTestId('corpus-sets')).toContainText('suallar.jsonl: 1 record; 1 record could not be used');
  await expect(page.getByTestId('screen-corpus').getByRole('table').first()).toContainText('1 row could not be read');
  await expect(page.getByTestId('cleaning-run')).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByTestId('contents').getByRole('button')).toHaveCount(7);
  const sources = await stored<{ details: { licence: string } }>(page, 'sources');
  expect(sources.map(({ details }) => details.licence)).toEqual(Array(3).fill('cc-by-4.0'));
  const report = page.getByTestId('contents').getByRole('button', { name: 'Report' });
  await report.press('Enter');
  await expect(page.getByTestId('report').getByRole('heading')).toBeFocused();
  await expect(page.getByTestId('report').getByRole('heading')).toBeInViewport();
  await page.setViewportSize({ width: 360, height: 720 });
  await expectNoSidewaysScrolling(page);
});
