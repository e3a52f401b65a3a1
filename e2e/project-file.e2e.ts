/**
 * A project saved as one file and opened in a browser that has never seen it: its paused run resumes bit for bit, its model
 * answers, nothing is cleaned anew. Files that are torn are refused, and leave nothing.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { FileChooser, Locator, Page } from 'playwright/test';
import { launchOnProfile } from './chromium.ts';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { openStudio, prepareModel, say, startTraining, stored, waitForEnd, waitForStep } from './steps.ts';
import { traces } from './traces.ts';

const RUN = { steps: 250, learningRate: '0.003', evalEvery: 50, sampleEvery: 0, saveEvery: 60 };

interface Run {
  id: string;
  createdAt: number;
  status: string;
}

const inProjectMenu = async (page: Page, item: string): Promise<void> => {
  await page.getByTestId('project').click();
  await page.getByTestId(item).click();
};

type ChosenFile = Parameters<FileChooser['setFiles']>[0];

const openProjectFile = async (page: Page, file: ChosenFile): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await inProjectMenu(page, 'project-open-file');
  await (await chooser).setFiles(file);
};

/** As a browser without the File System Access API does it: as a download. */
async function savedAs(page: Page, file: string, contents: string): Promise<void> {
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await inProjectMenu(page, 'project-save-file');
  await page.getByRole('radio', { name: contents }).check();
  const download = page.waitForEvent('download');
  await page.getByTestId('project-save').click();
  await (await download).saveAs(file);
}

/** To a place that the person chooses: in place of the browser's dialog a file of the page's own, which is written like any. */
async function savedInto(page: Page, name: string, contents: string): Promise<number> {
  await page.evaluate((fileName) => {
    const choose = async () => (await navigator.storage.getDirectory()).getFileHandle(fileName, { create: true });
    Object.assign(window, { showSaveFilePicker: choose });
  }, name);
  await inProjectMenu(page, 'project-save-file');
  await page.getByRole('radio', { name: contents }).check();
  await page.getByTestId('project-save').click();
  await expect(page.getByText(`${name} is saved and was read back`)).toBeVisible({ timeout: 60_000 });
  return page.evaluate(async (fileName) => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle(fileName);
    return (await handle.getFile()).size;
  }, name);
}

const dialog = (page: Page): Locator => page.getByRole('dialog');

async function drop(page: Page, bytes: Buffer, name: string): Promise<void> {
  await page.evaluate(
    ([base64, fileName]) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(base64!), (character) => character.charCodeAt(0));
      transfer.items.add(new File([content], fileName!));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    [bytes.toString('base64'), name],
  );
}

/** The same file from another machine. */
function savedElsewhere(file: Buffer): Buffer {
  const files = unzipSync(file);
  const manifest = JSON.parse(strFromU8(files['manifest.json']!));
  manifest.origin.adapter.name = 'Another card';
  manifest.origin.browser = 'Another browser';
  files['manifest.json'] = strToU8(JSON.stringify(manifest));
  return Buffer.from(zipSync(files, { level: 0 }));
}

