/** Every golden case with the kernels of GPUs: software adapters compile them for minutes. */
import { describe } from 'vitest';
import { GOLDEN_CASES } from '../testing/golden.ts';
import { checkGolden } from '../testing/golden-check.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { TILED } from '../testing/operator-check.ts';

const gpu = await gpuForTests();

describe('golden cases', () => {
  for (const name of GOLDEN_CASES) checkGolden(gpu, name, TILED);
});
