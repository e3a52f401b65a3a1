/** Messages about writing new tasks from those of a set. Parameters are ready text. */
import type { Rejection } from '../../../data/self-instruct/task-pool.ts';

export const selfInstruct = {
  title: 'New tasks',
  lead: 'Let a chat service of your choice write new tasks like those of a set (Self-Instruct).',
  begin: 'Write new tasks',
  set: 'Seed tasks',
  language: 'Language of the tasks',
  count: 'New tasks wanted',
  tasksPerRequest: 'Tasks in a request',
  leaves: (host: string) => `Tasks of the set are sent to ${host} as examples.`,
  estimate: (tasks: string, requests: string, amount: string) =>
    `${tasks} tasks in at least ${requests} requests, about ${amount}`,
  rough: 'Tasks that are dropped are paid for as well, and services count tokens in their own ways.',
  start: 'Start writing',
  progress: (done: string, all: string) => `${done} of ${all} tasks`,
  rejected: {
    'near-duplicate': (count) => `${count} dropped as near-duplicates (ROUGE-L of 0.7 or more)`,
    length: (count) => `${count} dropped as too short or too long`,
    'beyond-text': (count) => `${count} dropped as not about text`,
    'output-missing': (count) => `${count} dropped without an answer`,
    'output-is-input': (count) => `${count} dropped as answers that repeat the input`,
  } satisfies Record<Rejection, (count: string) => string> as Record<Rejection, (count: string) => string>,
  task: (number: string) => `Task ${number}`,
  otherLanguage: (language: string) => `in another language (${language})`,
  none: 'No task needs to be looked at.',
  leftOut: 'left out',
  leaveOut: 'Leave out',
  takeIn: 'Take in again',
  remove: (name: string) => `Delete the tasks written from ${name}`,
  removeTitle: (name: string) => `Delete the tasks written from “${name}”?`,
  removeLead: 'The tasks and what they cost are deleted from this browser. Sets made of them stay.',
  removeDo: 'Delete tasks',
};

export type SelfInstructMessages = typeof selfInstruct;
