/** Models and adapters of somebody else in storage: what is kept of them, beside what an adapter is put, and why it is not. */
import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../formats/safetensors.ts';
import { zipStream } from '../../formats/zip.ts';
import { readFolderModel } from '../../model/folder.ts';
import { loadCheckpoint } from '../../storage/checkpoints.ts';
import { openDatabase } from '../../storage/database.ts';
import { createProject } from '../../storage/projects.ts';
import { listRuns } from '../../storage/runs.ts';
import { listTokenizers } from '../../storage/tokenizers.ts';
import { adapterFiles, type TestTensors, valuesOf } from '../../testing/adapter-files.ts';
import { Hub } from '../hub.ts';
import { snapshotOf } from '../stored.ts';
import { openCheckpoint } from './checkpoint.ts';
import { importModel } from './importing.ts';
import { adapterTensor, wholeTensor } from './whole-weights.ts';

/** No run is under way. */
const noRun = async (): Promise<void> => undefined;

const cases = JSON.parse(
  readFileSync(new URL('../../testing/golden/tokenizers/cases.json', import.meta.url), 'utf8'),
) as { name: string; tokenizer: { added_tokens: object[]; model: { vocab: object } } }[];
const tokenizer = cases.find(({ name }) => name === 'digits before bytes')?.tokenizer;
if (!tokenizer) throw new Error('the case of the tokenizer is gone');
const WIDTH = 8;
const config = {
  ...{ model_type: 'llama', architectures: ['LlamaForCausalLM'], tie_word_embeddings: true, rms_norm_eps: 1e-5 },
  vocab_size: Object.keys(tokenizer.model.vocab).length + tokenizer.added_tokens.length,
  ...{ hidden_size: WIDTH, num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 1 },
  ...{ intermediate_size: 12, max_position_embeddings: 16, bos_token_id: 1, eos_token_id: 2 },
};
const Q = 'model.layers.0.self_attn.q_proj';

const database = await openDatabase('importing');
const hub = new Hub(database, () => undefined);

async function blob(parts: AsyncIterable<Uint8Array>): Promise<Blob> {
  const all: Uint8Array<ArrayBuffer>[] = [];
  for await (const part of parts) all.push(part as Uint8Array<ArrayBuffer>);
  return new Blob(all);
}

async function modelFiles(): Promise<File[]> {
  const tensors = readFolderModel(config).tensors.map(({ name, shape }) => ({
    ...{ name, shape, dtype: name.includes('norm') ? ('F32' as const) : ('BF16' as const) },
    data: () => Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => (i % 7) / 4),
  }));
  return [
    new File([JSON.stringify(config)], 'config.json'),
    new File([JSON.stringify(tokenizer)], 'tokenizer.json'),
    new File([await blob(writeSafetensors(tensors))], 'model.safetensors'),
  ];
}

async function projectWithModel() {
  const { id } = await createProject(database, 'p');
  const base = await importModel(hub, id, 'j', 'qonaq', await modelFiles(), noRun);
  return { project: id, base };
}

const pair = (module: string, inputs: number, outputs: number): TestTensors => ({
  [`base_model.model.${module}.lora_A.default.weight`]: { shape: [2, inputs] },
  [`base_model.model.${module}.lora_B.default.weight`]: { shape: [outputs, 2] },
});

async function importAdapter(project: string, tensors: TestTensors, change: object = {}) {
  const files = await adapterFiles({ base_model_name_or_path: 'someone/qonaq', ...change }, tensors);
  const named = [...files].map(([name, content]) => new File([content], name));
  return importModel(hub, project, 'j', 'uyğun', named, noRun);
}

describe('an imported model', () => {
  it('is stored in the 16 bits of its files, and read as f32', async () => {
    const { base } = await projectWithModel();
    const { manifest } = await loadCheckpoint(database, base.id);
    const bytesOf = (part: string) =>
      manifest.tensors.filter(({ name }) => name.includes(part)).map((one) => one.bytes);
    expect(bytesOf('norm').every((bytes) => bytes === 4 * WIDTH)).toBe(true);
    expect(bytesOf('down')).toEqual([2 * WIDTH * 12]);
    const { tensor } = await openCheckpoint(hub, base.id);
    const values = new Float32Array((await tensor('weights/layers.0.down')).buffer);
    expect(values).toEqual(Float32Array.from({ length: WIDTH * 12 }, (_, i) => (i % 7) / 4));
  });
});

