import { expect, test } from 'vitest';
import type { WorkerEvent } from '../worker/api.ts';
import { project, run, snapshot, storageStatus } from './fixtures.ts';
import { applyStudioEvent, emptyStudio, interruptedRun, liveRun, type StudioState, withRun } from './studio.ts';

function after(start: StudioState, ...events: WorkerEvent[]): StudioState {
  let state = start;
  for (const event of events) state = Object.assign({}, state, applyStudioEvent(state, event));
  return state;
}

test('a changed snapshot replaces the open project, and only that one', () => {
  const open = { ...emptyStudio, snapshot: snapshot('a'), projects: [project('a'), project('b')] };
  const changed = snapshot('a', [run('r', 'finished')]);
  expect(after(open, { type: 'project-changed', snapshot: changed }).snapshot).toBe(changed);
  const other = { ...snapshot('b'), project: project('b', 'new name') };
  const state = after(open, { type: 'project-changed', snapshot: other });
  expect(state.snapshot?.project.id).toBe('a');
  expect(state.projects.map((one) => one.name)).toEqual(['a', 'new name']);
});

test('a run event refreshes a known run and leaves runs of other projects out', () => {
  const open = { ...emptyStudio, snapshot: snapshot('a', [run('r', 'running')]) };
  expect(after(open, { type: 'run-changed', run: run('r', 'running', 5) }).snapshot?.runs[0]?.step).toBe(5);
  const state = after(open, { type: 'run-changed', run: run('elsewhere', 'running') });
  expect(state.snapshot?.runs.map((one) => one.id)).toEqual(['r']);
  expect(state.seenRuns).toEqual({ elsewhere: true });
});

test('a run that is training is known whichever project is open, until it ends', () => {
  const training = after(emptyStudio, { type: 'run-changed', run: run('r', 'running') });
  expect(training.training).toBe('r');
  expect(after(training, { type: 'run-changed', run: run('other', 'stopped') }).training).toBe('r');
  expect(after(training, { type: 'run-changed', run: run('r', 'paused') }).training).toBeNull();
});

test('a run that nothing in this page moved was interrupted; once it moves it is live', () => {
  const open = { ...emptyStudio, snapshot: snapshot('a', [run('done', 'finished'), run('r', 'running')]) };
  expect(interruptedRun(open)?.id).toBe('r');
  expect(liveRun(open)).toBeNull();
  const moving = after(open, { type: 'run-changed', run: run('r', 'running', 1) });
  expect(interruptedRun(moving)).toBeNull();
  expect(liveRun(moving)?.id).toBe('r');
  const paused = after(moving, { type: 'run-changed', run: run('r', 'paused', 1) });
  expect(interruptedRun(paused)).toBeNull();
  expect(liveRun(paused)).toBeNull();
});

test('withRun replaces in place and puts a new run first', () => {
  const known = snapshot('a', [run('x', 'finished'), run('y', 'finished')]);
  expect(withRun(known, run('y', 'stopped')).runs.map((one) => one.status)).toEqual(['finished', 'stopped']);
  expect(withRun(known, run('z', 'running')).runs.map((one) => one.id)).toEqual(['z', 'x', 'y']);
});

test('the state of the storage is taken over', () => {
  const status = storageStatus({ usedBytes: 1, persisted: true });
  const state = after(emptyStudio, { type: 'storage', status });
  expect(state).toMatchObject({ storage: status });
});
