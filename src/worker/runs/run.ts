/** One training run in this worker: walks the training loop of its session, and tells page and storage what comes of it. */

import { mixSeed } from '../../data/random.ts';
import { OcaqError } from '../../errors.ts';
import { evaluate } from '../../evaluation/evaluate.ts';
import { heldOutLossOf } from '../../storage/best-checkpoint.ts';
import { listCheckpoints, saveCheckpoint } from '../../storage/checkpoints.ts';
import type { RunRecord } from '../../storage/records.ts';
import { readGoodState } from '../../training/good-state.ts';
import type { StepReport } from '../../training/loop.ts';
import type { LoopState } from '../../training/loop-state.ts';
import { changeSaid, Diverged, isBefore, outcomeOf } from '../../training/recovery.ts';
import { decayStart } from '../../training/schedule.ts';
import { runSession, type Session } from '../../training/session.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { nextTask } from '../next-task.ts';
import { basisOf, runConfig, toCheckpoint, toErrorRecord } from '../stored.ts';
import { DeviceLosses, mayComeBack } from './device-loss.ts';
import type { OpenedRun, OpenOptions, StartChange } from './open-run.ts';
import { repeatBasis } from './repeat.ts';
import type { RunData } from './run-data.ts';
import { RunJournal } from './run-journal.ts';
import { promptsOf } from './sample-prompts.ts';
import { promptTask, takeSamples } from './samples.ts';
import { savedDetails } from './saved-details.ts';
import { type Ending, Saver } from './saver.ts';
import type { TrainingLock } from './training-lock.ts';

/** The page draws what it is told: on a slow device, more often would take from training what it needs itself. */
const FLUSH_MS = 1000;

export type OpenRun = (as: Pick<OpenOptions, 'sameAdapter' | 'change'>) => Promise<OpenedRun>;

export class ActiveRun {
  readonly id: api.Id;
  readonly projectId: api.Id;
  private readonly hub: Hub;
  private readonly journal: RunJournal;
  private readonly data: RunData;
  private readonly open: OpenRun;
  private readonly lock: TrainingLock;
  private readonly saver: Saver;
  private flushed = 0;
  private heldOut: api.HeldOutPoint | null = null;
  /** Lowest held-out loss that a checkpoint of the run has. */
  private bestLoss = Number.POSITIVE_INFINITY;
  /** Of the checkpoint that it would resume from. */
  private savedStep: number;
  private readonly losses = new DeviceLosses();
  /** What is changed of it from the next time that it is opened on, until that is saved. */
  private change: StartChange;
  /** null while there is no device. */
  private opened: Session | null = null;
  /** Ends the wait for a lost device. */
  private wake: () => void = () => undefined;
  /** What is to be said of steps, and the page has not been told of. */
  private readonly remarks: { readonly step: number; readonly remark: OcaqError }[] = [];
  private readonly onSaved: () => Promise<unknown>;
  /** Resolves when the run has ended, however it did. */
  ended: Promise<void> = Promise.resolve();

  private constructor(
    hub: Hub,
    journal: RunJournal,
    data: RunData,
    open: OpenRun,
    lock: TrainingLock,
    onSaved: () => Promise<unknown>,
    change: StartChange,
  ) {
    this.id = journal.record.id;
    this.projectId = journal.record.projectId;
    this.hub = hub;
    this.journal = journal;
    this.data = data;
    this.open = open;
    this.savedStep = journal.record.step;
    this.lock = lock;
    this.onSaved = onSaved;
    this.change = change;
    this.saver = new Saver(
      (state) => this.store(state),
      (step, why) => journal.event(step, 'warning', why),
    );
  }

  /**
   * Starts the loop of a run, on a device if there is one: a run whose device is lost waits for it. The lock is the run's from
   * then on.
   * @param open makes its session, from its last checkpoint where it has one, on the adapter that it had where that is asked for
   * @param onSaved called with every checkpoint that is stored; the run continues where it fails
   * @param change of the run, from here on
   * @throws what keeps it from being opened
   */
  static async start(
    hub: Hub,
    record: RunRecord,
    lock: TrainingLock,
    data: RunData,
    open: OpenRun,
    onSaved: () => Promise<unknown>,
    change: StartChange = {},
  ): Promise<ActiveRun> {
    const active = new ActiveRun(hub, new RunJournal(hub, record), data, open, lock, onSaved, change);
    const loss = await active.openSession().then(
      () => null,
      (error: unknown) => {
        const isWaitedFor = mayComeBack(error) && (error.code === 'device-lost' || active.isWaiting);
        if (!isWaitedFor) throw error;
        return error;
      },
    );
    active.ended = active.walk(loss);
    return active;
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
    const refused = this.saver.end(how);
    this.wake();
    await Promise.race([refused, this.ended]);
    return this.apiRecord;
  }

