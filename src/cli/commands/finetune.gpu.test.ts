/** `finetune` on the disk: what it writes by each method, resuming, and what it refuses. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../parse-options.ts';
import { finetune } from './finetune.ts';
import { tokenizer } from './tokenizer.ts';
import { train } from './train.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-finetune-'));
const at = (...names: string[]): string => path.join(folder, ...names);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CORPUS = path.resolve('public/sample/corpus/hekayeler.txt');
const CONFIG = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 300,
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: 64,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
  bos_token_id: 0,
  eos_token_id: 1,
  pad_token_id: 2,
};
/** Enough that some are held out; one that no row holds, and one without an answer. */
const RECORDS = [
  ...Array.from({ length: 60 }, (_, i) => ({ instruction: `${i} + 1?`, input: '', output: `${i + 1}` })),
  { instruction: 'çox uzun sual '.repeat(20), input: '', output: 'bəli' },
  { instruction: 'cavabsız' },
];
const RUN = ['--steps', '4', '--batch', '2', '--accumulate', '2', '--seq', '60', '--lr', '0.01', '--no-tune'];

const tune = (out: string, ...more: string[]) =>
  runCommand(finetune, [
    ...['--model', at('base'), '--data', at('set.json'), '--template', 'telimat', '--out', at(out)],
    ...[...RUN, ...more],
  ]);
const bytesOf = (...names: string[]) => readFileSync(at(...names));

beforeAll(async () => {
  writeFileSync(at('config.json'), JSON.stringify(CONFIG));
  writeFileSync(at('set.json'), JSON.stringify(RECORDS));
  await runCommand(tokenizer, ['--input', CORPUS, '--vocab', '300', '--out', at('tokenizer.json')]);
  await runCommand(train, [
    ...['--corpus', CORPUS, '--tokenizer', at('tokenizer.json'), '--config', at('config.json'), '--out', at('base')],
    ...['--steps', '1', '--batch', '1', '--seq', '64', '--no-tune'],
  ]);
}, 180_000);

describe('finetune', () => {
  it('full: learns from the answers, and stopped and resumed ends in the bytes of one run', async () => {
    const whole = await tune('whole');
    expect(whole).toMatchObject({ steps: 4, finished: true, too_long: 1, examples: expect.any(Number) });
    expect((whole.heldout as { tokens: number }).tokens).toBeGreaterThan(0);
    expect(await tune('parts', '--stop-at', '2')).toMatchObject({ steps: 2, finished: false });
    await tune('parts', '--resume');
    expect(bytesOf('parts', 'model.safetensors').equals(bytesOf('whole', 'model.safetensors'))).toBe(true);
    expect(bytesOf('whole', 'model.safetensors').equals(bytesOf('base', 'model.safetensors'))).toBe(false);
    expect(bytesOf('whole', 'chat_template.jinja').toString()).toContain('### Cavab:');
    await expect(tune('parts', '--resume', '--template', 'alpaca')).rejects.toThrow();
  });

  it('refuses rows that no record fits', async () => {
    await expect(tune('x', '--seq', '8')).rejects.toMatchObject({ code: 'examples-none' });
  });
});
