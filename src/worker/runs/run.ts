/**
 * One training run in this worker: opens the model, walks the training loop, and saves. A save that finds no room, or
 * whose bytes do not read back, ends nothing: the run stays on the GPU, whoever asked for the save hears why, and it is
 * tried again.
 */

import { mixSeed } from '../../data/random.ts';
import type { ModelOnDevice } from '../../engine/model-on-device.ts';
import { openFitted } from '../../engine/open-fitted.ts';
import { readState, stateBytes, writeState, writeWeights } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { type AdapterSummary, describeAdapter, storageFor } from '../../gpu/device.ts';
import { generate } from '../../inference/generate.ts';
import { parameterCount } from '../../model/parameters.ts';
import { beyondBudget, planWithin } from '../../model/planner.ts';
import { listCheckpoints, loadCheckpoint, loadLatest, saveCheckpoint } from '../../storage/checkpoints.ts';
import { checkRoom } from '../../storage/quota.ts';
import type { CheckpointSummary, RunRecord } from '../../storage/records.ts';
import { initialiseParameters } from '../../training/initialise.ts';
import { type LoopHooks, type LoopRequest, type StepReport, trainingLoop } from '../../training/loop.ts';
import { type LoopState, newLoopState, resumeState } from '../../training/loop-state.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { kernelsFor } from '../models/kernels.ts';
import { trainingRequest } from '../models/model.ts';
import { type CheckpointDetails, type RunConfig, runConfig, toCheckpoint, toErrorRecord } from '../stored.ts';
import { tokenizerById } from '../text/tokens.ts';
import { nextTask } from './next-task.ts';
import { type RunData, runData } from './run-data.ts';
import { mayPass, RunJournal } from './run-journal.ts';
import type { TrainingLock } from './training-lock.ts';

const FLUSH_MS = 250;
/** However many steps it takes: no more than this, or one step where that is longer, is lost with the tab. */
const SAVE_MS = 5 * 60_000;
const SAMPLE_TOKENS = 48;
/** The two that are kept, and the one being written. */
const CHECKPOINTS_AT_ONCE = 3;

type Ending = 'paused' | 'stopped';

interface Saver {
  resolve(checkpoint: api.CheckpointRecord): void;
  reject(error: unknown): void;
}

export class ActiveRun {
  readonly id: api.Id;
  readonly projectId: api.Id;
  private readonly hub: Hub;
  private readonly journal: RunJournal;
  private readonly model: ModelOnDevice;
  private readonly data: RunData;
  private readonly lock: TrainingLock;
  private flushed = 0;
  private wanted: LoopRequest = 'go';
  private ending: Ending | null = null;
  private heldOut: api.HeldOutPoint | null = null;
  private savers: Saver[] = [];
  /** Those who wait for the run to end, and hear of it when it cannot. */
  private enders: ((error: unknown) => void)[] = [];
  private lastSaved: CheckpointSummary | null = null;
  /** Steps that the page has not been told of. */
  private readonly skipped: StepReport[] = [];
  private lastTried = performance.now();
  /** Set while a finished run waits for somebody to ask for its save again. */
  private wake: (() => void) | null = null;
  /** Resolves when the run has ended, however it did. */
  ended: Promise<void> = Promise.resolve();

  private constructor(hub: Hub, journal: RunJournal, model: ModelOnDevice, data: RunData, lock: TrainingLock) {
    this.id = journal.record.id;
    this.projectId = journal.record.projectId;
    this.hub = hub;
    this.journal = journal;
    this.model = model;
    this.data = data;
    this.lock = lock;
  }

