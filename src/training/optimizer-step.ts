/**
 * One optimizer step on the device: micro-batches that add up their gradients, then clip and AdamW. The loss is divided
 * by the counted tokens of the whole step, or the sum of their weights, known before it starts, so 1 × B equals B × 1 with
 * uneven masks.
 */
import type { Batch } from '../data/batches.ts';
import { mixSeed } from '../data/random.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { rowsOf, writeBatch } from '../engine/write-batch.ts';
import { OcaqError } from '../errors.ts';
import type { Command } from '../gpu/executor.ts';
import { DROPOUT_SEED } from '../model/plans.ts';
import { scatterLength, scatterOrder } from '../ops/embedding.ts';
import type { GroupScales } from '../ops/optimizer.ts';
import { arenaName } from '../plan/step-plan.ts';

export interface Hyperparameters {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Multiples of the learning rate and the weight decay; UNIFORM_GROUPS unless given. */
  readonly groups?: GroupScales;
  /** Largest global gradient norm; 0 = no clipping. */
  readonly clip: number;
  /** Of what adapters drop in this step. */
  readonly dropoutSeed?: number;
}

/** What is customary; the studio does not offer it as a setting. */
export const EPSILON = 1e-8;

/** Enough that the GPU never waits for the host, few enough that a request to stop is soon heard. */
const MICRO_BATCHES_IN_FLIGHT = 2;

/** Good steps after which a larger loss scale is tried. */
const GROWTH_INTERVAL = 2000;

export class OptimizerStep {
  private readonly model: ModelOnDevice;
  private readonly scatter: Uint32Array<ArrayBuffer>;
  private readonly clears: Command[];

  constructor(model: ModelOnDevice) {
    this.model = model;
    this.scatter = new Uint32Array(scatterLength(rowsOf(model)));
    const sums = model.plan.layout.arenas.map((_, arena) => arenaName('gradients', arena));
    const held = sums.filter((name) => name in model.plan.placements);
    this.clears = ['metrics', ...held].map((clear) => ({ clear }));
  }

  /**
   * Submits every micro-batch but leaves the last submit to the caller, who adds what should go with it. Waits where more
   * than MICRO_BATCHES_IN_FLIGHT would be under way.
   * @param isUnwanted asked before every micro-batch: true abandons the step, which then has changed no weight
   * @returns null for an abandoned step
   */
  prepare(microBatches: readonly Batch[], hyper: Hyperparameters): Promise<Command[]>;
  prepare(
    microBatches: readonly Batch[],
    hyper: Hyperparameters,
    isUnwanted?: () => boolean,
  ): Promise<Command[] | null>;
  async prepare(
    microBatches: readonly Batch[],
    hyper: Hyperparameters,
    isUnwanted: () => boolean = () => false,
  ): Promise<Command[] | null> {
    const { executor, plan } = this.model;
    if (microBatches.length > 1 && !plan.accumulates)
      throw new Error(
        `The plan has no memory to add up gradients in, but a step should have ${microBatches.length} micro-batches.`,
      );
    this.setStep(countedTokens(microBatches), hyper);
    const inFlight: Promise<void>[] = [];
    const last = microBatches.length - 1;
    for (const [i, batch] of microBatches.entries()) {
      if (isUnwanted()) return null;
      this.upload(batch, mixSeed(hyper.dropoutSeed ?? 0, i));
      if (i === last) break;
      executor.submit(this.accumulate(i));
      const finished = executor.finish();
      finished.catch(() => undefined); // reported when it is waited for, or by whoever waits for the step
      inFlight.push(finished);
      if (inFlight.length === MICRO_BATCHES_IN_FLIGHT) await inFlight.shift(); // CPU–GPU synchronisation
    }
    return [...this.accumulate(last), { run: 'update' }];
  }

  /** Gradients of one batch without an update, left where `readGradient` finds them. */
  gradients(batch: Batch): Command[] {
    this.model.setStep({ inverseTokens: 1 / countedTokens([batch]) });
    this.upload(batch, 0);
    return this.accumulate(0);
  }

  /** Forward and backward of the micro-batch that was uploaded last. */
  private accumulate(microBatch: number): Command[] {
    return microBatch === 0 ? [...this.clears, { run: 'train' }] : [{ run: 'train' }];
  }

  private setStep(counted: number, hyper: Hyperparameters): void {
    const growthInterval = this.model.plan.storage === 'f32' ? 0 : GROWTH_INTERVAL;
    this.model.setStep({ ...hyper, inverseTokens: 1 / counted, growthInterval });
  }

  private upload(batch: Batch, dropoutSeed: number): void {
    writeBatch(this.model, batch);
    scatterOrder(batch.tokens, this.scatter);
    const { executor, plan } = this.model;
    executor.write('scatter', this.scatter);
    if (DROPOUT_SEED in plan.placements) executor.write(DROPOUT_SEED, Uint32Array.of(dropoutSeed));
  }
}

function countedTokens(batches: readonly Batch[]): number {
  const counted = batches.reduce((sum, batch) => sum + batch.counted, 0);
  if (counted === 0)
    throw new OcaqError(
      'nothing-counted',
      'Every target of this optimizer step is masked, so there is no loss to learn from. Check the answers of the instruction set.',
    );
  return counted;
}
