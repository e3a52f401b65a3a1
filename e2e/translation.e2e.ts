/**
 * A set is translated by a service of this machine that cuts, fails and limits; the tab is closed while an answer is on its
 * way, and the next one asks for the rest alone. Nothing is asked before the person has turned the service on.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright/test';
import { type Asked, type Behaviour, nonsense, startTranslationServer } from '../src/testing/translation-server.ts';
import { expect, test } from './fixtures.ts';
import { fill, openStudio } from './steps.ts';

const KEY = 'sk-very-secret';
const RECORDS = Array.from({ length: 12 }, (_, i) => ({
  instruction: `Describe thing number ${i + 1}.`,
  input: '',
  output: `It is thing ${i + 1}, see \`thing(${i + 1})\`.`,
}));
/** What the service answers where tasks are asked for: two, and one that there is. */
const WRITTEN = ['Write a short poem about the autumn rain.', 'Describe thing number 1!', 'How is good tea brewed?']
  .map((instruction) => JSON.stringify({ instruction, input: '', output: 'It is done with care, and that is all.' }))
  .join('\n');
const FAULTS: readonly Behaviour[] = ['cut', { status: 500 }, { status: 429, headers: { 'retry-after': '0.1' } }];

async function openInstruct(page: Page): Promise<void> {
  await page.goto('./#/instruct');
  await expect(page.getByTestId('screen-instruct')).toBeVisible();
}

test('translated through faults and a closed tab, each record answered once', async ({ launch, watched }) => {
  let stalls = true;
  const server = await startTranslationServer(({ number, ids }: Asked) => {
    if (number <= FAULTS.length) return FAULTS[number - 1] ?? 'answer';
    if (ids.some(Number.isNaN)) return { text: WRITTEN };
    if (ids.includes(5) && stalls) return 'stall';
    // One number is changed, so that there is something to look at.
    if (ids.includes(1))
      return {
        text: ids
          .map((id) => JSON.stringify({ id, instruction: `Söz və ${id}.`, output: `Hər 99 ⟦0⟧ ${id}.` }))
          .join('\n'),
      };
    return 'answer';
  });
  watched.allow(server.address);

  const first = await launch();
  const page = first.pages()[0] ?? (await first.newPage());
  await openStudio(page);
  await openInstruct(page);
  const file = { name: 'things.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(RECORDS)) };
  await page.getByTestId('instruct-input').setInputFiles(file);
  await page.getByRole('button', { name: 'Translate a set' }).click();
  await fill(page.getByTestId('translation-address'), server.address);
  await fill(page.getByTestId('translation-model'), 'm');
  await page.getByText('How it is asked').click();
  await fill(page.getByTestId('translation-recordsPerRequest'), 2);
  await fill(page.getByTestId('translation-lanes'), 1);
  await expect(page.getByTestId('translation-start')).toHaveAttribute('aria-disabled', 'true');
  await page.getByTestId('hosts-allow').click();

  await expect(page.getByTestId('translation-key')).toBeVisible();
  await page.getByTestId('translation-key').fill(KEY);
  await fill(page.getByTestId('translation-price'), 2);
  await expect(page.getByTestId('translation-estimate')).toContainText('12 records in about 6 requests');
  await expect(page.getByTestId('translation-estimate')).toContainText('cost: ');
  expect(server.requests).toEqual([]);
  await page.getByTestId('translation-start').click();
  await expect(page.getByTestId('translation-figures')).toContainText('4 of 12 records; 200 tokens asked');
  expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  await expect.poll(() => server.requests.at(-1)?.ids).toEqual([5, 6]);
  await first.close();

  stalls = false;
  const second = await launch();
  const later = second.pages()[0] ?? (await second.newPage());
  await openInstruct(later);
  await expect(later.getByTestId('translation-figures')).toContainText('4 of 12 records');
  expect(await later.evaluate(() => JSON.stringify(localStorage))).not.toContain(KEY);
  await later.getByTestId('translation-key').fill(KEY);
  await later.getByTestId('translation-resume').click();
  await expect(later.getByTestId('translation-figures')).toContainText('12 of 12 records; 600 tokens asked');
  expect(server.requests.slice(FAULTS.length + 3).map(({ ids }) => ids)).toEqual([
    [5, 6],
    [7, 8],
    [9, 10],
    [11, 12],
  ]);
  expect([...server.answered.values()]).toEqual(RECORDS.map(() => 1));

  await later.getByTestId('translation-look').click();
  const rows = later.getByTestId('translated-row');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Answer: numbers differ (+ 99)');
  await rows.first().getByRole('button', { name: 'Edit' }).click();
  await later.getByTestId('translated-output').fill('Hər `thing(1)` 1.');
  await rows.first().getByRole('button', { name: 'Keep' }).click();
  await expect(rows.first()).not.toContainText('numbers differ');
  await rows.first().getByRole('button', { name: 'Undo' }).click();
  await expect(rows.first()).toContainText('Answer: numbers differ (+ 99)');

  const downloading = later.waitForEvent('download');
  await later.getByTestId('translation-export').click();
  const exported = JSON.parse(await readFile(await (await downloading).path(), 'utf8'));
  expect(exported).toHaveLength(12);
  expect(exported[11].output).toBe(nonsense('It is thing 12, see ⟦0⟧.').replace('⟦0⟧', '`thing(12)`'));
  await later.getByTestId('translation-save').click();
  await expect(later.getByText('things.az.json is among the sets.')).toBeVisible();
  await expect(later.getByRole('checkbox', { name: 'things.az.json' })).toBeVisible();

  // The same by a translator as Chrome on desktops brings one along: it is the page that has it, and the worker that asks.
  const asked = server.requests.length;
  await later.evaluate(() => {
    const create = async () => ({ translate: async (text: string) => `Söz: ${text}`, destroy() {} });
    Object.assign(globalThis, { Translator: { availability: async () => 'available', create } });
  });
  const setup = later.getByTestId('translation-setup');
  await setup.getByLabel('From').selectOption('tr');
  await setup.getByLabel('Service', { exact: true }).selectOption('browser');
  await later.getByTestId('translation-start').click();
  await expect(later.getByTestId('translation-figures').first()).toContainText('12 of 12 records');
  await expect(later.getByTestId('translation-figures').first()).toContainText('characters');
  expect(server.requests).toHaveLength(asked);

  // New tasks from those of a set, by the same service and with its key.
  await later.getByRole('button', { name: 'Write new tasks' }).click();
  await later.getByTestId('self-instruct-setup').getByLabel('Seed tasks').selectOption('things.json');
  await fill(later.getByTestId('self-instruct-address'), server.address);
  await fill(later.getByTestId('self-instruct-model'), 'm');
  await fill(later.getByTestId('self-instruct-count'), 2);
  await expect(later.getByTestId('self-instruct-estimate')).toContainText('2 tasks in at least 1 requests');
  await later.getByTestId('self-instruct-start').click();
  await expect(later.getByTestId('self-instruct-figures')).toContainText('2 of 2 tasks; 1 dropped as near-duplicates');
  expect(server.requests).toHaveLength(asked + 1);
  expect(server.requests.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
  await later.getByTestId('self-instruct-look').click();
  await expect(later.getByTestId('written-task')).toHaveCount(2);
  await later.getByTestId('self-instruct-save').click();
  await expect(later.getByText('things.self-instruct.json is among the sets.')).toBeVisible();
  await server.close();
});
