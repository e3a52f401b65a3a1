/** `merge` on folders of the disk: what it writes, what it says, and what it refuses. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { f32ToBf16, f32ToF16 } from '../../formats/half.ts';
import { readSafetensorsHeader, readTensorF32 } from '../../formats/safetensors.ts';
import { adapterFiles, type TestTensors } from '../../testing/adapter-files.ts';
import { fileSource } from '../files.ts';
import { openFolder } from '../model-folder.ts';
import { runCommand } from '../parse-options.ts';
import { openToAnswer } from '../quantised-base.ts';
import { merge } from './merge.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-merge-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const BASE = path.resolve('src/testing/golden/gpt2');
const WIDTH = 20;
const LAYER = 'transformer.h.0.mlp.c_fc';
const PAIR: TestTensors = {
  [`base_model.model.${LAYER}.lora_A.weight`]: { shape: [2, WIDTH] },
  [`base_model.model.${LAYER}.lora_B.weight`]: { shape: [4 * WIDTH, 2] },
};

async function adapter(name: string, config: object = {}, tensors = PAIR): Promise<string> {
  mkdirSync(at(name), { recursive: true });
  for (const [file, blob] of await adapterFiles({ ...config }, tensors))
    writeFileSync(path.join(at(name), file), Buffer.from(await blob.arrayBuffer()));
  return at(name);
}

const mergeInto = (out: string, adapterDir: string, ...more: string[]) =>
  runCommand(merge, ['--model', BASE, '--adapter', adapterDir, '--out', at(out), '--no-logits', ...more]);

async function stored(out: string, tensor: string): Promise<{ dtype: string; values: Float32Array }> {
  const source = await fileSource(path.join(at(out), 'model.safetensors'));
  const entry = (await readSafetensorsHeader(source)).tensors.get(tensor)!;
  return { dtype: entry.dtype, values: await readTensorF32(source, entry) };
}

describe('merge', () => {
  it('writes a folder that opens, names base and adapter, and says what was changed most', async () => {
    const dir = await adapter('tuned', {
      base_model_name_or_path: 'owner/base',
      target_modules: ['mlp.c_fc'],
      layers_to_transform: [0],
    });
    writeFileSync(path.join(dir, 'chat_template.jinja'), '{{ messages }}');
    const result = await mergeInto('merged', dir);
    const folder = await openFolder(at('merged'));
    const [before, after] = await Promise.all(
      [await openFolder(BASE), folder].map(({ weights }) => weights.get(`${LAYER}.weight`)!.read()),
    );
    expect(result).toEqual({
      merged: 1,
      largest_logits_difference: null,
      replaced: 0,
      largest_change: Math.max(...Array.from(after!, (value, i) => Math.abs(value - before![i]!))),
      largest_change_tensor: `${LAYER}.weight`,
      tensors: folder.weights.size,
      dtype: 'f32',
      out: at('merged'),
    });
    expect(readdirSync(at('merged')).sort((a, b) => a.localeCompare(b))).toEqual([
      ...['chat_template.jinja', 'config.json', 'generation_config.json', 'model.safetensors', 'README.md'],
    ]);
    const card = readFileSync(path.join(at('merged'), 'README.md'), 'utf8');
    expect(card).toContain('base_model: "owner/base"');
    expect(card).toContain('The GPT-2 language model owner/base with the LoRA adapter tuned merged into its weights');
    expect(card).toContain('apply_chat_template');
  });

  it.each([
    ['f16', 'F16', f32ToF16, 'float16'],
    ['bf16', 'BF16', f32ToBf16, 'bfloat16'],
  ] as const)('rounds to %s once, at the end', async (option, dtype, round, name) => {
    const dir = await adapter('tuned');
    await mergeInto('whole', dir);
    await mergeInto(option, dir, '--dtype', option);
    const [whole, half] = await Promise.all(['whole', option].map((out) => stored(out, `${LAYER}.weight`)));
    expect(half!.dtype).toBe(dtype);
    expect(round(half!.values)).toEqual(round(whole!.values));
    expect(JSON.parse(readFileSync(path.join(at(option), 'config.json'), 'utf8'))).toMatchObject({ dtype: name });
  });

  it('gives the weights of a command that takes along an adapter which can only be merged', async () => {
    const other = 'transformer.h.0.mlp.c_proj';
    const ranks = {
      ...PAIR,
      [`base_model.model.${other}.lora_A.weight`]: { shape: [1, 4 * WIDTH] },
      [`base_model.model.${other}.lora_B.weight`]: { shape: [WIDTH, 1] },
    };
    const dir = await adapter('ranks', { rank_pattern: { c_proj: 1 } }, ranks);
    await mergeInto('ranked', dir);
    const answering = await openToAnswer(BASE, dir, undefined);
    expect(answering.beside).toBeUndefined();
    for (const [name, { read }] of answering.folder.weights)
      expect((await stored('ranked', name)).values, name).toEqual(await read());
    await expect(openToAnswer(BASE, dir, 'nf4')).rejects.toMatchObject({ code: 'adapter-unsupported' });
    const { beside } = await openToAnswer(BASE, await adapter('tuned'), undefined);
    expect(beside?.lora).toMatchObject({ rank: 2, alpha: 4, targets: [LAYER] });
  });

  it('refuses numbers that f16 cannot hold, naming the tensor, and leaves no weights that look whole', async () => {
    const dir = await adapter('large', { lora_alpha: 1e6 });
    await expect(mergeInto('beyond', dir, '--dtype', 'f16')).rejects.toMatchObject({
      code: 'weights-beyond-f16',
      details: { tensor: `${LAYER}.weight` },
    });
    expect(readdirSync(at('beyond'))).not.toContain('model.safetensors');
  });

  it('refuses to write into a folder that it reads', async () => {
    const dir = await adapter('tuned');
    await expect(runCommand(merge, ['--model', BASE, '--adapter', dir, '--out', `${dir}/`])).rejects.toThrow(
      'is read from',
    );
    await expect(runCommand(merge, ['--model', BASE, '--adapter', dir, '--out', BASE])).rejects.toThrow('read from');
  });

  it('says what is wrong with an adapter before it writes', async () => {
    await expect(mergeInto('none', BASE)).rejects.toMatchObject({ code: 'adapter-file-missing' });
    await expect(mergeInto('none', await adapter('dora', { use_dora: true }))).rejects.toThrow('DoRA');
    const other = { 'x.lora_A.weight': { shape: [2, 4] }, 'x.lora_B.weight': { shape: [4, 2] } };
    await expect(mergeInto('none', await adapter('other', {}, other))).rejects.toThrow(
      '"x", for which this model has no place',
    );
    expect(readdirSync(folder)).not.toContain('none');
  });
});
