/** What `train` does where numbers run away: which checkpoint it goes back to, what it changes, and what its log says. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../data/batches.ts';
import { runCommand } from '../parse-options.ts';
import { trainTokenizer } from './tokenizer-train.ts';
import { train } from './train.ts';

/** What becomes of the batch that begins at a place in the data. */
const around = vi.hoisted(() => ({ batch: (batch: Batch, _position: number): Batch => batch }));
vi.mock('../../data/batches.ts', async (original) => {
  const batches = await original<typeof import('../../data/batches.ts')>();
  const windowBatches: typeof batches.windowBatches = (...given) => {
    const source = batches.windowBatches(...given);
    const next = source.next.bind(source);
    source.next = async (rows) => {
      const { position } = source.cursor;
      return around.batch(await next(rows), position);
    };
    return source;
  };
  return { ...batches, windowBatches };
});

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-divergence-'));
const at = (name: string): string => path.join(folder, name);
const CORPUS = path.resolve('public/sample/corpus/hekayeler.txt');
const CONFIG = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 300,
  hidden_size: 16,
  num_hidden_layers: 2,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: 16,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
};
const ROWS = 4;

const runIn = (out: string, steps: number, ...more: string[]) =>
  runCommand(train, [
    ...['--corpus', CORPUS, '--tokenizer', at('tokenizer.json'), '--config', at('config.json')],
    ...['--batch', `${ROWS}`, '--seq', '16', '--no-tune', '--out', at(out)],
    ...['--steps', `${steps}`, ...(more.includes('--save-every') ? [] : ['--save-every', '10']), ...more],
  ]);

