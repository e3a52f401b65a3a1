/**
 * The frame of the studio on an empty project: every screen by address and by the rail, in every language and both themes,
 * on a desk and on a phone, without complaints of the browser, sideways scrolling or axe; and all of it by keyboard.
 */
import type { Locator, Page } from 'playwright/test';
import { az } from '../src/app/messages/az/az.ts';
import { en } from '../src/app/messages/en/en.ts';
import { everyLanguage } from '../src/app/messages/every-language.ts';
import type { Language } from '../src/app/messages/language.ts';
import { tr } from '../src/app/messages/tr/tr.ts';
import { type ScreenId, screens } from '../src/app/screens.ts';
import { expect, test } from './fixtures.ts';
import { chooseTheme, expectNoBarriers, expectNoSidewaysScrolling, inEveryLook, looks } from './looks.ts';
import { addCorpus, chooseLanguage } from './steps.ts';

const widths = [1280, 360];
const tabStops = 60;

async function expectScreen(page: Page, screen: ScreenId, language: Language): Promise<void> {
  await expect(page.getByTestId(`screen-${screen}`)).toBeVisible();
  await expect(page).toHaveTitle(`${language.messages.screens[screen]} · Ocaq`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
}

for (const { tag, theme } of looks)
  test(`every screen by its address: ${tag}, ${theme}`, async ({ page, watched }) => {
    const language = everyLanguage.find((one) => one.tag === tag)!;
    await page.goto('./');
    await chooseLanguage(page, tag);
    await chooseTheme(page, theme);
    for (const width of widths)
      for (const screen of screens)
        await test.step(`${screen} at ${width} px`, async () => {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(`./#/${screen}`);
          await expectScreen(page, screen, language);
          await expect(page.getByTestId('no-webgpu')).toHaveCount(0);
          await expectNoSidewaysScrolling(page);
          // What a phone shows otherwise than a desk is the same in every language.
          if (width === widths[0] || language === az) await expectNoBarriers(page);
        });
    expect(watched.complaints).toEqual([]);
  });

for (const width of widths)
  test(`the rail leads to every screen, and the browser leads back: ${width} px`, async ({ page, watched }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('./');
    await chooseLanguage(page, en.tag);
    const rail = page.getByRole('navigation', { name: en.messages.navigation });
    for (const screen of screens) {
      await rail.locator(`a[href$="/${screen}"]`).click();
      await expectScreen(page, screen, en);
      await expect(page).toHaveURL(new RegExp(`#/${screen}$`));
      await expect(rail.locator('[aria-current="page"]')).toContainText(en.messages.screens[screen]);
      await expect(rail.locator('[aria-current="page"]')).toBeInViewport({ ratio: 0.99 });
    }
    await page.goBack();
    await expectScreen(page, screens[screens.length - 2]!, en);
    expect(watched.complaints).toEqual([]);
  });

test('an address that leads nowhere leads to the corpus', async ({ page }) => {
  await page.goto('./#/nowhere');
  await expect(page.getByTestId('screen-corpus')).toBeVisible();
});

test('a screen that cannot be loaded says so, the others work, and it is there when it can be', async ({
  page,
  context,
}) => {
  await context.route('**/train-screen*.js', (route) => route.abort());
  await page.goto('./#/train');
  await expect(page.getByRole('alert')).toContainText(/train-screen/);
  await expectNoBarriers(page);
  await page.goto('./#/corpus');
  await expect(page.getByTestId('drop-input').first()).toBeAttached();
  await page.goto('./#/train');
  await context.unroute('**/train-screen*.js');
  await page.getByRole('alert').locator('xpath=ancestor::main').getByRole('button').click();
  await expect(page.getByTestId('screen-train')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveText([]);
});

test('language and theme are kept when the browser starts again', async ({ page, context, launch }) => {
  await page.goto('./');
  for (const language of everyLanguage) await chooseLanguage(page, language.tag);
  await chooseTheme(page, 'dark');
  await context.close();
  const [again] = (await launch()).pages();
  await again!.goto('./');
  await expect(again!.locator('html')).toHaveAttribute('lang', everyLanguage.at(-1)!.tag);
  await expect(again!.locator('html')).toHaveAttribute('data-theme', 'dark');
});

for (const [locale, language] of [
  ['az-Latn-AZ', az],
  ['en-GB', en],
  ['tr-TR', tr],
  ['de-DE', en],
] as const)
  test.describe(`a browser that speaks ${locale}`, () => {
    test.use({ locale });
    test(`starts in ${language.tag}`, async ({ page }) => {
      await page.goto('./');
      await expectScreen(page, 'corpus', language);
    });
  });

test('Tab reaches skip link, rail and main controls, each visibly; Enter follows', async ({ page }) => {
  await page.goto('./#/corpus');
  await expect(page.getByTestId('journey-start')).toBeVisible();
  const reached: string[] = [];
  for (let stop = 0; stop < tabStops; stop++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      const visible = outlineStyle !== 'none' || boxShadow !== 'none';
      const name = element.dataset.testid ?? element.getAttribute('href') ?? element.textContent;
      return element === document.body ? null : { name, visible };
    });
    if (focused === null) break; // past the last stop
    expect(focused.visible, `focus is seen on ${focused.name}`).toBe(true);
    reached.push(focused.name);
  }
  expect(everyLanguage.map(({ messages }) => messages.skipToContent)).toContain(reached[0]);
  expect(reached).toEqual(expect.arrayContaining(screens.map((screen) => expect.stringMatching(`#/${screen}$`))));
  expect(reached).toEqual(expect.arrayContaining(['language', 'theme', 'journey-start']));

  await page.locator('nav a[href$="/chat"]').focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('screen-chat')).toBeVisible();
});

