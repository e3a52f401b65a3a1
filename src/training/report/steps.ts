/** The steps of a report, in the order of what they are worth: what is learnt first must not wait for what comes last. */
import type { AdapterSummary } from '../../gpu/device.ts';
import { PRESETS, type Preset } from '../../model/presets.ts';
import type { Shape } from '../../model/speed.ts';
import { checkKernels } from './kernel-checks.ts';
import type { ReportStep } from './report.ts';
import { measureDecoding, measureProducts, measureRoofs, measureStep, profileKernels } from './speeds.ts';
import { checkStepAgainstItself, checkStepTwice } from './step-checks.ts';
import { runOnTexts } from './texts-run.ts';

export const REPORT_STEPS: readonly ReportStep[] = [
  { name: 'kernels against float64', seconds: 60, run: checkKernels },
  { name: 'a step twice', seconds: 30, run: checkStepTwice },
  { name: 'a step against itself', seconds: 60, run: checkStepAgainstItself },
  { name: 'roofs', seconds: 20, run: measureRoofs },
  { name: 'step, f32, usual kernels', seconds: 40, run: measureStep('usual', 'f32') },
  { name: 'step, f32, fastest kernels', seconds: 120, run: measureStep('fastest', 'f32') },
  { name: 'kernels of a step, f32', seconds: 60, run: profileKernels('f32') },
  { name: 'step, 16 bits, fastest kernels', seconds: 120, run: measureStep('fastest', 'f16') },
  { name: 'a run on texts', seconds: 40, run: runOnTexts },
  { name: 'decoding, 16 bits', seconds: 40, run: measureDecoding },
  { name: 'step, az-5m', seconds: 30, run: measureStep('fastest', 'f32', () => preset('az-5m')) },
  { name: 'step, starter', seconds: 30, run: measureStep('fastest', 'f32', () => preset('starter')) },
  { name: 'kernels of a step, 16 bits', seconds: 60, run: profileKernels('f16') },
  { name: 'products', seconds: 90, run: measureProducts },
];

/** What is measured unless a person names another model: on software adapters one that ends within the time. */
export function reportShape({ software }: Pick<AdapterSummary, 'software'>): Shape {
  const shape = preset(software ? 'starter' : 'az-100m');
  return { ...shape, batch: 4, accumulate: 1, precision: 'f32' };
}

function preset(id: Preset['id']): Preset {
  const found = PRESETS.find((one) => one.id === id);
  if (!found) throw new Error(`There is no preset "${id}".`);
  return found;
}
