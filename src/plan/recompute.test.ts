import { describe, expect, it } from 'vitest';
import { Graph, type Launch, launch, reads, type Tensor, writes } from '../ops/operator.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { recompute } from './recompute.ts';

const context = { storage: 'f32', kernels: DIRECT, training: true, label: '' } as const;

function made(shader: string, outputs: readonly Tensor[], inputs: readonly Tensor[], isCheap = false): Launch {
  const bindings = [...outputs.map((t) => writes(t)), ...inputs.map((t) => reads(t))];
  return launch(context, { shader, bindings, workgroups: [1, 1, 1], flops: 1, isCheap });
}

const uses = ({ shader, bindings }: Launch): string => `${shader} ${bindings.map((b) => b.resource).join(' ')}`;

function sample() {
  const graph = new Graph('f32');
  const [x, y, rstd, z, dx, dz] = ['x', 'y', 'rstd', 'z', 'dx', 'dz'].map((id) => graph.matrix(id, 4, 4)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  return { graph, x, y, rstd, z, dx, dz };
}

describe('recompute', () => {
  it('repeats a cheap launch before the first use of its output in the backward pass, under other names', () => {
    const { graph, x, y, rstd, z, dx, dz } = sample();
    const forward = [made('norm', [y, rstd], [x], true), made('product', [z], [y])];
    const backward = [made('first', [dz], [z]), made('second', [dx], [dz, y]), made('third', [dx], [y, rstd])];
    const result = recompute(graph, forward, backward);
    expect(result.map(uses)).toEqual([
      'first dz z',
      'norm y.again rstd.again x',
      'second dx dz y.again',
      'third dx y.again rstd',
    ]);
    expect(result.map((l) => l.repeatedFlops)).toEqual([0, 1, 0, 0]);
    expect(graph.tensors.get('y.again')).toMatchObject({ rows: 4, cols: 4 });
  });

  it('leaves alone what is dear, what the backward pass does not use, and what only it uses', () => {
    const { graph, x, y, rstd, z, dx, dz } = sample();
    const dear = [made('norm', [y, rstd], [x]), made('product', [z], [y])];
    const backward = [made('second', [dx], [dz, y])];
    expect(recompute(graph, dear, backward)).toEqual(backward);
    const unused = [made('norm', [y, rstd], [x], true), made('product', [z], [y])];
    expect(recompute(graph, unused, [made('first', [dz], [z])]).map(uses)).toEqual(['first dz z']);
    const last = [made('norm', [y, rstd], [x], true)];
    expect(recompute(graph, last, backward)).toEqual(backward);
  });

  it('refuses when an input was overwritten meanwhile', () => {
    const { graph, x, y, rstd, z, dx, dz } = sample();
    const forward = [made('norm', [y, rstd], [x], true), made('product', [z], [y]), made('in place', [x], [])];
    expect(() => recompute(graph, forward, [made('second', [dx], [dz, y])])).toThrow('has changed what it reads');
  });
});
