/** `finetune` on the disk: what it writes by each method, resuming, and what it refuses. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdapterFolder } from '../../formats/peft/adapter-folder.ts';
import { readSafetensorsHeader } from '../../formats/safetensors.ts';
import { fileSource, folderSource } from '../files.ts';
import { runCommand } from '../parse-options.ts';
import { exportModel } from './export.ts';
import { finetune } from './finetune.ts';
import { gradients } from './gradients.ts';
import { merge } from './merge.ts';
import { trainTokenizer } from './tokenizer-train.ts';
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
const RUN = ['--steps', '3', '--batch', '2', '--accumulate', '2', '--seq', '60', '--lr', '0.01', '--no-tune'];

const tune = (out: string, ...more: string[]) =>
  runCommand(finetune, [
    ...['--model', at('base'), '--data', at('set.json'), '--template', 'telimat', '--out', at(out)],
    ...[...RUN, ...more],
  ]);
const bytesOf = (...names: string[]) => readFileSync(at(...names));

beforeAll(async () => {
  writeFileSync(at('config.json'), JSON.stringify(CONFIG));
  writeFileSync(at('set.json'), JSON.stringify(RECORDS));
  await runCommand(trainTokenizer, ['--input', CORPUS, '--vocab', '300', '--out', at('tokenizer.json')]);
  await runCommand(train, [
    ...['--corpus', CORPUS, '--tokenizer', at('tokenizer.json'), '--config', at('config.json'), '--out', at('base')],
    ...['--steps', '1', '--batch', '1', '--seq', '64', '--no-tune'],
  ]);
}, 180_000);

describe('finetune', () => {
  it('full: learns from the answers and writes a model that chats by the template', async () => {
    const whole = await tune('whole', '--steps', '1');
    expect(whole).toMatchObject({ steps: 1, finished: true, too_long: 1, examples: expect.any(Number) });
    expect((whole.heldout as { tokens: number }).tokens).toBeGreaterThan(0);
    expect(bytesOf('whole', 'model.safetensors').equals(bytesOf('base', 'model.safetensors'))).toBe(false);
    expect(bytesOf('whole', 'chat_template.jinja').toString()).toContain('### Cavab:');
  });

  it('qlora-nf4: writes an adapter that merges; stopped and resumed, the bytes of one run', async () => {
    const targets = ['--targets', 'q_proj', 'v_proj', 'down_proj'];
    const rows = ['--pack', '--prompt-weight', '0.2', '--data-weight', '0.5', '--embedding-dropout', '0.1'];
    const lora = ['--method', 'qlora-nf4', '--rank', '2', '--dropout', '0.3', ...targets, ...rows];
    await tune('adapter', ...lora);
    await tune('adapter-parts', ...lora, '--stop-at', '2');
    await expect(tune('adapter-parts', '--resume')).rejects.toThrow('method, corpus');
    await expect(tune('adapter-parts', ...lora)).rejects.toThrow('Give --resume');
    cpSync(at('base'), at('other'), { recursive: true });
    const weights = bytesOf('base', 'model.safetensors');
    weights.writeUInt8(weights.readUInt8(weights.length - 1) ^ 1, weights.length - 1);
    writeFileSync(at('other', 'model.safetensors'), weights);
    const resumed = tune('adapter-parts', ...lora, '--resume', '--model', at('other'));
    await expect(resumed).rejects.toMatchObject({ code: 'resume-differs', details: { differing: 'base' } });
    await tune('adapter-parts', ...lora, '--resume');
    const adapterOf = (dir: string) => bytesOf(dir, 'adapter_model.safetensors');
    expect(adapterOf('adapter-parts').equals(adapterOf('adapter'))).toBe(true);
    const exported = { run: at('adapter'), model: at('base'), out: at('exported') };
    const words = Object.entries(exported).flatMap(([name, value]) => [`--${name}`, value]);
    expect(await runCommand(exportModel, ['--to', 'peft', ...words])).toMatchObject({ step: 3 });
    expect(adapterOf('exported').equals(adapterOf('adapter'))).toBe(true);
    for (const file of ['adapter_config.json', 'chat_template.jinja'])
      expect(bytesOf('exported', file), file).toEqual(bytesOf('adapter', file));
    const saved = await readSafetensorsHeader(
      await fileSource(at('adapter', 'checkpoints', 'step-3', 'state.safetensors')),
    );
    expect([...saved.tensors.keys()].filter((name) => !name.includes('lora_'))).toEqual(['scaler']);

    const adapter = await openAdapterFolder(folderSource(at('adapter')));
    expect([...adapter.pairs.keys()]).toEqual(
      ['self_attn.q_proj', 'self_attn.v_proj', 'mlp.down_proj'].map((module) => `model.layers.0.${module}`),
    );
    const merged = await runCommand(merge, [
      ...['--model', at('base'), '--adapter', at('adapter'), '--out', at('merged')],
    ]);
    expect(merged).toMatchObject({ merged: 3, replaced: 0 });
    expect(merged.largest_change).toBeGreaterThan(0);
    expect(merged.largest_logits_difference).toBeLessThan(1e-4);
  });

  it('writes the gradients of an adapter in the place of the base', async () => {
    const batch = { tokens: [[3, 4, 5, 6]], targets: [[4, 5, 6, -100]] };
    writeFileSync(at('batch.json'), JSON.stringify(batch));
    await runCommand(gradients, [
      ...['--model', at('base'), '--adapter', at('adapter'), '--batch', at('batch.json')],
      ...['--out', at('gradients.safetensors'), '--no-tune'],
    ]);
    const { tensors } = await readSafetensorsHeader(await fileSource(at('gradients.safetensors')));
    const names = ['self_attn.q_proj', 'self_attn.v_proj', 'mlp.down_proj'].flatMap((module) =>
      ['lora_A', 'lora_B'].map((factor) => `grad.base_model.model.model.layers.0.${module}.${factor}.weight`),
    );
    expect(new Set(tensors.keys())).toEqual(new Set(['logits', ...names]));
  });

  it.each(['full', 'lora'])('%s: refuses to write where the base is read from', async (method) => {
    await expect(tune('base', '--method', method)).rejects.toThrow('read from');
  });

  it('refuses layers that the model does not have', async () => {
    const lora = ['--method', 'lora', '--targets', 'c_attn'];
    await expect(tune('x', ...lora)).rejects.toThrow('q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj');
  });

  it('refuses weights that are none, and not one for each file', async () => {
    await expect(tune('x', '--data-weight', '0')).rejects.toThrow('--data-weight "0"');
    await expect(tune('x', '--data-weight', 'iki')).rejects.toThrow('--data-weight "iki"');
    await expect(tune('x', '--data-weight', '1', '2')).rejects.toThrow('2 weights for 1 files');
  });

  it('refuses rows that no record fits', async () => {
    await expect(tune('x', '--seq', '8')).rejects.toMatchObject({ code: 'examples-none' });
  });
});
