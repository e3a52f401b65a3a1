/**
 * Bytes that a micro-batch of training binds, beside what it must move at least: a measure of how well launches are fused
 * that needs no GPU. One launch that reads what the one before has written binds those bytes twice; fused, not at all.
 */
import type { Launch } from '../ops/operator.ts';
import type { ModelPlan } from './plans.ts';

export interface Traffic {
  /** Bytes bound by each launch, summed; what a launch binds several times counts once. */
  readonly bound: number;
  /**
   * Every weight's copy read twice and its gradient read and written once, every kept activation and every gradient of an
   * activation written once and read twice, and q, k, v and o of attention read twice more.
   */
  readonly reference: number;
}

export function trainingTraffic(plan: ModelPlan): Traffic {
  const { train = [] } = plan.programs;
  const end = plan.forwardEnds.train;
  const [forward, backward] = [train.slice(0, end), train.slice(end)];
  const sizes = resourceBytes(train);
  const sum = (resources: Iterable<string>) => [...resources].reduce((total, id) => total + (sizes.get(id) ?? 0), 0);

  const made = resourcesOf(forward, 'write');
  const readBack = resourcesOf(backward, 'read');
  const kept = [...made].filter((id) => readBack.has(id));
  const gradients = [...resourcesOf(backward, 'write')].filter((id) => id.startsWith('d') && made.has(id.slice(1)));
  const ofAttention = resourcesOf(forward.filter(({ shader }) => shader === 'attention_forward'));
  const parameters = [...plan.layout.slices.values()].reduce((total, { rows, stride }) => total + rows * stride, 0);
  const copyBytes = plan.storage === 'f32' ? 4 : 2;
  return {
    bound: train.reduce((total, launch) => total + launch.bytes, 0),
    reference:
      parameters * (2 * copyBytes + 2 * 4) +
      3 * sum(kept) +
      3 * sum(gradients) +
      2 * sum(kept.filter((id) => ofAttention.has(id))),
  };
}

function resourcesOf(launches: readonly Launch[], access?: 'read' | 'write'): Set<string> {
  const bindings = launches.flatMap((launch) => launch.bindings);
  return new Set(bindings.filter((b) => !access || b.access === access).map(({ resource }) => resource));
}

function resourceBytes(launches: readonly Launch[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { resource, offset, size } of launches.flatMap(({ bindings }) => bindings))
    sizes.set(resource, Math.max(sizes.get(resource) ?? 0, offset + size));
  return sizes;
}