  /** @throws why it could not be saved; the run continues */
  save(): Promise<api.CheckpointRecord> {
    return this.saver.ask();
  }

  private get session(): Session {
    if (!this.opened) throw new Error('The run has no device.');
    return this.opened;
  }

  private get isWaiting(): boolean {
    return this.apiRecord.recovering !== null;
  }

  /** @param loss why it has no session yet */
  private async walk(loss: OcaqError | null): Promise<void> {
    try {
      const state = await this.train(loss);
      await this.tellRemarks();
      await this.journal.flush();
      const status = state && state.step >= state.settings.steps ? 'finished' : this.ending;
      const step = state?.step ?? this.savedStep;
      await this.journal.change({ status, step }, { recovering: null });
      await this.journal.event(step, status, '');
    } catch (error) {
      await this.fail(error);
    } finally {
      this.opened?.model.destroy();
      await this.lock.release();
      this.saver.close();
    }
  }

  private get ending(): Ending {
    if (this.saver.ending) return this.saver.ending;
    return this.apiRecord.diverged ? 'paused' : 'stopped';
  }

  /**
   * The training loop; where the device is lost, on the next one from the last checkpoint, where it diverges, from one before.
   * @returns null: it was ended while it had no device, or waits for what a person decides
   */
  private async train(loss: OcaqError | null): Promise<LoopState | null> {
    for (let lost = loss; ; ) {
      if (lost) await this.waitAfter(lost);
      if (lost && this.saver.isStopping) return null;
      try {
        if (!this.opened) await this.openSession();
        return await runSession(this.session, {
          onStep: (report) => this.step(report),
          evaluate: (step) => this.evaluate(step),
          sample: (step) => this.sample(step),
          save: (reached) => this.saver.save(reached),
          request: () => this.saver.request,
          isInterrupted: () => this.saver.isStopping,
          yieldToMessages: () => this.yieldToMessages(),
        });
      } catch (error) {
        const isDiverged = error instanceof Diverged;
        if (!isDiverged && !mayComeBack(error)) throw error;
        lost = isDiverged ? null : error;
        this.opened?.model.destroy();
        this.opened = null;
        if (isDiverged && !(await this.goesBack(error))) return null;
      }
    }
  }

  /**
   * What its recipe says of a run that has diverged.
   * @returns false: it stands still, and a person decides
   * @throws what it ends with
   */
  private async goesBack(error: Diverged): Promise<boolean> {
    const { journal } = this;
    const { trouble } = error;
    await this.tellRemarks();
    await journal.flush();
    const { branch } = runConfig(journal.record);
    const kept = await listCheckpoints(this.hub.database, this.projectId);
    const places = [branch?.step ?? 0, ...kept.filter(({ runId }) => runId === this.id).map(({ step }) => step)];
    const outcome = outcomeOf(error, places);
    // A run that ends with the trouble itself says it as its end.
    if (outcome.kind !== 'ends' || outcome.why !== error) await journal.event(trouble.step, 'warning', error);
    if (outcome.kind === 'goes-back') {
      this.change = { back: { trouble, remedy: outcome.remedy } };
      this.losses.forgetSteps();
      return true;
    }
    const why = outcome.kind === 'ends' ? outcome.why : error;
    const to = Math.max(...places.filter((done) => isBefore(done, trouble)));
    const diverged = to >= 0 ? { trouble, error: toErrorRecord(why, 'run-failed'), to } : null;
    await journal.change({}, { diverged });
    if (outcome.kind === 'ends') throw why;
    return false;
  }

