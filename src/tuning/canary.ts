/**
 * Whether a device notices an overflow, on which training in 16 bits rests: a step whose loss or gradient is not finite must
 * change no weight and halve the loss scale. Compilers may assume that floats are finite (Metal before macOS 15 does), and a
 * driver may be wrong. A tiny loss head with its update therefore gets an overflow in each place where one can arise.
 */
import { OcaqError } from '../errors.ts';
import { f32ToF16 } from '../formats/half.ts';
import type { Gpu } from '../gpu/device.ts';
import { type ExecutablePlan, Executor } from '../gpu/executor.ts';
import type { StorageType } from '../gpu/launch.ts';
import { linearCrossEntropy } from '../ops/cross-entropy.ts';
import { wholeArena } from '../ops/gradient-span.ts';
import { type Gradients, Graph, type KernelChoice, type Tensor, tensorBytes } from '../ops/operator.ts';
import { GRAD_NORM_PARTS, optimizerLaunches } from '../ops/optimizer.ts';
import { decodeWords, encodeWords, METRICS_WORDS, SCALER_WORDS, STEP_WORDS, WORDS_BYTES } from '../ops/step-words.ts';

export type HalfStorage = Exclude<StorageType, 'f32'>;

const [ROWS, WIDTH, VOCAB] = [4, 8, 32];
const WEIGHTS = VOCAB * WIDTH;
const LOSS_SCALE = 1024;
const WEIGHT = 4;

interface Trial {
  /** What is not finite in it, in English. */
  readonly what: string;
  /** Every element of the head's input; with a weight of 4, logits are 32 times as much. */
  readonly x: number;
  /** What is written over one word between the backward pass and the sum of the losses. */
  readonly spoilt: { readonly resource: string; readonly value: number } | null;
}

const TRIALS: readonly Trial[] = [
  ...[Number.POSITIVE_INFINITY, Number.NaN].flatMap((value) => [
    { what: `${value} in a gradient`, x: 1, spoilt: { resource: 'gradient', value } },
    { what: `${value} in the loss of a row`, x: 1, spoilt: { resource: 'loss.rowLoss', value } },
  ]),
  { what: 'an activation beyond 16 bits', x: 2 ** 14, spoilt: null },
];

/** A loss head of ROWS rows and its update, as programs `train` (without the sum of the losses), `loss` and `update`. */
export function overflowCanary(kernels: KernelChoice, storage: HalfStorage): ExecutablePlan {
  const graph = new Graph(storage);
  const declared = {
    x: graph.matrix('x', ROWS, WIDTH),
    dx: graph.matrix('dx', ROWS, WIDTH),
    weight: graph.matrix('weight', VOCAB, WIDTH),
    gradient: graph.matrix('gradient', VOCAB, WIDTH, 'f32'),
    targets: graph.scalars('targets', ROWS, 1, 'i32'),
  };
  const words = (name: string) => graph.scalars(name, WORDS_BYTES / 4, 1);
  const shared = { metrics: words('metrics'), scaler: words('scaler'), step: words('step') };
  const { x, dx, weight, gradient, targets } = declared;
  linearCrossEntropy(graph, { x, weight, targets, weights: null, chunkRows: 64, ...shared });
  const gradients: Gradients = {
    of: (tensor) => tensor,
    into: ({ id }) => ({ tensor: id === weight.id ? gradient : dx, accumulate: false }),
    share: () => undefined,
    wants: () => true,
    scratch: (name, rows, cols, type) => graph.matrix(name, rows, cols, type),
  };
  const head = graph.calls.flatMap((call) => call.backward(gradients, { kernels, training: true }));

  const flat = (tensor: Tensor): Tensor => ({ ...tensor, rows: 1, cols: WEIGHTS, stride: WEIGHTS });
  const arena = (name: string) => graph.matrix(name, 1, WEIGHTS, 'f32');
  const update = optimizerLaunches(
    [{ elements: WEIGHTS, tablesEnd: 0, matricesEnd: WEIGHTS, matrices: null }],
    {
      gradients: [wholeArena(flat(gradient))],
      weights: [arena('master')],
      copies: [flat(weight)],
      m: [arena('m')],
      v: [arena('v')],
      scales: [null],
      parts: graph.scalars('parts', GRAD_NORM_PARTS, 1),
      ...shared,
    },
    null,
    { kernels, training: true, label: 'update' },
  );
  const tensors = [...graph.tensors.values()];
  return {
    programs: { train: head.slice(0, -1), loss: head.slice(-1), update },
    buffers: [
      ...tensors.map((tensor) => ({
        name: tensor.id,
        bytes: Math.max(16, tensorBytes(tensor)),
        usage: tensor === shared.step ? ('uniform' as const) : ('storage' as const),
      })),
      { name: 'transfer', bytes: 4 * WEIGHTS, usage: 'readback' },
    ],
    placements: Object.fromEntries(tensors.map(({ id }) => [id, { buffer: id, offset: 0 }])),
  };
}

/** @throws OcaqError `overflow-unseen`, and what compiling and running throw */
export async function checkOverflowIsSeen(gpu: Gpu, canary: ExecutablePlan): Promise<void> {
  const executor = await Executor.open(gpu, canary);
  try {
    for (const trial of TRIALS) {
      if (await isSkipped(executor, trial)) continue;
      const { name } = gpu.adapter;
      throw new OcaqError(
        'overflow-unseen',
        `The graphics driver of "${name}" does not notice numbers that are not finite (${trial.what}): a step that overflows 16 bits would ruin the weights in place of being left out. Train in 32 bits on this adapter, or update the system and its graphics driver; on a Mac, macOS 15 notices them.`,
        { adapter: name, what: trial.what },
      );
    }
  } finally {
    executor.destroy();
  }
}

/** Whether a step that should be left out is: weights as they were, and half the loss scale. */
async function isSkipped(executor: Executor, { x, spoilt }: Trial): Promise<boolean> {
  const weights = new Float32Array(WEIGHTS).fill(WEIGHT);
  executor.write('x', f32ToF16(new Float32Array(ROWS * WIDTH).fill(x)));
  executor.write('weight', f32ToF16(weights));
  executor.write('master', weights);
  executor.write('scaler', encodeWords(SCALER_WORDS, { loss_scale: LOSS_SCALE }));
  executor.write(
    'step',
    encodeWords(STEP_WORDS, {
      inverse_tokens: 1 / ROWS,
      matrices_learning_rate: 1,
      growth_interval: 1,
      ...{ beta1: 0.5, one_minus_beta1: 0.5, beta2: 0.5, one_minus_beta2: 0.5, epsilon: 1e-8 },
    }),
  );
  executor.submit([{ clear: 'metrics' }, { clear: 'm' }, { clear: 'v' }, { run: 'train' }]);
  if (spoilt) executor.write(spoilt.resource, Float32Array.of(spoilt.value));
  executor.submit([{ run: 'loss' }, { run: 'update' }]);
  const { is_finite } = decodeWords(METRICS_WORDS, await executor.read('metrics', WORDS_BYTES));
  const { loss_scale } = decodeWords(SCALER_WORDS, await executor.read('scaler', WORDS_BYTES));
  const after = new Float32Array(await executor.read('master', 4 * WEIGHTS));
  return is_finite === 0 && loss_scale === LOSS_SCALE / 2 && after.every((weight) => weight === WEIGHT);
}
