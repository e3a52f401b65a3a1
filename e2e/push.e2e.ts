/**
 * An export goes to a Hub of this machine: nothing before the button is pressed, a token that is refused, a connection that is cut
 * until it is given up, the button again, and what had arrived is not sent twice. The token is then nowhere.
 */
import { readFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright/test';
import { type PushHub, startPushHub } from '../src/testing/push-hub.ts';
import { expect, test } from './fixtures.ts';
import { expectNoBarriers, expectNoSidewaysScrolling, inEveryLook } from './looks.ts';
import { fill, openStudio, prepareModel, startTraining, waitForEnd } from './steps.ts';

const ID = 'ocaq/kicik-model';
const TOKEN = 'hf_very_secret';
const RUN = { steps: 4, learningRate: '0.003', evalEvery: 4, sampleEvery: 0, saveEvery: 4 };

async function exported(page: Page): Promise<ReadonlyMap<string, Uint8Array>> {
  await page.getByTestId('export-start').click();
  const link = page.getByTestId('export-download');
  await expect(link).toBeVisible({ timeout: 120_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const files = Object.entries(unzipSync(new Uint8Array(await readFile(await download.path()))));
  return new Map(files.map(([name, content]) => [name.split('/').at(-1) ?? name, content]));
}

/** Runs in the page: all that it keeps, as one text. */
async function kept(): Promise<string> {
  const texts = [location.href, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
  const latin = new TextDecoder('latin1');
  const textOf = async (value: unknown): Promise<string> => {
    if (value instanceof Blob) return latin.decode(await value.arrayBuffer());
    if (value instanceof ArrayBuffer) return latin.decode(value);
    if (ArrayBuffer.isView(value)) return latin.decode(value);
    if (typeof value !== 'object' || value === null) return String(value);
    return (await Promise.all(Object.entries(value).flat().map(textOf))).join('\n');
  };
  const asked = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const names = (await indexedDB.databases()).map(({ name = '' }) => name);
  for (const database of await Promise.all(names.map((name) => asked(indexedDB.open(name))))) {
    for (const store of database.objectStoreNames)
      texts.push(await textOf(await asked(database.transaction(store).objectStore(store).getAll())));
    database.close();
  }
  return texts.join('\n');
}

const arrivedOnce = (hub: PushHub): void => {
  const names = hub.arrived.map(({ what }) => what);
  expect(new Set(names).size).toBe(names.length);
};

test('an export is sent to the Hub, through a cut', async ({ page, watched }) => {
  let isDown = true;
  let first: string | undefined;
  const hub = await startPushHub({
    token: TOKEN,
    isLarge: (path) => /\.(safetensors|gguf)$|^tokenizer\.json$/.test(path),
    behave({ origin, path }) {
      if (origin === 'hub') return 'answer';
      first ??= path;
      return isDown && path !== first ? { cutAfter: 10_000 } : 'answer';
    },
  });
  watched.allow(hub.address);
  watched.allow(hub.storageAddress);
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.text()} ${message.location().url}`));

  await openStudio(page);
  await prepareModel(page);
  await startTraining(page, RUN);
  await waitForEnd(page, 'corpus', 120_000);
  await page.goto('./#/export');
  const form = page.getByTestId('push');
  const start = page.getByTestId('push-start');

  await test.step('where to is written, and turned on', async () => {
    await form.getByText('Send it to the Hugging Face Hub').click();
    await expect(start).toHaveAccessibleDescription(/owner\/name/);
    await fill(page.getByTestId('push-id'), ID);
    await expect(form.getByTestId('hosts-allow')).toHaveText(
      'Turn on huggingface.co, hf-hub-lfs-us-east-1.s3-accelerate.amazonaws.com',
    );
    await page.setViewportSize({ width: 360, height: 900 });
    await expectNoSidewaysScrolling(page);
    await page.setViewportSize({ width: 1280, height: 900 });
    await form.getByText('Mirror, and where large files go').click();
    await fill(page.getByTestId('push-address'), hub.address);
    await fill(page.getByTestId('push-uploads'), hub.storageAddress);
    await form.getByTestId('hosts-allow').click();
    await expect(page.getByTestId('push-token')).toHaveAttribute('type', 'password');
    await expect(page.getByTestId('push-id')).toHaveValue(ID);
    const policies = await page
      .locator('meta[http-equiv]')
      .evaluateAll((all) => all.map((meta) => meta.getAttribute('content')));
    expect(policies.at(-1)).toBe(`connect-src 'self' blob: data: ${hub.address} ${hub.storageAddress}`);
    await expect(start).toHaveAccessibleDescription(/Export first/);
  });

  const files = await exported(page);
  const [host, storage] = [hub.address, hub.storageAddress].map((address) => new URL(address).host);
  await test.step('what leaves is said, in every look; nothing has left', async () => {
    const leaves = page.getByTestId('push-sends');
    await expect(leaves).toContainText(`the ${files.size} files of this export`);
    await expect(leaves).toContainText(`They go to ${host}, ${storage}, and nothing else is sent. Only you`);
    await expect(start).toHaveAccessibleDescription(/token that may write/);
    await inEveryLook(page, async () => {
      await expectNoBarriers(page);
      for (const width of [360, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await expectNoSidewaysScrolling(page);
      }
    });
    expect(hub.requests).toEqual([]);
  });

  await test.step('a token that the Hub does not know', async () => {
    await page.getByTestId('push-token').fill('hf_of_somebody');
    await start.click();
    await expect(form.getByRole('alert')).toContainText(`${host} does not know this token`);
    expect(hub.repositories.size).toBe(0);
  });

  await test.step('cut until it is given up: one file has arrived', async () => {
    await page.getByTestId('push-token').fill(TOKEN);
    await start.click();
    await expect(page.getByTestId('push-pausing')).toContainText('cuts the connection');
    await expect(page.getByTestId('push-files')).toContainText('has arrived');
    await expect(form.getByRole('alert')).toContainText(`${storage} cannot be reached, cuts the connection`);
    expect(hub.arrived).toHaveLength(1);
    expect(hub.repositories.get(`models/${ID}`)).toMatchObject({ isPrivate: true, titles: [] });
  });

  await test.step('pressed again, it comes to its end', async () => {
    isDown = false;
    await start.click();
    const link = page.getByTestId('push-link');
    await expect(link).toHaveAttribute('href', `${hub.address}/${ID}`);
    await expect(link).toHaveAttribute('rel', /noopener/);
    await expect(link).toHaveAttribute('target', '_blank');
    await expect(form.getByRole('alert')).toBeHidden();
    for (const [name, bytes] of files)
      expect(Buffer.from(bytes).equals(hub.file(`models/${ID}`, name) ?? Buffer.alloc(0)), name).toBe(true);
    expect(hub.arrived).toHaveLength(2);
    arrivedOnce(hub);
    await expect(page.getByTestId('push-token')).toHaveValue('');
  });

  await test.step('another export is not put in its place unasked, and can be cancelled', async () => {
    await page.getByText('GGUF, for llama.cpp and Ollama').click();
    await expect(page.getByTestId('push-done')).toBeHidden();
    const gguf = await exported(page);
    expect([...gguf.keys()]).toContain('Modelfile');
    await page.getByTestId('push-token').fill(TOKEN);
    isDown = true;
    await start.click();
    await expect(page.getByTestId('push-pausing')).toBeVisible();
    await form.getByRole('button', { name: 'Cancel' }).click();
    await expect(start).toBeVisible();
    await expect(form.getByRole('alert')).toBeHidden();
    isDown = false;
    await start.click();
    await expect(page.getByTestId('push-done')).toBeVisible();
    expect(hub.file(`models/${ID}`, 'Modelfile')).toEqual(Buffer.from(gguf.get('Modelfile')!));
    expect(hub.file(`models/${ID}`, 'config.json')).toBeDefined();
  });

  await test.step('what is there under the same names is replaced when that is said', async () => {
    await page.getByText('Hugging Face folder').click();
    await fill(page.getByLabel('Name', { exact: true }), 'another-name');
    await exported(page);
    await page.getByTestId('push-token').fill(TOKEN);
    await start.click();
    await expect(form.getByRole('alert')).toContainText('holds other content already');
    await page.getByTestId('push-replace').check();
    await start.click();
    await expect(page.getByTestId('push-done')).toBeVisible();
    arrivedOnce(hub);
  });

  await test.step('the token is nowhere, and forgotten when one leaves', async () => {
    await page.getByTestId('push-token').fill(TOKEN);
    await page.goto('./#/chat');
    await expect(page.getByTestId('screen-chat')).toBeVisible();
    await page.goto('./#/export');
    await expect(page.getByTestId('push-token')).toHaveValue('');
    const exportedBytes = [...files.values()].map((bytes) => Buffer.from(bytes).toString('latin1'));
    for (const text of [await page.evaluate(kept), ...said, ...exportedBytes, hub.received()])
      expect(text.includes(TOKEN)).toBe(false);
    expect(hub.requests.filter(({ origin, token }) => origin === 'storage' && token !== undefined)).toEqual([]);
    expect(hub.received()).not.toContain('"referer"');
  });
  await hub.close();
});
