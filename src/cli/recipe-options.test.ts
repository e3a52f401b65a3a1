import { describe, expect, it } from 'vitest';
import { rateNotice } from './recipe-options.ts';

const unset = {
  ...{ recipe: undefined, optimizer: undefined, momentum: undefined, iterations: undefined, lr: undefined },
  ...{ tableLr: undefined, minLr: undefined, warmup: undefined, schedule: undefined, hold: undefined },
  ...{ weightDecay: undefined, beta1: undefined, beta2: undefined, clip: undefined, residualInit: undefined },
  ...{ onDivergence: undefined, average: false },
};
const wide = { width: 1024, tokensPerStep: 32_768 };

describe('the notice of extrapolated rates', () => {
  it('names what lies beyond, what was measured, and what finds a rate', () => {
    expect(rateNotice(unset, false, wide)).toBe(
      'The learning rates are extrapolated. They were measured with widths of 64 to 768, this model has 1024; with 512 to 4096 tokens a step, this run has 32768. `ocaq rate` finds the one of this model.',
    );
    expect(rateNotice({ ...unset, optimizer: 'muon' }, false, { width: 64, tokensPerStep: 2048 })).toContain(
      'with 1024 tokens a step, this run has 2048',
    );
  });

  it.each([
    ['within what was measured', unset, false, { width: 64, tokensPerStep: 512 }],
    ['of a rate that was given', { ...unset, lr: 0.001 }, false, wide],
    ['of one rate for all', { ...unset, recipe: 'simple' as const }, false, wide],
    ['of a model with weights', unset, true, wide],
  ])('is not there %s', (_, options, init, basis) => {
    expect(rateNotice(options, init, basis)).toBeNull();
  });
});
