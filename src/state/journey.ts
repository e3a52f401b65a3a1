/**
 * The whole journey with the bundled sample, one step after another, through the very calls the screens make: import,
 * tokenizer, model, training, instruction tuning, first answer. It can be stopped at any moment; whatever was made by
 * then stays in the project. A run that the person ends early counts as done, and the journey continues from there. It
 * stays in the project it began in, whichever one the person opens meanwhile.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import { DEFAULT_STEPS } from '../data/cleaning/table.ts';
import { OcaqError } from '../errors.ts';
import type { CheckpointRecord, Id, ModelChoice, ProjectSnapshot, RunRecord } from '../worker/api.ts';
import type { Chat } from './chat.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { type Instruct, instructBatch, instructSettings, tuningSteps } from './instruct.ts';
import type { Jobs } from './jobs.ts';
import { presetChoice } from './model.ts';
import type { Notices } from './notices.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import { preferredOfRun } from './preferred-checkpoint.ts';
import { fetchSampleFiles, holdOutInstruction } from './sample.ts';
import {
  type Measured,
  mostTuningSteps,
  STARTER_TOKENS_PER_SECOND,
  secondsAhead,
  smallerThan,
  tokensOfStep,
  trainingOfSample,
  trainingSteps,
  tuningOfSample,
} from './sample-size.ts';
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
  /** When it said it would end, in milliseconds since the epoch; null before the device was measured. */
  promisedEnd: number | null;
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
  promisedEnd: null,
  error: null,
};

/** Tokens that are mostly whole words: what a small model writes is then made of words. */
export const sampleVocabSize = 2048;
/** Of the first answer: low, since a small model is only sure of what is common. */
/** Of the texts that Ocaq comes with. */
const SAMPLE_LICENCE = 'cc0-1.0';
const firstAnswerTemperature = 0.4;

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
  preferences: PreferencesStore;
}

