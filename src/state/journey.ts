/**
 * The whole journey with the bundled sample, one step after another, through the very calls the screens make: import,
 * tokenizer, model, training, instruction tuning, first answer. It can be stopped at any moment; whatever was made by
 * then stays in the project. A run that the person ends early counts as done, and the journey goes on from there.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { OcaqError } from '../errors.ts';
import type { CheckpointRecord, Id, RunRecord } from '../worker/api.ts';
import type { Chat } from './chat.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { optionsFromPreview } from './corpus.ts';
import { type Instruct, instructBatch, instructSettings } from './instruct.ts';
import type { Jobs } from './jobs.ts';
import { presetChoice } from './model.ts';
import type { Notices } from './notices.ts';
import { fetchSampleFiles } from './sample.ts';
import type { Studio } from './studio.ts';
import type { Training } from './training.ts';

export const journeySteps = ['corpus', 'tokenizer', 'model', 'train', 'instruct', 'chat'] as const;
export type JourneyStep = (typeof journeySteps)[number];

export interface JourneyState {
  phase: 'idle' | 'running' | 'stopping' | 'stopped' | 'failed' | 'done';
  step: JourneyStep | null;
  /** Milliseconds since the epoch. */
  startedAt: number;
  endedAt: number;
  /** Seconds each finished step took. */
  seconds: Readonly<Partial<Record<JourneyStep, number>>>;
  error: OcaqError | null;
}

export interface Journey {
  store: StoreApi<JourneyState>;
  start(projectName: string): Promise<void>;
  stop(): Promise<void>;
  dismiss(): void;
}

export const idleJourney: JourneyState = {
  phase: 'idle',
  step: null,
  startedAt: 0,
  endedAt: 0,
  seconds: {},
  error: null,
};

export const sampleVocabSize = 1024;

/** @param stepMilliseconds how long the step that is left has taken; null when the journey has only begun */
export function enterStep(state: JourneyState, step: JourneyStep, stepMilliseconds: number | null): JourneyState {
  const seconds =
    state.step === null || stepMilliseconds === null
      ? state.seconds
      : { ...state.seconds, [state.step]: stepMilliseconds / 1000 };
  return { ...state, step, seconds };
}

export interface JourneyParts {
  api: Api;
  events: EventStream;
  studio: Studio;
  jobs: Jobs;
  training: Training;
  instruct: Instruct;
  chat: Chat;
  notices: Notices;
}

