/**
 * Gives every temporary tensor a buffer. Two tensors may share one when they are never alive together: in different
 * phases (training, evaluation and generation never interleave), or at disjoint times of one phase. Whole buffers are
 * shared, never parts of them, because one launch may not bind a buffer both for reading and for writing.
 * Method: greedy by size over shared objects (Pisarchyk & Lee 2020, arXiv:2001.03288).
 */
import type { Launch } from '../ops/operator.ts';

export interface Phase {
  readonly name: string;
  /** Launches of the phase's programs, one after the other. */
  readonly launches: readonly Launch[];
  /** Tensors alive during the whole phase (a KV cache). */
  readonly whole: ReadonlySet<string>;
}

export interface Lifetime {
  readonly id: string;
  readonly phase: string;
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface SharedBuffer {
  readonly bytes: number;
  readonly tenants: readonly Lifetime[];
}

/** First and last use of every temporary of a phase. A temporary that is read before it is written is a bug of the graph. */
export function lifetimesOf(phase: Phase, bytesOf: (id: string) => number | undefined): Lifetime[] {
  const spans = new Map<string, { first: number; last: number }>();
  phase.launches.forEach((launch, time) => {
    for (const { resource, access } of launch.bindings) {
      if (bytesOf(resource) === undefined) continue;
      const span = spans.get(resource);
      if (span) span.last = time;
      else if (phase.whole.has(resource)) spans.set(resource, { first: 0, last: Number.POSITIVE_INFINITY });
      else if (access === 'write') spans.set(resource, { first: time, last: time });
      else throw new Error(`"${launch.label}" reads "${resource}" before anything has written it.`);
    }
  });
  return [...spans].map(([id, { first, last }]) => ({
    id,
    phase: phase.name,
    bytes: bytesOf(id) ?? 0,
    first,
    last: phase.whole.has(id) ? Number.POSITIVE_INFINITY : last,
  }));
}

const overlap = (a: Lifetime, b: Lifetime): boolean => a.phase === b.phase && a.first <= b.last && b.first <= a.last;

/** Largest first; each goes into the smallest buffer that is free whenever it is alive, or opens a new one. */
export function shareBuffers(lifetimes: readonly Lifetime[]): SharedBuffer[] {
  const buffers: { bytes: number; tenants: Lifetime[] }[] = [];
  const bySize = [...lifetimes].sort((a, b) => b.bytes - a.bytes || a.first - b.first || (a.id < b.id ? -1 : 1));
  for (const lifetime of bySize) {
    const free = buffers.filter((buffer) => !buffer.tenants.some((tenant) => overlap(tenant, lifetime)));
    const [smallest] = free.sort((a, b) => a.bytes - b.bytes);
    if (smallest) smallest.tenants.push(lifetime);
    else buffers.push({ bytes: lifetime.bytes, tenants: [lifetime] });
  }
  return buffers;
}
