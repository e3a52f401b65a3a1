/** What `--recompute`, `--states` and `--budget` come to, in a new run and in one that is resumed. */
import { describe, expect, it } from 'vitest';
import { PRESETS } from '../model/presets.ts';
import { SIMPLE_RECIPE } from '../model/recipe.ts';
import { TILED } from '../ops/operator.ts';
import { RECOMPUTE_POLICIES } from '../plan/recompute.ts';
import { newLoopState } from '../training/loop-state.ts';
import { prepareSession } from '../training/session.ts';
import { choiceLines, memoryOptions } from './plan-choice.ts';

const ADAPTER = {
  name: 'card',
  vendor: '',
  architecture: '',
  software: false,
  features: [],
  maxBindingBytes: 2 ** 27,
  maxBufferBytes: 2 ** 28,
};
const [preset] = PRESETS;
if (!preset) throw new Error('there are no presets');
const SETTINGS = {
  ...SIMPLE_RECIPE,
  steps: 10,
  batch: 2,
  seq: 64,
  accumulate: 1,
  seed: 1,
  learningRate: 1e-3,
  minLearningRate: 0,
  warmupSteps: 0,
  weightDecay: 0.1,
  beta1: 0.9,
  beta2: 0.95,
  clip: 1,
  evalEvery: 0,
  sampleEvery: 0,
  saveEvery: 0,
};
const savedWith = (recompute: (typeof RECOMPUTE_POLICIES)[number]) =>
  newLoopState(SETTINGS, TILED, ADAPTER, { storage: 'packed', moments: 'bf16', recompute });

type Options = Parameters<typeof memoryOptions>[0];

/** How a run is prepared, with what the options say; `state` is that of a resumed one. */
async function prepared(options: Partial<Options>, state: unknown) {
  const { fitted, resumeWarning } = await prepareSession({
    adapter: ADAPTER,
    config: preset!.config,
    settings: SETTINGS,
    generate: 0,
    storage: 'packed',
    kernels: async () => TILED,
    memory: memoryOptions({ budget: undefined, states: undefined, recompute: undefined, ...options }, state !== null),
    budgetBytes: options.budget ?? Number.POSITIVE_INFINITY,
    start: state === null ? { from: 'seed' } : { from: 'saved', state, tensor: () => Promise.reject() },
  });
  expect(resumeWarning).toBeNull();
  return { ...fitted.choice, bytes: fitted.plan.totalBytes };
}

describe('a resumed run', () => {
  it.each(RECOMPUTE_POLICIES)('recomputes as its plan had it where nothing is said: %s', async (recompute) => {
    expect(await prepared({}, savedWith(recompute))).toMatchObject({ moments: 'bf16', recompute });
  });

  it.each(RECOMPUTE_POLICIES.flatMap((had) => RECOMPUTE_POLICIES.map((asked) => ({ had, asked }))))(
    'that had $had recomputes as --recompute $asked says, and keeps its moments',
    async ({ had, asked }) => {
      expect(await prepared({ recompute: asked }, savedWith(had))).toMatchObject({ moments: 'bf16', recompute: asked });
    },
  );

  it('recomputes more than it did, or than is asked for, where the budget leaves no other plan', async () => {
    const { bytes } = await prepared({}, savedWith('none'));
    const tight = { budget: bytes - 1 };
    const more = { moments: 'bf16', recompute: 'selective' };
    expect(await prepared(tight, savedWith('none'))).toMatchObject(more);
    expect(await prepared({ ...tight, recompute: 'none' }, savedWith('full'))).toMatchObject(more);
  });

  it('recomputes no less than it did, however much the budget leaves', async () => {
    expect(await prepared({ budget: 2 ** 40 }, savedWith('full'))).toMatchObject({ recompute: 'full' });
  });
});

describe('the rows of a step', () => {
  const session = async (budgetBytes: number, state: unknown) => {
    const {
      request,
      fitted,
      state: begun,
    } = await prepareSession({
      adapter: ADAPTER,
      config: preset!.config,
      settings: { ...SETTINGS, batch: 4, seq: 1024 },
      generate: 0,
      storage: 'packed',
      kernels: async () => TILED,
      memory: { moments: 'f32' },
      budgetBytes,
      mayDealRows: true,
      start: state === null ? { from: 'seed' } : { from: 'saved', state, tensor: () => Promise.reject() },
    });
    return { step: { request, fitted, accumulate: begun.settings.accumulate }, begun };
  };

  it('are dealt into smaller micro-batches before layers are recomputed, which is said; a resumed run keeps them', async () => {
    const whole = await session(Number.POSITIVE_INFINITY, null);
    expect(whole.begun.settings).toMatchObject({ batch: 4, accumulate: 1 });
    const budget = Math.round(0.7 * whole.step.fitted.plan.totalBytes);
    const { step, begun } = await session(budget, null);
    expect(begun.settings).toMatchObject({ batch: 2, accumulate: 2 });
    expect(step.fitted.choice.recompute).not.toBe('full');
    const [said] = choiceLines({ budget, batch: 4, accumulate: 1 }, step);
    expect(said).toBe(
      'a step of 2 × 2 rows in place of 1 × 4 rows: as many tokens, and it fits without recomputing layers',
    );
    const resumed = await session(Number.POSITIVE_INFINITY, begun);
    expect(resumed.begun.settings).toMatchObject({ batch: 2, accumulate: 2 });
    expect(choiceLines({ budget, ...begun.settings }, resumed.step).join()).not.toContain('in place of');
  });
});

describe('a new run', () => {
  it('recomputes nothing and holds moments in 32 bits unless it is told otherwise', async () => {
    expect(await prepared({}, null)).toMatchObject({ moments: 'f32', recompute: 'none' });
    const told = { states: 'int8', recompute: 'full' } as const;
    expect(await prepared(told, null)).toMatchObject({ moments: 'int8', recompute: 'full' });
  });
});