  private async openSession(): Promise<void> {
    const { change } = this;
    const { session, isResumed, bestLoss, heldOut, changes } = await this.open({ sameAdapter: this.isWaiting, change });
    this.opened = session;
    this.bestLoss = bestLoss;
    this.heldOut = heldOut;
    const { model, start, warnings } = session;
    // A run whose device is lost waits for the adapter of its last checkpoint: from here on for this one.
    const isMoved = warnings.some(({ code }) => code === 'adapter-changed');
    if (changes.length > 0 || isMoved) this.saver.renew();
    const { learningRate, minLearningRate } = start.settings;
    this.savedStep = start.step;
    this.remarks.splice(0);
    try {
      await this.journal.change(
        { status: 'running', step: start.step },
        {
          plannedBytes: model.plan.totalBytes,
          usedBytes: model.executor.createdBytes,
          unigramLoss: this.data.unigramLoss,
          rowsPerEpoch: this.data.source.windowsPerEpoch,
          tokensPerEpoch: this.data.source.tokensPerEpoch,
          error: null,
          recovering: null,
          rates: { learningRate, minLearningRate },
          rateScale: start.recovery.rateScale,
          basis: basisOf(this.journal.record) ?? repeatBasis(start),
        },
      );
      for (const warning of warnings) await this.journal.event(start.step, 'warning', warning);
      for (const change of changes) await this.journal.event(change.step, 'changed', changeSaid(change));
      await this.journal.event(start.step, isResumed ? 'resumed' : 'started', '');
    } catch (error) {
      model.destroy();
      throw error;
    }
  }

  /** Says that there is no device, and waits until the next one is worth a try or the run is asked to end. */
  private async waitAfter(loss: OcaqError): Promise<void> {
    const { journal } = this;
    const { step } = journal.record;
    const pause = this.losses.note(loss, step, performance.now());
    const woken = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    const now = Date.now();
    const since = this.apiRecord.recovering?.since ?? now;
    const recovering = { since, nextTry: now + pause, error: toErrorRecord(loss, 'run-failed') };
    await journal.flush();
    await journal.change({ status: 'running' }, { recovering });
    if (loss.code === 'device-lost') await journal.event(step, 'warning', loss);
    await Promise.race([woken, new Promise((resolve) => setTimeout(resolve, pause))]);
  }

  /** Tells the page in any case; storage may be the very thing that failed. */
  private async fail(error: unknown): Promise<void> {
    const record = toErrorRecord(error, 'run-failed');
    const { journal } = this;
    for (const tell of [
      () => journal.flush(),
      () => journal.change({ status: 'failed' }, { error: record, recovering: null }),
      () => journal.event(journal.record.step, 'failed', error instanceof OcaqError ? error : record.message),
    ])
      await tell().catch(() => undefined);
  }

  private step(report: StepReport): void {
    const { step, loss, learningRate, gradNorm, tokensPerSecond, milliseconds } = report;
    for (const remark of report.remarks) this.remarks.push({ step, remark });
    if (!report.finite) return;
    this.journal.step({ step, loss, learningRate, gradNorm, tokensPerSecond, stepMilliseconds: milliseconds });
  }

  /** Lets messages in, and tells the page and storage what has come since. */
  private async yieldToMessages(): Promise<void> {
    if (performance.now() - this.flushed > FLUSH_MS) {
      this.flushed = performance.now();
      await this.journal.flush();
    }
    await this.tellRemarks();
    await nextTask();
  }

  private async tellRemarks(): Promise<void> {
    for (const { step, remark } of this.remarks.splice(0)) await this.journal.event(step, 'warning', remark);
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
    const details = savedDetails(run, evaluated);
    // What a longer run can be continued from bit for bit is kept beside the finished model.
    const keep = state.step >= state.settings.steps || state.step === decayStart(state.settings);
    const { checkpoint, leftover } = await saveCheckpoint(
      this.hub.database,
      { runId: id, projectId, step: state.step, label: '', keep, metrics, details, state },
      readGoodState(this.session.model, state),
    );
    await this.journal.event(state.step, 'checkpoint', '');
    if (leftover) await this.journal.event(state.step, 'warning', leftover);
    this.savedStep = state.step;
    this.change = {};
    if (this.apiRecord.diverged) await this.journal.change({}, { diverged: null });
    await this.hub.storage();
    await this.onSaved().catch(() => undefined); // the checkpoint is safe, whether or not the page can be shown it
    const loss = heldOutLossOf(checkpoint);
    const isBest = loss < this.bestLoss;
    this.bestLoss = Math.min(this.bestLoss, loss);
    return toCheckpoint(checkpoint, isBest);
  }
}
