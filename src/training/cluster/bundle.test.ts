import { describe, expect, it } from 'vitest';
import type { Batch } from '../../data/batches.ts';
import { corpusBatches, corpusRows } from '../../data/corpus-rows.ts';
import { blobFolder, type FolderSource } from '../../formats/hf-folder.ts';
import { readSafetensorsHeader } from '../../formats/safetensors.ts';
import { decodeWords, SCALER_WORDS } from '../../ops/step-words.ts';
import {
  archived,
  bytesOf,
  checkpointFolder,
  clusterRun,
  corpus,
  GPT2,
  LLAMA,
  tokens,
} from '../../testing/cluster/cluster-run.ts';
import { hundredSteps, stateAt } from '../../testing/loop-states.ts';
import type { LoopSettings } from '../loop-settings.ts';
import type { LoopState } from '../loop-state.ts';
import { placeIn } from '../recovery.ts';
import { rateAt } from '../schedule.ts';
import { bundleFiles } from './bundle.ts';
import { readReturned } from './checkpoint.ts';
import { cursorAt, rateBytes, spanBytes } from './data-files.ts';

describe('data of a cluster bundle', () => {
  const state = (change: Partial<LoopSettings>): LoopState => ({
    ...stateAt(3, { ...hundredSteps, steps: 40, batch: 2, accumulate: 3, ...change }),
    cursor: { epoch: 0, position: 20 },
  });

  /** Rows as train.py makes them: of the file and the tokens alone. */
  const rowsOf = (spans: Buffer, seq: number, masked: boolean) => {
    const rows: Pick<Batch, 'tokens' | 'targets' | 'positions'>[] = [];
    const filled: number[] = [];
    for (let at = 0; at < spans.length; at += 32) {
      const [row, start, length, predicted] = [0, 8, 16, 24].map((i) => Number(spans.readBigInt64LE(at + i))) as [
        ...[number, number, number, number],
      ];
      const empty: (typeof rows)[number] = { tokens: new Int32Array(seq), targets: new Int32Array(seq).fill(-100) };
      const own = rows[row] ?? (masked ? { ...empty, positions: new Int32Array(seq) } : empty);
      rows[row] = own;
      const from = filled[row] ?? 0;
      for (let i = 0; i < length; i++) {
        own.tokens[from + i] = tokens[start + i] as number;
        if (own.positions) own.positions[from + i] = i;
        const target = i < length - 1 ? start + i + 1 : predicted;
        if (target >= 0) own.targets[from + i] = tokens[target] as number;
      }
      filled[row] = from + length;
    }
    return rows;
  };

  const leftOut = { from: { epoch: 0, position: 26 }, to: { epoch: 1, position: 5 } };

  it.each<[string, Partial<LoopSettings>, LoopState['recovery']['leftOut']]>([
    ['windows', {}, []],
    ['windows that are shifted', { shiftWindows: true }, []],
    ['windows within documents', { documentMask: true, shiftWindows: true }, []],
    ['packed documents', { packing: 'best-fit' }, []],
    ['packed documents that are kept apart', { packing: 'best-fit', documentMask: true }, []],
    ['windows without those that a run left out', {}, [leftOut]],
  ])('gives the rows of each step that the run here would read: %s', async (_name, change, out) => {
    const begun = { ...state(change), recovery: { ...state(change).recovery, leftOut: out } };
    const { settings } = begun;
    const options = { ...settings, shift: settings.shiftWindows, padId: 0 };
    const known = await corpusRows(corpus, options);
    const rows = rowsOf(await bytesOf(spanBytes(begun, known)), settings.seq, settings.documentMask);
    const source = await corpusBatches(corpus, { ...options, cursor: begun.cursor });
    expect(known.count).toBe(source.windowsPerEpoch);
    let row = 0;
    for (let step = begun.step; step < settings.steps; step++) {
      expect(cursorAt(begun, step, known.count)).toEqual(source.cursor);
      source.cursor = placeIn(begun.recovery, source.cursor);
      for (let i = 0; i < settings.accumulate; i++) {
        const batch = await source.next(settings.batch);
        for (const name of ['tokens', 'targets', 'positions'] as const) {
          const read = rows.slice(row, row + settings.batch).flatMap((one) => [...(one[name] ?? [])]);
          expect(read).toEqual([...(batch[name] ?? [])]);
        }
        row += settings.batch;
      }
    }
    expect(rows).toHaveLength(row);
    expect(source.cursor.epoch).toBeGreaterThan(1);
  });

  it('gives the learning rate of each step, as a rollback and a restart have left it', () => {
    const begun = {
      ...state({ schedule: 'hold', holdShare: 0.5 }),
      rewarm: { from: 2, steps: 4, rate: 0.5 },
    };
    const slowed = { ...begun, recovery: { ...begun.recovery, rateScale: 0.25 } };
    const rates = new Float64Array(new Uint8Array(rateBytes(slowed)).buffer);
    expect([...rates]).toEqual(
      Array.from({ length: 37 }, (_, i) => 0.25 * rateAt(3 + i, begun.settings, begun.rewarm)),
    );
  });
});

