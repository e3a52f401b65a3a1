/** New tasks from those of a set, as jobs of a service. */
import type {
  Id,
  SelfInstructEstimate,
  SelfInstructOptions,
  SelfInstructRecord,
  WrittenTask,
  WrittenTaskPage,
} from '../worker/api.ts';
import type { Api, EventStream } from './connection.ts';
import { createServiceJobs, type ServiceJobs } from './service-jobs.ts';
import type { ServiceKeys } from './service-keys.ts';
import type { Studio } from './studio.ts';

/** Limits of 0 are none. */
export interface SelfInstructDraft {
  /** Its id; of a set that there is not, the first one. */
  readonly set: string;
  readonly language: string;
  readonly count: number;
  readonly address: string;
  readonly model: string;
  readonly inputPrice: number;
  readonly outputPrice: number;
  readonly tasksPerRequest: number;
  readonly requestsPerMinute: number;
  readonly tokensPerMinute: number;
}

interface WritingTasks {
  draft: SelfInstructDraft;
  options: SelfInstructOptions;
  estimate: SelfInstructEstimate;
  record: SelfInstructRecord;
  row: WrittenTask;
  page: WrittenTaskPage;
}

export interface SelfInstruct extends ServiceJobs<WritingTasks> {
  /** Returns whether the task was changed. */
  leaveOut(task: WrittenTask, leftOut: boolean): Promise<boolean>;
}

const DRAFT: SelfInstructDraft = {
  set: '',
  language: 'az',
  count: 100,
  address: '',
  model: '',
  inputPrice: 0,
  outputPrice: 0,
  tasksPerRequest: 8,
  requestsPerMinute: 0,
  tokensPerMinute: 0,
};

export const selfInstructOptions = (set: Id, draft: SelfInstructDraft): SelfInstructOptions => ({
  set,
  language: draft.language,
  count: draft.count,
  tasksPerRequest: draft.tasksPerRequest,
  address: draft.address.trim(),
  model: draft.model.trim(),
  requestsPerMinute: draft.requestsPerMinute || null,
  tokensPerMinute: draft.tokensPerMinute || null,
  price: { input: draft.inputPrice, output: draft.outputPrice },
});

export function createSelfInstruct(api: Api, events: EventStream, studio: Studio, keys: ServiceKeys): SelfInstruct {
  const { jobs, changed, changeRow } = createServiceJobs<WritingTasks>(
    {
      draftKey: 'ocaq.self-instruct',
      draft: DRAFT,
      only: 'all',
      optionsOf: selfInstructOptions,
      estimate: (options) => api.estimateSelfInstruct(options),
      create: (project, options) => api.createSelfInstruct(project, options),
      list: (project) => api.listSelfInstruct(project),
      resume: ({ id, options }) => api.resumeSelfInstruct(id, keys.of(options.address)),
      read: (...asked) => api.readWrittenTasks(...asked),
      save: (project, id) => api.saveSelfInstruct(project, id),
      export: (id) => api.exportSelfInstruct(id),
      delete: (id) => api.deleteSelfInstruct(id),
    },
    api,
    studio,
  );
  events.on((event) => {
    if (event.type === 'self-instruct-changed') changed(event.record);
  });
  return {
    ...jobs,
    leaveOut: ({ index }, leftOut) => changeRow(({ id }) => api.leaveOutTask(id, index, leftOut)),
  };
}
