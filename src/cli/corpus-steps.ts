/** The cleaning steps that a command is run with: a list, a profile, and switches on top of it. */

import { LeakIndex } from '../data/cleaning/leak-index.ts';
import { PROFILES, type Profile, type ProfileId } from '../data/cleaning/profiles.ts';
import { CLEANING_STEPS, DEFAULT_STEPS, type StepChoice } from '../data/cleaning/table.ts';
import { openMembers } from '../data/containers/open-members.ts';
import { type FilePreview, previewFile, type ReadOptions, readDocuments } from '../data/readers/read.ts';
import { newReadCounts } from '../data/readers/reader.ts';
import { suggestedReading } from '../data/readers/source.ts';
import { OcaqError } from '../errors.ts';
import { chosenFile, readJson } from './files.ts';
import { nearest } from './nearest.ts';
import { usageError } from './options.ts';

export const STEP_OPTIONS = {
  steps: {
    kind: 'text',
    value: 'FILE',
    help: 'The steps as JSON: `[{"id": …, "options": {…}, "off": true}]`, or the `report.json` of a run, whose steps are taken.',
    unset: "every step with its defaults, gentle for texts of one's own",
  },
  profile: {
    kind: 'choice',
    choices: ['azj', 'tur', 'kaz', 'uzn', 'none'],
    default: 'none',
    help: 'Switches the steps on quality and language on, with the thresholds that FineWeb-2 published for web text in this language.',
  },
  on: { kind: 'list', value: 'STEP', help: `Steps to switch on: ${CLEANING_STEPS.map(({ id }) => id).join(', ')}.` },
  off: { kind: 'list', value: 'STEP', help: 'Steps to switch off.' },
  evaluation: {
    kind: 'list',
    value: 'FILE',
    help: 'Texts that models will be tested on: documents with thirteen words in a row of theirs are left out.',
  },
} as const;

export interface StepOptionValues {
  readonly steps: string | undefined;
  readonly profile: string;
  readonly on: readonly string[];
  readonly off: readonly string[];
  /** Where there is any, leaks are looked for. */
  readonly evaluation: readonly string[];
}

/** @throws OcaqError `file-unreadable`, `json-invalid`, `usage` */
export async function chosenSteps({ steps, profile, off, ...asked }: StepOptionValues): Promise<StepChoice[]> {
  const on = asked.evaluation.length > 0 ? [...asked.on, 'leaks'] : asked.on;
  const listed = steps === undefined ? DEFAULT_STEPS : listOf(await readJson(steps), steps);
  const values = PROFILES[profile as ProfileId] as Profile | undefined;
  const profiled = values ? listed.map((choice) => withProfile(choice, values)) : listed;
  for (const id of [...on, ...off]) checkId(id, profiled);
  return profiled.map((choice) =>
    off.includes(choice.id) ? { ...choice, off: true } : on.includes(choice.id) ? switchedOn(choice) : choice,
  );
}

function withProfile(choice: StepChoice, profile: Profile): StepChoice {
  const options = profile[choice.id as keyof Profile] as StepChoice['options'] | undefined;
  return options ? switchedOn({ ...choice, options: { ...choice.options, ...options } }) : choice;
}

const switchedOn = ({ id, options }: StepChoice): StepChoice => ({ id, options });

function checkId(id: string, steps: readonly StepChoice[]): void {
  const ids = steps.map((step) => step.id);
  if (ids.includes(id)) return;
  const near = nearest(id, ids);
  throw usageError(`There is no step "${id}" in the list.${near === undefined ? '' : ` Did you mean ${near}?`}`);
}

/** A list, or a report with one. */
function listOf(json: unknown, file: string): StepChoice[] {
  const list = isObject(json) ? json.recipe : json;
  if (Array.isArray(list) && list.every(isChoice))
    return list.map(({ id, options = {}, off }) => ({ id, options, ...(off ? { off } : {}) }));
  throw usageError(`--steps "${file}" is not a list of steps, as in [{"id": "whitespace", "options": {}}].`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether its options are those of the step is checked where it is opened. */
const isChoice = (value: unknown): value is Omit<StepChoice, 'options'> & Partial<Pick<StepChoice, 'options'>> =>
  isObject(value) &&
  typeof value.id === 'string' &&
  (value.options === undefined || isObject(value.options)) &&
  (value.off === undefined || typeof value.off === 'boolean');

/**
 * The texts of evaluation sets; of rows, those of every field.
 * @throws OcaqError where a file cannot be read, and `corpus-unreadable` where it holds no text
 */
export async function openEvaluation(files: readonly string[]): Promise<LeakIndex | undefined> {
  if (files.length === 0) return undefined;
  const index = new LeakIndex();
  for (const file of files) {
    const before = index.texts;
    for await (const member of openMembers(await chosenFile(file))) {
      if ('skipped' in member) continue;
      const reading = readingOfAll(await previewFile(member));
      for await (const { text } of readDocuments(member, reading, newReadCounts())) index.add(text);
    }
    if (index.texts === before)
      throw new OcaqError('corpus-unreadable', `No text to compare with could be read from "${file}".`, { files: 1 });
  }
  return index;
}

/** Questions and answers alike. */
function readingOfAll(preview: FilePreview): ReadOptions {
  const texts = preview.fields.filter(({ kind }) => kind === 'text').map(({ name }) => name);
  const reading = suggestedReading(preview);
  return texts.length === 0 ? reading : { ...reading, field: texts.join('|'), join: texts };
}