export function createJourney(parts: JourneyParts): Journey {
  const { api, events, studio, jobs, training, instruct, chat, notices, preferences } = parts;
  const store = createStore<JourneyState>(() => idleJourney);
  let stepStartedAt = 0;
  /** The journey's own run, from its start to its end. */
  let ownRun: Id | null = null;

  function enter(step: JourneyStep): void {
    stopIfAsked();
    const now = Date.now();
    store.setState((state) => enterStep(state, step, state.step === null ? null : now - stepStartedAt));
    stepStartedAt = now;
  }

  function stopIfAsked(): void {
    if (store.getState().phase === 'stopping') throw new OcaqError('cancelled', 'The journey was stopped.');
  }

  /** Resolves when the run is over; null when it, or its project, was deleted. A paused run may still be resumed. */
  async function ended(project: Id, run: Id): Promise<RunRecord | null> {
    const offs: (() => void)[] = [];
    try {
      return await new Promise((resolve, reject) => {
        const look = (record: RunRecord | undefined) => {
          if (record?.status !== 'running' && record?.status !== 'paused') resolve(record ?? null);
        };
        const lookIn = ({ runs }: ProjectSnapshot) => look(runs.find((one) => one.id === run));
        offs.push(
          events.on((event) => {
            if (event.type === 'run-changed' && event.run.id === run) look(event.run);
            if (event.type === 'project-changed' && event.snapshot.project.id === project) lookIn(event.snapshot);
          }),
          studio.store.subscribe(({ projects }) => {
            if (!projects.some((one) => one.id === project)) resolve(null);
          }),
        );
        api.openProject(project).then(lookIn, reject); // it may have ended before anyone listened
      });
    } finally {
      for (const off of offs) off();
    }
  }

  /** Shows a run that has just begun and sees it through; ends it at once when the journey was stopped meanwhile. */
  async function seeThrough(project: Id, { id }: RunRecord): Promise<void> {
    ownRun = id;
    try {
      training.show(id);
      if (store.getState().phase === 'stopping') await training.stop(id);
      const record = await ended(project, id);
      stopIfAsked();
      if (!record) throw new OcaqError('cancelled', 'The run was deleted, and the journey ends with it.');
      if (record.status === 'failed') {
        const { code, message, details } = record.error ?? {
          code: 'run-failed',
          message: 'The run failed.',
          details: {},
        };
        throw new OcaqError(code, message, details);
      }
    } finally {
      ownRun = null;
    }
  }

  async function preferredCheckpoint(project: Id, run: Id): Promise<CheckpointRecord> {
    const snapshot = await api.openProject(project);
    studio.takeSnapshot(snapshot);
    const preferred = preferredOfRun(snapshot.checkpoints, run);
    if (!preferred) throw new OcaqError('no-checkpoint', 'The run has ended without a checkpoint. Start it again.');
    return preferred;
  }

  async function importCorpus(project: Id, files: File[]): Promise<void> {
    for (const file of files) {
      stopIfAsked();
      const { name } = file;
      const source = { name, files: [{ path: name, file }] };
      await jobs.run('import', name, (jobId) =>
        api.importSource(project, jobId, source, { readings: {}, licence: SAMPLE_LICENCE }),
      );
    }
    stopIfAsked();
    await jobs.run('clean', '', (jobId) => api.cleanCorpus(project, jobId, DEFAULT_STEPS, 'new'));
  }

  async function measured(choice: ModelChoice): Promise<Measured> {
    stopIfAsked();
    const startedAt = performance.now();
    const budget = budgetBytes(preferences.getState());
    const speed = await jobs.run('measure', '', (jobId) => api.measureSpeed(jobId, choice, budget));
    const seconds = (performance.now() - startedAt) / 1000;
    const inSteps = (speed.measuredSteps * speed.millisecondsPerStep) / 1000;
    return { tokensPerSecond: speed.tokensPerSecond, openSeconds: Math.max(0, seconds - inSteps) };
  }

  /** The starter, or on a slow device a smaller model, chosen for the project. */
  async function chooseModel(project: Id): Promise<{ choice: ModelChoice; speed: Measured }> {
    const presets = await api.presets();
    const starter = presets.find((preset) => preset.id === 'starter') ?? presets[0];
    if (!starter) throw new OcaqError('no-preset', 'There is no preset to start from.');
    let choice = presetChoice(starter, sampleVocabSize);
    let speed = await measured(choice);
    if (speed.tokensPerSecond < STARTER_TOKENS_PER_SECOND) {
      choice = smallerThan(choice);
      speed = await measured(choice);
    }
    studio.takeSnapshot(await api.chooseModel(project, choice));
    return { choice, speed };
  }

  /** Of the whole corpus, about. */
  async function corpusTokens(project: Id): Promise<number> {
    const { corpus, tokenizer } = await api.openProject(project);
    return corpus.bytes / (tokenizer?.bytesPerToken ?? 1);
  }

  function promise(ahead: number): void {
    store.setState({ promisedEnd: Date.now() + 1000 * ahead });
  }

  async function walk(projectName: string): Promise<void> {
    enter('corpus');
    const sample = await fetchSampleFiles();
    const instructions = await holdOutInstruction(sample.instructions);
    stopIfAsked();
    const hasCorpus = (studio.store.getState().snapshot?.corpus.sources.length ?? 0) > 0;
    if (hasCorpus) await studio.createProject(projectName);
    const project = studio.projectId();
    await importCorpus(project, sample.corpus);

    enter('tokenizer');
    await jobs.run('tokenizer', '', (jobId) =>
      api.trainTokenizer(project, jobId, { rule: 'llama-3', vocabSize: sampleVocabSize }),
    );

    enter('model');
    const { choice, speed } = await chooseModel(project);
    const steps = trainingSteps(choice, speed.tokensPerSecond, await corpusTokens(project));
    const settings = trainingOfSample(await api.proposeTraining(project, choice, steps));
    const { seq } = choice;
    const stepTokens = instructBatch(instructions.records).batch * seq;
    const mostTuning = mostTuningSteps(stepTokens, speed.tokensPerSecond);
    const tune = tuningSteps(instructions.records, stepTokens / seq, mostTuning) * stepTokens;
    promise(secondsAhead({ train: steps * tokensOfStep(choice), tune }, speed));

    enter('train');
    const pretrain = await training.begin(project, settings);
    await seeThrough(project, pretrain);

    enter('instruct');
    const base = await preferredCheckpoint(project, pretrain.id);
    const set = await jobs.run('import', instructions.file.name, (jobId) =>
      api.importInstructions(project, jobId, instructions.file),
    );
    const sets = [{ set: set.id, weight: 1 }];
    const query = { sets, baseCheckpoint: base.id, template: 'az', seq, tooLong: 'leave-out' } as const;
    const { usable } = await api.previewInstructions(project, query, 0, 1);
    const { batch, accumulate } = instructBatch(usable);
    stopIfAsked();
    if (studio.isOpen(project))
      instruct.change({ sets, base: base.id, template: 'az', seq, batch, accumulate, edits: {} });
    const tuned = await instruct.begin(project, {
      baseCheckpoint: base.id,
      sets,
      template: 'az',
      seq,
      tooLong: 'leave-out',
      sampled: null,
      batch,
      accumulate,
      packed: false,
      promptWeight: 0,
      replayShare: 0,
      embeddingDropout: 0,
      method: { kind: 'full' },
      settings: tuningOfSample(
        instructSettings(tuningSteps(usable, batch * accumulate, mostTuning), settings),
        settings,
      ),
    });
    await seeThrough(project, tuned);

    enter('chat');
    const answering = await preferredCheckpoint(project, tuned.id);
    stopIfAsked();
    if (!studio.isOpen(project)) return; // the conversation on the page is with another project's model
    chat.startNew();
    chat.setSampling({ temperature: firstAnswerTemperature });
    chat.change({ checkpoint: answering.id, template: 'auto' });
    await chat.send(instructions.heldOut, [answering]);
    stopIfAsked();
    const { error } = chat.store.getState();
    if (error && studio.isOpen(project)) throw error;
  }

  async function cancelAll(): Promise<void> {
    await Promise.all([
      ...Object.keys(jobs.store.getState().jobs).map((id) => jobs.cancel(id)),
      chat.stop(),
      ...(ownRun === null ? [] : [training.stop(ownRun)]),
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