  /**
   * Loads or initialises the model and starts the loop; the lock is the run's from then on.
   * @param budgetBytes what a new run's plan is chosen for; one that has begun keeps its own
   * @throws before anything runs when it cannot, or when storage has no room for its checkpoints
   */
  static async start(hub: Hub, record: RunRecord, lock: TrainingLock, budgetBytes: number): Promise<ActiveRun> {
    await lock.announce(record.id);
    const run = runConfig(record);
    const data = await runData(hub, record.projectId, run);
    const latest = await loadLatest(hub.database, record.id);
    const adapter = await describeAdapter(navigator.gpu);
    const resumed = latest && resumeState(latest.manifest.state, adapter);
    const request = trainingRequest(run.choice, resumed?.state ?? (await freshBasis(hub, run, adapter)));
    // A run that has begun keeps its plan, whatever the budget has become.
    const fitted = planWithin(request, resumed ? Number.POSITIVE_INFINITY : budgetBytes);
    const chosen = resumed?.state ?? newLoopState(loopSettings(run), request.kernels, adapter, fitted.plan);
    await checkRoomForCheckpoints(hub, record, stateBytes(fitted.plan.layout));
    const { model, warning } = await hub.job(crypto.randomUUID(), 'load', '', async (job) => {
      const opened = await openFitted(navigator.gpu, request, fitted, (done, total) => {
        job.signal.throwIfAborted();
        job.progress(done, total, 'kernels');
      });
      try {
        await fill(hub, opened.model, run, latest, job.signal);
        return opened;
      } catch (error) {
        opened.model.destroy();
        throw error;
      }
    });
    const start = { ...chosen, moments: model.plan.moments, recompute: model.plan.recompute };
    try {
      const journal = new RunJournal(hub, record);
      await journal.change(
        { status: 'running', step: start.step },
        {
          plannedBytes: model.plan.totalBytes,
          usedBytes: model.executor.createdBytes,
          unigramLoss: data.unigramLoss,
          error: null,
        },
      );
      for (const damaged of latest?.damaged ?? [])
        await journal.event(start.step, 'warning', passedOver(damaged, start.step));
      const overBudget = fitted.fits ? null : beyondBudget(request, fitted, budgetBytes);
      for (const said of [resumed?.warning, overBudget, warning])
        if (said) await journal.event(start.step, 'warning', said);
      await journal.event(start.step, latest ? 'resumed' : 'started', '');
      const active = new ActiveRun(hub, journal, model, data, lock);
      active.ended = active.walk(start);
      return active;
    } catch (error) {
      model.destroy();
      throw error;
    }
  }

  get apiRecord(): api.RunRecord {
    return this.journal.apiRecord;
  }

  /**
   * Saves, then ends; resolves when it has.
   * @throws why it could not be saved; the run then goes on
   */
  async end(how: Ending): Promise<api.RunRecord> {
    this.ending = how;
    this.wanted = 'stop';
    const refused = new Promise<never>((_, reject) => this.enders.push(reject));
    this.wake?.();
    await Promise.race([this.ended, refused]);
    return this.apiRecord;
  }

  /** @throws why it could not be saved; the run goes on */
  save(): Promise<api.CheckpointRecord> {
    if (this.wanted === 'go') this.wanted = 'save';
    return new Promise((resolve, reject) => {
      this.savers.push({ resolve, reject });
      this.wake?.();
    });
  }

  private async walk(start: LoopState): Promise<void> {
    const run = runConfig(this.journal.record);
    const fresh = start.step === 0 && run.baseCheckpoint === null;
    const hooks: LoopHooks = {
      onStep: (report) => this.step(report),
      evaluate: (step) => this.evaluate(step),
      sample: (step) => this.sample(step),
      save: (state) => this.saveState(state),
      request: () => this.request(),
      isInterrupted: () => this.wanted === 'stop',
      yieldToMessages: () => this.breathe(),
    };
    try {
      const state = await trainingLoop(this.model, this.data.source, start, fresh, hooks);
      await this.tellSkipped();
      await this.journal.flush();
      const finished = state.step >= state.settings.steps;
      const status = finished ? 'finished' : (this.ending ?? 'stopped');
      await this.journal.change({ status, step: state.step });
      await this.journal.event(state.step, status, '');
    } catch (error) {
      await this.fail(error);
    } finally {
      this.model.destroy();
      await this.lock.release();
      const over = 'The run has ended before it could be saved again; its last checkpoint is there.';
      for (const { reject } of this.savers) reject(new OcaqError('run-over', over));
    }
  }

