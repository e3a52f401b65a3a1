/** One training run in this worker: walks the training loop of its session, and tells page and storage what comes of it. */

import { mixSeed } from '../../data/random.ts';
import { readState } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { parameterCount } from '../../model/families/table.ts';
import { heldOutLossOf } from '../../storage/best-checkpoint.ts';
import { saveCheckpoint } from '../../storage/checkpoints.ts';
import type { RunRecord } from '../../storage/records.ts';
import type { StepReport } from '../../training/loop.ts';
import type { LoopState } from '../../training/loop-state.ts';
import { decayStart } from '../../training/schedule.ts';
import { runSession, type Session } from '../../training/session.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { nextTask } from '../next-task.ts';
import { type CheckpointDetails, type RunConfig, runConfig, toCheckpoint, toErrorRecord } from '../stored.ts';
import type { OpenedRun } from './open-run.ts';
import type { RunData } from './run-data.ts';
import { RunJournal } from './run-journal.ts';
import { promptsOf } from './sample-prompts.ts';
import { promptTask, takeSamples } from './samples.ts';
import { type Ending, Saver } from './saver.ts';
import type { TrainingLock } from './training-lock.ts';

/** The page draws what it is told: on a slow device, more often would take from training what it needs itself. */
const FLUSH_MS = 1000;

export class ActiveRun {
  readonly id: api.Id;
  readonly projectId: api.Id;
  private readonly hub: Hub;
  private readonly journal: RunJournal;
  private readonly session: Session;
  private readonly data: RunData;
  private readonly lock: TrainingLock;
  private readonly saver: Saver;
  private flushed = 0;
  private heldOut: api.HeldOutPoint | null = null;
  /** Lowest held-out loss that a checkpoint of the run has. */
  private bestLoss: number;
  /** Steps that changed nothing and that the page has not been told of. */
  private readonly skipped: StepReport[] = [];
  private readonly onSaved: () => Promise<unknown>;
  /** Resolves when the run has ended, however it did. */
  ended: Promise<void> = Promise.resolve();

  private constructor(
    hub: Hub,
    journal: RunJournal,
    { session, data, bestLoss }: OpenedRun,
    lock: TrainingLock,
    onSaved: () => Promise<unknown>,
  ) {
    this.id = journal.record.id;
    this.projectId = journal.record.projectId;
    this.hub = hub;
    this.journal = journal;
    this.session = session;
    this.data = data;
    this.bestLoss = bestLoss;
    this.lock = lock;
    this.onSaved = onSaved;
    this.saver = new Saver(
      (state) => this.store(state),
      (step, why) => journal.event(step, 'warning', why),
    );
  }

  /**
   * Starts the loop of a run that has been opened; session and lock are the run's from then on.
   * @param onSaved called with every checkpoint that is stored; the run continues where it fails
   */
  static async start(
    hub: Hub,
    record: RunRecord,
    lock: TrainingLock,
    opened: OpenedRun,
    onSaved: () => Promise<unknown>,
  ): Promise<ActiveRun> {
    const { model, start, warnings } = opened.session;
    try {
      const journal = new RunJournal(hub, record);
      await journal.change(
        { status: 'running', step: start.step },
        {
          plannedBytes: model.plan.totalBytes,
          usedBytes: model.executor.createdBytes,
          unigramLoss: opened.data.unigramLoss,
          rowsPerEpoch: opened.data.source.windowsPerEpoch,
          error: null,
        },
      );
      for (const warning of warnings) await journal.event(start.step, 'warning', warning);
      await journal.event(start.step, opened.isResumed ? 'resumed' : 'started', '');
      const active = new ActiveRun(hub, journal, opened, lock, onSaved);
      active.ended = active.walk();
      return active;
    } catch (error) {
      model.destroy();
      throw error;
    }
  }

  annotate(words: api.RunWords): void {
    this.journal.annotate(words);
  }

  get apiRecord(): api.RunRecord {
    return this.journal.apiRecord;
  }

  /**
   * Saves, then ends; resolves when it has.
   * @throws why it could not be saved; the run then continues
   */
  async end(how: Ending): Promise<api.RunRecord> {
    await Promise.race([this.saver.end(how), this.ended]);
    return this.apiRecord;
  }

  /** @throws why it could not be saved; the run continues */
  save(): Promise<api.CheckpointRecord> {
    return this.saver.ask();
  }

