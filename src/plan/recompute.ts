/**
 * What of the forward pass is kept for the backward pass. The rest is recomputed there, by the same launches on the same
 * inputs, which gives the same bits: a plan that keeps less trains exactly as one that keeps everything.
 *   none       every activation that the backward pass reads is kept
 *   selective  outputs of cheap launches are not kept: each launch is repeated right before its output is used
 *              (Korthikanti et al. 2022, arXiv:2205.05198)
 *   full       of each segment of the graph (a layer) only what it reads from outside is kept: its launches are repeated
 *              right before its backward launches (Chen et al. 2016, arXiv:1604.06174)
 * Nothing here knows an operator: only launches, and which tensors they read and write.
 */
import type { Graph, Launch } from '../ops/operator.ts';

/** From the most memory to the most work. */
export const RECOMPUTE_POLICIES = ['none', 'selective', 'full'] as const;
export type RecomputePolicy = (typeof RECOMPUTE_POLICIES)[number];

export interface Passes {
  readonly forward: readonly Launch[];
  /** Pieces of `forward`, one after the other, of which only the inputs need be kept. */
  readonly segments: readonly (readonly Launch[])[];
  readonly backward: readonly Launch[];
}

/**
 * @param graph declares the tensors that are recomputed, named `<tensor>.again`
 * @returns the backward launches with the repeated ones in their places
 * @throws where a launch cannot be repeated because its inputs are gone
 */
export function withRecomputation(
  recompute: RecomputePolicy,
  graph: Graph,
  { forward, segments, backward }: Passes,
): readonly Launch[] {
  switch (recompute) {
    case 'none':
      return backward;
    case 'selective':
      return repeatCheap(graph, forward, backward);
    case 'full':
      return segments.reduce((result, segment) => repeatSegment(graph, forward, segment, result), backward);
    default:
      return recompute satisfies never;
  }
}

function repeatCheap(graph: Graph, forward: readonly Launch[], backward: readonly Launch[]): readonly Launch[] {
  let result = backward;
  forward.forEach((launch, time) => {
    const [output] = launch.bindings;
    if (!launch.isCheap || !output) return;
    const isReadForward = forward.some((l) =>
      l.bindings.some((b) => b.access === 'read' && b.resource === output.resource),
    );
    const first = firstUse(result, new Set([output.resource]));
    // What only the backward pass reads, as the input of the loss, would be repeated for nothing.
    if (!isReadForward || first < 0) return;
    checkUnchanged(launch, resourcesOf([launch], 'read'), [...forward.slice(time), ...result.slice(0, first)]);
    result = withRepeated(graph, [launch], result, first, new Set([output.resource]));
  });
  return result;
}

function repeatSegment(
  graph: Graph,
  forward: readonly Launch[],
  segment: readonly Launch[],
  backward: readonly Launch[],
): readonly Launch[] {
  const own = new Set(segment);
  const outside = resourcesOf(forward.filter((launch) => !own.has(launch)));
  const inner = new Set([...resourcesOf(segment, 'write')].filter((resource) => !outside.has(resource)));
  const first = firstUse(backward, inner);
  if (first < 0) return backward;
  const repeated = launchesFor(segment, inner, resourcesOf(backward));
  // What was there before the segment must not be changed within it either.
  const given = resourcesOf(forward.slice(0, forward.indexOf(segment[0] as Launch)), 'write');
  for (const launch of repeated) {
    const reads = [...resourcesOf([launch], 'read')].filter((resource) => !inner.has(resource));
    const changes = [...resourcesOf([launch], 'write')].filter((resource) => given.has(resource));
    const later = [...forward.slice(forward.indexOf(launch)), ...backward.slice(0, first)];
    checkUnchanged(launch, new Set([...reads, ...changes]), later);
  }
  return withRepeated(graph, repeated, backward, first, inner);
}

/**
 * The launches of a segment that make its inner tensors as far as the backward pass uses them, in order; not, for one, the
 * launch that only makes the segment's output.
 */
function launchesFor(segment: readonly Launch[], inner: ReadonlySet<string>, used: ReadonlySet<string>): Launch[] {
  const wanted = new Set([...inner].filter((resource) => used.has(resource)));
  const repeated: Launch[] = [];
  for (const launch of segment.toReversed()) {
    if (![...resourcesOf([launch], 'write')].some((resource) => wanted.has(resource))) continue;
    for (const resource of resourcesOf([launch])) if (inner.has(resource)) wanted.add(resource);
    repeated.unshift(launch);
  }
  return repeated;
}

/** Repeated launches make all they write under other names; of those names the backward pass uses the `inner` ones from there on. */
function withRepeated(
  graph: Graph,
  repeated: readonly Launch[],
  backward: readonly Launch[],
  place: number,
  inner: ReadonlySet<string>,
): readonly Launch[] {
  const names = new Map([...resourcesOf(repeated, 'write')].map((id) => [id, graph.recomputed(id).to]));
  const again = repeated
    .map(renamed(names))
    .map((launch) => ({ ...launch, label: `${launch.label} again`, repeatedFlops: launch.flops }));
  const use = renamed(new Map([...names].filter(([id]) => inner.has(id))));
  return [...backward.slice(0, place), ...again, ...backward.slice(place).map(use)];
}

function resourcesOf(launches: readonly Launch[], access?: 'read' | 'write'): Set<string> {
  return new Set(
    launches.flatMap(({ bindings }) =>
      bindings.filter((binding) => !access || binding.access === access).map((binding) => binding.resource),
    ),
  );
}

const firstUse = (launches: readonly Launch[], resources: ReadonlySet<string>): number =>
  launches.findIndex(({ bindings }) => bindings.some(({ resource }) => resources.has(resource)));

const renamed =
  (names: ReadonlyMap<string, string>) =>
  (launch: Launch): Launch => ({
    ...launch,
    bindings: launch.bindings.map((b) => ({ ...b, resource: names.get(b.resource) ?? b.resource })),
  });

/**
 * @param inputs what the launch must find as it was
 * @param later launches that run between its first time and its second, and itself
 */
function checkUnchanged(launch: Launch, inputs: ReadonlySet<string>, later: readonly Launch[]): void {
  const writer = later.find((l) => l.bindings.some((b) => b.access === 'write' && inputs.has(b.resource)));
  if (writer)
    throw new Error(
      `"${launch.label}" cannot be repeated in the backward pass: "${writer.label}" has changed what it reads.`,
    );
}
