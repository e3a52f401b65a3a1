/** The cleaning steps that a command is run with: a list, a profile, and switches on top of it. */

import { LeakIndex } from '../data/cleaning/leak-index.ts';
import { PROFILES, type Profile, type ProfileId } from '../data/cleaning/profiles.ts';
import type { CleaningContext, ReferenceUse } from '../data/cleaning/step.ts';
import { CLEANING_STEPS, DEFAULT_STEPS, neededUses, type StepChoice } from '../data/cleaning/table.ts';
import { TextSample, trustedModelOf } from '../data/cleaning/trusted-text.ts';
import type { NgramModel } from '../data/ngram-model.ts';
import type { FilePreview, ReadOptions } from '../data/readers/read.ts';
import { newSourceReport, readingOfAllFields, readSource, suggestedReading } from '../data/readers/source.ts';
import { OcaqError } from '../errors.ts';
import { type InputReport, newInputReport, noteRead } from './corpus-input.ts';
import { readingWarnings } from './corpus-warnings.ts';
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
    help: 'Texts that models will be tested on: documents with thirteen words in a row of theirs are left out (`leaks`).',
  },
  trusted: {
    kind: 'list',
    value: 'FILE',
    help: 'Good text of the kind that is wanted: documents whose letters surprise a model of it are left out (`perplexity`).',
  },
} as const;

export interface StepOptionValues {
  readonly steps: string | undefined;
  readonly profile: string;
  readonly on: readonly string[];
  readonly off: readonly string[];
  /** Where there is any, leaks are looked for. */
  readonly evaluation: readonly string[];
  /** Where there is any, what surprises a model of it is left out. */
  readonly trusted: readonly string[];
}

/** What the texts of an option are for. */
const STEP_OF: Readonly<Record<ReferenceUse, string>> = { evaluation: 'leaks', trusted: 'perplexity' };
const USES = ['evaluation', 'trusted'] as const satisfies readonly ReferenceUse[];

/** @throws OcaqError `file-unreadable`, `json-invalid`, `usage` also where texts are given for a step that is off */
export async function chosenSteps({ steps, profile, off, ...asked }: StepOptionValues): Promise<StepChoice[]> {
  const uses = USES.filter((use) => asked[use].length > 0);
  for (const use of uses) if (off.includes(STEP_OF[use])) throw unusedTexts(use);
  const on = [...asked.on, ...uses.map((use) => STEP_OF[use])];
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

export interface OpenTexts {
  readonly context: CleaningContext;
  /** What of their files could not be read, a sentence or two each. */
  readonly warnings: readonly string[];
}

/**
 * The texts that steps need: evaluation sets as an index, of rows all their fields, and trusted text as a model.
 * @throws OcaqError where a file cannot be read, `corpus-unreadable` where it holds no text, `trusted-too-short`, and `usage`
 *   where a step is on and has nothing to work with
 */
export async function openTexts(
  { evaluation, trusted }: Pick<StepOptionValues, 'evaluation' | 'trusted'>,
  steps: readonly StepChoice[],
): Promise<OpenTexts> {
  const files: Record<ReferenceUse, readonly string[]> = { evaluation, trusted };
  for (const use of neededUses(steps)) if (files[use].length === 0) throw withoutTexts(use, steps);
  const report = newInputReport();
  const context = {
    ...(evaluation.length > 0 ? { evaluation: await leakIndexOf(evaluation, report) } : {}),
    ...(trusted.length > 0 ? { trusted: await modelOfFiles(trusted, report) } : {}),
  };
  return { context, warnings: readingWarnings(report) };
}

async function leakIndexOf(files: readonly string[], report: InputReport): Promise<LeakIndex> {
  const index = new LeakIndex();
  for (const file of files) for await (const text of textsOf(file, readingOfAllFields, report)) index.add(text);
  return index;
}

async function modelOfFiles(files: readonly string[], report: InputReport): Promise<NgramModel> {
  const sample = new TextSample();
  for (const file of files) for await (const text of textsOf(file, suggestedReading, report)) sample.add(text);
  return trustedModelOf(sample.texts());
}

async function* textsOf(
  file: string,
  suggest: (preview: FilePreview) => ReadOptions,
  report: InputReport,
): AsyncGenerator<string> {
  const source = newSourceReport();
  for await (const { text } of readSource([await chosenFile(file)], {}, source, { suggest })) yield text;
  noteRead(file, source, report);
  if (source.counts.documents === 0)
    throw new OcaqError('corpus-unreadable', `No text could be read from "${file}".`, { files: 1 });
}

const unusedTexts = (use: ReferenceUse): OcaqError =>
  usageError(`--${use} is for the step "${STEP_OF[use]}", which --off leaves out. Give one of the two.`);

function withoutTexts(use: ReferenceUse, steps: readonly StepChoice[]): OcaqError {
  const step = steps.find((choice) => neededUses([choice]).includes(use))?.id ?? '';
  return usageError(
    `The step "${step}" needs texts: name them with --${use} FILE, or leave it out with --off ${step}.`,
  );
}
