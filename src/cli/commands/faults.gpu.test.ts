/** What `train` does when the graphics adapter fails it: with less memory than it says, and lost in the middle. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { losingDevice, withMemory } from '../../testing/faulty-gpu.ts';
import { runCommand } from '../parse-options.ts';
import { trainTokenizer } from './tokenizer-train.ts';
import { train } from './train.ts';

const around = vi.hoisted(() => ({ gpu: (gpu: GPU) => gpu }));
vi.mock('../dawn.ts', async (original) => {
  const { openDawn } = await original<typeof import('../dawn.ts')>();
  return { openDawn: async (name?: string) => around.gpu(await openDawn(name)) };
});
// Kernels that a faulty adapter measures as faster would round differently.
vi.mock('../../tuning/kernel-choice.ts', async () => {
  const { DIRECT } = await import('../../ops/operator.ts');
  return { chooseKernels: async () => DIRECT };
});

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-faults-'));
const at = (name: string): string => path.join(folder, name);
const CORPUS = path.resolve('public/sample/corpus/hekayeler.txt');
const CONFIG = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 300,
  hidden_size: 16,
  num_hidden_layers: 3,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: 16,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
};

const runIn = (out: string, ...more: string[]) =>
  runCommand(train, [
    ...['--corpus', CORPUS, '--tokenizer', at('tokenizer.json'), '--config', at('config.json')],
    ...['--steps', '9', '--batch', '4', '--seq', '16', '--save-every', '4', '--out', at(out), ...more],
  ]);
const weights = (out: string): Buffer => readFileSync(path.join(at(out), 'model.safetensors'));

/** What a command says on stderr. */
async function said(work: () => Promise<unknown>): Promise<string> {
  const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await work();
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

let whole: Record<string, unknown> = {};
beforeAll(async () => {
  writeFileSync(at('config.json'), JSON.stringify(CONFIG));
  await runCommand(trainTokenizer, ['--input', CORPUS, '--vocab', '300', '--out', at('tokenizer.json')]);
  whole = await runIn('whole');
}, 180_000);
afterEach(() => {
  around.gpu = (gpu) => gpu;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('an adapter with less memory than it says', () => {
  it('is given the next smaller plan, and that is said; the weights are the same', async () => {
    around.gpu = (gpu) => withMemory(gpu, (whole.bytes as number) - 1);
    let result: Record<string, unknown> = {};
    const text = await said(async () => {
      result = await runIn('tight');
    });
    expect(text).toContain('could not give');
    expect(text).toContain('continues with a smaller plan');
    expect(result).toMatchObject({ states: 'f32', recompute: expect.not.stringMatching(/^none$/), loss: whole.loss });
    expect(weights('tight').equals(weights('whole'))).toBe(true);
  });

  it('ends the command where no plan can be created', async () => {
    around.gpu = (gpu) => withMemory(gpu, 1000);
    await expect(runIn('none')).rejects.toMatchObject({
      code: 'gpu-out-of-memory',
      message: expect.stringContaining('even the smallest plan'),
    });
  });
});

describe('a budget', () => {
  it('chooses the plan, which a resumed run keeps', async () => {
    const gib = String(((whole.bytes as number) - 1) / 2 ** 30);
    const text = await said(() => runIn('budget', '--budget', gib, '--stop-at', '3'));
    expect(text).toContain('too large: f32 moments, nothing recomputed');
    expect(text).toContain('chosen within');
    const end = await runIn('budget', '--resume');
    expect(end).toMatchObject({ finished: true, recompute: expect.not.stringMatching(/^none$/) });
    expect(weights('budget').equals(weights('whole'))).toBe(true);
  });

  it('that nothing fits is refused with what the smallest plan needs', async () => {
    await expect(runIn('x', '--budget', '0.0001')).rejects.toMatchObject({
      code: 'beyond-budget',
      message: expect.stringMatching(/the smallest needs \d/),
    });
  });
});

describe('a device lost in the middle', () => {
  it('ends the command with that, and the run resumes from its checkpoint to the same weights', async () => {
    // Four steps and a save of about 60 tensors come before.
    around.gpu = (gpu) => losingDevice(gpu, 68);
    await expect(runIn('lost')).rejects.toMatchObject({ code: 'device-lost' });
    around.gpu = (gpu) => gpu;
    expect(JSON.parse(readFileSync(path.join(at('lost'), 'checkpoints/latest.json'), 'utf8'))).toMatchObject({
      step: 4,
    });
    await runIn('lost', '--resume');
    expect(weights('lost').equals(weights('whole'))).toBe(true);
  });
});