test('saved, opened in another browser, and resumed there: losses, weights and moments are those of the undisturbed run', async ({
  page,
  watched,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'ocaq-project-'));
  const file = path.join(folder, 'layihe.ocaq.zip');
  await openStudio(page);
  await prepareModel(page);
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 180_000);
  const [whole] = await stored<Run>(page, 'runs');
  const undisturbed = await traces(page, whole!.id);
  expect(undisturbed.losses).toHaveLength(RUN.steps);

  await page.getByRole('button', { name: 'New run' }).click();
  await startTraining(page, RUN);
  await waitForStep(page, 20, 120_000);
  await test.step('a run that is under way keeps the project from being saved', async () => {
    await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
    await inProjectMenu(page, 'project-save-file');
    await page.getByTestId('project-save').click();
    await expect(dialog(page).getByRole('alert')).toContainText('A run of this project is under way');
    await page.keyboard.press('Escape');
  });
  await page.getByTestId('train-pause').click();
  await expect(page.getByTestId('train-resume').first()).toBeVisible({ timeout: 60_000 });
  await savedAs(page, file, 'With checkpoints');
  const bytes = await readFile(file);

  await test.step('without checkpoints it is smaller, and lies where the person chose', async () => {
    const light = await savedInto(page, 'light.ocaq.zip', 'Without checkpoints');
    expect(light).toBeGreaterThan(10_000);
    expect(light).toBeLessThan(bytes.length);
  });

  const profile = await mkdtemp(path.join(tmpdir(), 'ocaq-other-'));
  const other = await launchOnProfile(profile, {
    webGpu: true,
    pagePolicy: true,
    gpuMayDie: false,
    keepsStudio: false,
  });
  watched.follow(other);
  const there = other.pages()[0] ?? (await other.newPage());
  await openStudio(there);
  const projects = async () => (await stored<{ name: string }>(there, 'projects')).length;
  expect(await projects()).toBe(1);

  await test.step('a file that is torn is refused, by menu or dropped, and leaves nothing', async () => {
    const torn = path.join(folder, 'torn.ocaq.zip');
    await writeFile(torn, bytes.subarray(0, bytes.length * 0.7));
    await openProjectFile(there, torn);
    await expect(dialog(there)).toContainText('“torn.ocaq.zip” was not opened');
    await expect(dialog(there).getByRole('alert')).toContainText('is damaged at');
    await there.keyboard.press('Escape');
    const changed = Buffer.from(bytes);
    changed[Math.floor(bytes.length / 2)]! ^= 1;
    await drop(there, changed, 'changed.ocaq.zip');
    await expect(dialog(there)).toContainText('“changed.ocaq.zip” was not opened');
    await there.keyboard.press('Escape');
    expect(await projects()).toBe(1);
    expect(await stored(there, 'checkpointChunks')).toHaveLength(0);
    expect(await stored(there, 'documentShards')).toHaveLength(0);
  });

  const chooser = there.waitForEvent('filechooser');
  await there.getByTestId('first-open-project').click();
  await (await chooser).setFiles(file);
  await expect(there.getByText('“My first model” is open')).toBeVisible({ timeout: 60_000 });
  await test.step('nothing is to be cleaned anew', async () => {
    await there.goto('./#/corpus');
    await expect(there.getByTestId('cleaning-run')).toHaveAttribute('aria-disabled', 'true');
  });

  await there.goto('./#/train');
  await there.getByTestId('train-resume').first().click();
  await expect(there.getByTestId('train-pause')).toBeVisible({ timeout: 60_000 });
  await waitForEnd(there, 'corpus', 180_000);
  const runs = (await stored<Run>(there, 'runs')).sort((a, b) => a.createdAt - b.createdAt);
  expect(runs).toHaveLength(2);
  const [kept, resumed] = [await traces(there, runs[0]!.id), await traces(there, runs[1]!.id)];
  expect(kept).toEqual(undisturbed);
  expect(resumed).toEqual(undisturbed);

  await test.step('the run is done again there, to the same bits', async () => {
    await there.goto('./#/train');
    const onward = there.getByTestId('onward');
    await onward.getByText('Once more, bit for bit').click();
    await there.getByTestId('repeat-start').click();
    await expect(there.getByTestId('run-repeated')).toContainText(
      /The same bits: the losses of 250 steps, and all weights and optimizer moments of step .*250\./,
      { timeout: 180_000 },
    );
    await expectNoBarriers(there);
  });
  await test.step('its model answers', async () => {
    await there.goto('./#/chat');
    await say(there, 'Bir gün');
  });
  await test.step('dropped where it is already, it is a project of its own', async () => {
    await drop(there, bytes, 'layihe.ocaq.zip');
    await expect.poll(projects).toBe(3);
    await expect(there.getByTestId('project')).toBeVisible();
    const statuses = (await stored<Run>(there, 'runs')).map(({ status }) => status);
    expect(statuses.filter((status) => status === 'finished')).toHaveLength(4);
    expect(statuses.filter((status) => status === 'paused')).toHaveLength(1);
  });
  await test.step('what is otherwise than where it was saved is told', async () => {
    await expect(dialog(there)).toBeHidden();
    await drop(there, savedElsewhere(bytes), 'elsewhere.ocaq.zip');
    await expect(dialog(there)).toContainText('this machine is another one', { timeout: 60_000 });
    await expect(there.getByTestId('project-moved').getByRole('listitem')).toHaveText([
      /^Graphics adapterSaved withAnother cardHere.+/,
      /^BrowserSaved withAnother browserHereMozilla.+/,
    ]);
    await expectNoBarriers(there, '[role="dialog"]');
    await there.setViewportSize({ width: 360, height: 800 });
    await expectNoSidewaysScrolling(there);
    await there.keyboard.press('Escape');
  });
  await other.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  await rm(folder, { recursive: true, force: true });
});

test('what is asked before a project is saved, and what is said of a file that is none, in every look', async ({
  page,
  watched,
}) => {
  await page.goto('./');
  await inEveryLook(page, async () => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await inProjectMenu(page, 'project-save-file');
      await expect(dialog(page).getByRole('radio')).toHaveCount(2);
      await expectNoSidewaysScrolling(page);
      await expectNoBarriers(page, '[role="dialog"]');
      await page.keyboard.press('Escape');
      await expect(dialog(page)).toBeHidden();
      await expect(page.getByTestId('project')).toBeFocused();
      await openProjectFile(page, { name: 'məktub.zip', mimeType: 'application/zip', buffer: Buffer.from('salam') });
      await expect(dialog(page).getByRole('alert')).toContainText('məktub.zip');
      await expectNoSidewaysScrolling(page);
      await expectNoBarriers(page, '[role="dialog"]');
      await page.keyboard.press('Escape');
      await expect(dialog(page)).toBeHidden();
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  });
  expect(watched.complaints).toEqual([]);
});