  private async walk(): Promise<void> {
    try {
      const state = await runSession(this.session, {
        onStep: (report) => this.step(report),
        evaluate: (step) => this.evaluate(step),
        sample: (step) => this.sample(step),
        save: (reached) => this.saver.save(reached),
        request: () => this.saver.request,
        isInterrupted: () => this.saver.isStopping,
        yieldToMessages: () => this.yieldToMessages(),
      });
      await this.tellSkipped();
      await this.journal.flush();
      const finished = state.step >= state.settings.steps;
      const status = finished ? 'finished' : (this.saver.ending ?? 'stopped');
      await this.journal.change({ status, step: state.step });
      await this.journal.event(state.step, status, '');
    } catch (error) {
      await this.fail(error);
    } finally {
      this.session.model.destroy();
      await this.lock.release();
      this.saver.close();
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

  private step(report: StepReport): void {
    const { step, loss, learningRate, gradNorm, tokensPerSecond, milliseconds } = report;
    if (!report.finite) {
      this.skipped.push(report);
      return;
    }
    this.journal.step({ step, loss, learningRate, gradNorm, tokensPerSecond, stepMilliseconds: milliseconds });
  }

  /** Lets messages in, and tells the page and storage what has come since. */
  private async yieldToMessages(): Promise<void> {
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
    const { loss, perplexity, bitsPerByte } = await evaluate(this.session.model, heldOut.batches, {
      bytes: heldOut.bytes,
    });
    this.heldOut = { step, loss, perplexity, bitsPerByte };
    await this.journal.heldOut(this.heldOut);
    if (loss < this.bestLoss) this.saver.saveNext();
  }

  private async sample(step: number): Promise<void> {
    const { settings, tokenizer: id } = runConfig(this.journal.record);
    const tokenizer = await this.hub.tokenizers.byId(id);
    const prompts = promptsOf(this.apiRecord.samplePrompt);
    const tasks = this.data.sampled ?? prompts.map((prompt) => promptTask(tokenizer, prompt));
    const seed = mixSeed(settings.seed, 'sample', step);
    const samples = await takeSamples(this.session.model, tokenizer, tasks, this.data.words, step, seed);
    if (samples.length > 0) await this.journal.samples(samples);
  }

  private async store(state: LoopState): Promise<api.CheckpointRecord> {
    await this.journal.flush();
    const { id, projectId } = this.journal.record;
    const run = runConfig(this.journal.record);
    const evaluated = this.heldOut?.step === state.step ? this.heldOut : null;
    const metrics: Record<string, number> = evaluated ? { heldOutLoss: evaluated.loss } : {};
    const details: CheckpointDetails = {
      parameters: parameterCount(run.choice.config),
      config: run.choice.config,
      template: run.data.kind === 'instructions' ? run.data.template : null,
      ...(run.chatTemplate ? { chatTemplate: run.chatTemplate } : {}),
      // A tuned model's figure is of held-out answers, not of held-out documents, so it is not kept as one of those.
      heldOut: run.data.kind === 'corpus' ? evaluated : null,
      tokenizer: run.tokenizer,
      adapter: adapterOf(run),
    };
    // What a longer run can be continued from bit for bit is kept beside the finished model.
    const keep = state.step >= state.settings.steps || state.step === decayStart(state.settings);
    const { checkpoint, leftover } = await saveCheckpoint(
      this.hub.database,
      { runId: id, projectId, step: state.step, label: '', keep, metrics, details, state },
      readState(this.session.model),
    );
    await this.journal.event(state.step, 'checkpoint', '');
    if (leftover) await this.journal.event(state.step, 'warning', leftover);
    await this.hub.storage();
    await this.onSaved().catch(() => undefined); // the checkpoint is safe, whether or not the page can be shown it
    const loss = heldOutLossOf(checkpoint);
    const isBest = loss < this.bestLoss;
    this.bestLoss = Math.min(this.bestLoss, loss);
    return toCheckpoint(checkpoint, isBest);
  }
}

/** What its checkpoints hold, where that is not the whole model. */
const adapterOf = ({ method, baseCheckpoint: base }: RunConfig): api.CheckpointRecord['adapter'] =>
  method.kind === 'lora' && base !== null ? { lora: method.lora, matrices: method.matrices, base } : null;

/** What is said of a step whose gradient 16 bits could not hold. */
const skippedStep = (step: number, lossScale: number): OcaqError =>
  new OcaqError(
    'step-skipped',
    `Step ${step} changed nothing: its gradient went beyond what 16 bits hold. The loss scale is halved from ${lossScale}; an occasional skipped step is normal.`,
    { step, lossScale },
  );
