/**
 * Metrics of a step (loss, gradient norm) on their way back: a ring of staging buffers, so that the loop submits ahead
 * and never waits inside a step. The wait for the oldest entry when the ring is full is what holds the loop back.
 */
import type { Command, Executor } from '../gpu/executor.ts';
import { METRICS_SLOTS } from '../model/plans.ts';
import { decodeWords, METRICS_WORDS, WORDS_BYTES } from '../ops/step-words.ts';

/** What of the metrics the loop wants. */
export interface StepMetrics {
  /** Mean loss over the counted tokens. */
  readonly loss: number;
  /** Global gradient norm before clipping. */
  readonly gradNorm: number;
  /** False when loss or gradient held NaN or infinity: the update left everything as it was. */
  readonly finite: boolean;
  /** What gradients were multiplied by, so that 16 bits hold them; 1 in f32. */
  readonly lossScale: number;
}

/** Metrics that are back, and when they came (milliseconds of `performance.now`). */
export interface Arrived<T> {
  readonly tag: T;
  readonly metrics: StepMetrics;
  readonly at: number;
}

export class StepMetricsRing<T> {
  private readonly executor: Executor;
  private readonly waiting: { tag: T; arrived: Promise<{ bytes: ArrayBuffer; at: number }> }[] = [];
  private next = 0;

  constructor(executor: Executor) {
    this.executor = executor;
  }

  /** Submits, with a copy of the metrics behind; gives back the oldest entry if the ring was full. CPU–GPU synchronisation then. */
  async submit(commands: readonly Command[], tag: T): Promise<Arrived<T> | null> {
    const oldest = this.waiting.length === METRICS_SLOTS ? await this.take() : null;
    const slot = `metrics.${this.next}`;
    this.next = (this.next + 1) % METRICS_SLOTS;
    this.executor.submit([...commands, { copy: 'metrics', to: slot, bytes: WORDS_BYTES }]);
    const arrived = this.executor.readStaging(slot, WORDS_BYTES).then((bytes) => ({ bytes, at: performance.now() }));
    arrived.catch(() => undefined); // reported when it is taken
    this.waiting.push({ tag, arrived });
    return oldest;
  }

  /** Waits for everything submitted. CPU–GPU synchronisation. */
  async *drain(): AsyncGenerator<Arrived<T>> {
    while (this.waiting.length > 0) yield await this.take();
    this.executor.throwIfFailed();
  }

  private async take(): Promise<Arrived<T>> {
    const entry = this.waiting.shift();
    if (!entry) throw new Error('no step metrics are on their way');
    const { bytes, at } = await entry.arrived;
    const { loss, gradient_norm: gradNorm, is_finite, loss_scale: lossScale } = decodeWords(METRICS_WORDS, bytes);
    return { tag: entry.tag, at, metrics: { loss, gradNorm, finite: is_finite === 1, lossScale } };
  }
}
