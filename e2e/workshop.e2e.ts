/**
 * From an archive of many formats to shards of tokens: what is in it, what cleaning takes out and why, another threshold,
 * tokenizers side by side. The tab is closed in the middle of every step that takes long, and nothing is lost or left over.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { BrowserContext, Page } from 'playwright/test';
import { SimilarDocuments } from '../src/testing/similar-documents.ts';
import { expect, test } from './fixtures.ts';
import { chooseTheme, expectNoBarriers, expectNoSidewaysScrolling } from './looks.ts';
import { chooseLanguage, fill, stored } from './steps.ts';

/** Enough for reading and cleaning to be interrupted. */
const LONG_DOCUMENTS = 14_000;
const TWICE = 'Bu cümlə iki dəfə yazılıb ki, onun biri sonra silinsin.';
const NEARLY = 'Kəndin ortasındakı çinarın altında hər axşam qocalar yığışıb köhnə günlərdən danışardılar';

/** Seven formats; each of the small files holds one document more than its format needs to be known. */
function archive(): Uint8Array {
  const made = new SimilarDocuments(11);
  const long = Array.from({ length: LONG_DOCUMENTS }, (_, i) => made.document(60 + (i % 90)));
  const nearly = [`${NEARLY} və çay içərdilər.`, `${NEARLY} və çay içərdi.`];
  const lines = (values: readonly object[]) => values.map((value) => JSON.stringify(value)).join('\n');
  return zipSync(
    Object.fromEntries(
      Object.entries({
        'uzun/mətn.txt': [...long, TWICE, TWICE, ...nearly].join('\n\n'),
        'yay.md': '# Yay\n\nYayda günlər uzun, gecələr qısa olur.\n\nUşaqlar çayda çimirlər.\n',
        'səhifə.html': '<html><body><main><p>Dağların başında qar hələ əriməyib.</p></main></body></html>',
        'sətirlər.jsonl': lines([{ text: 'Quşlar cənuba uçur.' }, { text: 'Payızda yarpaqlar saralır.' }]),
        'cədvəl.csv': 'id,text\n1,"Bazar günü bazara getdik, alma aldıq."\n2,"Almalar qırmızı və şirin idi."\n',
        'qeyd.adoc': '= Qeyd\n\nBağda gül əkdik və hər səhər onları suladıq.\n',
        'vikidump.xml':
          "<mediawiki xmlns=\"http://www.mediawiki.org/xml/export-0.11/\"><page><title>Nar</title><ns>0</ns><revision><text>'''Nar''' payızda yetişən meyvədir.</text></revision></page></mediawiki>",
      }).map(([name, text]) => [name, strToU8(text)]),
    ),
    { level: 0 },
  );
}

/** The same project in a browser that was closed and started again. */
async function reopened(context: BrowserContext, launch: () => Promise<BrowserContext>, screen: string) {
  await context.close();
  const again = await launch();
  const page = again.pages()[0] ?? (await again.newPage());
  await page.goto(`./#/${screen}`);
  await expect(page.getByTestId(`screen-${screen}`)).toBeVisible();
  return { context: again, page };
}

async function drop(page: Page, file: string): Promise<void> {
  await page.getByTestId('drop-input').first().setInputFiles(file);
  await expect(page.getByTestId('import-confirm')).toBeEnabled();
}

/** Waits for a job that has begun to say how far it is. */
const underWay = (page: Page) =>
  expect(page.getByRole('progressbar').first()).toHaveAttribute('aria-valuenow', /[1-9]/);

interface StoredSource {
  readonly status: string;
  readonly documents: number;
  readonly cleaned: {
    readonly documents: number;
    readonly details: { readonly steps: readonly { readonly id: string; readonly removed: number }[] };
  } | null;
}

interface StoredTokenizer {
  readonly json: string;
}

const vocabularyOf = ({ json }: StoredTokenizer): number => {
  const { model, added_tokens } = JSON.parse(json) as { model: { vocab: object }; added_tokens: { content: string }[] };
  return new Set([...Object.keys(model.vocab), ...added_tokens.map(({ content }) => content)]).size;
};

