/**
 * Folds the grids of an operator's launches into several rows of workgroups, as grids past 65 535 workgroups are, at a
 * size that a test can afford.
 */
import type { Graph, Launch } from '../ops/operator.ts';

/** For launches whose grid is one-dimensional: the same workgroups, and up to `rows` − 1 more past the end. */
export function foldGrid(launch: Launch, rows: number): Launch {
  return { ...launch, workgroups: [Math.ceil(launch.workgroups[0] / rows), rows, 1] };
}

/** Folds every launch of the call recorded last. */
export function foldLastCall(graph: Graph, rows: number): void {
  const call = graph.calls.pop();
  if (!call) throw new Error('there is no call to fold');
  graph.calls.push({
    label: call.label,
    forward: (context) => call.forward(context).map((launch) => foldGrid(launch, rows)),
    backward: (gradients, context) => call.backward(gradients, context).map((launch) => foldGrid(launch, rows)),
  });
}
