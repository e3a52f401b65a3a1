/**
 * A model folder of somebody else, GPT-2-shaped, with a tokenizer that Ocaq's own encoder does not run and a chat template:
 * imported, tuned by adapters in that template, asked, exported, and what was exported brought back. A template that means
 * harm is stopped.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openAdapterFolder } from '../src/formats/peft/adapter-folder.ts';
import { writeSafetensors } from '../src/formats/safetensors.ts';
import { unzipFolder } from '../src/formats/zip.ts';
import { expect, test } from './fixtures.ts';
import { openStudio, say, startInstruct, stored, waitForEnd } from './steps.ts';

const WIDTH = 32;
const CONTEXT = 64;

/** Tensor names and shapes of GPT-2 with one layer. */
const shapes = (vocabulary: number): [string, number[]][] => [
  ['wte.weight', [vocabulary, WIDTH]],
  ['wpe.weight', [CONTEXT, WIDTH]],
  ...['h.0.ln_1', 'h.0.ln_2', 'ln_f'].flatMap((name): [string, number[]][] => [
    [`${name}.weight`, [WIDTH]],
    [`${name}.bias`, [WIDTH]],
  ]),
  ...Object.entries({
    'attn.c_attn': [WIDTH, 3 * WIDTH],
    'attn.c_proj': [WIDTH, WIDTH],
    'mlp.c_fc': [WIDTH, 4 * WIDTH],
    'mlp.c_proj': [4 * WIDTH, WIDTH],
  }).flatMap(([name, shape]): [string, number[]][] => [
    [`h.0.${name}.weight`, shape],
    [`h.0.${name}.bias`, [shape[1] ?? 0]],
  ]),
];

const CHAT_TEMPLATE =
  "{{ bos_token }}{% for m in messages %}{% if m.role == 'assistant' %}{{ ' =>' + m.content + eos_token }}{% else %}{{ m.role + ': ' + m.content }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ ' =>' }}{% endif %}";
const ENDLESS = `${'{% for i in range(2000) %}'.repeat(4)}${'{% endfor %}'.repeat(4)}`;

async function writeFolder(folder: string, chatTemplate: string): Promise<void> {
  const cases = JSON.parse(await readFile('src/testing/golden/tokenizers/cases.json', 'utf8')) as {
    name: string;
    tokenizer: { added_tokens: { id: number }[]; model: { vocab: object } };
  }[];
  const tokenizer = cases.find(({ name }) => name === 'digits before bytes')?.tokenizer;
  if (!tokenizer) throw new Error('the case of the tokenizer is gone');
  const vocabulary = Object.keys(tokenizer.model.vocab).length + tokenizer.added_tokens.length;
  const config = {
    ...{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], vocab_size: vocabulary, n_positions: CONTEXT },
    ...{ n_embd: WIDTH, n_layer: 1, n_head: 2, bos_token_id: 1, eos_token_id: 2 },
  };
  const tensors = shapes(vocabulary).map(([name, shape], at) => ({
    name: `transformer.${name}`,
    dtype: 'BF16' as const,
    shape,
    data: () => Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * (at + 1.7)) / 8),
  }));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  const chat = [{ name: 'default', template: chatTemplate }];
  const tokens = { bos_token: { content: '<s>' }, eos_token: '</s>' };
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template: chat, ...tokens }));
  await writeFile(path.join(folder, 'model.safetensors'), writeSafetensors(tensors));
}

