import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../worker/api.ts';
import { run, settings } from './fixtures.ts';
import { differences, runBefore } from './run-difference.ts';

const at = (id: string, startedAt: number, part: Partial<RunRecord> = {}): RunRecord => ({
  ...run(id, 'finished'),
  startedAt,
  ...part,
});
const instructions = { kind: 'instructions', sets: [{ set: 's', weight: 1 }], template: 'az' } as const;

describe('runBefore', () => {
  const runs = [at('a', 1), at('b', 2), at('i', 3, { data: instructions }), at('c', 4)];
  test.each([
    ['a', null],
    ['b', 'a'],
    ['c', 'b'],
    ['i', null],
  ])('of %s is %s', (id, before) => {
    expect(runBefore(runs.find((one) => one.id === id)!, runs)?.id ?? null).toBe(before);
  });
});

describe('differences', () => {
  test('none between equal runs, whatever their presets are called', () => {
    expect(differences(at('b', 2), at('a', 1, { choice: { ...run('a', 'finished').choice, preset: 'x' } }))).toEqual(
      [],
    );
  });

  test('of settings, of their groups, and of the model', () => {
    const { choice } = run('a', 'finished');
    const changed = at('b', 2, {
      settings: {
        ...settings,
        steps: 800,
        groups: { ...settings.groups, tables: { rate: 4, decay: 1 } },
      },
      choice: { ...choice, batch: choice.batch + 1, config: { ...choice.config, layers: 9 } },
    });
    expect(differences(changed, at('a', 1))).toEqual([
      { field: 'layers', from: 1, to: 9 },
      { field: 'batch', from: choice.batch, to: choice.batch + 1 },
      { field: 'steps', from: 400, to: 800 },
      { field: 'groups.tables.rate', from: 1, to: 4 },
    ]);
  });
});
