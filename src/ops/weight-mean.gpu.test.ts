import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/compare.ts';
import { foldGrid } from '../testing/fold.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT, randomValues } from '../testing/operator-check.ts';
import { runLaunches } from '../testing/run-launches.ts';
import { Graph, type Launch } from './operator.ts';
import { weightMeanLaunches } from './weight-mean.ts';

const gpu = await gpuForTests();
/** Of two arenas; 4160 elements are more than the 64 vec4s of one workgroup, and a part of another. */
const SIZES = [64, 4160];

type Values = Record<string, Float32Array<ArrayBuffer>>;

async function run(program: 'add' | 'swap', values: Values, share = 0, change = (launch: Launch) => launch) {
  const graph = new Graph('f32');
  const matrices = (set: string) => SIZES.map((elements, i) => graph.matrix(`${set}.${i}`, 1, elements, 'f32'));
  const tensors = { weights: matrices('weights'), mean: matrices('mean'), newest: graph.scalars('newest', 4, 1) };
  const launches = weightMeanLaunches(tensors, { kernels: DIRECT, training: true, label: 'mean' })[program];
  const contents = program === 'add' ? { ...values, newest: Float32Array.of(share, 0, 0, 0) } : values;
  const used = program === 'add' ? [...graph.tensors.values()] : [...tensors.weights, ...tensors.mean];
  return runLaunches(gpu, launches.map(change), used, contents, [
    ...SIZES.flatMap((_, i) => [`weights.${i}`, `mean.${i}`]),
  ]);
}

const random = (count: number, seed: number) => Float32Array.from(randomValues(count, seed));
const weightsOf = (step: number): Values =>
  Object.fromEntries(SIZES.map((elements, i) => [`weights.${i}`, random(elements, 10 * step + i)]));

describe('the mean of weights', () => {
  it.each([
    ['as it is', (launch: Launch) => launch],
    ['folded into two dimensions', (launch: Launch) => foldGrid(launch, 3)],
  ])('is that of all steps, whatever it held before; a grid %s', async (_, change) => {
    let state: Values = { ...weightsOf(1), 'mean.0': random(64, 5), 'mean.1': random(4160, 6).fill(Number.NaN, 0, 9) };
    state = await run('add', state, 1, change);
    expect(state['mean.1']).toEqual(state['weights.1']);
    for (const n of [2, 3]) state = await run('add', { ...state, ...weightsOf(n) }, 1 / n, change);
    SIZES.forEach((elements, i) => {
      const steps = [1, 2, 3].map((n) => weightsOf(n)[`weights.${i}`]!);
      const mean = Float64Array.from(
        { length: elements },
        (_, k) => (steps[0]![k]! + steps[1]![k]! + steps[2]![k]!) / 3,
      );
      expectClose(state[`mean.${i}`]!, mean, 1e-6, `mean.${i}`);
    });
  });

  it('changes places with the weights bit for bit', async () => {
    const before: Values = { ...weightsOf(1), 'mean.0': random(64, 5), 'mean.1': random(4160, 6) };
    const once = await run('swap', before);
    SIZES.forEach((_, i) => {
      expect(once[`weights.${i}`]).toEqual(before[`mean.${i}`]);
      expect(once[`mean.${i}`]).toEqual(before[`weights.${i}`]);
    });
    expect(await run('swap', once)).toEqual(before);
  });
});