test('a model of somebody else is imported, tuned, asked and exported', async ({ page }, info) => {
  const folder = info.outputPath('qonaq-model');
  await writeFolder(folder, CHAT_TEMPLATE);
  await openStudio(page);
  await page.goto('./#/model');
  const imports = page.getByTestId('imports');

  await test.step('a folder without safetensors says how to convert it', async () => {
    const pickle = info.outputPath('pickle');
    await mkdir(pickle);
    await writeFile(path.join(pickle, 'config.json'), await readFile(path.join(folder, 'config.json')));
    await writeFile(path.join(pickle, 'pytorch_model.bin'), 'never read');
    await page.getByTestId('import-folder').setInputFiles(pickle);
    await expect(imports.getByRole('alert')).toContainText("torch.load('pytorch_model.bin'");
  });

  await test.step('imported, it brings its tokenizer', async () => {
    await page.getByTestId('import-folder').setInputFiles(folder);
    await expect(page.getByTestId('import-row')).toContainText('qonaq-model', { timeout: 60_000 });
    await expect(page.getByTestId('import-row')).toContainText('Every text begins with <s>.');
    await expect(page.getByTestId('import-row')).toContainText('It has a chat template of its own.');
    await expect(imports.getByRole('alert')).toBeHidden();
  });

  await test.step('tuned by adapters', async () => {
    const set = info.outputPath('set.json');
    const records = Array.from({ length: 12 }, (_, i) => ({ instruction: `Say ${i}`, input: '', output: 'ab' }));
    await writeFile(set, JSON.stringify(records));
    const run = { steps: 2, learningRate: '0.01', evalEvery: 1, sampleEvery: 0, saveEvery: 1 };
    await startInstruct(page, set, CONTEXT, run, 'LoRA adapters');
    await waitForEnd(page, 'instructions', 120_000);
    const runs = await stored<{ config: { data: { template?: string } } }>(page, 'runs');
    expect(runs.map(({ config }) => config.data.template)).toContain('chat');
  });

  await test.step('in its own template: the loss looks at the answer and its end; one that never ends is stopped', async () => {
    const trap = info.outputPath('trap');
    await writeFolder(trap, ENDLESS);
    await page.goto('./#/model');
    await page.getByTestId('import-folder').setInputFiles(trap);
    await expect(page.getByTestId('import-row').filter({ hasText: 'trap' })).toBeVisible({ timeout: 60_000 });
    await page.goto('./#/instruct');
    await page.getByRole('button', { name: 'Set up another run' }).click();
    const base = page.getByLabel('Start from', { exact: true });
    await base.selectOption({ label: 'qonaq-model' });
    const first = page.getByTestId('example').first();
    await expect(first).toContainText('<s>user: Say 0 =>ab</s>');
    expect((await first.locator('[data-counted=true]').allTextContents()).join('')).toBe('ab</s>');
    await base.selectOption({ label: 'trap' });
    await expect(page.getByRole('alert')).toContainText('more than a second');
    await page.getByTestId('instruct-template').selectOption('az');
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(first).toContainText('### Təlimat:');
  });

  await test.step('asked, itself and tuned', async () => {
    await page.goto('./#/chat');
    await page.getByTestId('chat-compare').selectOption({ label: 'qonaq-model' });
    await say(page, 'Bir');
  });

  await test.step('its adapter exported for peft, and brought back', async () => {
    await page.goto('./#/export');
    const tuned = await page.getByLabel('Checkpoint', { exact: true }).inputValue();
    await page.getByTestId('export-start').click();
    const link = page.getByTestId('export-download');
    await expect(link).toBeVisible({ timeout: 120_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const zip = new Blob([await readFile(await download.path())]);
    const adapter = unzipFolder('adapter', zip);
    const { config, pairs } = await openAdapterFolder(adapter);
    const modules = ['attn.c_attn', 'attn.c_proj', 'mlp.c_fc', 'mlp.c_proj'].map((name) => `transformer.h.0.${name}`);
    expect(new Set(pairs.keys())).toEqual(new Set(modules));
    expect(modules.map(config.scale)).toEqual([2, 2, 2, 2]);
    const back = info.outputPath('geri-gələn');
    await mkdir(back);
    for (const name of await adapter.list()) {
      const file = await adapter.open(name);
      await writeFile(path.join(back, name), await file.read(0, file.size));
    }
    await page.goto('./#/model');
    await page.getByTestId('import-folder').setInputFiles(back);
    await expect(imports.getByText('LoRA adapters of rank 8, beside qonaq-model.')).toBeVisible();
    await page.goto('./#/chat');
    await page.getByTestId('chat-compare').selectOption(tuned);
    await say(page, 'İki');
    const beside = page.getByTestId('chat-output-beside');
    await expect(beside).toHaveAttribute('aria-busy', 'false');
    await expect(beside).toHaveText((await page.getByTestId('chat-output').textContent()) ?? '', {
      useInnerText: false,
    });

    await page.goto('./#/export');
    await page.getByText('A whole model, merged').click();
    await page.getByTestId('export-start').click();
    await expect(page.getByTestId('export-change')).toBeVisible({ timeout: 120_000 });
    const change = page.getByTestId('export-change');
    expect(Number(await change.getAttribute('data-value'))).toBeGreaterThan(0);
    expect(Number.parseFloat((await change.getAttribute('data-logits')) ?? '')).toBeLessThan(1e-4);
  });

  await test.step('the model itself exported', async () => {
    await page.getByLabel('Checkpoint', { exact: true }).selectOption({ label: 'qonaq-model' });
    await page.getByTestId('export-start').click();
    await expect(page.getByTestId('export-download')).toBeVisible({ timeout: 120_000 });
  });
  await rm(folder, { recursive: true, force: true });
});
