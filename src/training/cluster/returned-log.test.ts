/** `log.jsonl` of a checkpoint that came back, whole and not. */
import { expect, it } from 'vitest';
import { blobFolder } from '../../formats/hf-folder.ts';
import { readReturnedLog } from './returned-log.ts';

const step = (number: number, change: object = {}) =>
  JSON.stringify({ step: number, loss: 4.5, lr: 0.02, grad_norm: 1.5, tokens_per_s: 900, ...change });
const evaluation = (number: number, change: object = {}) =>
  JSON.stringify({ step: number, heldout_loss: 4, perplexity: 54.6, bits_per_byte: 1.7, ...change });

/** Of a run that left at step 3 and came back with 6. */
const read = (content: string | Uint8Array<ArrayBuffer> | null) =>
  readReturnedLog(blobFolder('step-6', new Map(content === null ? [] : [['log.jsonl', new Blob([content])]])), 3, 6);
const WHOLE = [step(4), step(5), evaluation(5), step(6), evaluation(6)];

it('gives the steps and the held-out losses of those done elsewhere', async () => {
  const { steps, heldOut, warning } = await read(`${WHOLE.join('\n')}\n`);
  expect(steps).toEqual(
    [4, 5, 6].map((at) => ({ step: at, loss: 4.5, learningRate: 0.02, gradNorm: 1.5, tokensPerSecond: 900 })),
  );
  expect(heldOut).toEqual([5, 6].map((at) => ({ step: at, loss: 4, perplexity: 54.6, bitsPerByte: 1.7 })));
  expect(warning).toBeNull();
});

it('takes a step that was done twice as it was done last, in its place, and none that is of another part of the run', async () => {
  const lines = [step(3), step(5), step(4), step(7), evaluation(2), step(6), step(5, { loss: 2 })];
  const { steps, heldOut, warning } = await read(lines.join('\n'));
  expect(steps.map(({ step, loss }) => [step, loss])).toEqual([
    [4, 4.5],
    [5, 2],
    [6, 4.5],
  ]);
  expect([heldOut, warning]).toEqual([[], null]);
});

it('has NaN where a step was not finite', async () => {
  const { steps, warning } = await read([step(4), step(5, { loss: null, grad_norm: null }), step(6)].join('\n'));
  expect(steps[1]).toMatchObject({ loss: Number.NaN, gradNorm: Number.NaN });
  expect(warning).toBeNull();
});

it.each<[string, string | Uint8Array<ArrayBuffer> | null, number, number]>([
  ['that is not there', null, 3, 0],
  ['that is empty', '', 3, 0],
  ['that is no text', new Uint8Array([0xff, 0xfe, 0x0a, 0xff]), 3, 1],
  ['whose last line is torn', `${step(4)}\n${step(5)}\n{"step":6,"lo`, 1, 1],
  ['with lines that are no objects', [...WHOLE, 'null', '5', '[]', '"x"'].join('\n'), 0, 4],
  [
    'with steps that are no numbers',
    [step(4), step(5), ...['"6"', '6.5', 'null'].map((at) => step(6).replace('6', at))].join('\n'),
    1,
    3,
  ],
  ['with a loss that is no number', [...WHOLE.slice(0, 3), step(6, { loss: '4' })].join('\n'), 1, 1],
  [
    'with rates and speeds that cannot be',
    [step(4, { lr: -1 }), step(5, { tokens_per_s: 0 }), step(6, { tokens_per_s: null })].join('\n'),
    3,
    3,
  ],
  ['with half of an evaluation', [...WHOLE, '{"step":5,"heldout_loss":4}'].join('\n'), 0, 1],
])('says what is missing of a log %s', async (_name, content, missing, unreadable) => {
  const { steps, warning } = await read(content);
  expect(steps).toHaveLength(3 - missing);
  expect(warning).toMatchObject({ code: 'cluster-log-incomplete', details: { folder: 'step-6', missing, unreadable } });
});
