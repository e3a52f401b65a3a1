/** The plan of a person's choice, as the page is told of it: here without an adapter, on what every adapter gives. */
import { describe, expect, it, vi } from 'vitest';
import { planModel } from '../../model/plans.ts';
import { PRESETS } from '../../model/presets.ts';
import { TILED } from '../../ops/operator.ts';
import type { ModelChoice } from '../api.ts';
import { adapterBasis, planChoice, trainingRequest } from './model.ts';

vi.stubGlobal('navigator', {});

const GIB = 2 ** 30;
/** The share of the newest weights in the mean, with its padding. */
const SHARE_BYTES = 16;
const [preset] = PRESETS;
if (!preset) throw new Error('there are no presets');
const { config, seq, batch, accumulate } = preset;

describe('what the mean of the weights takes besides', () => {
  it.each([
    { name: 'tied', precision: 'f32', budget: 4 * GIB, change: { tied: true } },
    { name: 'not tied', precision: 'f32', budget: 4 * GIB, change: { tied: false } },
    { name: 'in 16 bits', precision: 'f16', budget: 4 * GIB, change: {} },
    { name: 'one layer of odd sizes', precision: 'f16', budget: 4 * GIB, change: { layers: 1, vocabSize: 301 } },
    { name: 'in the smallest plan, beyond the budget', precision: 'f16', budget: 1, change: {} },
  ] as const)(
    'is the difference of the two plans, 4 bytes an element and the share of the newest: $name',
    async ({ precision, budget, change }) => {
      const choice: ModelChoice = {
        preset: null,
        config: { ...config, ...change },
        seq,
        batch,
        accumulate,
        precision,
      };
      const report = await planChoice(choice, budget);
      const basis = { kernels: TILED, ...(await adapterBasis(precision)) };
      const request = { ...trainingRequest(choice, basis), ...report.choice };
      const [without, withMean] = [false, true].map((mean) => planModel({ ...request, mean }));
      expect(report.totalBytes).toBe(without!.totalBytes);
      expect(report.meanBytes).toBe(withMean!.totalBytes - without!.totalBytes);
      const elements = without!.layout.arenas.reduce((sum, arena) => sum + arena.elements, 0);
      expect(report.meanBytes).toBe(4 * elements + SHARE_BYTES);
    },
  );
});
