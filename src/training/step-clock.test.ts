import { describe, expect, it } from 'vitest';
import { StepClock } from './step-clock.ts';

/** Clocks that are set by the test. */
function open() {
  const at = { now: 1000, wall: 5_000_000 };
  const clock = new StepClock({ now: () => at.now, wall: () => at.wall });
  const pass = (milliseconds: number, wall = milliseconds) => {
    at.now += milliseconds;
    at.wall += wall;
  };
  const lap = (milliseconds: number, wall = milliseconds) => {
    pass(milliseconds, wall);
    return clock.lap(100, at.now);
  };
  return { at, clock, pass, lap };
}

const HOUR = 3_600_000;

describe('the clock of steps', () => {
  it('counts the time between results, and not what it was paused for', () => {
    const { clock, pass, lap } = open();
    expect(lap(50)).toEqual({ milliseconds: 50, tokensPerSecond: 2000, stoodMilliseconds: 0 });
    pass(HOUR);
    clock.pause();
    expect(lap(100)).toEqual({ milliseconds: 100, tokensPerSecond: 1000, stoodMilliseconds: 0 });
  });

  it('leaves out a sleep in which the monotonic clock ran on', () => {
    const { lap } = open();
    for (let i = 0; i < 5; i++) lap(200);
    const slept = lap(8 * HOUR);
    expect(slept).toEqual({ milliseconds: 200, tokensPerSecond: 500, stoodMilliseconds: 8 * HOUR - 200 });
    expect(lap(200)).toEqual({ milliseconds: 200, tokensPerSecond: 500, stoodMilliseconds: 0 });
  });

  it('notes a sleep in which the monotonic clock stood: its time was never counted', () => {
    const { lap } = open();
    for (let i = 0; i < 5; i++) lap(200);
    expect(lap(250, 8 * HOUR)).toEqual({ milliseconds: 250, tokensPerSecond: 400, stoodMilliseconds: 8 * HOUR - 250 });
    expect(lap(250).stoodMilliseconds).toBe(0);
  });

  it('notes it from the first step on, which has no others to be compared with', () => {
    const { lap } = open();
    expect(lap(250, HOUR).stoodMilliseconds).toBe(HOUR - 250);
    expect(lap(HOUR).stoodMilliseconds).toBe(0);
  });

  it.each([
    ['ten seconds, but twenty times the usual', 200, 10_000, false],
    ['a moment more', 200, 10_001, true],
    ['a minute where steps take three seconds', 3000, 60_000, false],
    ['a moment more', 3000, 60_001, true],
  ])('%s', (_, usual, passed, isGap) => {
    const { lap } = open();
    for (let i = 0; i < 5; i++) lap(usual);
    expect(lap(passed).stoodMilliseconds > 0).toBe(isGap);
  });

  it('takes steps that stay slow for slow steps', () => {
    const { lap } = open();
    for (let i = 0; i < 20; i++) lap(100);
    for (let i = 0; i < 20; i++) expect(lap(9000).milliseconds).toBe(9000);
    expect(lap(30_000)).toMatchObject({ milliseconds: 30_000, stoodMilliseconds: 0 });
  });

  it('is not moved by a report that comes later than its step', () => {
    const { at, clock, pass } = open();
    pass(40);
    const arrived = at.now;
    pass(15_000);
    expect(clock.lap(100, arrived)).toEqual({ milliseconds: 40, tokensPerSecond: 2500, stoodMilliseconds: 0 });
    expect(clock.lap(100, at.now)).toMatchObject({ milliseconds: 15_000, stoodMilliseconds: 0 });
  });

  it('knows a wall clock that is set back for no sleep', () => {
    const { lap } = open();
    for (let i = 0; i < 5; i++) lap(200);
    expect(lap(200, -HOUR).stoodMilliseconds).toBe(0);
  });
});
