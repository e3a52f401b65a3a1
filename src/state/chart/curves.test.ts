import { describe, expect, test } from 'vitest';
import type { RunSeries, StepPoint } from '../../worker/api.ts';
import { run as runRecord } from '../fixtures.ts';
import { emptySeries } from '../runs.ts';
import { runsToCsv } from './csv.ts';
import { extentOf, heldOutPoints, lastAtOrBefore, lossCurves, placement, smoothings, trainPoints } from './curves.ts';

const run = runRecord('r', 'running');
const extent = extentOf(run);
const perStep = extent.tokensPerStep;
const point = (step: number, loss: number, stepMilliseconds = 10): StepPoint => ({
  step,
  loss,
  learningRate: 0.001,
  gradNorm: 1,
  tokensPerSecond: 100,
  stepMilliseconds,
});
const heldOut = (step: number, loss: number) => ({ step, loss, perplexity: Math.exp(loss), bitsPerByte: loss / 2 });
const of = (series: Partial<RunSeries>): RunSeries => ({ ...emptySeries, ...series });

describe('lossCurves', () => {
  test('a long run stays within a thousand points', () => {
    const steps = Array.from({ length: 50_000 }, (_, index) => point(index + 1, Math.sin(index)));
    const evaluations = Array.from({ length: 5000 }, (_, index) => heldOut(index * 10, index));
    const curves = lossCurves(extent, of({ steps, heldOut: evaluations }), 'step', 'medium');
    expect(curves.train.length).toBeLessThanOrEqual(trainPoints);
    expect(curves.smoothed.length).toBe(curves.train.length);
    expect(curves.heldOut.length).toBeLessThanOrEqual(heldOutPoints);
  });

  test('the best evaluation is the earliest of the lowest', () => {
    const evaluations = [heldOut(10, 4), heldOut(20, 3), heldOut(30, Number.NaN), heldOut(40, 3)];
    const best = (axis: 'step' | 'tokens') => lossCurves(extent, of({ heldOut: evaluations }), axis, 'none').best;
    expect(best('step')).toEqual({ x: 20, value: 3 });
    expect(best('tokens')).toEqual({ x: 20 * perStep, value: 3 });
    expect(lossCurves(extent, emptySeries, 'step', 'none').best).toBeNull();
  });

  test('a loss that is not a number is left out instead of breaking the curve', () => {
    const curves = lossCurves(
      extent,
      of({ steps: [point(1, 5), point(2, Number.NaN), point(3, 4)] }),
      'step',
      'strong',
    );
    expect(curves.train.map(({ x }) => x)).toEqual([1, 3]);
    expect(curves.smoothed.every(({ value }) => Number.isFinite(value))).toBe(true);
  });

  test('stronger smoothing wavers less; none leaves the curve as it is', () => {
    const steps = Array.from({ length: 300 }, (_, index) => point(index + 1, index % 2));
    const spread = Object.keys(smoothings).map((smoothing) => {
      const inner = lossCurves(extent, of({ steps }), 'step', smoothing as keyof typeof smoothings).smoothed.slice(
        50,
        250,
      );
      return Math.max(...inner.map(({ value }) => value)) - Math.min(...inner.map(({ value }) => value));
    });
    expect(spread[0]).toBe(1);
    expect(spread).toEqual([...spread].sort((a, b) => b - a));
  });

  test('ends where the run is planned to', () => {
    const series = of({ steps: [point(1, 5, 1000), point(2, 4, 3000)] });
    expect(lossCurves(extent, series, 'step', 'none').end).toBe(run.settings.steps);
    expect(lossCurves(extent, series, 'tokens', 'none').end).toBe(run.settings.steps * perStep);
    expect(lossCurves(extent, series, 'time', 'none').end).toBe(2 * run.settings.steps);
  });
});

describe('placement in time', () => {
  test('adds up the times of steps', () => {
    const place = placement(extent, of({ steps: [point(1, 5, 1000), point(2, 4, 3000), point(3, 4, 2000)] }), 'time');
    expect([0, 1, 2, 3, 5].map(place)).toEqual([0, 1, 4, 6, 10]);
  });

  test('steps that are not stored count as the mean of those that are', () => {
    const place = placement(extent, of({ steps: [point(10, 5, 1000), point(20, 4, 3000)] }), 'time');
    expect(place(10)).toBe(19);
    expect(place(15)).toBe(29);
    expect(place(20)).toBe(40);
  });

  test('without any step everything is at zero', () => {
    expect([0, 5, 400].map(placement(extent, emptySeries, 'time'))).toEqual([0, 0, 0]);
  });
});

test('lastAtOrBefore: at the edges', () => {
  const at = (limit: number) => lastAtOrBefore([1, 3, 3, 7], limit, (n) => n);
  expect([0, 1, 2, 3, 6, 7, 8].map(at)).toEqual([null, 1, 1, 3, 3, 7, 7]);
  expect(lastAtOrBefore<number>([], 5, (n) => n)).toBeNull();
});

describe('csv', () => {
  const series = of({ steps: [point(1, 5), point(2, 4)], heldOut: [heldOut(0, 6), heldOut(2, 4)] });
  const lines = (csv: string) => csv.trimEnd().split('\r\n');

  test('one row per run and step, empty where nothing was measured', () => {
    const [head, ...rows] = lines(runsToCsv([{ name: 'A', run, series }], 'step', null));
    expect(head?.split(',')).toHaveLength(12);
    expect(rows).toEqual([
      `A,0,0,0,,6,${Math.exp(6)},3,,,,`,
      `A,1,${perStep},0.01,5,,,,0.001,1,100,10`,
      `A,2,${2 * perStep},0.02,4,4,${Math.exp(4)},2,0.001,1,100,10`,
    ]);
  });

  test('only what is seen, of every run, with names quoted where they need it', () => {
    const runs = ['A', 'B, "b"'].map((name) => ({ name, run, series }));
    const rows = lines(runsToCsv(runs, 'tokens', { from: perStep, to: 1.5 * perStep })).slice(1);
    const cells = [perStep, 0.01, 5, '', '', '', 0.001, 1, 100, 10];
    expect(rows).toEqual([`A,1,${cells}`, `"B, ""b""",1,${cells}`]);
  });
});
