/**
 * From an empty project to an exported model by keyboard alone, and by nothing but the one primary action of each screen;
 * besides that, only a file is chosen, a time named, and a question asked. On the way every stop of the keyboard is seen.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, inEveryLook } from './looks.ts';
import { openStudio, waitForEnd } from './steps.ts';

const mostStops = 120;
/** Not what an open dialog covers. */
const PRIMARY = '[data-primary]:not(:disabled, [aria-disabled="true"], [aria-hidden="true"] *)';

interface Stop {
  name: string;
  isSeen: boolean;
  isPrimary: boolean;
}

const stopHere = (page: Page): Promise<Stop | null> =>
  page.evaluate((primary) => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    // A hidden input of a chip shows its focus on the chip.
    const shown = element.matches('.sr-only') ? (element.closest('label') ?? element) : element;
    const { outlineStyle, boxShadow, borderColor } = getComputedStyle(shown);
    const within = element.closest('.focus-within\\:border-ink');
    return {
      name: element.dataset.testid ?? element.ariaLabel ?? element.textContent ?? element.tagName,
      isSeen: outlineStyle !== 'none' || boxShadow !== 'none' || (within !== null && borderColor !== ''),
      isPrimary: element.matches(primary),
    };
  }, PRIMARY);

/** Tab, until the focus is on what is looked for; each stop on the way must be seen. */
async function tabTo(page: Page, isIt: (stop: Stop) => boolean): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < mostStops; count++) {
    await page.keyboard.press('Tab');
    const stop = await stopHere(page);
    if (!stop) continue; // the browser's own bar, between the last stop and the first
    expect(stop.isSeen, `focus is seen on ${stop.name}`).toBe(true);
    if (isIt(stop)) return;
    passed.push(stop.name);
  }
  throw new Error(`not reached by Tab, only: ${passed.join(' | ')}`);
}

const tabToTestId = (page: Page, id: string) => tabTo(page, ({ name }) => name === id);

/** Presses the one action that leads on. */
async function pressPrimary(page: Page, timeout = 60_000): Promise<void> {
  await expect(page.locator(PRIMARY).filter({ visible: true })).toHaveCount(1, { timeout });
  await tabTo(page, ({ isPrimary }) => isPrimary);
  await page.keyboard.press('Enter');
}

async function waitForRun(page: Page, data: 'corpus' | 'instructions'): Promise<void> {
  await expect(page.getByTestId('train-step')).toBeVisible({ timeout: 120_000 });
  await waitForEnd(page, data, 240_000);
}

const expectScreen = (page: Page, screen: string) => expect(page.getByTestId(`screen-${screen}`)).toBeVisible();

const TEXTS = ['xeberler', 'dialoqlar'].map((name) => path.resolve(`public/sample/corpus/${name}.txt`));
const records = Array.from({ length: 8 }, (_, i) => ({ instruction: `${i}?`, output: `${i}.` }));

test('from an empty project to an exported model, by keyboard and primary buttons alone @long', async ({ page }) => {
  test.setTimeout(600_000);
  const folder = await mkdtemp(path.join(tmpdir(), 'ocaq-keyboard-'));
  const recordsFile = path.join(folder, 'records.json');
  await writeFile(recordsFile, JSON.stringify(records));
  try {
    await openStudio(page);
    await tabTo(page, ({ name }) => name === 'Add files');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles([...TEXTS, recordsFile]);
    await pressPrimary(page); // read the files
    await expect(page.getByRole('dialog')).toBeHidden({ timeout: 60_000 });
    await expect(page.getByTestId('screen-corpus')).toBeFocused();

    await pressPrimary(page);
    await expectScreen(page, 'tokenizer');
    await pressPrimary(page); // train it
    await expect(page.getByTestId('tokenizer-report')).toBeVisible({ timeout: 60_000 });
    await pressPrimary(page);

    await expectScreen(page, 'model');
    await tabToTestId(page, 'coach-minutes');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('1');
    await pressPrimary(page); // ask the coach
    await expect(page.getByTestId('coach-proposal')).toBeVisible({ timeout: 240_000 });
    await pressPrimary(page); // take what it proposes
    await expect(page.getByTestId('closing')).toBeVisible();
    await pressPrimary(page);

    await expectScreen(page, 'train');
    await pressPrimary(page);
    await waitForRun(page, 'corpus');
    await test.step('the verdict in every look', () =>
      inEveryLook(page, async () => expectNoBarriers(page, '[data-testid="verdict"]')));
    await pressPrimary(page);

    await expectScreen(page, 'instruct');
    await pressPrimary(page);
    await waitForRun(page, 'instructions');
    await pressPrimary(page);

    await expectScreen(page, 'chat');
    await tabToTestId(page, 'chat-input');
    await page.keyboard.type('3?');
    await pressPrimary(page);
    await expect(page.getByTestId('closing')).toBeVisible({ timeout: 120_000 });
    await pressPrimary(page);

    await expectScreen(page, 'export');
    await pressPrimary(page);
    await expect(page.getByTestId('export-download')).toBeVisible({ timeout: 120_000 });
    const downloading = page.waitForEvent('download');
    await pressPrimary(page);
    expect((await downloading).suggestedFilename()).toMatch(/\.zip$/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
