/**
 * The main job, as a person does it: drop files, train a tokenizer and a model until it beats counting words by a tenth,
 * tune it on instructions, chat, export; then the command line must find the perplexity that the studio showed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { unzipSync } from 'fflate';
import type { Page } from 'playwright/test';
import { bytesSource } from '../src/formats/byte-source.ts';
import { readGguf } from '../src/formats/gguf/read.ts';
import { expect, test } from './fixtures.ts';
import { chooseTheme, expectNoBarriers, expectNoSidewaysScrolling, inEveryLook, themes } from './looks.ts';
import {
  addCorpus,
  changePrompts,
  chooseModel,
  compareOn,
  leadOn,
  openStudio,
  readChances,
  regenerateAndReload,
  say,
  startInstruct,
  startTraining,
  stored,
  trainTokenizer,
  waitForEnd,
} from './steps.ts';

const MODEL = {
  layers: 2,
  width: 64,
  heads: 4,
  feedForward: 176,
  context: 192,
  seq: 64,
  rows: 8,
  precision: 'f32',
} as const;
const RUN = { evalEvery: 30, sampleEvery: 30, saveEvery: 30 };
const TUNING = { steps: 8, learningRate: '0.001', evalEvery: 0, sampleEvery: 0, saveEvery: 0 };
const VOCABULARY = 320;

const sample = path.resolve('public/sample');
const sampleFiles = ['ensiklopediya', 'xeberler', 'hekayeler', 'dialoqlar', 'nece-etmeli'].map((name) =>
  path.join(sample, 'corpus', `${name}.txt`),
);
const data = process.env.OCAQ_TEST_DATA;
const corpora: { name: string; files: string[]; steps: number; learningRate: string }[] = [
  { name: 'the bundled sample', files: sampleFiles, steps: 60, learningRate: '0.01' },
];
if (data && existsSync(data))
  corpora.push({
    name: 'a larger corpus @long',
    files: [path.join(data, 'corpus/az_demo_corpus.txt')],
    steps: 60,
    learningRate: '0.006',
  });
else console.warn('OCAQ_TEST_DATA is unset: the journey runs on the bundled sample alone');

for (const { name, files, steps, learningRate } of corpora)
  test(`from dropped files to a chat and an export: ${name}`, async ({ page }) => {
    test.setTimeout(900_000);
    await openStudio(page);
    await addCorpus(page, files);
    await leadOn(page, 'tokenizer');
    await trainTokenizer(page, VOCABULARY);
    await leadOn(page, 'model');
    await chooseModel(page, MODEL);
    await leadOn(page, 'train');

    await startTraining(page, { ...RUN, steps, learningRate });
    await changePrompts(page, ['Azərbaycan', 'Bakı']);
    await waitForEnd(page, 'corpus', 600_000);
    const [run] = await stored<{
      details: { heldOutLoss: number; unigramLoss: number; plannedBytes: number; usedBytes: number };
    }>(page, 'runs');
    const { heldOutLoss, unigramLoss, plannedBytes, usedBytes } = run!.details;
    console.log(
      `held-out loss ${heldOutLoss.toFixed(4)}, unigram ${unigramLoss.toFixed(4)}, ratio ${(heldOutLoss / unigramLoss).toFixed(3)}`,
    );
    expect(heldOutLoss).toBeLessThanOrEqual(0.9 * unigramLoss);
    expect(Math.abs(usedBytes - plannedBytes)).toBeLessThanOrEqual(0.01 * plannedBytes);
    expect(Number(await page.getByTestId('train-heldout').first().getAttribute('data-value'))).toBe(heldOutLoss);
    await expect(page.getByTestId('verdict')).toContainText('equally likely tokens');

    const samples = page.getByTestId('samples').getByRole('article');
    await expect(samples.filter({ hasText: 'Bakı' })).toContainText(/\d+ of \d+ words occur in the corpus/);

    await leadOn(page, 'instruct');
    await startInstruct(page, path.join(sample, 'instructions.json'), MODEL.context, TUNING);
    await waitForEnd(page, 'instructions', 300_000);

    await leadOn(page, 'chat');
    await say(page, 'Salam!');
    await regenerateAndReload(page);
    await compareOn(page, 'Bakı');
    await readChances(page);
    for (const theme of themes) {
      await chooseTheme(page, theme);
      await expectNoBarriers(page);
    }

    await leadOn(page, 'export');
    await page.getByTestId('export-held-out').check();
    await page.getByTestId('export-start').click();
    const link = page.getByTestId('export-download');
    await expect(link).toBeVisible({ timeout: 180_000 });
    const shown = Number(await page.getByTestId('export-perplexity').getAttribute('data-value'));
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const folder = await unpack(await download.path());
    try {
      const evaluated = evaluate(folder);
      console.log(`perplexity: studio ${shown}, command line ${evaluated}`);
      expect(Math.abs(evaluated - shown) / shown).toBeLessThanOrEqual(1e-3);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    await exportGguf(page);
  });

/** The tuned model as one file of 8 bits: it reads back, and the Modelfile asks as it was tuned. */
async function exportGguf(page: Page): Promise<void> {
  await page.getByText('GGUF, for llama.cpp and Ollama').click();
  await page.getByTestId('export-start').click();
  const link = page.getByTestId('export-download');
  await expect(link).toHaveAttribute('download', /-q8_0\.zip$/, { timeout: 180_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const files = Object.entries(unzipSync(new Uint8Array(await readFile(await download.path()))));
  const content = (ending: string) => files.find(([name]) => name.endsWith(ending))![1];
  const { keys, tensors } = await readGguf(bytesSource('model.gguf', content('.gguf')));
  expect(keys.get('general.architecture')?.value).toBe('llama');
  expect(keys.get('tokenizer.chat_template')?.value).toContain('### Təlimat:');
  expect(tensors.get('token_embd.weight')?.type).toBe('Q8_0');
  const modelfile = new TextDecoder().decode(content('Modelfile'));
  expect(modelfile).toContain('### Təlimat:\n{{ .Content }}');
  expect(modelfile).toContain('PARAMETER stop "<|eos|>"');
  await inEveryLook(page, async () => {
    await expect(link).toBeVisible();
    await expectNoBarriers(page);
    await page.setViewportSize({ width: 360, height: 800 });
    await expectNoSidewaysScrolling(page);
    await page.setViewportSize({ width: 1280, height: 800 });
  });
}

async function unpack(zip: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ocaq-export-'));
  for (const [name, content] of Object.entries(unzipSync(new Uint8Array(await readFile(zip))))) {
    const file = path.join(folder, path.basename(name));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}

function evaluate(folder: string): number {
  const command = [
    'src/cli/launch.mjs',
    'eval',
    '--model',
    folder,
    '--text',
    path.join(folder, 'heldout.jsonl'),
    '--adapter',
    'swiftshader',
  ];
  const output = execFileSync(process.execPath, command, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return (JSON.parse(output.trim().split('\n').at(-1) as string) as { perplexity: number }).perplexity;
}
