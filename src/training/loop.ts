/**
 * The training loop: one flat function. It knows no storage, no page and no files; those come as hooks.
 * Losses arrive up to METRICS_SLOTS steps late, because nothing inside a step waits for the GPU.
 */
import type { Batch, BatchCursor, BatchSource } from '../data/batches.ts';
import { mixSeed } from '../data/random.ts';
import type { ModelOnDevice } from '../engine/model-on-device.ts';
import { type Arrived, type StepMetrics, StepMetricsRing } from '../engine/step-metrics.ts';
import { OcaqError } from '../errors.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { limitsOf, NEW_TRAIL, observe } from './divergence.ts';
import type { LoopState } from './loop-state.ts';
import { EPSILON, OptimizerStep } from './optimizer-step.ts';
import { type Diverged, placeIn } from './recovery.ts';
import { divergenceOf, remarkOn, stoodStill } from './remarks.ts';
import { decayStart, rateAt } from './schedule.ts';
import { StepClock } from './step-clock.ts';

export interface StepReport extends StepMetrics {
  /** Optimizer steps done, this one included. */
  readonly step: number;
  readonly learningRate: number;
  readonly tokensPerSecond: number;
  readonly milliseconds: number;
  /**
   * What is to be said of it: it changed nothing, its loss is far above those before, or the computer stood still; of most
   * steps nothing.
   */
  readonly remarks: readonly OcaqError[];
}

export type LoopRequest = 'continue' | 'save' | 'stop';

export interface LoopHooks {
  onStep(report: StepReport): void;
  /** Held-out evaluation after `step` optimizer steps, and a sample: with the weights of the model, their mean if one is kept. */
  evaluate(step: number): Promise<void>;
  sample(step: number): Promise<void>;
  /**
   * Called with everything on the device finished: weights, their mean and moments are those of `state.step`. Where it cannot save
   * and the loop should continue, `request` no longer says `stop` afterwards. In trouble that may be divergence it is called at
   * the end alone: what it would save must not take the place of what the run may have to go back to.
   */
  save(state: LoopState): Promise<void>;
  /** Asked before every step. `save` saves and continues, `stop` saves, is asked again, and ends. */
  request(): LoopRequest;
  /** Whether a run that diverges goes on all the same; one whose numbers are no longer finite cannot. */
  isBorne?(diverged: Diverged): boolean;
  /** Asked before every micro-batch: true abandons the step that is under way; `request` is then asked at once. */
  isInterrupted?(): boolean;
  /** Lets messages in; called once a step. */
  yieldToMessages?(): Promise<void>;
}

/**
 * @param fresh the weights are random: the first loss must then be near ln(vocab)
 * @throws Diverged where the run diverges and the hooks do not bear it, and whatever the hooks throw
 */