interface Line {
  step: number;
  loss?: number | null;
  lr?: number;
  event?: string;
  details?: Record<string, number | string>;
}
const logOf = (out: string): Line[] =>
  readFileSync(path.join(at(out), 'log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const eventsOf = (out: string) =>
  logOf(out).flatMap(({ step, event, details }) => (event === undefined ? [] : [{ step, event, details }]));
const named = (out: string, event: string) => eventsOf(out).filter((one) => one.event === event);
const rateOf = (out: string, step: number) =>
  logOf(out).find((line) => line.step === step && line.lr !== undefined)?.lr;
const checkpoints = (out: string): string[] => readdirSync(path.join(at(out), 'checkpoints')).sort();
const weights = (out: string): Buffer => readFileSync(path.join(at(out), 'model.safetensors'));

/** Batches whose steps, counted from 1, are the given ones: as long as none is left out. */
const ofSteps = (position: number, from: number, to: number): boolean =>
  position >= (from - 1) * ROWS && position < to * ROWS;

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  writeFileSync(at('config.json'), JSON.stringify(CONFIG));
  await runCommand(trainTokenizer, ['--input', CORPUS, '--vocab', '300', '--out', at('tokenizer.json')]);
}, 60_000);
afterEach(() => {
  around.batch = (batch) => batch;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('batches that are no numbers', () => {
  it('are left out one by one where they are few, and the run goes on', async () => {
    around.batch = (batch, position) => (ofSteps(position, 15, 18) ? { ...batch, counted: Number.NaN } : batch);
    expect(await runIn('few', 30)).toMatchObject({ steps: 30, finished: true });
    expect(eventsOf('few').map(({ step, event }) => [step, event])).toEqual(
      [15, 16, 17, 18].map((step) => [step, 'step-not-finite']),
    );
  });

  it('five in a row take the run back to the checkpoint before, from where it leaves them out at half the rate', async () => {
    around.batch = (batch, position) => (ofSteps(position, 15, 19) ? { ...batch, counted: Number.NaN } : batch);
    expect(await runIn('poisoned', 30)).toMatchObject({ steps: 30, finished: true });
    expect(named('poisoned', 'loss-not-finite')).toEqual([
      { step: 15, event: 'loss-not-finite', details: { step: 19, steps: 5 } },
    ]);
    expect(named('poisoned', 'run-taken-back')).toEqual([
      { step: 10, event: 'run-taken-back', details: { step: 15, to: 10, rate: 0.5, times: 1 } },
    ]);
    const steps = logOf('poisoned').flatMap(({ step, lr }) => (lr === undefined ? [] : [step]));
    expect(steps).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(rateOf('poisoned', 11)).toBe((rateOf('poisoned', 10) as number) / 2);
    expect(checkpoints('poisoned')).toEqual(['latest.json', 'step-21', 'step-30']);
    const card = readFileSync(path.join(at('poisoned'), 'README.md'), 'utf8');
    expect(card).toContain('- It diverged at step 15 and was taken back to step 10; from there on the texts');
  });

  it.each([17, 20])(
    'stopped after step %i, in the trouble or after it, and resumed: bitwise the run that was not',
    async (stopAt) => {
      around.batch = (batch, position) => (ofSteps(position, 15, 19) ? { ...batch, counted: Number.NaN } : batch);
      const out = `stopped-${stopAt}`;
      await runIn(out, 30, '--stop-at', `${stopAt}`);
      await runIn(out, 30, '--resume');
      expect(weights(out).equals(weights('poisoned'))).toBe(true);
    },
  );

  it('ten in a row take it back twice: what is left out the second time begins where the first ended', async () => {
    around.batch = (batch, position) => (ofSteps(position, 15, 24) ? { ...batch, counted: Number.NaN } : batch);
    expect(await runIn('ten', 30)).toMatchObject({ steps: 30, finished: true });
    expect(named('ten', 'run-taken-back').map(({ step, details }) => [step, details?.rate])).toEqual([
      [10, 0.5],
      [10, 0.25],
    ]);
  });

  it.skipIf(!existsSync('/dev/full'))('take it back also where there is no room to save that at once', async () => {
    around.batch = (batch, position) => (ofSteps(position, 2, 6) ? { ...batch, counted: Number.NaN } : batch);
    mkdirSync(path.join(at('full'), 'checkpoints', 'step-0'), { recursive: true });
    symlinkSync('/dev/full', path.join(at('full'), 'checkpoints', 'step-0', 'state.safetensors.partial'));
    expect(await runIn('full', 20)).toMatchObject({ steps: 20, finished: true });
    expect(named('full', 'run-taken-back')).toMatchObject([{ step: 0 }]);
    expect(checkpoints('full')).toContain('step-20');
  });

  it('take a run that was lengthened back to its new length', async () => {
    around.batch = (batch, position) => (ofSteps(position, 22, 26) ? { ...batch, counted: Number.NaN } : batch);
    await runIn('lengthened', 20);
    expect(await runIn('lengthened', 40, '--resume')).toMatchObject({ steps: 40, finished: true });
    expect(named('lengthened', 'run-taken-back').length).toBe(1);
  });

  it('find their checkpoint however often the run is saved', async () => {
    around.batch = (batch, position) => (ofSteps(position, 15, 19) ? { ...batch, counted: Number.NaN } : batch);
    expect(await runIn('often', 30, '--save-every', '1')).toMatchObject({ steps: 30, finished: true });
    expect(named('often', 'run-taken-back')).toMatchObject([{ step: 13 }]);
  });

  it('end the run where it should stop, and the checkpoint before is kept', async () => {
    around.batch = (batch, position) => (ofSteps(position, 15, 19) ? { ...batch, counted: Number.NaN } : batch);
    await expect(runIn('stop', 30, '--on-divergence', 'stop')).rejects.toMatchObject({ code: 'loss-not-finite' });
    expect(checkpoints('stop')).toEqual(['latest.json', 'step-10']);

    around.batch = (batch) => batch;
    const slower = ['--resume', '--on-divergence', 'stop', '--lr', '2e-4', '--min-lr', '2e-5'];
    expect(await runIn('stop', 30, ...slower)).toMatchObject({ steps: 30, finished: true });
    expect(rateOf('stop', 30)).toBeLessThan(2e-4);
    expect(named('stop', 'run-rate-changed')).toMatchObject([{ step: 10, details: { step: 10, to: 2e-4 } }]);
    const card = readFileSync(path.join(at('stop'), 'README.md'), 'utf8');
    expect(card).toContain('- After step 10 the peak learning rate was 0.0002; before, it was');
  });

  it('from the second step on take it back to its start three times, and then end it', async () => {
    around.batch = (batch, position) => (ofSteps(position, 2, 99) ? { ...batch, counted: Number.NaN } : batch);
    await expect(runIn('never', 30)).rejects.toMatchObject({ code: 'run-diverges-again' });
    expect(named('never', 'run-taken-back').map(({ step, details }) => [step, details?.rate])).toEqual([
      [0, 0.5],
      [0, 0.25],
      [0, 0.125],
    ]);
  });
});

describe('the checkpoint with the lowest held-out loss', () => {
  interface Latest {
    step: number;
    previous: number;
    best: { step: number; heldOutLoss: number };
  }
  const latestOf = (out: string) =>
    JSON.parse(readFileSync(path.join(at(out), 'checkpoints/latest.json'), 'utf8')) as Latest;

  /** Of sentences, so that some of them are held out. */
  const of = ['--corpus', at('sentences.jsonl'), '--eval-every', '5', '--warmup', '0'];
  beforeAll(() => {
    const sentences = readFileSync(CORPUS, 'utf8').split(/(?<=[.!?])\s+/);
    writeFileSync(at('sentences.jsonl'), sentences.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  });

  it('is kept beside the last two, and saved when it comes about, be no save due', async () => {
    // A rate that grows to fifty times what it was makes the later ones worse.
    await runIn('best', 40, ...of, '--save-every', '6', '--schedule', 'linear', '--lr', '1e-2', '--min-lr', '0.5');
    const { step, previous, best } = latestOf('best');
    expect([step, previous]).toEqual([40, 36]);
    expect(best.step % 5).toBe(0);
    expect(best.step).toBeLessThan(36);
    expect(new Set(checkpoints('best'))).toEqual(new Set(['latest.json', `step-${best.step}`, 'step-36', 'step-40']));
  });

  it('survives that the run is taken back to before it', async () => {
    around.batch = (batch, position) => (ofSteps(position, 16, 20) ? { ...batch, counted: Number.NaN } : batch);
    await runIn(
      'best-ahead',
      40,
      ...of,
      '--save-every',
      '7',
      '--schedule',
      'linear',
      '--lr',
      '1e-2',
      '--min-lr',
      '0.5',
    );
    const { best } = latestOf('best-ahead');
    expect(named('best-ahead', 'run-taken-back').length).toBe(1);
    expect(checkpoints('best-ahead')).toContain(`step-${best.step}`);
  });
});

describe('a loss that is far above what it was', () => {
  it('of one batch is said, and nothing more', async () => {
    around.batch = (batch, position) => (ofSteps(position, 45, 45) ? { ...batch, counted: batch.counted / 3 } : batch);
    expect(await runIn('spike', 50)).toMatchObject({ steps: 50, finished: true });
    expect(eventsOf('spike')).toEqual([expect.objectContaining({ step: 45, event: 'loss-spike' })]);
  });

  it.each([
    ['roll-back', 'run-taken-back'],
    ['ask', 'loss-stays-raised'],
  ] as const)('and stays there: %s', async (policy, event) => {
    around.batch = (batch, position) => (ofSteps(position, 45, 75) ? { ...batch, counted: batch.counted / 3 } : batch);
    expect(await runIn(policy, 80, '--on-divergence', policy)).toMatchObject({ steps: 80, finished: true });
    expect(named(policy, event).length).toBeGreaterThan(0);
    expect(named(policy, 'run-taken-back').length > 0).toBe(policy === 'roll-back');
  });
});

describe('a learning rate', () => {
  it('of 1 is warned of, and borne by a model as small as this', async () => {
    const said = vi.mocked(process.stderr.write);
    said.mockClear();
    expect(await runIn('lr-1', 60, '--lr', '1', '--warmup', '0')).toMatchObject({ finished: true });
    expect(said.mock.calls.join('')).toContain('The peak learning rate 1 is far above the 0.011 that suits this model');
  });

  it.each(['1000', '1e30'])(
    'of %s is halved three times, then the run ends with what was tried, and nothing ruined is kept',
    async (lr) => {
      const out = `lr-${lr}`;
      await expect(runIn(out, 60, '--lr', lr, '--warmup', '0')).rejects.toMatchObject({
        code: 'run-diverges-again',
        details: { times: 3, rate: 0.125 },
      });
      expect(named(out, 'run-taken-back').map(({ details }) => details?.rate)).toEqual([0.5, 0.25, 0.125]);
      expect(named(out, 'run-diverges-again').length).toBe(1);
    },
  );
});

describe('weights that are no numbers', () => {
  it('from the start end the run, which keeps nothing', async () => {
    expect(await runIn('whole', 1)).toMatchObject({ finished: true });
    const file = path.join(at('whole'), 'model.safetensors');
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(0x7fc00000, bytes.length - 8);
    writeFileSync(file, bytes);
    await expect(runIn('nan', 30, '--init', at('whole'))).rejects.toMatchObject({ code: 'loss-not-finite' });
    expect(readdirSync(at('nan'))).not.toContain('checkpoints');
  });
});
