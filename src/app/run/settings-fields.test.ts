import { describe, expect, it } from 'vitest';
import { recipeFor } from '../../model/recipe.ts';
import type { TrainingSettings } from '../../worker/api.ts';
import { corpusFields, decayFields, furtherFields, meanFields, rateFields } from './settings-fields.tsx';

const proposed: TrainingSettings = {
  ...recipeFor({ hiddenSize: 128, tied: true, parameters: 1e6, tokensPerStep: 1024, steps: 400 }),
  steps: 400,
  seed: 1,
  evalEvery: 40,
  sampleEvery: 40,
  saveEvery: 50,
  samplePrompt: 'Azərbaycan',
};

const fields = [...furtherFields, ...rateFields, ...decayFields, ...meanFields, ...corpusFields];

/** The settings after the field of this name is given this value. */
function changed(id: string, value: number | string | boolean): TrainingSettings {
  const field = fields.find((one) => one.id === id);
  if (!field) throw new Error(`there is no field ${id}`);
  const write = field.write as (value: unknown, of: TrainingSettings) => Partial<TrainingSettings>;
  return { ...proposed, ...write(value, proposed) };
}

describe('fields of the recipe', () => {
  it('change nothing when each is given the value that it shows', () => {
    for (const field of fields) expect(changed(field.id, field.read(proposed)), field.id).toEqual(proposed);
  });

  it('change one number of one group', () => {
    const { groups } = proposed;
    expect(changed('vectorDecay', 0.5).groups).toEqual({ ...groups, vectors: { rate: 1, decay: 0.5 } });
    expect(changed('tableRate', 0).groups.tables).toEqual({ ...groups.tables, rate: 0 });
    expect(changed('matrixRate', 3).groups.matrices).toEqual({ rate: 3, decay: 1 });
  });

  it('offer the share of the hold where the schedule holds, and there alone', () => {
    const share = fields.find(({ id }) => id === 'holdShare');
    expect(share?.shown?.(changed('schedule', 'hold'))).toBe(true);
    expect(share?.shown?.(changed('schedule', 'cosine'))).toBe(false);
  });

  it('keep the schedule where it is given none that there is', () => {
    expect(changed('schedule', 'no such schedule')).toEqual(proposed);
  });

  it('switch the mean of weights and shifted windows', () => {
    expect(changed('averageWeights', true).averageWeights).toBe(true);
    expect(changed('shiftWindows', true).shiftWindows).toBe(true);
  });

  it('choose how rows are made, and shift windows where there are any', () => {
    expect(changed('documentMask', true).documentMask).toBe(true);
    expect(changed('packing', 'best-fit').packing).toBe('best-fit');
    expect(changed('packing', 'no such packing')).toEqual(proposed);
    const shift = fields.find(({ id }) => id === 'shiftWindows');
    expect(shift?.shown?.(changed('packing', 'concat'))).toBe(true);
    expect(shift?.shown?.(changed('packing', 'best-fit'))).toBe(false);
  });
});