export function createJourney(parts: JourneyParts): Journey {
  const { api, events, studio, jobs, training, instruct, chat, notices } = parts;
  const store = createStore<JourneyState>(() => idleJourney);
  let stepStartedAt = 0;

  function enter(step: JourneyStep): void {
    stopIfAsked();
    const now = Date.now();
    store.setState((state) => enterStep(state, step, state.step === null ? null : now - stepStartedAt));
    stepStartedAt = now;
  }

  function stopIfAsked(): void {
    if (store.getState().phase === 'stopping') throw new OcaqError('cancelled', 'The journey was stopped.');
  }

  function ended(run: Id): Promise<RunRecord> {
    const isOver = (one: RunRecord) => one.status !== 'running' && one.status !== 'paused';
    return new Promise((resolve) => {
      const known = studio.store.getState().snapshot?.runs.find((one) => one.id === run);
      if (known && isOver(known)) return resolve(known);
      const off = events.on((event) => {
        if (event.type !== 'run-changed' || event.run.id !== run || !isOver(event.run)) return;
        off();
        resolve(event.run);
      });
    });
  }

  /** Shows a run that has just begun, and ends it at once when the journey was stopped meanwhile. */
  async function begun(run: RunRecord): Promise<void> {
    training.show(run.id);
    if (store.getState().phase === 'stopping') await training.stop(run.id);
    stopIfAsked();
  }

  async function finish(run: Id): Promise<RunRecord> {
    const record = await ended(run);
    if (record.status === 'failed')
      throw new OcaqError('run-failed', record.error ?? 'The run failed.', { reason: record.error ?? '' });
    stopIfAsked();
    return record;
  }

  async function newestCheckpoint(run: Id): Promise<CheckpointRecord> {
    studio.takeSnapshot(await api.openProject(studio.projectId()));
    const own = studio.store.getState().snapshot?.checkpoints.filter((one) => one.runId === run) ?? [];
    const newest = own.sort((a, b) => b.step - a.step)[0];
    if (!newest) throw new OcaqError('no-checkpoint', 'The run has ended without a checkpoint. Start it again.');
    return newest;
  }

  async function importCorpus(files: File[]): Promise<void> {
    for (const file of files) {
      stopIfAsked();
      const preview = await api.previewFile(file);
      await jobs.run('import', file.name, (jobId) =>
        api.importFile(studio.projectId(), jobId, file, optionsFromPreview(preview)),
      );
    }
  }

  async function chooseStarter() {
    const presets = await api.presets();
    const starter = presets.find((preset) => preset.id === 'starter') ?? presets[0];
    if (!starter) throw new OcaqError('no-preset', 'There is no preset to start from.');
    studio.takeSnapshot(await api.chooseModel(studio.projectId(), presetChoice(starter, sampleVocabSize)));
    return starter.training;
  }

  async function walk(projectName: string): Promise<void> {
    enter('corpus');
    const sample = await fetchSampleFiles();
    const hasCorpus = (studio.store.getState().snapshot?.corpus.sources.length ?? 0) > 0;
    if (hasCorpus) await studio.createProject(projectName);
    await importCorpus(sample.corpus);

    enter('tokenizer');
    await jobs.run('tokenizer', '', (jobId) =>
      api.trainTokenizer(studio.projectId(), jobId, { vocabSize: sampleVocabSize }),
    );

    enter('model');
    const settings = await chooseStarter();

    enter('train');
    const pretrain = await training.begin(settings);
    await begun(pretrain);
    await finish(pretrain.id);

    enter('instruct');
    const base = await newestCheckpoint(pretrain.id);
    const set = await jobs.run('import', sample.instructions.name, (jobId) =>
      api.importInstructions(studio.projectId(), jobId, sample.instructions),
    );
    const seq = pretrain.choice.seq;
    const { usable } = await api.previewInstructions(studio.projectId(), set.id, 'az', seq, 0, 1);
    const { batch, accumulate } = instructBatch(usable);
    instruct.change({ set: set.id, base: base.id, template: 'az', seq, batch, accumulate, settings: null });
    const tuned = await instruct.begin({
      baseCheckpoint: base.id,
      instructionSet: set.id,
      template: 'az',
      seq,
      batch,
      accumulate,
      settings: instructSettings(usable, batch * accumulate, settings),
    });
    await begun(tuned);
    await finish(tuned.id);

    enter('chat');
    const answering = await newestCheckpoint(tuned.id);
    chat.clear();
    chat.change({ checkpoint: answering.id, template: 'auto' });
    await chat.send(await firstInstruction(sample.instructions), answering.id, answering.template);
  }

  async function cancelAll(): Promise<void> {
    const run = studio.store.getState().snapshot?.runs.find((one) => one.status === 'running');
    await Promise.all([
      ...Object.keys(jobs.store.getState().jobs).map((id) => jobs.cancel(id)),
      chat.stop(),
      ...(run ? [training.stop(run.id)] : []),
    ]);
  }

  return {
    store,
    async start(projectName) {
      const { phase } = store.getState();
      if (phase === 'running' || phase === 'stopping') return;
      store.setState({ ...idleJourney, phase: 'running', startedAt: Date.now() });
      try {
        await walk(projectName);
        store.setState((state) => ({
          ...(state.step ? enterStep(state, state.step, Date.now() - stepStartedAt) : {}),
          phase: 'done',
          endedAt: Date.now(),
        }));
        notices.announce({ kind: 'journey-done' });
      } catch (thrown) {
        const stopped = isCancelled(thrown) || store.getState().phase === 'stopping';
        store.setState({
          phase: stopped ? 'stopped' : 'failed',
          endedAt: Date.now(),
          error: stopped ? null : asOcaqError(thrown),
        });
      } finally {
        await studio.refreshStorage();
      }
    },
    async stop() {
      if (store.getState().phase !== 'running') return;
      store.setState({ phase: 'stopping' });
      await cancelAll();
    },
    dismiss() {
      const { phase } = store.getState();
      if (phase !== 'running' && phase !== 'stopping') store.setState(idleJourney);
    },
  };
}

/** The first instruction of the sample set, as the first thing to ask. */
async function firstInstruction(file: File): Promise<string> {
  const records: unknown = JSON.parse(await file.text());
  const first: unknown = Array.isArray(records) ? records[0] : null;
  const instruction = typeof first === 'object' && first !== null && 'instruction' in first ? first.instruction : null;
  if (typeof instruction !== 'string')
    throw new OcaqError('sample-missing', 'The bundled instruction set is damaged.', { path: file.name });
  return instruction;
}
