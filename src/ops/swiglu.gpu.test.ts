import { describe, it } from 'vitest';
import { foldLastCall } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { checkOperator, randomValues } from '../testing/operator-check.ts';
import { roundUp } from './operator.ts';
import { swigluBackward, swigluForward } from './swiglu.reference.ts';
import { swiglu } from './swiglu.ts';

const gpu = await gpuForTests();

/** Random, but zero in the gap between gate and up, as the zero rows of the weight make it. */
function randomGateUp(rows: number, ffn: number): Float64Array {
  const width = roundUp(ffn, 4) + ffn;
  return randomValues(rows * width, 1).map((value, i) =>
    i % width >= ffn && i % width < roundUp(ffn, 4) ? 0 : 3 * value,
  );
}

async function check(rows: number, ffn: number, options: { data?: Float64Array; folded?: boolean } = {}) {
  const { data = randomGateUp(rows, ffn), folded } = options;
  await checkOperator(gpu, {
    name: `swiglu ${rows}×${ffn}`,
    inputs: { gateUp: { rows, cols: roundUp(ffn, 4) + ffn, data } },
    build(graph, t) {
      const out = swiglu(graph, t.gateUp!, ffn, 'out');
      if (folded) foldLastCall(graph, 3);
      return out;
    },
    output: ({ gateUp }) => swigluForward(gateUp!, ffn),
    gradients: ({ gateUp }, dout) => ({ gateUp: swigluBackward(gateUp!, ffn, dout) }),
  });
}

describe('swiglu', () => {
  it.each([
    [1, 1],
    [3, 4],
    [5, 5],
    [16, 16],
    [65, 67],
  ])('rows %i, ffn %i', async (rows, ffn) => {
    await check(rows, ffn);
  });

  it('gates of ±80 and beyond give finite values', async () => {
    const gates = [80, -80, 100, -100, 20, -20, 0, 1];
    await check(1, 8, { data: Float64Array.from([...gates, 1, 1, -1, -1, 2, 2, 3, 3]) });
  });

  it('a grid folded into two dimensions covers every element once', async () => {
    await check(65, 67, { folded: true });
  });
});
