/** Every cleaning step, in the order in which they belong. A new one is a file here, its line and its words. */
import { OcaqError } from '../../errors.ts';
import { exactDuplicates } from './exact-duplicates.ts';
import { shortLines } from './short-lines.ts';
import type { CleaningStep, CorpusSoFar, StepKind, StepOptions } from './step.ts';
import { unicodeNfc } from './unicode-nfc.ts';
import { whitespace } from './whitespace.ts';

export const CLEANING_STEPS = [
  unicodeNfc,
  whitespace,
  shortLines,
  exactDuplicates,
] as const satisfies readonly StepKind[];

export type StepId = (typeof CLEANING_STEPS)[number]['id'];

/** A step of a run, as it is chosen and stored; options that are left out have their defaults. */
export interface StepChoice {
  readonly id: string;
  readonly options: StepOptions;
}

/** Every step with its defaults. */
export const DEFAULT_STEPS: readonly StepChoice[] = CLEANING_STEPS.map(({ id, defaults }) => ({
  id,
  options: defaults,
}));

/**
 * The steps of a run, in the order of the list.
 * @throws OcaqError `cleaning-step-unknown`, `cleaning-step-option`: the list is of another version of Ocaq, or wrong
 */
export const createSteps = (choices: readonly StepChoice[], corpus: CorpusSoFar): CleaningStep[] =>
  choices.map(({ id, options }) => {
    const kind = kindOf(id);
    checkOptions(kind, options);
    return { id, clean: kind.create({ ...kind.defaults, ...options }, corpus) };
  });

function kindOf(id: string): StepKind {
  const kind = CLEANING_STEPS.find((step) => step.id === id);
  if (kind) return kind;
  const known = CLEANING_STEPS.map((step) => step.id).join(', ');
  throw new OcaqError(
    'cleaning-step-unknown',
    `This version of Ocaq has no cleaning step "${id}", only ${known}. Update Ocaq, or take the step off the list.`,
    { step: id },
  );
}

function checkOptions({ id, defaults }: StepKind, options: StepOptions): void {
  for (const [name, value] of Object.entries(options))
    if (typeof value !== typeof defaults[name])
      throw new OcaqError(
        'cleaning-step-option',
        `The cleaning step "${id}" has no option "${name}" that could be ${JSON.stringify(value)}. Update Ocaq, or leave the option out.`,
        { step: id, option: name },
      );
}
