import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Launch } from '../ops/operator.ts';
import { type Lifetime, lifetimesOf, shareBuffers } from './lifetimes.ts';

const launch = (label: string, uses: readonly (readonly [string, 'read' | 'write'])[]): Launch => ({
  label,
  shader: 'none',
  slots: {},
  constants: {},
  overrides: {},
  workgroups: [1, 1, 1],
  flops: 0,
  bytes: 0,
  budget: { multiplyAdds: 0, storageLoads: 0, workgroupLoads: 0 },
  isCheap: false,
  repeatedFlops: 0,
  bindings: uses.map(([resource, access]) => ({ resource, element: 'f32', access, offset: 0, size: 256 })),
});
const sizes = new Map([
  ['a', 100],
  ['b', 200],
  ['cache', 50],
]);

describe('lifetimesOf', () => {
  it('spans first write to last use, and the whole phase where asked', () => {
    const launches = [
      launch('one', [['a', 'write']]),
      launch('two', [
        ['b', 'write'],
        ['a', 'read'],
        ['weights', 'read'],
      ]),
      launch('three', [
        ['cache', 'read'],
        ['b', 'read'],
      ]),
    ];
    const lifetimes = lifetimesOf({ name: 'p', launches, whole: new Set(['cache']) }, (id) => sizes.get(id));
    expect(Object.fromEntries(lifetimes.map((l) => [l.id, [l.first, l.last]]))).toEqual({
      a: [0, 1],
      b: [1, 2],
      cache: [0, Number.POSITIVE_INFINITY],
    });
  });

  it('refuses a temporary that is read before it is written', () => {
    expect(() =>
      lifetimesOf({ name: 'p', launches: [launch('one', [['a', 'read']])], whole: new Set() }, (id) => sizes.get(id)),
    ).toThrow('before anything has written it');
  });
});

const lifetime = fc.record({
  phase: fc.constantFrom('train', 'evaluate'),
  bytes: fc.integer({ min: 1, max: 1000 }),
  first: fc.nat(20),
  length: fc.nat(10),
});

describe('shareBuffers', () => {
  it('never puts two tensors that are alive together into one buffer, and every buffer holds its tenants', () => {
    fc.assert(
      fc.property(fc.array(lifetime, { maxLength: 40 }), (random) => {
        const lifetimes: Lifetime[] = random.map(({ length, ...l }, i) => ({
          ...l,
          id: `t${i}`,
          last: l.first + length,
        }));
        const buffers = shareBuffers(lifetimes);
        expect(buffers.reduce((sum, b) => sum + b.tenants.length, 0)).toBe(lifetimes.length);
        expect(new Set(buffers.flatMap((b) => b.tenants))).toEqual(new Set(lifetimes));
        for (const { bytes, tenants } of buffers) {
          expect(Math.max(...tenants.map((t) => t.bytes))).toBe(bytes);
          for (const [i, a] of tenants.entries())
            for (const b of tenants.slice(i + 1))
              expect(a.phase !== b.phase || a.last < b.first || b.last < a.first).toBe(true);
        }
      }),
    );
  });

  it('takes no more than all tensors apart, and no less than the busiest moment', () => {
    fc.assert(
      fc.property(fc.array(lifetime, { minLength: 1, maxLength: 30 }), (random) => {
        const lifetimes: Lifetime[] = random.map(({ length, ...l }, i) => ({
          ...l,
          id: `t${i}`,
          last: l.first + length,
        }));
        const total = shareBuffers(lifetimes).reduce((sum, b) => sum + b.bytes, 0);
        const busiest = Math.max(
          ...lifetimes.map((at) =>
            lifetimes
              .filter((l) => l.phase === at.phase && l.first <= at.first && at.first <= l.last)
              .reduce((sum, l) => sum + l.bytes, 0),
          ),
        );
        expect(total).toBeLessThanOrEqual(lifetimes.reduce((sum, l) => sum + l.bytes, 0));
        expect(total).toBeGreaterThanOrEqual(busiest);
      }),
    );
  });
});
