import { describe, expect, it } from 'vitest';
import { type CoachedDevice, type CoachedText, coach, MOST_PASSES, type Proposal, WEIGHTS_PER_TOKEN } from './coach.ts';
import { adviceOn } from './coach-advice.ts';
import { LADDER } from './coach-ladder.ts';
import { trainingFlopsPerToken } from './cost.ts';
import { parameterCount } from './families/table.ts';
import { PRESETS } from './presets.ts';
import { sustained } from './speed.ts';

const GIB = 2 ** 30;
const HOUR = 3600;

const device = (flopsPerSecond: number, gib: number): CoachedDevice => ({
  speeds: [sustained(flopsPerSecond)],
  budgetBytes: gib * GIB,
  bindingBytes: 2 ** 27,
  halfStorage: 'packed',
});

const TEXTS = [30e3, 1e6, 50e6, 1e9];
/** A software adapter on two cores, a laptop's RTX 2050, an H100: what Ocaq's kernels sustain on them. */
const DEVICES = [device(8e9, 3.25), device(2.5e12, 3.25), device(15e12, 74)];
const TIMES = [HOUR / 6, 8 * HOUR, 48 * HOUR];

const flops = ({ config, seq, trainedTokens }: Proposal): number => trainedTokens * trainingFlopsPerToken(config, seq);
const stepFlops = (proposal: Proposal): number => flops(proposal) / proposal.steps;
const rungOf = ({ config }: Proposal): number =>
  LADDER.findIndex((rung) => rung.config.hiddenSize === config.hiddenSize && rung.config.layers === config.layers);

/** By text, device and time. */
const table = TEXTS.map((bytes) => DEVICES.map((one) => TIMES.map((seconds) => coach({ bytes }, one, seconds))));
const cells = table.flatMap((devices, text) =>
  devices.flatMap((times, one) => times.map((proposal, time) => ({ proposal, text, one, time }))),
);

/** The model is not smaller and learns as much; a whole step may be lost where vocabularies differ. */
function expectNoLess(more: Proposal, less: Proposal): void {
  expect(rungOf(more)).toBeGreaterThanOrEqual(rungOf(less));
  expect(flops(more)).toBeGreaterThanOrEqual(flops(less) - stepFlops(more));
}

describe('the coach, for texts from 30 kB to 1 GB, three devices and three times', () => {
  it.each(cells)('keeps within memory, time and passes (text $text, device $one, time $time)', (cell) => {
    const { proposal, one, time } = cell;
    expect(proposal.totalBytes).toBeLessThanOrEqual(DEVICES[one]!.budgetBytes);
    expect(proposal.seconds).toBeLessThanOrEqual(TIMES[time]!);
    expect(proposal.passes).toBeLessThanOrEqual(MOST_PASSES);
    expect(proposal.steps).toBeGreaterThanOrEqual(100);
  });

  it.each(cells)('proposes no less for more of anything (text $text, device $one, time $time)', (cell) => {
    const { proposal, text, one, time } = cell;
    for (const more of [table[text + 1]?.[one]?.[time], table[text]?.[one + 1]?.[time], table[text]?.[one]?.[time + 1]])
      if (more) expectNoLess(more, proposal);
  });

  it('uses what it is given: a tiny text limits every card, ten minutes limit every large text', () => {
    for (const devices of table[0]!)
      for (const proposal of devices) expect(proposal).toMatchObject({ sizeLimit: 'text', stepsLimit: 'text' });
    for (const [short] of table[3]!) expect(short).toMatchObject({ sizeLimit: 'time', stepsLimit: 'time' });
  });

  it('proposes the preset for a night and a day on a small card', () => {
    expect(table[3]?.[1]?.[2]?.preset).toBe('az-night');
  });
});

