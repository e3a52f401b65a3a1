/**
 * One training run in this worker: opens the model, walks the training loop, and turns what happens into stored points
 * and events for the page. One run at a time, over all tabs: whoever trains holds a Web Lock.
 */

import { mixSeed } from '../data/random.ts';
import { OcaqError } from '../errors.ts';
import { generate } from '../inference/generate.ts';
import { chooseKernels } from '../inference/kernel-choice.ts';
import { ModelOnDevice } from '../inference/model-on-device.ts';
import { parameterCount } from '../model/parameters.ts';
import { loadCheckpoint, loadLatest, saveCheckpoint } from '../storage/checkpoints.ts';
import type { CheckpointSummary, RunRecord } from '../storage/records.ts';
import { appendEvents, appendPoints, updateRun } from '../storage/runs.ts';
import { evaluate } from '../training/evaluate.ts';
import { initialiseParameters } from '../training/initialise.ts';
import { type LoopHooks, type LoopRequest, type StepReport, trainingLoop } from '../training/loop.ts';
import { type LoopState, newLoopState } from '../training/loop-state.ts';
import { readState, writeState, writeWeights } from '../training/state-tensors.ts';
import type * as api from './api.ts';
import type { Hub } from './hub.ts';
import { bindingBytes, trainingPlan } from './model.ts';
import { type RunData, runData } from './run-data.ts';
import { type CheckpointDetails, type RunConfig, type RunDetails, toCheckpoint, toRun } from './stored.ts';
import { tokenizerById } from './tokens.ts';

const FLUSH_MS = 250;
const SAMPLE_TOKENS = 48;

type Ending = 'paused' | 'stopped';

export class ActiveRun {
  readonly id: api.Id;
  private readonly hub: Hub;
  private record: RunRecord;
  private readonly model: ModelOnDevice;
  private readonly data: RunData;
  private readonly release: () => void;
  private points: api.StepPoint[] = [];
  private flushed = 0;
  private wanted: LoopRequest = 'go';
  private ending: Ending | null = null;
  private heldOut: api.HeldOutPoint | null = null;
  private savers: { resolve: (checkpoint: api.CheckpointRecord) => void; reject: (error: unknown) => void }[] = [];
  private lastSaved: CheckpointSummary | null = null;
  /** Resolves when the run has ended, however it did. */
  readonly ended: Promise<void>;

  private constructor(
    hub: Hub,
    record: RunRecord,
    model: ModelOnDevice,
    data: RunData,
    start: LoopState,
    release: () => void,
  ) {
    this.id = record.id;
    this.hub = hub;
    this.record = record;
    this.model = model;
    this.data = data;
    this.release = release;
    this.ended = this.walk(start);
  }

  /** Loads or initialises the model and starts the loop. @throws before anything runs when it cannot */
  static async start(hub: Hub, record: RunRecord): Promise<ActiveRun> {
    const release = await holdTrainingLock();
    let model: ModelOnDevice | null = null;
    try {
      const run = record.config as RunConfig;
      const data = await runData(hub, record.projectId, run);
      const latest = await loadLatest(hub.database, record.id);
      const start =
        (latest?.manifest.state as LoopState | undefined) ??
        newLoopState(loopSettings(run), await chooseKernels(navigator.gpu), await bindingBytes());
      const plan = trainingPlan(run.choice, start.kernels, start.bindingBytes);
      model = await hub.job(crypto.randomUUID(), 'load', '', (job) =>
        ModelOnDevice.open(navigator.gpu, plan, (done, total) => job.progress(done, total, 'kernels')),
      );
      await fill(hub, model, run, latest);
      const details: RunDetails = {
        ...(record.details as RunDetails),
        plannedBytes: model.plan.totalBytes,
        usedBytes: model.executor.createdBytes,
        unigramLoss: data.unigramLoss,
        error: null,
      };
      const started = await updateRun(hub.database, record.id, { status: 'running', step: start.step, details });
      const active = new ActiveRun(hub, started, model, data, start, release);
      for (const damaged of latest?.damaged ?? []) await active.event(start.step, 'warning', damaged.message);
      await active.event(start.step, latest ? 'resumed' : 'started', '');
      return active;
    } catch (error) {
      model?.destroy();
      release();
      throw error;
    }
  }

  get apiRecord(): api.RunRecord {
    return toRun(this.record);
  }

  /** Saves, then ends; resolves when it has. */
  async end(how: Ending): Promise<api.RunRecord> {
    this.ending = how;
    this.wanted = 'stop';
    await this.ended;
    return this.apiRecord;
  }

  save(): Promise<api.CheckpointRecord> {
    if (this.wanted === 'go') this.wanted = 'save';
    return new Promise((resolve, reject) => this.savers.push({ resolve, reject }));
  }

