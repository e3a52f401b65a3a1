import { expect, test, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { OcaqApi, RunRecord } from '../worker/api.ts';
import { openStudio, run, snapshot, storageStatus } from './fixtures.ts';
import { interruptedRun, liveRun } from './studio.ts';

const running = (step: number): RunRecord => run('r', 'running', step);
const died = new OcaqError('worker-died', 'It ended.');

/** A studio in which run `r` is training at step 87; its stored record says 60. */
async function trainingStudio(calls: Partial<OcaqApi> = {}) {
  const studio = await openStudio({
    openProject: async (id) => snapshot(id, [running(60)]),
    resumeRun: vi.fn(async () => running(60)),
    ...calls,
  });
  studio.events.emit({ type: 'run-changed', run: running(60) });
  const point = { step: 87, loss: 1, learningRate: 1, gradNorm: 1, tokensPerSecond: 1, stepMilliseconds: 1 };
  studio.events.emit({ type: 'run-steps', runId: 'r', points: [point] });
  const restarting = () => studio.events.emit({ type: 'worker', life: { state: 'restarting' } });
  const working = () => studio.events.emit({ type: 'worker', life: { state: 'working' } });
  const ended = () => studio.events.emit({ type: 'worker', life: { state: 'ended', why: died } });
  return { ...studio, restarting, working, ended };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('a run that was under way resumes by itself, and the steps that are done again are told', async () => {
  const { studio, recovery, restarting, working } = await trainingStudio();
  restarting();
  expect(liveRun(studio.store.getState())?.id).toBe('r');
  expect(interruptedRun(studio.store.getState())).toBeNull();
  working();
  await settled();
  expect(recovery.store.getState().report).toMatchObject({ resumed: { from: 60, again: 27 } });
  expect(liveRun(studio.store.getState())?.id).toBe('r');
  recovery.putAway();
  expect(recovery.store.getState().report).toBeNull();
});

test('without a run only the picture is read again; jobs of the lost worker are none any more', async () => {
  const storage = vi.fn(async () => storageStatus({ usedBytes: 7 }));
  const { jobs, recovery, events } = await openStudio({ storage });
  events.emit({
    type: 'progress',
    jobId: 'j',
    kind: 'load',
    label: '',
    done: 1,
    total: 2,
    unit: 'tensors',
    secondsLeft: null,
  });
  events.emit({ type: 'worker', life: { state: 'restarting' } });
  expect(jobs.store.getState().jobs).toEqual({});
  events.emit({ type: 'worker', life: { state: 'working' } });
  await settled();
  expect(storage).toHaveBeenCalledTimes(2);
  expect(recovery.store.getState().report).toEqual({ resumed: null });
});

test('a run that the person was just pausing is left as it is, to be resumed when they like', async () => {
  const resumeRun = vi.fn(async () => running(60));
  let fail: (error: OcaqError) => void = () => undefined;
  const pauseRun = () => new Promise<RunRecord>((_, reject) => (fail = reject));
  const { studio, training, recovery, restarting, working } = await trainingStudio({ resumeRun, pauseRun });
  void training.pause('r');
  restarting();
  fail(died);
  working();
  await settled();
  expect(resumeRun).not.toHaveBeenCalled();
  expect(interruptedRun(studio.store.getState())?.id).toBe('r');
  expect(training.store.getState().error?.code).toBe('worker-died');
  expect(recovery.store.getState().report).toEqual({ resumed: null });
});

test('a run that cannot be resumed counts as interrupted, and says why', async () => {
  const resumeRun = () => Promise.reject(new OcaqError('storage-full', 'No room.'));
  const { studio, training, recovery, restarting, working } = await trainingStudio({ resumeRun });
  restarting();
  working();
  await settled();
  expect(interruptedRun(studio.store.getState())?.id).toBe('r');
  expect(studio.store.getState().training).toBeNull();
  expect(training.store.getState().error?.code).toBe('storage-full');
  expect(recovery.store.getState().report).toEqual({ resumed: null });
});

test('a worker that dies while the run resumes: the next one resumes it, and it is told once', async () => {
  const rejections: ((error: OcaqError) => void)[] = [];
  const resumeRun = vi
    .fn<() => Promise<RunRecord>>()
    .mockImplementationOnce(() => new Promise((_, reject) => rejections.push(reject)))
    .mockImplementationOnce(async () => running(60));
  const { recovery, training, restarting, working } = await trainingStudio({ resumeRun });
  restarting();
  working();
  await settled();
  restarting();
  rejections[0]?.(died);
  await settled();
  expect(recovery.store.getState().report).toBeNull();
  working();
  await settled();
  expect(resumeRun).toHaveBeenCalledTimes(2);
  expect(training.store.getState().error).toBeNull();
  expect(recovery.store.getState().report).toMatchObject({ resumed: { from: 60, again: 27 } });
});

test('where no worker is started any more, nothing is said to be running; started by hand, the run resumes', async () => {
  const { studio, recovery, ended, restarting, working } = await trainingStudio();
  ended();
  expect(studio.store.getState().training).toBeNull();
  expect(liveRun(studio.store.getState())).toBeNull();
  expect(recovery.store.getState().worker.state).toBe('ended');
  restarting();
  working();
  await settled();
  expect(liveRun(studio.store.getState())?.id).toBe('r');
  expect(recovery.store.getState().report).toMatchObject({ resumed: { from: 60, again: 27 } });
});

test('silence and its end restart nothing', async () => {
  const resumeRun = vi.fn(async () => running(60));
  const { recovery, events, working } = await trainingStudio({ resumeRun });
  events.emit({ type: 'worker', life: { state: 'silent' } });
  expect(recovery.store.getState().worker.state).toBe('silent');
  working();
  await settled();
  expect(resumeRun).not.toHaveBeenCalled();
  expect(recovery.store.getState().report).toBeNull();
});
