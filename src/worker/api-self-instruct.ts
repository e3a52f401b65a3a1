/** The contract's part about writing new instruction tasks from those of a set. See api.ts. */
import type { Task } from '../data/self-instruct/task-pool.ts';
import type { Price, Usage } from '../data/translation/cost.ts';
import type { Limits } from '../remote/pace.ts';
import type { Rejections } from '../remote/write-tasks.ts';
import type { Id } from './api-ids.ts';
import type { InstructionSetRecord } from './api-instruct.ts';

export type { Rejections };

/** All of it is stored with the job; the key of the service is no part of it. */
export interface SelfInstructOptions extends Limits {
  /** Of the seed tasks. */
  set: Id;
  /** In which tasks are written. */
  language: string;
  /** Tasks that are wanted. */
  count: number;
  tasksPerRequest: number;
  /** Of a chat service. */
  address: string;
  model: string;
  price: Price;
}

export interface SelfInstructEstimate {
  usage: Usage;
  cost: number;
}

export interface SelfInstructRecord {
  id: Id;
  /** Of the set of seed tasks, and under which the tasks become one. */
  source: string;
  target: string;
  options: SelfInstructOptions;
  /** Tasks that are there. */
  done: number;
  /** Tasks that were written and dropped, by the reason. */
  rejected: Rejections;
  usage: Usage;
  cost: number;
}

export interface WrittenTask {
  /** By which it is changed. */
  index: number;
  task: Task;
  /** In which it is where that is not the one asked for; null: nothing was found. */
  otherLanguage: string | null;
  /** The person wants it in no set. */
  leftOut: boolean;
}

export interface WrittenTaskPage {
  rows: WrittenTask[];
  /** Of those asked for. */
  total: number;
  /** Tasks in another language that nobody has left out. */
  toLookAt: number;
}

export interface SelfInstructApi {
  estimateSelfInstruct(options: SelfInstructOptions): Promise<SelfInstructEstimate>;
  /** Stores the job; nothing is asked before it is resumed. */
  createSelfInstruct(project: Id, options: SelfInstructOptions): Promise<SelfInstructRecord>;
  listSelfInstruct(project: Id): Promise<SelfInstructRecord[]>;
  /**
   * Works on a job until all tasks are there. `cancel` with its id pauses it once the answer on its way has arrived.
   * @param key kept in memory, and nowhere else
   * @throws OcaqError `tasks-stalled` where the service repeats itself; why it cannot be asked
   */
  resumeSelfInstruct(id: Id, key: string): Promise<SelfInstructRecord>;
  readWrittenTasks(id: Id, only: 'all' | 'to-look-at', from: number, count: number): Promise<WrittenTaskPage>;
  leaveOutTask(id: Id, index: number, leftOut: boolean): Promise<WrittenTask>;
  /** Makes an instruction set of the project of the tasks that are not left out. */
  saveSelfInstruct(project: Id, id: Id): Promise<InstructionSetRecord>;
  /** The same as Alpaca JSON. */
  exportSelfInstruct(id: Id): Promise<{ fileName: string; file: Blob }>;
  deleteSelfInstruct(id: Id): Promise<void>;
}
