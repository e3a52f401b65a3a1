import { describe, expect, it } from 'vitest';
import { Graph, type Launch, launch, reads, type Tensor, writes } from '../ops/operator.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { withRecomputation } from './recompute.ts';

const context = { kernels: DIRECT, training: true, label: '' } as const;

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

const selective = (graph: Graph, forward: readonly Launch[], backward: readonly Launch[]) =>
  withRecomputation('selective', graph, { forward, segments: [], backward });

describe('selective', () => {
  it('repeats a cheap launch before the first use of its output in the backward pass, under other names', () => {
    const { graph, x, y, rstd, z, dx, dz } = sample();
    const forward = [made('norm', [y, rstd], [x], true), made('product', [z], [y])];
    const backward = [made('first', [dz], [z]), made('second', [dx], [dz, y]), made('third', [dx], [y, rstd])];
    const result = selective(graph, forward, backward);
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
    expect(selective(graph, dear, backward)).toEqual(backward);
    const unused = [made('norm', [y, rstd], [x], true), made('product', [z], [y])];
    expect(selective(graph, unused, [made('first', [dz], [z])]).map(uses)).toEqual(['first dz z']);
    const last = [made('norm', [y, rstd], [x], true)];
    expect(selective(graph, last, backward)).toEqual(backward);
  });

  it('refuses when an input was overwritten meanwhile', () => {
    const { graph, x, y, rstd, z, dx, dz } = sample();
    const forward = [made('norm', [y, rstd], [x], true), made('product', [z], [y]), made('in place', [x], [])];
    expect(() => selective(graph, forward, [made('second', [dx], [dz, y])])).toThrow('has changed what it reads');
  });
});

/** A layer as a transformer has it: y = norm(x); q = product(y), turned in place; z = product(q) + x; then z is used. */
function layer() {
  const { graph, x, y, rstd, z, dx, dz } = sample();
  const q = graph.matrix('q', 4, 4);
  const [input, head] = [graph.matrix('input', 4, 4), graph.matrix('head', 4, 4)];
  const segment = [
    made('norm', [y, rstd], [x]),
    made('product', [q], [y]),
    made('turn', [q], []),
    made('out', [z], [q, x]),
  ];
  const forward = [made('embed', [x], [input]), ...segment, made('loss', [head], [z])];
  const backward = [
    made('dloss', [dz], [z, head]),
    made('dout', [dx], [dz]),
    made('dproduct', [dx], [q, y]),
    made('dnorm', [dx], [x, rstd]),
  ];
  return { graph, x, y, q, segment, forward, backward };
}

describe('layer inputs', () => {
  it('repeats a segment before its first use, in order and in place, but not what makes its output', () => {
    const { graph, segment, forward, backward } = layer();
    const result = withRecomputation('full', graph, { forward, segments: [segment], backward });
    expect(result.map(uses)).toEqual([
      'dloss dz z head',
      'dout dx dz',
      'norm y.again rstd.again x',
      'product q.again y.again',
      'turn q.again',
      'dproduct dx q.again y.again',
      'dnorm dx x rstd.again',
    ]);
    expect(result.map((l) => l.repeatedFlops)).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });

  it('repeats no more than the backward pass uses, and nothing outside of segments', () => {
    const { graph, segment, forward, backward } = layer();
    const keeping = (segments: (typeof segment)[], used: Launch[]) =>
      withRecomputation('full', graph, { forward, segments, backward: used }).map(uses);
    const onlyNorm = [backward[0], backward[1], backward[3]] as Launch[];
    expect(keeping([segment], onlyNorm)).toEqual([
      'dloss dz z head',
      'dout dx dz',
      'norm y.again rstd.again x',
      'dnorm dx x rstd.again',
    ]);
    expect(keeping([segment], backward.slice(0, 2))).toEqual(backward.slice(0, 2).map(uses));
    expect(keeping([], backward)).toEqual(backward.map(uses));
  });

  it('refuses when the input of a segment is overwritten, by itself or later', () => {
    const { graph, x, segment, forward, backward } = layer();
    const later = [...forward, made('in place', [x], [])];
    const itself = [made('scale', [x, ...[graph.tensors.get('y') as Tensor]], []), ...segment];
    for (const passes of [
      { forward: later, segments: [segment], backward },
      { forward: [forward[0] as Launch, ...itself, forward.at(-1) as Launch], segments: [itself], backward },
    ])
      expect(() => withRecomputation('full', graph, passes)).toThrow('has changed what it reads');
  });
});
