/** Lengthened and restarted runs: bitwise one run where the schedules agree, without a jump of the loss elsewhere. */
import { describe, expect, it } from 'vitest';
import { openDawn } from '../cli/dawn.ts';
import { evaluationBatches, memoryStream, windowBatches } from '../data/batches.ts';
import { Random } from '../data/random.ts';
import { readState } from '../engine/state-tensors.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { describeAdapter } from '../gpu/device.ts';
import { parseModelConfig } from '../model/families/table.ts';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import { DIRECT } from '../ops/operator.ts';
import { annealed } from './anneal.ts';
import type { LoopSettings } from './loop-settings.ts';
import type { LoopState } from './loop-state.ts';
import { lengthened, restarted } from './restart.ts';
import { openSession, prepareSession, runSession } from './session.ts';

const SEQ = 16;
const config = parseModelConfig({
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: SEQ,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
});
const settings: LoopSettings = {
  ...SIMPLE_RECIPE,
  steps: 12,
  learningRate: 1e-2,
  minLearningRate: 0,
  warmupSteps: 3,
  beta1: 0.9,
  beta2: 0.95,
  weightDecay: 0.1,
  clip: 1,
  batch: 2,
  seq: SEQ,
  accumulate: 2,
  seed: 3,
  evalEvery: 0,
  sampleEvery: 0,
  saveEvery: 0,
};

/** Mostly a cycle that can be learned. */
function tokens(count: number, seed: number): Uint32Array {
  const random = new Random(seed);
  let token = 0;
  return Uint32Array.from({ length: count }, () => {
    token = random.next() < 0.8 ? (token * 3 + 1) % config.vocabSize : random.integer(config.vocabSize);
    return token;
  });
}

const gpu = await openDawn(process.env.OCAQ_ADAPTER);
const adapter = await describeAdapter(gpu);
const [train, heldOut] = [memoryStream(tokens(2000, 4)), memoryStream(tokens(200, 5))];

interface Saved {
  readonly state: LoopState;
  readonly tensors: ReadonlyMap<string, Uint8Array>;
}

interface Walked extends Saved {
  readonly losses: ReadonlyMap<number, number>;
  readonly heldOut: ReadonlyMap<number, number>;
}

/** From random weights, or on from what was saved, to its end or until `stopAt` steps are done. */
async function walk(
  wanted: LoopSettings,
  saved: Saved | null = null,
  stopAt = Number.POSITIVE_INFINITY,
): Promise<Walked> {
  const prepared = await prepareSession({
    adapter,
    config,
    settings: wanted,
    generate: 0,
    storage: 'f32',
    kernels: async () => DIRECT,
    budgetBytes: Number.POSITIVE_INFINITY,
    start: saved
      ? { from: 'saved', state: saved.state, tensor: async (name) => saved.tensors.get(name) as Uint8Array }
      : { from: 'seed' },
  });
  const { seed, shiftWindows: shift } = prepared.state.settings;
  const session = await openSession(gpu, prepared, windowBatches(train, { seq: SEQ, seed, shift }));
  const losses = new Map<number, number>();
  const evaluated = new Map<number, number>();
  let asked = session.start.step;
  const state = await runSession(session, {
    onStep: ({ step, loss }) => losses.set(step, loss),
    async evaluate(step) {
      const batches = evaluationBatches(heldOut, { seq: SEQ, batch: wanted.batch, padId: 0 });
      const { loss } = await evaluate(session.model, batches, { bytes: heldOut.length });
      evaluated.set(step, loss);
    },
    sample: () => Promise.resolve(),
    save: () => Promise.resolve(),
    request: () => (asked++ >= stopAt ? 'stop' : 'continue'),
  });
  const tensors = new Map<string, Uint8Array>();
  for await (const { name, bytes } of readState(session.model)) tensors.set(name, bytes);
  session.model.destroy();
  return { state: JSON.parse(JSON.stringify(state)), tensors, losses, heldOut: evaluated };
}

describe('a lengthened run', () => {
  it.each([
    ['saved before the fall of its rate', 8, { schedule: 'hold', holdShare: 0.7 }],
    ['saved before its mean began', 8, { schedule: 'hold', holdShare: 0.8, averageWeights: true, shiftWindows: true }],
    ['of a constant rate, at its end', 12, { minLearningRate: settings.learningRate }],
  ] as const)('%s, is bitwise what one run would have been', async (_, stopAt, change) => {
    const own = { ...settings, ...change };
    const whole = await walk({ ...own, steps: 20 });
    const first = await walk(own, null, stopAt);
    const { state, isExact } = lengthened(first.state, 20);
    expect(isExact).toBe(true);
    const second = await walk(own, { ...first, state });
    expect([...first.losses, ...second.losses]).toEqual([...whole.losses]);
    expect(second.tensors).toEqual(whole.tensors);
  });

  it.each([
    ['a cosine', { minLearningRate: 0 }],
    ['a held rate', { schedule: 'hold', holdShare: 0.5 }],
  ] as const)('after the fall of %s, continues without a jump of the held-out loss', async (_, change) => {
    const own = { ...settings, ...change, steps: 40, warmupSteps: 4, evalEvery: 1 };
    const first = await walk(own);
    const { state, isExact } = lengthened(first.state, 80);
    expect(isExact).toBe(false);
    const second = await walk(own, { ...first, state });
    expect(second.heldOut.get(40)).toBe(first.heldOut.get(40));
    const moves = ({ heldOut }: Walked) => {
      const losses = [...heldOut.values()];
      return losses.slice(1).map((loss, index) => loss - losses[index]!);
    };
    const largestBefore = Math.max(...moves(first).map(Math.abs));
    expect(Math.max(...moves(second))).toBeLessThan(largestBefore / 2);
    expect(second.heldOut.get(80)).toBeLessThan(first.heldOut.get(40)!);
  });
});

describe('an annealed run', () => {
  it('from the peak, is bitwise one run whose schedule fell there', async () => {
    const held = { ...settings, schedule: 'hold', holdShare: 0.9, steps: 40 } as const;
    const first = await walk(held, null, 8);
    const { state, isExact } = restarted(first.state, annealed(first.state, 12));
    expect(isExact).toBe(true);
    const second = await walk(held, { ...first, state });
    const whole = await walk({ ...held, steps: 12, holdShare: 8 / 12 });
    expect([...first.losses, ...second.losses]).toEqual([...whole.losses]);
    expect(second.tensors).toEqual(whole.tensors);
  });
});

describe('a restarted run', () => {
  it('continues from weights, moments and place in the data of its checkpoint, under its own settings', async () => {
    const first = await walk(settings, null, 8);
    const { state } = restarted(first.state, { ...settings, weightDecay: 0.5, steps: 12 });
    const resumed = await walk(settings, first);
    const other = await walk(settings, { ...first, state });
    expect(other.losses.get(9)).toBe(resumed.losses.get(9));
    expect(other.losses.get(12)).not.toBe(resumed.losses.get(12));
    expect([...other.losses.keys()]).toEqual([9, 10, 11, 12]);
  });
});