  private async walk(start: LoopState): Promise<void> {
    const run = this.record.config as RunConfig;
    const fresh = start.step === 0 && run.baseCheckpoint === null;
    const hooks: LoopHooks = {
      onStep: (report) => this.step(report),
      evaluate: (step) => this.evaluate(step),
      sample: (step) => this.sample(step),
      save: (state) => this.saveState(state),
      request: () => this.wanted,
      breathe: () => this.breathe(),
    };
    try {
      const state = await trainingLoop(this.model, this.data.source, start, fresh, hooks);
      await this.flush();
      const finished = state.step >= state.settings.steps;
      const status = finished ? 'finished' : (this.ending ?? 'stopped');
      await this.change({ status, step: state.step });
      await this.event(state.step, status, '');
    } catch (error) {
      await this.fail(error);
    } finally {
      this.model.destroy();
      this.release();
      for (const { reject } of this.savers)
        reject(
          new OcaqError('run-over', 'The run has ended before it could be saved again; its last checkpoint is there.'),
        );
    }
  }

  private async fail(error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error);
    try {
      await this.flush();
      await this.change({ status: 'failed' }, { error: message });
      await this.event(this.record.step, 'failed', message);
    } finally {
      if (error instanceof OcaqError && error.code === 'device-lost') this.hub.emit({ type: 'device-lost', message });
    }
  }

  private step(report: StepReport): void {
    const { step, loss, learningRate, gradNorm, tokensPerSecond, milliseconds } = report;
    this.points.push({ step, loss, learningRate, gradNorm, tokensPerSecond, stepMilliseconds: milliseconds });
  }

  /** Lets messages in, and tells the page and storage what has come since. */
  private async breathe(): Promise<void> {
    if (performance.now() - this.flushed > FLUSH_MS) await this.flush();
    await new Promise((resolve) => setTimeout(resolve));
  }

  private async flush(): Promise<void> {
    this.flushed = performance.now();
    const points = this.points;
    const last = points.at(-1);
    if (!last) return;
    this.points = [];
    this.hub.emit({ type: 'run-steps', runId: this.id, points });
    await appendPoints(this.hub.database, this.id, 'steps', points);
    await this.change({ step: last.step }, { trainLoss: last.loss });
  }

  private async evaluate(step: number): Promise<void> {
    const heldOut = this.data.heldOut();
    if (!heldOut) return;
    const { loss, perplexity, bitsPerByte } = await evaluate(this.model, heldOut.batches, { bytes: heldOut.bytes });
    this.heldOut = { step, loss, perplexity, bitsPerByte };
    await appendPoints(this.hub.database, this.id, 'heldOut', [this.heldOut]);
    await this.change({}, { heldOutLoss: loss });
    this.hub.emit({ type: 'run-heldout', runId: this.id, point: this.heldOut });
  }

  private async sample(step: number): Promise<void> {
    const { settings, tokenizer: id } = this.record.config as RunConfig;
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
    const sample: api.SamplePoint = {
      step,
      prompt: settings.samplePrompt,
      text: tokenizer.decode(tokens, { skipSpecialTokens: true }),
    };
    await appendPoints(this.hub.database, this.id, 'samples', [sample]);
    this.hub.emit({ type: 'run-sample', runId: this.id, sample });
  }

  private async saveState(state: LoopState): Promise<void> {
    if (this.lastSaved?.step === state.step) return this.answerSavers();
    await this.flush();
    const { config, id, projectId, kind } = this.record;
    const run = config as RunConfig;
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
    await this.event(state.step, 'checkpoint', '');
    if (saved.leftover) await this.event(state.step, 'warning', saved.leftover.message);
    await this.hub.storage();
    this.answerSavers();
  }

  private answerSavers(): void {
    if (this.wanted === 'save') this.wanted = 'go';
    const waiting = this.savers;
    this.savers = [];
    if (this.lastSaved) for (const { resolve } of waiting) resolve(toCheckpoint(this.lastSaved));
  }

  private async change(
    change: { status?: RunRecord['status']; step?: number },
    details: Partial<RunDetails> = {},
  ): Promise<void> {
    this.record = await updateRun(this.hub.database, this.id, {
      ...change,
      details: { ...(this.record.details as RunDetails), ...details },
    });
    this.hub.emit({ type: 'run-changed', run: this.apiRecord });
  }

  private async event(step: number, kind: api.RunEvent['kind'], text: string): Promise<void> {
    const event: api.RunEvent = { at: Date.now(), step, kind, text };
    await appendEvents(this.hub.database, this.id, 'events', [event]);
    this.hub.emit({ type: 'run-event', runId: this.id, event });
  }
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
): Promise<void> {
  if (latest) return writeState(model, (name) => latest.tensor(name));
  if (run.baseCheckpoint === null) return initialiseParameters(model, run.settings.seed);
  const base = await loadCheckpoint(hub.database, run.baseCheckpoint);
  return writeWeights(model, (name) => base.tensor(name));
}

/** Held until released; another tab that trains is an error, not a wait. */
function holdTrainingLock(): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request('ocaq-training', { ifAvailable: true }, (lock) => {
      if (!lock)
        throw new OcaqError(
          'run-elsewhere',
          'Another tab is training with Ocaq on this machine. Wait for it, or pause it there, then start here.',
        );
      return new Promise<void>((release) => resolve(release));
    });
    held.catch(reject);
  });
}