  /** Tells the page in any case; storage may be the very thing that failed. */
  private async fail(error: unknown): Promise<void> {
    const record = toErrorRecord(error, 'run-failed');
    const { journal } = this;
    for (const tell of [
      () => journal.flush(),
      () => journal.change({ status: 'failed' }, { error: record }),
      () => journal.event(journal.record.step, 'failed', error instanceof OcaqError ? error : record.message),
    ])
      await tell().catch(() => undefined);
    if (record.code === 'device-lost') this.hub.emit({ type: 'device-lost', message: record.message });
  }

  private request(): LoopRequest {
    const overdue = performance.now() - this.lastTried > SAVE_MS;
    return this.wanted === 'go' && overdue ? 'save' : this.wanted;
  }

  private step(report: StepReport): void {
    const { step, loss, learningRate, gradNorm, tokensPerSecond, milliseconds } = report;
    if (!report.finite) {
      this.skipped.push(report);
      return;
    }
    this.journal.step({ step, loss, learningRate, gradNorm, tokensPerSecond, stepMilliseconds: milliseconds });
  }

  /** Lets messages in, and tells the page and storage what has come since. */
  private async breathe(): Promise<void> {
    if (performance.now() - this.flushed > FLUSH_MS) {
      this.flushed = performance.now();
      await this.journal.flush();
    }
    await this.tellSkipped();
    await nextTask();
  }

  private async tellSkipped(): Promise<void> {
    for (const { step, lossScale } of this.skipped.splice(0))
      await this.journal.event(step, 'warning', skippedStep(step, lossScale));
  }

  private async evaluate(step: number): Promise<void> {
    const heldOut = this.data.heldOut();
    if (!heldOut) return;
    const { loss, perplexity, bitsPerByte } = await evaluate(this.model, heldOut.batches, { bytes: heldOut.bytes });
    this.heldOut = { step, loss, perplexity, bitsPerByte };
    await this.journal.heldOut(this.heldOut);
  }

  private async sample(step: number): Promise<void> {
    const { settings, tokenizer: id } = runConfig(this.journal.record);
    const tokenizer = await tokenizerById(this.hub, id);
    const prompt = tokenizer.encode(settings.samplePrompt, { specialTokens: false });
    if (prompt.length === 0 || prompt.length >= this.model.plan.cacheCapacity) return;
    const sampling = {
      temperature: 0.8,
      topK: 40,
      topP: 1,
      minP: 0,
      repetitionPenalty: 1.1,
      seed: mixSeed(settings.seed, 'sample', step),
    };
    const { tokens } = await generate(this.model, prompt, {
      maxTokens: SAMPLE_TOKENS,
      sampling,
      stopTokens: stopTokens(tokenizer.eosId),
    });
    const text = tokenizer.decode(tokens, { skipSpecialTokens: true });
    await this.journal.sample({ step, prompt: settings.samplePrompt, text });
  }

  /** Where a save fails, the run goes on; a finished one waits until it is asked to try again. */
  private async saveState(state: LoopState): Promise<void> {
    for (;;) {
      try {
        if (this.lastSaved?.step !== state.step) await this.store(state);
        return this.answerSavers();
      } catch (error) {
        if (!mayPass(error)) throw error;
        await this.journal.event(state.step, 'warning', error);
        const asked = new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        this.refuse(error);
        if (state.step < state.settings.steps) return;
        await asked;
      } finally {
        this.lastTried = performance.now();
      }
    }
  }

