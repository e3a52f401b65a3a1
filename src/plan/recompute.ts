/**
 * Selective recomputation: what a cheap launch made in the forward pass is not kept for the backward pass but made again
 * there, right before its first use, from inputs that are kept anyway. The same launch on the same inputs gives the same
 * bits, so a plan with it trains exactly as one without. (Korthikanti et al. 2022, arXiv:2205.05198)
 */
import { OcaqError } from '../errors.ts';
import type { Graph, Launch } from '../ops/operator.ts';

/**
 * @param graph declares the tensors that are made again, named `<tensor>.again`
 * @returns the backward launches with the repeated ones in their places
 */
export function recompute(graph: Graph, forward: readonly Launch[], backward: readonly Launch[]): Launch[] {
  let result = [...backward];
  forward.forEach((launch, time) => {
    const [output] = launch.bindings;
    if (!launch.isCheap || !output) return;
    const isReadForward = forward.some((l) => l.bindings.some((b) => isRead(b, output.resource)));
    const first = result.findIndex((l) => l.bindings.some((b) => b.resource === output.resource));
    // What only the backward pass reads, as the input of the loss, would be repeated for nothing.
    if (!isReadForward || first < 0) return;
    checkUnchanged(launch, [...forward.slice(time + 1), ...result.slice(0, first)]);
    const made = launch.bindings.filter((b) => b.access === 'write').map((b) => graph.again(b.resource));
    const rename = renamed(new Map(made.map(({ from, to }) => [from, to])));
    const again = { ...rename(launch), label: `${launch.label} again`, repeatedFlops: launch.flops };
    const use = renamed(new Map(made.filter(({ from }) => from === output.resource).map(({ from, to }) => [from, to])));
    result = [...result.slice(0, first), again, ...result.slice(first).map(use)];
  });
  return result;
}

const isRead = (binding: Launch['bindings'][number], resource: string): boolean =>
  binding.access === 'read' && binding.resource === resource;

const renamed =
  (names: ReadonlyMap<string, string>) =>
  (launch: Launch): Launch => ({
    ...launch,
    bindings: launch.bindings.map((b) => ({ ...b, resource: names.get(b.resource) ?? b.resource })),
  });

function checkUnchanged(launch: Launch, later: readonly Launch[]): void {
  const inputs = new Set(launch.bindings.filter((b) => b.access === 'read').map((b) => b.resource));
  const writer = later.find((l) => l.bindings.some((b) => b.access === 'write' && inputs.has(b.resource)));
  if (writer)
    throw new OcaqError(
      'recompute-changed',
      `"${launch.label}" cannot be repeated in the backward pass: "${writer.label}" has changed what it reads.`,
    );
}
