import { expect, test } from 'vitest';
import type { WorkerEvent } from '../worker/api.ts';
import { applyJobEvent, type JobsState, jobOfKind } from './jobs.ts';

const progress = (jobId: string, done: number, kind: 'import' | 'export' = 'import'): WorkerEvent => ({
  type: 'progress',
  jobId,
  kind,
  label: 'a.txt',
  done,
  total: 10,
  unit: 'bytes',
  secondsLeft: 2,
});

test('progress lists a job, updates it in place, and keeps start and cancel', () => {
  let jobs: JobsState['jobs'] = applyJobEvent({}, progress('a', 1), 100);
  expect(jobs.a).toMatchObject({ done: 1, startedAt: 100, cancelling: false });
  jobs = { a: { ...jobs.a!, cancelling: true } };
  jobs = applyJobEvent(jobs, progress('a', 5), 900);
  expect(jobs.a).toMatchObject({ done: 5, startedAt: 100, cancelling: true });
});

test('an ended job leaves the list; other events change nothing', () => {
  const jobs = applyJobEvent(applyJobEvent({}, progress('a', 1), 0), progress('b', 1), 0);
  const left = applyJobEvent(jobs, { type: 'job-ended', jobId: 'a', kind: 'import', outcome: 'done' }, 0);
  expect(Object.keys(left)).toEqual(['b']);
  expect(applyJobEvent(left, { type: 'job-ended', jobId: 'x', kind: 'import', outcome: 'done' }, 0)).toBe(left);
  expect(applyJobEvent(left, { type: 'run-steps', runId: 'r', points: [] }, 0)).toBe(left);
});

test('jobOfKind gives the newest of the kinds asked for', () => {
  let jobs = applyJobEvent({}, progress('a', 1), 1);
  jobs = applyJobEvent(jobs, progress('b', 1), 2);
  jobs = applyJobEvent(jobs, progress('c', 1, 'export'), 3);
  expect(jobOfKind(jobs, 'import')?.id).toBe('b');
  expect(jobOfKind(jobs, 'import', 'export')?.id).toBe('c');
  expect(jobOfKind(jobs, 'load')).toBeNull();
});