/** What opens over the page: by what, by which of the menu's items, and what it is. */
const surfaces: {
  name: string;
  opener: (page: Page) => Locator;
  item?: string;
  role: 'menu' | 'dialog' | 'alertdialog';
}[] = [
  { name: 'project menu', opener: projectMenu, role: 'menu' },
  { name: 'new project', opener: projectMenu, item: 'project-create', role: 'dialog' },
  { name: 'rename project', opener: projectMenu, item: 'project-rename', role: 'dialog' },
  { name: 'delete project', opener: projectMenu, item: 'project-delete', role: 'alertdialog' },
  { name: 'device', opener: (page) => page.getByTestId('device'), role: 'dialog' },
  { name: 'storage', opener: (page) => page.getByTestId('storage'), role: 'dialog' },
  { name: 'palette', opener: (page) => page.getByTestId('palette'), role: 'dialog' },
  { name: 'language', opener: (page) => page.getByTestId('language'), role: 'menu' },
  { name: 'theme', opener: (page) => page.getByTestId('theme'), role: 'menu' },
  { name: 'document', opener: (page) => page.getByTestId('documents').locator('ol button').first(), role: 'dialog' },
  { name: 'delete source', opener: (page) => page.getByTestId('source-delete'), role: 'alertdialog' },
];

function projectMenu(page: Page): Locator {
  return page.getByTestId('project');
}

test('menus, popovers and dialogs open and close by keyboard, give the focus back, and have no barriers', async ({
  page,
}) => {
  await page.goto('./');
  await addCorpus(page, ['public/sample/corpus/dialoqlar.txt']);
  await inEveryLook(page, async () => {
    for (const { name, opener, item, role } of surfaces)
      await test.step(name, async () => {
        await opener(page).press('Enter');
        if (item) await page.getByTestId(item).press('Enter');
        await expect(page.getByRole(role)).toBeVisible();
        await expectNoBarriers(page, `[role="${role}"]`);
        await page.keyboard.press('Escape');
        await expect(page.getByRole(role)).toBeHidden();
        await expect(opener(page)).toBeFocused();
      });
  });
});

test('the command palette opens with Control+K, goes to a screen, and closes with Escape', async ({ page }) => {
  await page.goto('./');
  await chooseLanguage(page, en.tag);
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog');
  await expect(palette).toBeVisible();
  await expectNoBarriers(page);
  await page.keyboard.type(en.messages.screens.export);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('screen-export')).toBeVisible();
  await expect(palette).toBeHidden();
  await page.keyboard.press('Control+k');
  await expect(palette).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette).toBeHidden();
});

test('the palette finds screens and settings by synonyms in any language, with and without marks', async ({ page }) => {
  await page.goto('./');
  await chooseLanguage(page, en.tag);
  const find = async (typed: string) => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toBeHidden();
  };
  await find('download');
  await expect(page.getByTestId('screen-export')).toBeVisible();
  await find('lüğət');
  await expect(page.getByTestId('screen-tokenizer')).toBeVisible();
  await find('veri kum');
  await expect(page.getByTestId('screen-corpus')).toBeVisible();
  await find('tund');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await find('turkish');
  await expect(page.locator('html')).toHaveAttribute('lang', tr.tag);
  await find('light');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
});

test.describe('a browser without WebGPU', () => {
  test.use({ webGpu: false });
  test('says so on every screen that needs it; corpus and tokenizer work', async ({ page, watched }) => {
    await page.goto('./');
    for (const screen of screens) {
      await page.goto(`./#/${screen}`);
      await expect(page.getByTestId(`screen-${screen}`)).toBeVisible();
      const needsIt = screen !== 'corpus' && screen !== 'tokenizer';
      await expect(page.getByTestId('no-webgpu')).toHaveCount(needsIt ? 1 : 0);
      await expectNoBarriers(page);
    }
    expect(watched.complaints).toEqual([]);
  });
});
