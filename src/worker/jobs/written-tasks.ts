/** What is stored of a job that writes tasks and of each task, and how the page sees them. */
import type { Task } from '../../data/self-instruct/task-pool.ts';
import { costOfTokens, NO_USAGE, type Usage } from '../../data/translation/cost.ts';
import type { JobItemRecord, JobRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import { plainName } from './set-name.ts';

export interface StoredOptions extends api.SelfInstructOptions {
  /** The name of the set, which may be gone. */
  readonly source: string;
}

interface Spent {
  readonly usage: Usage;
  readonly rejected: api.Rejections;
}

export interface Written {
  readonly task: Task;
  readonly otherLanguage: string | null;
  readonly leftOut: boolean;
}

export const spentOf = ({ spent }: JobRecord): Spent =>
  (spent as Spent | undefined) ?? { usage: NO_USAGE, rejected: {} };

export function toSelfInstruct(job: JobRecord): api.SelfInstructRecord {
  const { source, ...options } = job.options as StoredOptions;
  const { usage, rejected } = spentOf(job);
  const target = `${plainName(source)}.self-instruct.json`;
  const cost = costOfTokens(usage, options.price);
  return { id: job.id, source, target, options, done: job.done, rejected, usage, cost };
}

/** Those that are there, in order. */
export const writtenAmong = (items: readonly JobItemRecord[]): api.WrittenTask[] =>
  items.flatMap(({ index, state, result }) => (state === 'done' ? [{ index, ...(result as Written) }] : []));