describe('a cluster bundle', () => {
  it('holds the script, what it reads, and the run as a folder of transformers', async () => {
    const { names, read } = await archived(bundleFiles(clusterRun(LLAMA).cluster));
    expect(names).toEqual([
      ...['README.md', 'train.py', 'accelerate.yaml', 'run.json'],
      ...['data/rates.bin', 'data/heldout.bin', 'data/spans.bin', 'data/train.bin'],
      'checkpoints/step-3/state.json',
      ...['config.json', 'generation_config.json', 'README.md'].map((name) => `checkpoints/step-3/${name}`),
      ...['model.safetensors', 'optimizer.safetensors'].map((name) => `checkpoints/step-3/${name}`),
    ]);
    expect((await read('README.md')).toString().trim().split('\n')).toHaveLength(2);
    expect((await read('train.py')).toString()).toContain('def main():');
    // How many cards there are is said where they are: a number in the file would be wrong for most.
    expect((await read('accelerate.yaml')).toString()).not.toMatch(/^num_processes:/m);
    const written = await read('data/train.bin');
    expect([...new Uint16Array(new Uint8Array(written).buffer)]).toEqual([...tokens]);
    expect((await read('data/heldout.bin')).length).toBe(66);
    const about = JSON.parse((await read('run.json')).toString());
    expect(about).toMatchObject({ firstStep: 3, rowsPerStep: 1, tokens: 'uint16', heldOut: { bytes: 70, given: [1] } });
  });

  it('says of each parameter what updates it, and whether its file has it transposed', async () => {
    const about = async (json: object) => {
      const { read } = await archived(bundleFiles(clusterRun(json, { optimizer: 'muon' }).cluster));
      const { parameters } = JSON.parse((await read('run.json')).toString()) as { parameters: { name: string }[] };
      return (end: string) => parameters.find(({ name }) => name.endsWith(end));
    };
    const llama = await about(LLAMA);
    expect(llama('embed_tokens.weight')).toMatchObject({ group: 'tables', optimizer: 'adamw', transposed: false });
    expect(llama('layers.1.self_attn.k_proj.weight')).toMatchObject({ group: 'matrices', optimizer: 'muon' });
    expect(llama('model.norm.weight')).toMatchObject({ group: 'vectors', optimizer: 'adamw' });
    const gpt2 = await about(GPT2);
    expect(gpt2('attn.c_attn.weight')).toMatchObject({ group: 'matrices', optimizer: 'muon', transposed: true });
    expect(gpt2('attn.c_attn.bias')).toMatchObject({ group: 'vectors', optimizer: 'adamw', transposed: false });
  });

  it.each<[string, object, Partial<LoopSettings>, LoopState['moments']]>([
    ['AdamW', LLAMA, {}, 'f32'],
    ['AdamW with moments in 16 bits', LLAMA, {}, 'bf16'],
    ['AdamW with moments in 8 bits', LLAMA, {}, 'int8'],
    ['Muon', LLAMA, { optimizer: 'muon' }, 'f32'],
    ['a mean of the weights', LLAMA, { averageWeights: true }, 'f32'],
    ['matrices that files have transposed, Muon and a mean', GPT2, { optimizer: 'muon', averageWeights: true }, 'bf16'],
  ])('comes back bit for bit as it went: %s', async (_name, json, change, moments) => {
    const { cluster, checkpoint } = clusterRun(json, change, moments);
    const returned = await readReturned(await checkpointFolder(await archived(bundleFiles(cluster))));
    expect(returned.state).toEqual(cluster.state);
    expect(returned.run).toEqual(cluster.run);
    expect(new Set(returned.tensors.map(({ name }) => name))).toEqual(new Set(checkpoint.keys()));
    for (const { name, rows, cols, read } of returned.tensors) {
      const values = await read();
      expect(values).toEqual(checkpoint.get(name));
      expect(values).toHaveLength(rows * cols);
    }
  });

  it('holds moments in 16 bits where the run does, else in 32', async () => {
    const dtypes = async (moments: LoopState['moments']) => {
      const { read } = await archived(bundleFiles(clusterRun(LLAMA, {}, moments).cluster));
      const bytes = await read('checkpoints/step-3/optimizer.safetensors');
      const source = { name: 'o', size: bytes.length, read: async (a: number, b: number) => bytes.subarray(a, b) };
      const { tensors } = await readSafetensorsHeader(source);
      return new Set([...tensors.values()].map(({ dtype }) => dtype));
    };
    expect(await dtypes('bf16')).toEqual(new Set(['BF16']));
    expect(await dtypes('int8')).toEqual(new Set(['F32']));
  });

  const returnedWith = async (change: (state: Record<string, unknown>) => object): Promise<FolderSource> => {
    const zip = await archived(bundleFiles(clusterRun(LLAMA).cluster));
    const state = JSON.parse((await zip.read('checkpoints/step-3/state.json')).toString());
    return checkpointFolder(zip, { 'state.json': JSON.stringify({ ...state, ...change(state) }) });
  };

  it('comes back from other steps with the place in its data, and what was counted', async () => {
    const changed = { step: 50, updates: 45, device: 'torch' };
    const { state, tensors } = await readReturned(await returnedWith(() => changed));
    expect(state).toMatchObject({ step: 50, adapter: 'torch', cursor: { epoch: 1, position: 13 } });
    const counted = await (tensors.at(-1) as (typeof tensors)[number]).read();
    const scaler = decodeWords(SCALER_WORDS, counted.buffer);
    expect(scaler).toMatchObject({ count: 48, good_steps: 3, loss_scale: 1 });
    expect(scaler.one_minus_beta1_t).toBeCloseTo(1 - 0.9 ** 48, 6);
    expect(scaler.one_minus_beta2_t).toBeCloseTo(1 - 0.95 ** 48, 6);
  });

  it.each<[string, object, string]>([
    ['of another version', { format: 2 }, 'checkpoint-version'],
    ['before the run left', { step: 2 }, 'cluster-damaged'],
    ['beyond the end of the run', { step: 101 }, 'cluster-damaged'],
    ['with more updates than steps', { step: 4, updates: 2 }, 'cluster-damaged'],
    ['without a device', { device: null }, 'cluster-damaged'],
    ['without rows', { rowsPerPass: 0 }, 'cluster-damaged'],
    ['without the state that it went with', { begun: null }, 'cluster-damaged'],
    ['with a count that is no number', { updates: 'one' }, 'cluster-damaged'],
    ['with words for the state that it went with', { begun: 'x' }, 'cluster-damaged'],
    ['with words for the run', { run: 'x' }, 'cluster-damaged'],
    ['with a run without its model', { run: {} }, 'cluster-damaged'],
    ['without what the device counted', { scaler: {} }, 'cluster-damaged'],
  ])('is refused %s', async (_name, change, code) => {
    await expect(readReturned(await returnedWith(() => change))).rejects.toMatchObject({ code });
  });

  it('is refused with settings or a loss scale that no run has', async () => {
    const settings = (state: Record<string, unknown>) => {
      const begun = state.begun as LoopState;
      return { begun: { ...begun, settings: { ...begun.settings, batch: 0 } } };
    };
    await expect(readReturned(await returnedWith(settings))).rejects.toMatchObject({ code: 'setting-out-of-range' });
    const scaler = (state: Record<string, unknown>) => ({ scaler: { ...(state.scaler as object), loss_scale: -1 } });
    await expect(readReturned(await returnedWith(scaler))).rejects.toMatchObject({ code: 'cluster-damaged' });
  });

  it('is refused where a file is missing, or of another model, or not finite', async () => {
    await expect(readReturned(blobFolder('x', new Map()))).rejects.toMatchObject({ code: 'cluster-not-a-checkpoint' });
    const smaller = clusterRun({ ...LLAMA, num_hidden_layers: 1 });
    const [zip, other] = [
      await archived(bundleFiles(clusterRun(LLAMA).cluster)),
      await archived(bundleFiles(smaller.cluster)),
    ];
    const folder = await checkpointFolder(zip);
    const mixed = (file: string): FolderSource => ({
      ...folder,
      open: async (name) => (name === file ? (await checkpointFolder(other)).open(name) : folder.open(name)),
    });
    await expect(readReturned(mixed('optimizer.safetensors'))).rejects.toMatchObject({ code: 'cluster-damaged' });
    await expect(readReturned(mixed('model.safetensors'))).rejects.toMatchObject({ code: 'folder-tensor-missing' });
  });

  it.each([
    ['m/', Number.NaN],
    ['v/', Number.POSITIVE_INFINITY],
  ])('is refused where %s holds %d', async (set, value) => {
    const { cluster, checkpoint } = clusterRun(LLAMA);
    const [, moment] = [...checkpoint].find(([name]) => name.startsWith(set)) as [string, Float32Array];
    moment.set([value], 1);
    const { tensors } = await readReturned(await checkpointFolder(await archived(bundleFiles(cluster))));
    const read = async () => {
      for (const tensor of tensors) await tensor.read();
    };
    await expect(read()).rejects.toMatchObject({ code: 'cluster-damaged' });
  });
});
