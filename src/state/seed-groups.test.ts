import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../worker/api.ts';
import { run as record, settings } from './fixtures.ts';
import { compareSeeds, seedLosses } from './seed-comparison.ts';
import { finishedSeeds, freeSeeds, recipeKey, seedsOf } from './seed-groups.ts';

let started = 0;
const run = (id: string, seed: number, change: Partial<RunRecord> = {}): RunRecord => ({
  ...record(id, 'finished', 400),
  startedAt: ++started,
  heldOutLoss: 3.6,
  ...change,
  settings: { ...settings, seed, ...change.settings },
});

describe('the recipe of a run', () => {
  const first = run('a', 1);

  it.each<[string, Partial<RunRecord>, boolean]>([
    ['another seed', { settings: { ...settings, seed: 7 } }, true],
    ['another name', { name: 'Bahar' }, true],
    ['other evaluations', { settings: { ...settings, evalEvery: 7, saveEvery: 0, samplePrompt: 'x' } }, true],
    ['the preset by another name', { choice: { ...first.choice, preset: 'starter', steps: 400 } }, true],
    ['another rate', { settings: { ...settings, learningRate: 1e-3 } }, false],
    [
      'other rates of groups',
      { settings: { ...settings, groups: { ...settings.groups, tables: { rate: 2, decay: 1 } } } },
      false,
    ],
    ['more steps', { settings: { ...settings, steps: 401 } }, false],
    ['another batch', { choice: { ...first.choice, batch: 2 } }, false],
    ['other tokens', { tokenSet: 'u' }, false],
    ['another base', { baseCheckpoint: 'c' }, false],
    ['a run before it', { parent: { run: 'a', step: 100 } }, false],
  ])('%s: the same? %s', (_, change, isSame) => {
    expect(recipeKey({ ...first, id: 'b', ...change }) === recipeKey(first)).toBe(isSame);
  });

  it('of tuning does not depend on which instructions are answered at a sample', () => {
    const tuned = (more: object): RunRecord => ({
      ...first,
      data: { kind: 'instructions', sets: [{ set: 's', weight: 1 }], template: 'az', ...more },
    });
    const key = recipeKey(tuned({}));
    expect(recipeKey(tuned({ sampled: [{ set: 's', row: 3 }], tooLong: 'leave-out' }))).toBe(key);
    expect(recipeKey(tuned({ tooLong: 'truncate' }))).not.toBe(key);
  });

  it('does not depend on the order in which fields were written', () => {
    const { seed, ...rest } = settings;
    expect(recipeKey({ ...first, settings: { ...rest, seed } })).toBe(recipeKey(first));
  });
});

describe('the seeds of a recipe', () => {
  const other = run('x', 9, { choice: { ...run('y', 1).choice, batch: 4 } });
  const runs = [run('a', 2), run('b', 1), run('c', 3, { status: 'stopped' }), other];

  it('are in order, each once: the newest that is finished', () => {
    expect(seedsOf(runs[0]!, runs).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
    expect(finishedSeeds(runs[0]!, runs).map(({ id }) => id)).toEqual(['b', 'a']);
    const again = [...runs, run('d', 1), run('e', 2, { status: 'running', heldOutLoss: null })];
    expect(seedsOf(runs[0]!, again).map(({ id }) => id)).toEqual(['d', 'a', 'c']);
  });

  it('that are free follow the own one', () => {
    expect(freeSeeds(runs[0]!, runs, 2)).toEqual([4, 5]);
    expect(freeSeeds(runs[1]!, runs, 1)).toEqual([4]);
    expect(freeSeeds(other, runs, 2)).toEqual([10, 11]);
    expect(freeSeeds(run('last', 2 ** 32 - 1), runs, 2)).toEqual([0, 4]);
  });
});

describe('two recipes', () => {
  const of = (name: string, losses: number[], change: Partial<RunRecord> = {}) =>
    losses.map((heldOutLoss, index) => run(`${name}${index}`, index + 1, { heldOutLoss, ...change }));
  const other = { choice: { ...run('z', 1).choice, batch: 2 } };
  const compare = (a: RunRecord[], b: RunRecord[]) => compareSeeds(a[0]!, b[0]!, [...a, ...b]);

  it('differ by noise where seeds alone scatter as much', () => {
    expect(compare(of('a', [3.6, 3.64, 3.62]), of('b', [3.63, 3.65, 3.61], other))).toMatchObject({ isNoise: true });
    const real = compare(of('a', [3.6, 3.61, 3.62]), of('b', [3.7, 3.71, 3.72], other));
    expect(real).toMatchObject({ isNoise: false });
    expect(real?.difference).toBeCloseTo(-0.1, 12);
  });

  it('of one seed each: the noise is not known', () => {
    expect(compare(of('a', [3.6]), of('b', [3.9], other))?.isNoise).toBeNull();
    expect(compare(of('a', [3.6]), of('b', [3.9, 3.91], other))?.isNoise).toBe(false);
  });

  it('do not compare where the tokens differ, where they are one recipe or one continues the other, or before both have ended', () => {
    expect(compare(of('a', [3.6, 3.7]), of('b', [3.9, 3.8], { tokenSet: 'u' }))).toBeNull();
    expect(compare(of('a', [3.6]), of('b', [3.9]))).toBeNull();
    expect(compare(of('a', [3.6]), of('b', [3.9], { ...other, status: 'running' }))).toBeNull();
    const child = of('b', [3.9], { ...other, parent: { run: 'a0', step: 8 } });
    expect(compare(of('a', [3.6, 3.7]), child)).toBeNull();
    expect(compare(child, of('a', [3.6, 3.7]))).toBeNull();
  });

  it('of two instruction sets do not compare: each is judged by its own', () => {
    const tuned = (set: string) =>
      ({ data: { kind: 'instructions', sets: [{ set, weight: 1 }], template: 'az' } }) as const;
    expect(compare(of('a', [3.6, 3.7], tuned('s')), of('b', [3.9, 3.8], tuned('t')))).toBeNull();
    const rate = { settings: { ...settings, learningRate: 1 } };
    expect(compare(of('a', [3.6, 3.7], tuned('s')), of('b', [3.9, 3.8], { ...tuned('s'), ...rate }))).not.toBeNull();
  });

  it('have a mean and an interval from two seeds on', () => {
    const [one] = of('a', [3.6]);
    expect(seedLosses(one!, [one!])).toEqual({ seeds: 1, interval: null });
    const three = of('b', [3.61, 3.62, 3.63]);
    expect(seedLosses(three[0]!, three)).toMatchObject({ seeds: 3, interval: { half: expect.closeTo(0.0248, 4) } });
    expect(seedLosses({ ...one!, status: 'running' }, [])).toBeNull();
    const lost = of('c', [3.61, Number.NaN, 3.63]);
    expect(seedLosses(lost[0]!, lost)?.seeds).toBe(2);
  });
});
