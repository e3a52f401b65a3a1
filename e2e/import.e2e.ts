/**
 * A model folder of somebody else, GPT-2-shaped, with a tokenizer that Ocaq's own encoder does not run and a chat template:
 * imported, tuned by adapters in that template, asked, exported, and what was exported brought back. A template that means
 * harm is stopped. And the same model from a Hub of this machine, once it is turned on.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright/test';
import { openAdapterFolder } from '../src/formats/peft/adapter-folder.ts';
import { unzipFolder } from '../src/formats/zip.ts';
import { startHubServer } from '../src/testing/hub-server.ts';
import { SMALL_CONTEXT, smallModelFiles } from '../src/testing/small-model.ts';
import { expect, test } from './fixtures.ts';
import { fill, openStudio, say, startInstruct, stored, waitForEnd } from './steps.ts';

const CHAT_TEMPLATE =
  "{{ bos_token }}{% for m in messages %}{% if m.role == 'assistant' %}{{ ' =>' + m.content + eos_token }}{% else %}{{ m.role + ': ' + m.content }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ ' =>' }}{% endif %}";
const ENDLESS = `${'{% for i in range(2000) %}'.repeat(4)}${'{% endfor %}'.repeat(4)}`;

async function writeFolder(folder: string, chatTemplate: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(await smallModelFiles())) await writeFile(path.join(folder, name), bytes);
  const chat = [{ name: 'default', template: chatTemplate }];
  const tokens = { bos_token: { content: '<s>' }, eos_token: '</s>' };
  await writeFile(path.join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template: chat, ...tokens }));
}

/** As if the first answer of the stored conversation had been this one. */
const answerWith = (page: Page, text: string): Promise<void> =>
  page.evaluate(
    (written) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('ocaq');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('conversations', 'readwrite');
          const conversations = transaction.objectStore('conversations');
          const reading = conversations.getAll();
          reading.onsuccess = () => {
            const [conversation] = reading.result as { exchanges: { takes: { text: string }[][] }[] }[];
            const answer = conversation?.exchanges[0]?.takes[0]?.[0];
            if (answer) answer.text = written;
            conversations.put(conversation);
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    text,
  );

test('a model of somebody else is imported, tuned, asked and exported', async ({ page, watched }, info) => {
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

  await test.step('files that mean harm are refused by name', async () => {
    const [slow, vast] = [info.outputPath('slow'), info.outputPath('vast')];
    await writeFolder(slow, CHAT_TEMPLATE);
    const tokenizer = JSON.parse(await readFile(path.join(slow, 'tokenizer.json'), 'utf8'));
    const pattern = { Regex: String.raw`(?:\p{L}+)+\p{N}` };
    tokenizer.pre_tokenizer = { type: 'Split', pattern, behavior: 'Isolated', invert: false };
    await writeFile(path.join(slow, 'tokenizer.json'), JSON.stringify(tokenizer));
    await page.getByTestId('import-folder').setInputFiles(slow);
    await expect(imports.getByRole('alert')).toContainText('could take forever');
    await writeFolder(vast, CHAT_TEMPLATE);
    await writeFile(path.join(vast, 'model.safetensors'), Buffer.alloc(64, 0x7f));
    await page.getByTestId('import-folder').setInputFiles(vast);
    await expect(imports.getByRole('alert')).toContainText('model.safetensors');
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
    await startInstruct(page, set, SMALL_CONTEXT, run, 'LoRA adapters');
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
    await page.getByTestId('chat-template').locator('summary').click();
    await page.getByTestId('chat-template-text').fill(CHAT_TEMPLATE);
    await page.getByTestId('chat-template-use').click();
    await expect(page.getByRole('alert')).toBeHidden();
    await expect(first).toContainText('<s>user: Say 0 =>ab</s>');
    await page.getByTestId('instruct-template').selectOption('az');
    await expect(first).toContainText('### Təlimat:');
  });

  await test.step('two sets at once, each with a weight', async () => {
    const more = info.outputPath('more.json');
    await writeFile(more, JSON.stringify([{ instruction: 'Say more', input: '', output: 'cd' }]));
    await page.getByTestId('instruct-input').first().setInputFiles(more);
    // The set that is added is chosen in the place of the other.
    await expect(page.getByRole('checkbox', { name: 'more.json' })).toBeChecked();
    await page.getByRole('checkbox', { name: 'set.json' }).check();
    const weights = page.getByTestId('set-weight').getByRole('textbox');
    await expect(weights).toHaveCount(2);
    await weights.first().fill('2');
    await weights.first().blur();
    await expect(page.getByTestId('example').first()).toContainText('more.json, record 1');
    await expect(page.getByText('13 of 13 usable')).toBeVisible();
  });

  await test.step('asked, itself and tuned, without names until the answers are judged', async () => {
    await page.goto('./#/chat');
    const log = page.getByRole('log');
    await page.getByTestId('chat-compare').selectOption({ label: 'qonaq-model' });
    await page.getByTestId('chat-blind').check();
    await say(page, '<b>Bir</b>');
    await expect(log).not.toContainText('qonaq-model');
    await page.getByTestId('chat-verdict-second').click();
    await expect(log).toContainText('You found B better.');
    await expect(log).toContainText('qonaq-model');
    await expect(page.getByTestId('chat-scores')).toContainText('100 % of 1 decided');
  });

  await test.step('a conversation that outgrows the context says so, and so does a prompt', async () => {
    await page.getByTestId('chat-blind').uncheck();
    await say(page, 'Bir '.repeat(8));
    await expect(page.getByTestId('chat-left-out').first()).toContainText('(1)');
    await page.getByTestId('chat-input').fill('bir '.repeat(SMALL_CONTEXT));
    await page.getByTestId('chat-send').click();
    await expect(page.getByRole('log').getByRole('alert')).toContainText(`context holds ${SMALL_CONTEXT}`);
  });

  await test.step('what a model writes is shown and saved as it is, and runs nothing', async () => {
    const markup = '<img src="x" onerror="document.title = 1"><script>document.title = 1</script>';
    await answerWith(page, markup);
    await page.reload();
    const log = page.getByRole('log');
    await expect(log).toContainText(markup);
    await expect(log).toContainText('<b>Bir</b>');
    await expect(log.locator('img, script, b')).toHaveCount(0);
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByTestId('chat-export-all').click()]);
    const records = JSON.parse(await readFile(await saved.path(), 'utf8')) as { messages: { content: string }[] }[];
    expect(records.map(({ messages }) => messages[0]?.content)).toEqual(['<b>Bir</b>', '<b>Bir</b>']);
    expect(records.map(({ messages }) => messages[1]?.content)).toContain(markup);
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
    await page.getByTestId('chat-new').click();
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
    await page.getByText('GGUF, for llama.cpp and Ollama').click();
    await page.getByTestId('export-start').click();
    await expect(page.getByRole('alert')).toContainText('The tokenizer is not byte-level BPE');
  });
  await test.step('the same from a Hub that limits it, once it is turned on', async () => {
    const files = { ...(await smallModelFiles()) };
    let limits = 1;
    const token = 'hf_very_secret';
    const hub = await startHubServer({ 'ocaq/qonaq': { files, gated: true, token } }, ({ origin, range }) =>
      origin === 'files' && !range?.startsWith('bytes=0-7') && !range?.startsWith('bytes=8-') && limits-- > 0
        ? { status: 429, headers: { 'retry-after': '3600' } }
        : 'answer',
    );
    watched.allow(hub.address);
    watched.allow(hub.filesAddress);
    await page.goto('./#/model');
    const form = page.getByTestId('hub');
    await form.getByText('From the Hugging Face Hub').click();
    await fill(page.getByTestId('hub-id'), 'ocaq/qonaq');
    await expect(page.getByTestId('hosts-allow')).toHaveText('Turn on huggingface.co, *.hf.co');
    await form.getByText('Revision and mirror').click();
    await fill(page.getByTestId('hub-address'), hub.address);
    await fill(page.getByTestId('hub-files'), hub.filesAddress);
    await expect(page.getByTestId('hub-inspect')).toHaveAttribute('aria-disabled', 'true');
    await page.getByTestId('hosts-allow').click();
    await page.getByTestId('hub-inspect').click();
    await expect(form.getByRole('alert')).toContainText('accepted its conditions');
    await page.getByTestId('hub-token').fill(token);
    await page.getByTestId('hub-inspect').click();
    await expect(page.getByTestId('hub-report')).toContainText('GPT-2');
    await page.getByTestId('hub-add').click();
    await expect(form.getByRole('alert')).toContainText('limits how much may be asked (429)');
    await page.getByTestId('hub-resume').click();
    const row = page.getByTestId('import-row').filter({ hasText: 'ocaq/qonaq' });
    await expect(row).toBeVisible({ timeout: 60_000 });
    expect(hub.requests.filter((asked) => asked.origin === 'files' && asked.token !== undefined)).toEqual([]);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(token);
    await hub.close();
  });
  await rm(folder, { recursive: true, force: true });
});
