/** The languages and themes of the studio, and axe's judgement of what is shown in them. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';
import { languages } from '../src/app/messages/languages.ts';
import { chooseLanguage } from './steps.ts';

export const themes = ['light', 'dark'] as const;
type Theme = (typeof themes)[number];
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

export async function chooseTheme(page: Page, theme: Theme): Promise<void> {
  await page.getByTestId('theme').click();
  await page.getByTestId(`theme-${theme}`).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

/** @param part a selector of what is looked at; all of the page without one */
export async function expectNoBarriers(page: Page, part?: string): Promise<void> {
  // The page has no frames, whose results would be put together on a page of their own.
  const axe = new AxeBuilder({ page }).withTags(wcag).setLegacyMode();
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html}`));
  expect(found).toEqual([]);
}

export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const [content, window] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  expect(content).toBeLessThanOrEqual(window!);
}

/** @param part a selector of texts none of whose words may be broken in two */
export async function expectWholeWords(page: Page, part: string): Promise<void> {
  const broken = await page.locator(part).evaluateAll((elements) => {
    const words = elements.flatMap((element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const found: Range[] = [];
      while (walker.nextNode())
        for (const { index, 0: word } of (walker.currentNode.textContent ?? '').matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(walker.currentNode, index);
          range.setEnd(walker.currentNode, index + word.length);
          found.push(range);
        }
      return found;
    });
    return words.filter((range) => range.getClientRects().length > 1).map(String);
  });
  expect(broken).toEqual([]);
}

/** With OCAQ_LONG=1 each theme in each language; otherwise each language in one theme, and both themes by turns. */
export const looks = languages.flatMap(({ tag }, place) =>
  themes.filter((_, turn) => process.env.OCAQ_LONG || turn === place % themes.length).map((theme) => ({ tag, theme })),
);

/** In each theme and in each language; then in English and light, as journeys begin. */
export async function inEveryLook(page: Page, look: () => Promise<void>): Promise<void> {
  for (const { tag, theme } of looks) {
    await chooseTheme(page, theme);
    await chooseLanguage(page, tag);
    await look();
  }
  await chooseTheme(page, 'light');
  await chooseLanguage(page, 'en');
}
