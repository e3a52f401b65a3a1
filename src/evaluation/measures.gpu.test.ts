/** Measures by log-likelihood of a small model against transformers: every sequence that they are made of, and what comes of them. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFolder, readTensor, tokenizerOf } from '../cli/model-folder.ts';
import { readExam } from '../data/tasks/exams/read.ts';
import { readPairs } from '../data/tasks/minimal-pairs/pair-file.ts';
import { sentencesOf } from '../data/tasks/sentences.ts';
import { ModelOnDevice } from '../engine/model-on-device.ts';
import { planModel } from '../model/plans.ts';
import { gpuForTests } from '../testing/gpu.ts';
import { DIRECT } from '../testing/operator-check.ts';
import { loadParameters } from '../training/initialise.ts';
import { examAccuracy } from './exam-accuracy.ts';
import { floresBits } from './flores-bits.ts';
import { longestRow, lossesOf, type Measure, resultOf, shorterRows } from './measure.ts';
import { pairAccuracy } from './pair-accuracy.ts';

const gpu = await gpuForTests();
afterAll(() => gpu.device.destroy());

const GOLDEN = path.resolve('src/testing/golden/measures');
const read = (name: string): string => readFileSync(path.join(GOLDEN, name), 'utf8');
const expected = JSON.parse(read('expected.json')) as {
  flores_bits: number[];
  exam_nats: number[][];
  pair_nats: number[][];
};
const folder = await openFolder(path.join(GOLDEN, 'model'));
const tokenizer = await tokenizerOf(folder, GOLDEN);

const TOLERANCE = 1e-4;

/** What comes of a measure, and the nats that it is made of. */
async function measured<Result>(one: Measure<Result>, seq = longestRow([one])) {
  const plan = planModel({
    config: folder.config,
    kernels: DIRECT,
    storage: 'f32',
    bindingBytes: 128 * 2 ** 20,
    batch: { rows: 3, seq },
    shorterRows: shorterRows([one], seq),
    training: false,
    generate: 0,
  });
  const model = await ModelOnDevice.on(gpu, plan);
  await loadParameters(model, (name) => readTensor(folder, name));
  const losses = await lossesOf(model, one);
  expect(model.executor.createdBytes).toBe(plan.totalBytes);
  model.executor.destroy();
  return { result: resultOf(one, losses), nats: losses.nats };
}

function expectClose(values: readonly (number | null)[], reference: readonly number[]): void {
  expect(values).toHaveLength(reference.length);
  for (const [i, value] of values.entries())
    expect(Math.abs((value ?? Number.NaN) - (reference[i] as number))).toBeLessThan(TOLERANCE);
}

const pairs = await readPairs(new File([read('pairs.jsonl')], 'pairs.jsonl'));

describe('measures are those of transformers on the same folder', () => {
  const flores = floresBits('flores.txt', sentencesOf([read('flores.txt')]), tokenizer);
  const ofPairs = pairAccuracy('pairs.jsonl', pairs, tokenizer);

  it('FLORES bits', async () => {
    const { result, nats } = await measured(flores);
    expectClose(
      nats.map((one) => (one ?? Number.NaN) / Math.LN2),
      expected.flores_bits,
    );
    const mean = expected.flores_bits.reduce((sum, one) => sum + one, 0) / expected.flores_bits.length;
    expect(Math.abs(result.bits.mean - mean)).toBeLessThan(TOLERANCE);
    expect(result).toMatchObject({ bits: { count: 6 }, cut: 0, tooLong: 0 });
  });

  it('an exam', async () => {
    const exam = await readExam(new File([read('exam.jsonl')], 'exam.jsonl'));
    const { result, nats } = await measured(examAccuracy('exam.jsonl', exam, tokenizer));
    expectClose(nats, expected.exam_nats.flat());
    const right = (score: (loss: number, choice: string) => number) =>
      exam.questions.filter(({ choices, answer }, i) => {
        const scores = choices.map((choice, k) => score((expected.exam_nats[i] as number[])[k] as number, choice));
        return scores.indexOf(Math.min(...scores)) === answer;
      }).length;
    expect(result.raw).toMatchObject({ correct: right((loss) => loss), count: 3 });
    expect(result.normalised).toMatchObject({ correct: right((loss, choice) => loss / choice.length), count: 3 });
  });

  it('minimal pairs', async () => {
    const { result, nats } = await measured(ofPairs);
    expectClose(nats, expected.pair_nats.flat());
    expect(result.all).toMatchObject({
      correct: expected.pair_nats.filter(([good = 0, bad = 0]) => good < bad).length,
      count: 4,
    });
  });

  it('with rows too short for some: given tokens are cut, and what cannot be predicted whole is left out', async () => {
    const whole = flores.sequences.map(({ ids, from }) => ({ length: ids.length, predicted: ids.length - from }));
    const seq = Math.min(...whole.map(({ length }) => length - 1).filter((inputs) => inputs > 10)) - 1;
    const { result, nats } = await measured(flores, seq);
    expect(result.tooLong).toBe(whole.filter(({ predicted }) => predicted > seq).length);
    expect(result.cut).toBe(whole.filter(({ length, predicted }) => length - 1 > seq && predicted <= seq).length);
    expect(result.cut).toBeGreaterThan(0);
    // The shortest sentence fits as it is.
    expectClose([(nats.at(-1) ?? Number.NaN) / Math.LN2], expected.flores_bits.slice(-1));
    await expect(measured(ofPairs, 8)).rejects.toMatchObject({ code: 'seq-beyond-context' });
  });
});
