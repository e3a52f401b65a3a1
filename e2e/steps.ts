/** What a person does in the studio, step by step, as the journeys do it. In English. */
import path from 'node:path';
import { expect, type Locator, type Page } from 'playwright/test';

export interface SmallModel {
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly context: number;
  readonly seq: number;
  readonly rows: number;
  readonly precision: 'f32' | 'f16';
}

/** For what does not depend on what a model has learnt. */
export const SMALLEST_MODEL: SmallModel = {
  layers: 1,
  width: 32,
  heads: 2,
  feedForward: 64,
  context: 32,
  seq: 32,
  rows: 2,
  precision: 'f32',
};

export interface SmallRun {
  readonly steps: number;
  readonly learningRate: string;
  readonly evalEvery: number;
  readonly sampleEvery: number;
  readonly saveEvery: number;
}

export async function openStudio(page: Page): Promise<void> {
  await page.goto('./');
  await chooseLanguage(page, 'en');
}

export async function chooseLanguage(page: Page, tag: string): Promise<void> {
  await page.getByTestId('language').click();
  await page.getByTestId(`language-${tag}`).click();
  await expect(page.locator('html')).toHaveAttribute('lang', tag);
}

const goTo = async (page: Page, screen: string): Promise<void> => {
  await page.goto(`./#/${screen}`);
  await expect(page.getByTestId(`screen-${screen}`)).toBeVisible();
};

/** Lets go of a file over the page. */
export async function drop(page: Page, name: string, content: readonly number[] | string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, bytes]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], fileName));
      return transfer;
    },
    [name, content] as const,
  );
  for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('body', type, { dataTransfer });
}

/** Presses the button of the line that closes a step, which leads to the next. */
export async function leadOn(page: Page, screen: string): Promise<void> {
  await page.getByTestId('closing').getByRole('link').click();
  await expect(page.getByTestId(`screen-${screen}`)).toBeVisible();
}

export async function fill(field: Locator, value: string | number): Promise<void> {
  await field.fill(String(value));
  await field.blur();
}

const labelled = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });

export async function addCorpus(page: Page, files: readonly string[]): Promise<void> {
  await goTo(page, 'corpus');
  await page
    .getByTestId('drop-input')
    .first()
    .setInputFiles([...files]);
  await page.getByTestId('import-confirm').click();
  await expect(page.getByTestId('import-confirm')).toBeHidden({ timeout: 120_000 });
}

export async function trainTokenizer(page: Page, vocabulary: number): Promise<void> {
  await goTo(page, 'tokenizer');
  await fill(labelled(page, 'Another size'), vocabulary);
  await page.getByTestId('tokenizer-train').click();
  await expect(page.getByTestId('tokenizer-report')).toBeVisible({ timeout: 120_000 });
}

export async function chooseModel(page: Page, model: SmallModel): Promise<void> {
  await goTo(page, 'model');
  await fill(labelled(page, 'Layers'), model.layers);
  await fill(labelled(page, 'Attention heads'), model.heads);
  await fill(labelled(page, 'Key and value heads'), model.heads);
  await fill(labelled(page, 'Width'), model.width);
  await fill(labelled(page, 'Feed-forward width'), model.feedForward);
  await fill(labelled(page, 'Longest context'), model.context);
  await fill(labelled(page, 'Tokens per row'), model.seq);
  await fill(labelled(page, 'Rows per batch'), model.rows);
  await labelled(page, 'Precision').selectOption(model.precision);
  await expect(page.getByTestId('plan-total')).toBeVisible();
  await page.getByTestId('model-choose').click();
}

/** What a run needs: one of the bundled texts, a small tokenizer, a model. */
export async function prepareModel(page: Page, model: SmallModel = SMALLEST_MODEL): Promise<void> {
  await addCorpus(page, [path.resolve('public/sample/corpus/hekayeler.txt')]);
  await trainTokenizer(page, 300);
  await chooseModel(page, model);
}

async function setRun(page: Page, run: SmallRun): Promise<void> {
  await fill(page.getByTestId('settings-steps'), run.steps);
  await fill(labelled(page, 'Peak learning rate'), run.learningRate);
  await fill(labelled(page, 'Warm-up steps'), Math.ceil(run.steps / 20));
  await fill(page.getByTestId('settings-eval'), run.evalEvery);
  await fill(labelled(page, 'Sample every'), run.sampleEvery);
  await fill(page.getByTestId('settings-save'), run.saveEvery);
}

/** Presses the button that starts a run, and leaves it at that. */
export async function pressStart(page: Page, run: SmallRun): Promise<void> {
  await goTo(page, 'train');
  await setRun(page, run);
  await page.getByTestId('train-start').click();
}

export async function startTraining(page: Page, run: SmallRun): Promise<void> {
  await pressStart(page, run);
  await expect(page.getByTestId('train-step')).toBeVisible({ timeout: 120_000 });
}