export async function trainingLoop(
  model: ModelOnDevice,
  source: BatchSource,
  start: LoopState,
  fresh: boolean,
  hooks: LoopHooks,
): Promise<LoopState> {
  const { settings, recovery } = start;
  const optimizer = new OptimizerStep(model);
  const ring = new StepMetricsRing<StepTag>(model.executor);
  const limits = limitsOf(model.plan.storage, largestFirstLoss(model.config));
  let trail = start.trail;
  const clock = new StepClock();
  const stepWork = settings.accumulate * model.executor.work('train') + model.executor.work('update');
  const report = (entry: Arrived<StepTag> | null) => {
    if (!entry) return;
    if (fresh && entry.tag.step === 1) checkFirstLoss(entry.metrics.loss, model.config);
    const { step, learningRate, tokens, from, to } = entry.tag;
    const observed = observe(trail, { step, from, ...entry.metrics }, limits);
    trail = observed.trail;
    const { stoodMilliseconds, ...lap } = clock.lap(tokens, entry.at);
    model.executor.submitSize.correct(stepWork, lap.milliseconds);
    const diverged = divergenceOf(observed, { step, loss: entry.metrics.loss, to }, start);
    const isBorne = diverged !== null && observed.verdict === 'stays-raised' && hooks.isBorne?.(diverged) === true;
    const remark = isBorne ? diverged : remarkOn(observed, step, entry.metrics);
    const stood = stoodMilliseconds > 0 ? [stoodStill(step, stoodMilliseconds)] : [];
    hooks.onStep({ step, learningRate, ...entry.metrics, ...lap, remarks: [...stood, ...(remark ? [remark] : [])] });
    if (isBorne) trail = NEW_TRAIL;
    else if (diverged) throw diverged;
  };
  const drain = async () => {
    for await (const entry of ring.drain()) report(entry); // CPU–GPU synchronisation
    clock.pause();
  };

  if (start.step === 0) model.startLossScale(settings.batch * settings.seq * settings.accumulate);
  let state = start;
  model.averagedSteps = Math.max(0, start.step - start.averagedFrom);
  for (;;) {
    const done = state.step >= settings.steps;
    if ((done || due(settings.evalEvery, state.step)) && state.evaluatedAt !== state.step) {
      await drain();
      await model.withModelWeights(() => hooks.evaluate(state.step));
      state = { ...state, evaluatedAt: state.step };
    }
    if (due(settings.sampleEvery, state.step) && state.sampledAt !== state.step) {
      await drain();
      await model.withModelWeights(() => hooks.sample(state.step));
      state = { ...state, sampledAt: state.step };
    }
    const request = hooks.request();
    const isSaveDue = due(settings.saveEvery, state.step) || state.step === decayStart(settings);
    if (done || request !== 'continue' || (isSaveDue && state.step > start.step)) {
      await drain();
      state = { ...state, trail };
      if (done || request === 'stop' || !trail.trouble) await hooks.save(state);
      clock.pause();
    }
    if (done || (request === 'stop' && hooks.request() === 'stop')) return state;

    source.cursor = placeIn(recovery, state.cursor);
    const from = source.cursor;
    const microBatches: Batch[] = [];
    for (let i = 0; i < settings.accumulate; i++) microBatches.push(await source.next(settings.batch));
    const learningRate = recovery.rateScale * rateAt(state.step, settings, state.rewarm);
    const dropoutSeed = mixSeed(settings.seed, 'dropout', state.step);
    const hyper = { ...settings, learningRate, epsilon: EPSILON, dropoutSeed };
    const commands = await optimizer.prepare(microBatches, hyper, hooks.isInterrupted);
    if (!commands) continue;
    if (state.step >= state.averagedFrom) commands.push(...model.addToMean());
    const to = source.cursor;
    const tokens = settings.batch * settings.seq * settings.accumulate;
    const tag = { step: state.step + 1, learningRate, tokens, from, to };
    report(await ring.submit(commands, tag)); // waits only when METRICS_SLOTS steps are under way
    state = { ...state, step: state.step + 1, cursor: to };
    await hooks.yieldToMessages?.();
  }
}

interface StepTag {
  readonly step: number;
  readonly learningRate: number;
  readonly tokens: number;
  /** Where its batches begin and end. */
  readonly from: BatchCursor;
  readonly to: BatchCursor;
}

const due = (every: number, step: number): boolean => every > 0 && step > 0 && step % every === 0;

/**
 * A random model gives every token about the same probability: its loss is ln(vocab). With a tied table it favours the
 * token that it reads, the more so the less the layers add to the embedding; at most its logit is width · std, as the
 * final norm makes of it where they add nothing.
 */
function largestFirstLoss({ vocabSize, hiddenSize, tied, initializerRange: std }: ModelConfig): number {
  const own = tied ? Math.exp(hiddenSize * std) : 0;
  return Math.log(vocabSize * Math.exp((hiddenSize * std ** 2) / 2) + own);
}

function checkFirstLoss(loss: number, config: ModelConfig): void {
  const { vocabSize } = config;
  const expected = Math.log(vocabSize);
  if (loss >= 0.9 * expected && loss <= 1.1 * largestFirstLoss(config)) return;
  throw new OcaqError(
    'first-loss-off',
    `The first loss of a randomly initialised model should be near ln(${vocabSize}) = ${expected.toFixed(2)}, but is ${loss.toFixed(2)}. Most likely the graphics driver computes a kernel wrongly, or the initialisation is too large. Nothing was saved; update the driver or try another adapter.`,
    { loss, expected },
  );
}
