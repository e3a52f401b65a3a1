import { describe, expect, it } from 'vitest';
import { blobFolder } from '../hf-folder.ts';
import { readTensorF32 } from '../safetensors.ts';
import { openAdapterFolder } from './adapter-folder.ts';
import { type AdapterToWrite, adapterFolderFiles } from './write-adapter.ts';

const MODULE = 'transformer.h.0.attn.c_attn';
const values = (count: number) => Float32Array.from({ length: count }, (_, i) => Math.fround(Math.sin(i)));
const tensor = (factor: 'A' | 'B', shape: [number, number]) => ({
  name: `base_model.model.${MODULE}.lora_${factor}.weight`,
  shape,
  data: () => values(shape[0] * shape[1]),
});

const ADAPTER: AdapterToWrite = {
  name: 'tuned',
  base: 'owner/base',
  rank: 2,
  alpha: 6,
  dropout: 0.25,
  rsLora: false,
  targets: ['c_attn'],
  isTransposed: true,
  tensors: [tensor('A', [2, 5]), tensor('B', [15, 2])],
  known: { license: 'cc0-1.0', languages: ['az'], sources: [{ name: 'a.jsonl', documents: 3 }] },
  chatTemplate: '{{ messages }}',
};

async function written(change: Partial<AdapterToWrite> = {}): Promise<Map<string, Blob>> {
  const files = new Map<string, Blob>();
  for await (const { name, content } of adapterFolderFiles({ ...ADAPTER, ...change })) {
    const parts: Uint8Array[] = [];
    if (content instanceof Uint8Array) parts.push(content);
    else for await (const part of content) parts.push(part);
    files.set(name, new Blob(parts as Uint8Array<ArrayBuffer>[]));
  }
  return files;
}

const open = async (change: Partial<AdapterToWrite> = {}) =>
  openAdapterFolder(blobFolder('adapter', await written(change)));

describe('the folder of an adapter', () => {
  it('is read back: modules, rank, scale and every value', async () => {
    const { config, pairs, whole } = await open();
    expect([...pairs.keys()]).toEqual([MODULE]);
    const { a, b } = pairs.get(MODULE)!;
    expect([a.entry.shape, b.entry.shape]).toEqual([
      [2, 5],
      [15, 2],
    ]);
    expect(await readTensorF32(a.source, a.entry)).toEqual(values(10));
    expect(await readTensorF32(b.source, b.entry)).toEqual(values(30));
    expect([config.baseModel, config.rank(MODULE), config.scale(MODULE)]).toEqual(['owner/base', 2, 3]);
    expect(config.isTarget?.(MODULE, true)).toBe(true);
    expect(config.isTarget?.('transformer.h.0.mlp.c_fc', true)).toBe(false);
    expect(whole.size).toBe(0);
  });

  it('has the scale of rsLoRA', async () => {
    const { config } = await open({ rsLora: true, rank: 4, tensors: [tensor('A', [4, 5]), tensor('B', [15, 4])] });
    expect(config.scale(MODULE)).toBe(3);
  });

  it('says what peft needs, and names a base in the card only where the Hub has one', async () => {
    const files = await written();
    expect(JSON.parse(await files.get('adapter_config.json')!.text())).toMatchObject({
      ...{
        peft_type: 'LORA',
        task_type: 'CAUSAL_LM',
        r: 2,
        lora_alpha: 6,
        lora_dropout: 0.25,
        target_modules: ['c_attn'],
      },
      ...{ fan_in_fan_out: true, use_rslora: false, bias: 'none', inference_mode: true },
    });
    const card = await files.get('README.md')!.text();
    for (const line of [
      'base_model: "owner/base"',
      'license: "cc0-1.0"',
      'language:\n- "az"',
      '- a.jsonl (3 documents)',
    ])
      expect(card).toContain(line);
    expect(await files.get('chat_template.jinja')!.text()).toBe('{{ messages }}');
    const other = await written({ base: 'a folder', chatTemplate: '' });
    expect(await other.get('README.md')!.text()).not.toContain('base_model:');
    expect(other.has('chat_template.jinja')).toBe(false);
  });
});