/** Has a run that is going on continue other prompts from its next sample on. */
export async function changePrompts(page: Page, prompts: readonly string[]): Promise<void> {
  const prompting = page.getByTestId('sample-prompts');
  await prompting.locator('summary').click();
  await prompting.getByRole('textbox').fill(prompts.join('\n'));
  await prompting.getByRole('button').click();
  await expect(prompting.getByRole('button')).toBeDisabled();
}

/** @param method by its name on the page, where it is not every weight */
export async function startInstruct(
  page: Page,
  file: string,
  seq: number,
  run: SmallRun,
  method: string | null = null,
): Promise<void> {
  await goTo(page, 'instruct');
  await page.getByTestId('instruct-input').first().setInputFiles(file);
  // A set that was there before may be what start stands ready for; that of the file brings proposals of its own.
  await expect(page.getByTestId('instruct-add').first()).toBeEnabled({ timeout: 60_000 });
  await fill(labelled(page, 'Tokens per row'), seq);
  await expect(page.getByTestId('instruct-start')).toBeEnabled({ timeout: 60_000 });
  if (method) await page.getByTestId('instruct-method').getByText(method).click();
  await setRun(page, run);
  await page.getByTestId('instruct-start').click();
  await expect(page.getByTestId('train-step')).toBeVisible({ timeout: 120_000 });
}

/** Sends a prompt and waits until every answer to it is complete. */
export async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('chat-input').fill(text);
  await page.getByTestId('chat-send').click();
  await answered(page);
}

async function answered(page: Page): Promise<void> {
  await expect(page.getByTestId('chat-stop')).toBeHidden({ timeout: 120_000 });
  const output = page.getByTestId('chat-output');
  await expect(output).toHaveAttribute('aria-busy', 'false');
  expect(((await output.textContent()) ?? '').trim()).not.toBe('');
}

/** With an answer on the page: another one of it, then both are there after a reload. */
export async function regenerateAndReload(page: Page): Promise<void> {
  const first = await page.getByTestId('chat-output').textContent();
  await page.getByTestId('chat-regenerate').click();
  await answered(page);
  await expect(page.getByTestId('chat-take')).toHaveText('2 of 2');
  const second = await page.getByTestId('chat-output').textContent();
  await page.reload();
  await expect(page.getByTestId('chat-output')).toHaveText(second ?? '', { useInnerText: false });
  await page.getByRole('button', { name: 'Earlier answer' }).click();
  await expect(page.getByTestId('chat-output')).toHaveText(first ?? '');
}

/** With an answer on the page: its tokens are reached with the keyboard and say what was likely. */
export async function readChances(page: Page): Promise<void> {
  await page.getByTestId('chat-chances').click();
  const tokens = page.getByTestId('chat-output').getByRole('button');
  await tokens.first().focus();
  await expect(page.getByRole('tooltip').getByRole('listitem').first()).toContainText('%');
  await page.keyboard.press('ArrowRight');
  await expect(tokens.nth(1)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tooltip')).toBeHidden();
}

/** Has a prompt answered by a second checkpoint as well, the last of those that can be chosen. */
export async function compareOn(page: Page, text: string): Promise<void> {
  const second = page.getByTestId('chat-compare');
  await second.selectOption({ index: (await second.locator('option').count()) - 1 });
  await say(page, text);
  await expect(page.getByTestId('chat-output-beside')).toHaveAttribute('aria-busy', 'false');
}

export const stepOf = async (page: Page): Promise<number> =>
  Number(await page.getByTestId('train-step').getAttribute('data-value'));

/** Waits for a run that is shown to reach a step. */
export async function waitForStep(page: Page, step: number, timeout: number): Promise<void> {
  await expect.poll(() => stepOf(page), { timeout, intervals: [500] }).toBeGreaterThanOrEqual(step);
}

/** What the studio has stored, read straight from the database. */
export function stored<T>(page: Page, store: string): Promise<T[]> {
  return page.evaluate(
    (name) =>
      new Promise<T[]>((resolve, reject) => {
        const opening = indexedDB.open('ocaq');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction(name).objectStore(name).getAll();
          all.onerror = () => reject(all.error);
          all.onsuccess = () => {
            opening.result.close();
            resolve(all.result as T[]);
          };
        };
      }),
    store,
  );
}

/** Waits until the newest run on such data has ended, and fails with its own words if it failed. */
export async function waitForEnd(page: Page, data: 'corpus' | 'instructions', timeout: number): Promise<void> {
  const newest = async () => {
    const runs = await stored<{
      config: { data: { kind: string } };
      status: string;
      createdAt: number;
      details: { error: string | null };
    }>(page, 'runs');
    const run = runs.filter((one) => one.config.data.kind === data).sort((a, b) => b.createdAt - a.createdAt)[0];
    return run?.status === 'failed' ? `failed: ${run.details.error}` : run?.status;
  };
  await expect.poll(newest, { timeout, intervals: [1000] }).not.toBe('running');
  expect(await newest()).toBe('finished');
}
