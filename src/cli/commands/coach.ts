/** What to train on a text, with a device, in a time. */
import { DEFAULT_BUDGET_BYTES, PORTABLE_BINDING_BYTES } from '../../defaults.ts';
import { describeAdapter, storageFor } from '../../gpu/device.ts';
import { type CoachedDevice, type CoachedText, coach as propose } from '../../model/coach.ts';
import { planWithin } from '../../model/planner.ts';
import { costOf, type SpeedSample, sustained } from '../../model/speed.ts';
import { measureSpeed, probeDevice } from '../../training/measure-speed.ts';
import { DEVICE_OPTIONS, dawnOf } from '../device.ts';
import { kernelsOf } from '../kernels.ts';
import { defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';

/** For each shape that the device is measured by. */
const MEASURE_SECONDS = 3;

export const coach = defineCommand({
  name: 'coach',
  summary: 'Proposes a model, its batch and its steps for a text, a device and a time.',
  details: [
    'The largest model of a ladder that sees at least 10 tokens for each of its weights in the time, has at most 3 weights for each token of the text, and fits the memory budget; trained until the time is over or the text has been passed 16 times.',
    'With `--flops` it believes what is said of the device; without, it trains a few presets on the adapter for some seconds each. A speed that was not measured is estimated to the long side.',
  ],
  options: {
    bytes: { kind: 'whole', min: 1, help: 'Bytes of the text; a vocabulary is proposed too.' },
    tokens: { kind: 'whole', min: 1, help: 'Tokens of the text, in the place of bytes; with `--vocab`.' },
    vocab: { kind: 'whole', min: 256, help: 'Entries of the vocabulary that `--tokens` are counted in.' },
    time: { kind: 'text', value: 'TIME', default: '8h', help: 'How long the run may take: `10m`, `8h`, `2d`.' },
    flops: {
      kind: 'number',
      min: 1,
      unset: 'the adapter is measured',
      help: 'FLOP/s that the device sustains on large models.',
    },
    budget: { kind: 'size', help: 'Memory that the plan may take.' },
    adapter: DEVICE_OPTIONS.adapter,
    dawnFeatures: DEVICE_OPTIONS.dawnFeatures,
  },
  async run({ bytes, tokens, vocab, time, flops, budget = DEFAULT_BUDGET_BYTES, ...adapter }) {
    const text = textOf({ bytes, tokens, vocab });
    const device = flops === undefined ? await measured(adapter, budget) : said(flops, budget);
    const { config, memory, ...proposal } = propose(text, device, secondsOf(time));
    return { ...proposal, ...memory, config };
  },
});

interface GivenText {
  readonly bytes: number | undefined;
  readonly tokens: number | undefined;
  readonly vocab: number | undefined;
}

function textOf({ bytes, tokens, vocab }: GivenText): CoachedText {
  if (bytes !== undefined && tokens === undefined && vocab === undefined) return { bytes };
  if (bytes === undefined && tokens !== undefined && vocab !== undefined) return { tokens, vocabSize: vocab };
  throw usageError('Give either --bytes, or --tokens and --vocab.');
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function secondsOf(time: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(time) ?? [];
  const seconds = Number(amount) * (SECONDS[unit ?? ''] ?? Number.NaN);
  if (!(seconds > 0)) throw usageError(`--time wants a number and s, m, h or d, as in 8h, not "${time}".`);
  return seconds;
}

const said = (flopsPerSecond: number, budgetBytes: number): CoachedDevice => ({
  speeds: [sustained(flopsPerSecond)],
  budgetBytes,
  bindingBytes: PORTABLE_BINDING_BYTES,
  halfStorage: 'packed',
});

async function measured(
  options: { readonly adapter: string | undefined; readonly dawnFeatures: string },
  budgetBytes: number,
): Promise<CoachedDevice> {
  const gpu = await dawnOf({ ...options, precision: 'f32' });
  const adapter = await describeAdapter(gpu);
  const bindingBytes = adapter.maxBindingBytes;
  const progress = new Progress();
  const measurements = await probeDevice(async ({ id, config, batch, seq, accumulate, precision }) => {
    progress.show(`measuring ${id} on ${adapter.name}`, true);
    const storage = storageFor(precision, adapter);
    const kernels = await kernelsOf({ tune: false, noTune: false }, gpu, storage);
    const request = {
      config,
      batch: { rows: batch, seq },
      training: true,
      generate: 0,
      kernels,
      storage,
      bindingBytes,
    };
    if (!planWithin(request, budgetBytes).fits) return null;
    return measureSpeed(gpu, request, { accumulate, budgetBytes, seconds: MEASURE_SECONDS });
  });
  if (measurements.length === 0)
    throw usageError('Not even the starter fits --budget: give more, or the FLOP/s of the device with --flops.');
  const speeds = measurements.map(({ preset, speed }): SpeedSample => {
    progress.end(`${preset.id}: ${Math.round(speed.tokensPerSecond)} tokens/s`);
    return { ...costOf(preset), tokensPerSecond: speed.tokensPerSecond };
  });
  return { speeds, budgetBytes, bindingBytes, halfStorage: storageFor('f16', adapter) };
}
