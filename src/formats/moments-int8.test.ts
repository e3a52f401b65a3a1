import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, type Moment, narrowMoments, widenMoments } from './moments-int8.ts';

const float = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) });

describe.each<Moment>(['m', 'v'])('moments in 8 bits: %s', (moment) => {
  const values = fc
    .array(float, { maxLength: 3 * BLOCK + 5 })
    .map((list) => Float32Array.from(list, (value) => (moment === 'v' ? Math.abs(value) : value)));

  it('come back as the same codes and scales', () => {
    fc.assert(
      fc.property(values, (given) => {
        const held = narrowMoments(moment, given);
        const again = narrowMoments(moment, widenMoments(moment, held));
        expect(again.codes).toEqual(held.codes);
        expect(again.scales).toEqual(held.scales);
      }),
    );
  });

  it('are within half a step of a root of what they were', () => {
    fc.assert(
      fc.property(values, (given) => {
        const held = narrowMoments(moment, given);
        const root = (value: number, scale: number) => Math.abs(value / scale) ** (moment === 'm' ? 0.5 : 0.25);
        widenMoments(moment, held).forEach((value, i) => {
          const scale = held.scales[Math.floor(i / BLOCK)] as number;
          if (scale === 0) expect(value).toBe(0);
          else {
            const [before, after] = [root(given[i] as number, scale), root(value, scale)];
            expect(Math.abs(after - before)).toBeLessThanOrEqual(1.01 / (moment === 'm' ? 254 : 255));
            expect(Math.sign(value) * Math.sign(given[i] as number)).toBeGreaterThanOrEqual(0);
          }
        });
      }),
    );
  });

  it('every code survives widening', () => {
    const codes = Uint8Array.from({ length: 256 }, (_, i) => (moment === 'm' && i === 128 ? 127 : i));
    const held = { codes, scales: Float32Array.of(0.37) };
    expect(narrowMoments(moment, widenMoments(moment, held))).toEqual(held);
  });
});
