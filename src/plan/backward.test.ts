import { describe, expect, it } from 'vitest';
import { Graph, type Launch, launch, reads, writes } from '../ops/operator.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { wantedLaunches } from './backward.ts';

const context = { kernels: DIRECT, training: true, label: '' } as const;
const graph = new Graph('f32');
const tensor = (id: string) => graph.tensors.get(id) ?? graph.matrix(id, 4, 4);

function made(shader: string, outputs: readonly string[], inputs: readonly string[]): Launch {
  const bindings = [...outputs.map((id) => writes(tensor(id))), ...inputs.map((id) => reads(tensor(id)))];
  return launch(context, { shader, bindings, workgroups: [1, 1, 1], flops: 1 });
}

/** z = y · b, y = x · a: the gradients of b and a, and what leads to them. */
const BACKWARD = [
  made('loss', ['dz', 'metrics'], ['z']),
  made('db', ['gradient.b'], ['dz', 'y']),
  made('dy', ['dy'], ['dz', 'b']),
  made('da parts', ['parts', 'dx'], ['dy', 'x']),
  made('da', ['gradient.a'], ['parts']),
];
const launchesFor = (...wanted: string[]) =>
  wantedLaunches(BACKWARD, (id) => wanted.includes(id)).map(({ shader }) => shader);

describe('launches of a backward pass', () => {
  it('are all there, in order, where all parameters are trained', () => {
    expect(launchesFor('gradient.a', 'gradient.b', 'metrics')).toEqual(['loss', 'db', 'dy', 'da parts', 'da']);
  });

  it('leave out the gradient of a frozen parameter', () => {
    expect(launchesFor('gradient.a', 'metrics')).toEqual(['loss', 'dy', 'da parts', 'da']);
  });

  it('leave out gradients of activations that lead to frozen parameters only', () => {
    expect(launchesFor('gradient.b', 'metrics')).toEqual(['loss', 'db']);
    expect(launchesFor('metrics')).toEqual(['loss']);
  });

  it('keep every part that is added to what is wanted', () => {
    const parts = [made('first', ['dx'], ['dz']), made('second', ['dx'], ['dy']), made('use', ['gradient.a'], ['dx'])];
    expect(wantedLaunches(parts, (id) => id === 'gradient.a')).toEqual(parts);
  });
});
