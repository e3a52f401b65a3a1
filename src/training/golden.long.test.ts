/** Every golden case with the kernels of GPUs, which software adapters compile for minutes, and with 16-bit storage. */
import { describe } from 'vitest';
import { GOLDEN_CASES } from '../testing/golden.ts';
import { checkGolden } from '../testing/golden-check.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, TILED } from '../testing/operator-check.ts';

const gpu = await gpuForTests();
const half = gpu.adapter.features.includes('shader-f16') ? (['packed', 'f16'] as const) : (['packed'] as const);

describe('golden cases', () => {
  for (const name of GOLDEN_CASES) {
    checkGolden(gpu, name, TILED);
    for (const storage of half) checkGolden(gpu, name, DIRECT, storage);
  }
  for (const storage of half) checkGolden(gpu, 'mha-untied', TILED, storage);
});