for (const language of ['az', 'en'])
  test(`an archive becomes tokens, the tab closed in every long step: ${language}${language === 'az' ? '' : ' @long'}`, async ({
    launch,
    profile,
  }) => {
    const file = path.join(profile, 'mətnlər.zip');
    await writeFile(file, archive());
    let context = await launch();
    let page = context.pages()[0] ?? (await context.newPage());
    const close = async (screen: string) => {
      ({ context, page } = await reopened(context, launch, screen));
    };
    await page.goto('./#/corpus');
    await chooseLanguage(page, language);
    await chooseTheme(page, language === 'az' ? 'dark' : 'light');

    await test.step('the preview names every format, and an import that was cut off leaves nothing', async () => {
      await drop(page, file);
      const dialog = page.getByRole('dialog');
      await expect(dialog.getByRole('region')).toHaveCount(7);
      await expectNoBarriers(page, '[role=dialog]');
      await page.getByTestId('import-confirm').click();
      await underWay(page);
      await close('corpus');
      expect(await stored(page, 'sources')).toEqual([]);
      expect(await stored(page, 'documentShards')).toEqual([]);
    });

    await test.step('cleaning that was cut off goes on', async () => {
      await drop(page, file);
      await page.getByTestId('import-confirm').click();
      const statuses = async () => (await stored<StoredSource>(page, 'sources')).map(({ status }) => status);
      await expect.poll(statuses, { timeout: 120_000, intervals: [50] }).toEqual(['ready']);
      await underWay(page);
      await close('corpus');
      await page.getByTestId('cleaning-run').click();
      await expect(page.getByTestId('cleaning-effect-exact-duplicates')).toContainText('1', { timeout: 120_000 });
      await expect(page.getByTestId('cleaning-effect-near-duplicates')).toContainText('1');
      const [source] = await stored<StoredSource>(page, 'sources');
      const removed = source?.cleaned?.details.steps.filter((step) => step.removed > 0);
      expect(removed?.map(({ id, removed }) => [id, removed])).toEqual([
        ['short-lines', 1],
        ['exact-duplicates', 1],
        ['near-duplicates', 1],
      ]);
    });

    await test.step('what was removed is looked at', async () => {
      const stages = page.getByTestId('stages');
      await stages.getByTestId('stages-open').click();
      await stages.getByTestId('stages-what').selectOption('removed');
      await expect(stages.locator('ol > li')).toHaveCount(3);
      await expect(stages).toContainText('Quşlar cənuba uçur.');
      await expect(stages).toContainText(TWICE);
      await expect(stages).toContainText('çay içərdi.');
      await expectNoBarriers(page);
    });

    await test.step('another threshold is tried, and run over a closed tab', async () => {
      await page.getByTestId('cleaning-gopher-quality').check();
      const cleaning = page.getByTestId('cleaning');
      await cleaning.locator('[aria-expanded][aria-controls]').nth(11).click();
      await fill(page.getByTestId('option-gopher-quality-minStopWords'), 0);
      await fill(page.getByTestId('option-gopher-quality-minWords'), 100);
      await expect(page.getByTestId('cleaning-effect-gopher-quality')).toContainText('%');
      await page.getByTestId('cleaning-run').click();
      await underWay(page);
      await close('corpus');
      await page.getByTestId('cleaning-run').click();
      await expect(page.getByTestId('cleaning-run')).toHaveAttribute('aria-disabled', 'true', { timeout: 120_000 });
      const [source] = await stored<StoredSource>(page, 'sources');
      expect(source?.cleaned?.documents).toBeLessThan(LONG_DOCUMENTS);
    });

    await test.step('a tokenizer whose training was cut off is trained again, and two are compared', async () => {
      await page.goto('./#/tokenizer');
      await fill(page.getByTestId('tokenizer-size'), 1000);
      await page.getByTestId('tokenizer-train').click();
      await underWay(page);
      await close('tokenizer');
      expect(await stored(page, 'tokenizers')).toEqual([]);
      const train = async (size: number) => {
        await fill(page.getByTestId('tokenizer-size'), size);
        await page.getByTestId('tokenizer-train').click();
        await expect
          .poll(async () => (await stored<StoredTokenizer>(page, 'tokenizers')).map(vocabularyOf), { timeout: 120_000 })
          .toEqual([size]);
      };
      await train(600);
      const [first] = await stored<StoredTokenizer>(page, 'tokenizers');
      const other = path.join(profile, 'tokenizer.json');
      await writeFile(other, first?.json ?? '');
      await train(1000);
      expect((await stored(page, 'tokenShards')).length).toBeGreaterThan(1);
      await page.getByTestId('comparison-files').setInputFiles(other);
      await underWay(page);
      await close('tokenizer');
      await page.getByTestId('comparison-files').setInputFiles(other);
      await expect(page.getByTestId('tokenizer-comparison').locator('tbody > tr')).toHaveCount(2, { timeout: 120_000 });
      await expectNoBarriers(page);
      await page.setViewportSize({ width: 360, height: 800 });
      await expectNoSidewaysScrolling(page);
    });
  });