describe('an imported adapter', () => {
  it('lies beside the model that it names, with its factors and its scale', async () => {
    const { project, base } = await projectWithModel();
    await importModel(hub, project, 'j', 'başqa', await modelFiles(), noRun);
    const tensors = pair(Q, WIDTH, WIDTH);
    const { id } = await importAdapter(project, tensors, { use_rslora: true });
    const checkpoint = await openCheckpoint(hub, id);
    expect(checkpoint.adapter).toMatchObject({ base: { id: base.id }, lora: { rank: 2, targets: [Q], rsLora: false } });
    expect(checkpoint.adapter?.lora.alpha).toBeCloseTo(2 * (4 / Math.SQRT2));
    for (const [name, tensor] of Object.entries(tensors))
      expect(await adapterTensor(checkpoint, name.replace('.default', ''))).toEqual(valuesOf(name, tensor));
    const { imports } = await snapshotOf(database, project, new Set());
    expect(imports.find(({ name }) => name === 'uyğun')).toMatchObject({ adapter: { base: base.id, rank: 2 } });
  });

  it('that brings a table whole is merged into a model of its own', async () => {
    const { project } = await projectWithModel();
    const head = 'base_model.model.lm_head.weight';
    const whole = { shape: [config.vocab_size, WIDTH] };
    const tensors = { ...pair(Q, WIDTH, WIDTH), [head]: whole };
    const { id } = await importAdapter(project, tensors, { modules_to_save: ['lm_head'] });
    const checkpoint = await openCheckpoint(hub, id);
    expect(checkpoint.adapter).toBeNull();
    expect(checkpoint.details.config.tied).toBe(false);
    const { values } = await wholeTensor(checkpoint, 'lm_head.weight');
    expect(values).toEqual(valuesOf(head, whole));
  });

  it('may come as an archive', async () => {
    const { project, base } = await projectWithModel();
    const files = await adapterFiles({}, pair(Q, WIDTH, WIDTH));
    const entries = (async function* () {
      for (const [name, content] of files)
        yield { name: `u/${name}`, content: new Uint8Array(await content.arrayBuffer()) };
    })();
    const zip = new File([await blob(zipStream(entries))], 'u.zip');
    const { adapter } = await importModel(hub, project, 'j', 'u.zip', [zip], noRun);
    expect(adapter?.base).toBe(base.id);
  });

  it.each([
    { name: 'of another width', tensors: pair(Q, WIDTH + 4, WIDTH), change: {}, code: 'adapter-tensor-shape' },
    { name: 'of other layers', tensors: pair('h.0.attn.c_attn', 8, 24), change: {}, code: 'adapter-module-unknown' },
    { name: 'that is DoRA', tensors: pair(Q, WIDTH, WIDTH), change: { use_dora: true }, code: 'adapter-unsupported' },
    {
      name: 'with a longer vocabulary',
      tensors: { 'base_model.model.model.embed_tokens.weight': { shape: [config.vocab_size + 4, WIDTH] } },
      change: { modules_to_save: ['embed_tokens'], ensure_weight_tying: true },
      code: 'adapter-unsupported',
    },
    {
      name: 'with a number that is none',
      tensors: {
        ...pair(Q, WIDTH, WIDTH),
        [`base_model.model.${Q}.lora_A.default.weight`]: {
          shape: [2, WIDTH],
          values: new Float32Array(2 * WIDTH).fill(Number.NaN),
        },
      },
      change: {},
      code: 'adapter-not-finite',
    },
  ])('$name is refused, and nothing of it is kept', async ({ tensors, change, code }) => {
    const { project } = await projectWithModel();
    const before = (await listRuns(database, project)).length;
    await expect(importAdapter(project, tensors, change)).rejects.toMatchObject({ code });
    expect(await listRuns(database, project)).toHaveLength(before);
    expect(await listTokenizers(database, project)).toHaveLength(1);
  });

  it('needs a model', async () => {
    const { id } = await createProject(database, 'p');
    await expect(importAdapter(id, pair(Q, WIDTH, WIDTH))).rejects.toMatchObject({ code: 'adapter-no-base' });
  });
});