describe('the coach', () => {
  const rtx = DEVICES[1]!;

  it('keeps the vocabulary of a tokenizer, and takes tokens as counted', () => {
    const proposal = coach({ tokens: 5e6, vocabSize: 5000 }, rtx, 8 * HOUR);
    expect(proposal.config.vocabSize).toBe(5000);
    expect(proposal.passes).toBeCloseTo(proposal.trainedTokens / 5e6);
  });

  it.each([30e3, 1e6, 4e6, 100e6, 1e9])(
    'proposes the largest vocabulary that text and model have room for: %d bytes',
    (bytes) => {
      const proposal = coach({ bytes }, rtx, 8 * HOUR);
      const room = Math.min(LADDER[rungOf(proposal)]!.config.vocabSize, bytes / 256);
      const largest = [32_000, 16_000, 8192, 4096, 2048].find((size) => size <= room) ?? 1024;
      expect(proposal.config.vocabSize).toBe(largest);
    },
  );

  it('says that memory stops it, halves the rows of a batch for it, and keeps what a step learns from', () => {
    const roomy = coach({ bytes: 1e9 }, device(15e12, 74), 8 * HOUR);
    const tight = coach({ bytes: 1e9 }, device(15e12, 0.5), 8 * HOUR);
    expect(tight.sizeLimit).toBe('memory');
    expect(tight.totalBytes).toBeLessThanOrEqual(0.5 * GIB);
    expect(rungOf(tight)).toBeLessThan(rungOf(roomy));
    const rung = LADDER[rungOf(tight)]!;
    expect(tight.batch).toBeLessThan(rung.batch);
    expect(tight.batch * tight.accumulate).toBe(rung.batch * rung.accumulate);
  });

  it('ends the ladder where nothing stops it', () => {
    expect(coach({ bytes: 1e11 }, device(1e15, 74), 48 * HOUR).sizeLimit).toBe('ladder');
  });

  it('refuses a budget that not even the smallest model fits', () => {
    expect(() => coach({ bytes: 1e6 }, device(1e12, 0.001), HOUR)).toThrow(
      expect.objectContaining({ code: 'beyond-budget' }),
    );
  });

  it('takes one step where there is time or text for none', () => {
    expect(coach({ bytes: 40 }, rtx, HOUR).steps).toBe(1);
    expect(coach({ bytes: 1e6 }, rtx, 0).steps).toBe(1);
  });
});

describe('the ladder', () => {
  it('rises from each model to the next, by at most three times', () => {
    for (const [i, rung] of LADDER.slice(1).entries()) {
      const ratio = parameterCount(rung.config) / parameterCount(LADDER[i]!.config);
      expect(ratio).toBeGreaterThan(1.3);
      expect(ratio).toBeLessThan(3);
    }
  });

  it.each(LADDER)('has no larger table than a fifth of the parameters or so ($config.hiddenSize)', ({ config }) => {
    const share = (config.vocabSize * config.hiddenSize) / parameterCount(config);
    expect(share).toBeLessThan(config.hiddenSize < 128 ? 0.4 : 0.25);
  });
});

describe('presets', () => {
  it.each([
    ['starter', 0.9e6, 1.1e6],
    ['az-5m', 4.5e6, 5.5e6],
    ['az-20m', 19e6, 21e6],
    ['az-night', 60e6, 70e6],
    ['az-100m', 109e6, 110e6],
  ] as const)('%s has the size that it says', (id, least, most) => {
    const parameters = parameterCount(PRESETS.find((preset) => preset.id === id)!.config);
    expect(parameters).toBeGreaterThan(least);
    expect(parameters).toBeLessThan(most);
  });

  it.each(PRESETS)('$id fits a 4 GB card', (preset) => {
    const advice = adviceOn({ shape: preset, steps: preset.steps }, null, DEVICES[1]!, null);
    expect(advice).toMatchObject({ fitsMemory: true, text: null });
  });

  it.each(['az-5m', 'az-20m', 'az-night'])('%s sees 10 tokens for each weight', (id) => {
    const { config, seq, batch, accumulate, steps } = PRESETS.find((preset) => preset.id === id)!;
    expect((seq * batch * accumulate * steps) / parameterCount(config)).toBeCloseTo(10, 0);
  });
});

describe('advice on a model', () => {
  const [starter] = PRESETS.map((preset) => ({ shape: preset, steps: preset.steps }));
  const parameters = parameterCount(starter!.shape.config);
  const text = (weightsPerToken: number): CoachedText => ({ tokens: parameters / weightsPerToken, vocabSize: 1024 });
  const ofText = (weightsPerToken: number) => adviceOn(starter!, text(weightsPerToken), DEVICES[0]!, null).text?.fit;

  it('says from how many weights a token on it is too large for the text, and far too large', () => {
    expect([0.99, 1.01, 9.99, 10.01].map((share) => ofText(share * WEIGHTS_PER_TOKEN))).toEqual([
      'fits',
      'too-large',
      'too-large',
      'far-too-large',
    ]);
  });

  it('says the same of time, and nothing of it where no speed or no time is known', () => {
    const advice = (seconds: number | null) => adviceOn(starter!, text(1), DEVICES[0]!, seconds).time;
    const least = advice(null)!.leastSeconds;
    expect(advice(null)?.fit).toBeNull();
    expect([1, 0.99, 0.1, 0.09].map((share) => advice(share * least)?.fit)).toEqual([
      'fits',
      'too-large',
      'too-large',
      'far-too-large',
    ]);
    expect(adviceOn(starter!, text(1), { ...DEVICES[0]!, speeds: [] }, HOUR).time).toBeNull();
  });
});