  private async store(state: LoopState): Promise<void> {
    await this.journal.flush();
    const { id, projectId, kind } = this.journal.record;
    const run = runConfig(this.journal.record);
    // A tuned model's figure is of held-out answers, not of held-out documents, so it is not kept as one of those.
    const heldOut = kind === 'pretrain' && this.heldOut?.step === state.step ? this.heldOut : null;
    const details: CheckpointDetails = {
      parameters: parameterCount(run.choice.config),
      config: run.choice.config,
      template: run.template,
      heldOut,
      tokenizer: run.tokenizer,
    };
    const finished = state.step >= state.settings.steps;
    const saved = await saveCheckpoint(
      this.hub.database,
      { runId: id, projectId, kind, step: state.step, label: '', keep: finished, metrics: {}, details, state },
      readState(this.model),
    );
    this.lastSaved = saved.checkpoint;
    await this.journal.event(state.step, 'checkpoint', '');
    if (saved.leftover) await this.journal.event(state.step, 'warning', saved.leftover);
    await this.hub.storage();
  }

  private answerSavers(): void {
    if (this.wanted === 'save') this.wanted = 'go';
    const waiting = this.savers;
    this.savers = [];
    if (this.lastSaved) for (const { resolve } of waiting) resolve(toCheckpoint(this.lastSaved));
  }

  /** Tells everybody who waits for a save, and takes what they asked for as answered. */
  private refuse(error: OcaqError): void {
    this.wanted = 'go';
    this.ending = null;
    for (const { reject } of this.savers.splice(0)) reject(error);
    for (const reject of this.enders.splice(0)) reject(error);
  }
}

/** What a new run's plan is made for. */
async function freshBasis(hub: Hub, { choice }: RunConfig, adapter: AdapterSummary) {
  const storage = storageFor(choice.precision, adapter);
  return { kernels: await kernelsFor(hub, storage), storage, bindingBytes: adapter.maxBindingBytes };
}

/** @throws `storage-full` before anything is trained that could not be kept */
async function checkRoomForCheckpoints(hub: Hub, { id, projectId }: RunRecord, bytes: number): Promise<void> {
  const own = (await listCheckpoints(hub.database, projectId)).filter(({ runId }) => runId === id);
  await checkRoom(bytes * Math.max(1, CHECKPOINTS_AT_ONCE - own.length));
}

/** What is said of a step whose gradient 16 bits could not hold. */
const skippedStep = (step: number, lossScale: number): OcaqError =>
  new OcaqError(
    'step-skipped',
    `Step ${step} changed nothing: its gradient went beyond what 16 bits hold. The loss scale falls from ${lossScale} to half of it; this is usual now and then.`,
    { step, lossScale },
  );

/** What is said of a damaged checkpoint when a run goes on from an earlier one. */
function passedOver(damaged: OcaqError, from: number): OcaqError {
  if (damaged.code !== 'checkpoint-damaged') return damaged;
  const { step, problem } = damaged.details;
  return new OcaqError(
    'checkpoint-passed-over',
    `The checkpoint of step ${step} is damaged: ${problem}. The run goes on from the one of step ${from}; the steps between are trained again.`,
    { ...damaged.details, from },
    { cause: damaged },
  );
}

export const stopTokens = (eos: number | undefined): number[] => (eos === undefined ? [] : [eos]);

function loopSettings({ choice, settings }: RunConfig) {
  const { batch, seq, accumulate } = choice;
  const { samplePrompt: _prompt, ...rest } = settings;
  return { ...rest, batch, seq, accumulate };
}

async function fill(
  hub: Hub,
  model: ModelOnDevice,
  run: RunConfig,
  latest: Awaited<ReturnType<typeof loadLatest>>,
  signal: AbortSignal,
): Promise<void> {
  const from = latest ?? (run.baseCheckpoint === null ? null : await loadCheckpoint(hub.database, run.baseCheckpoint));
  if (!from) return initialiseParameters(model, run.settings.seed);
  const tensor = (name: string) => {
    signal.throwIfAborted();
    return from.tensor(name);
  };
  return latest ? writeState(model, tensor) : writeWeights(model, tensor);
}
