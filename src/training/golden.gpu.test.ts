/**
 * The whole engine against PyTorch in float64: with the kernels of software adapters, once with those of GPUs and once a family
 * with 16-bit storage. The other combinations are in golden.long.test.ts.
 */
import { describe } from 'vitest';
import { FAMILY_CASES, GOLDEN_CASES } from '../testing/golden.ts';
import { checkGolden } from '../testing/golden-check.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, TILED } from '../testing/operator-check.ts';

const gpu = await gpuForTests();

describe('golden cases', () => {
  for (const name of GOLDEN_CASES) checkGolden(gpu, name, DIRECT);
  checkGolden(gpu, 'mha-untied', TILED);
});

describe('golden cases with 16-bit storage', () => {
  const native = gpu.adapter.features.includes('shader-f16');
  for (const name of FAMILY_CASES) checkGolden(gpu, name, DIRECT, native ? 'f16' : 'packed');
});
