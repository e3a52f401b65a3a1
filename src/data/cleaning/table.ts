/** Every cleaning step, in the order in which they belong. A new one is a file here, its line and its words. */
import { OcaqError } from '../../errors.ts';
import { boilerplate } from './boilerplate.ts';
import { dottedI } from './dotted-i.ts';
import { exactDuplicates } from './exact-duplicates.ts';
import { finewebQuality } from './fineweb-quality.ts';
import { gopherQuality } from './gopher-quality.ts';
import { gopherRepetition } from './gopher-repetition.ts';
import { language } from './language.ts';
import { leaks } from './leaks.ts';
import { lookAlikes } from './look-alikes.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { perplexity } from './perplexity.ts';
import { repairEncoding } from './repair-encoding.ts';
import { scoreFilter } from './score-filter.ts';
import { script } from './script.ts';
import { shortLines } from './short-lines.ts';
import type { Clean, CleaningContext, CorpusJudge, Fingerprint, ReferenceUse, StepKind, StepOptions } from './step.ts';
import { unicodeNfc } from './unicode-nfc.ts';
import { whitespace } from './whitespace.ts';

/** Those of level 'corpus' come last. */
export const CLEANING_STEPS = [
  repairEncoding,
  unicodeNfc,
  lookAlikes,
  script,
  dottedI,
  boilerplate,
  whitespace,
  shortLines,
  language,
  gopherRepetition,
  finewebQuality,
  gopherQuality,
  perplexity,
  scoreFilter,
  leaks,
  exactDuplicates,
  nearDuplicates,
] as const satisfies readonly StepKind[];

export type StepId = (typeof CLEANING_STEPS)[number]['id'];

/** A step of a run, as it is chosen and stored; options that are left out have their defaults. */
export interface StepChoice {
  readonly id: string;
  readonly options: StepOptions;
  /** It stays in the list, and does nothing. */
  readonly off?: true;
}

/** Every step with its defaults. */
export const DEFAULT_STEPS: readonly StepChoice[] = (CLEANING_STEPS as readonly StepKind[]).map(
  ({ id, defaults, offByDefault }) => ({ id, options: defaults, ...(offByDefault ? { off: true } : {}) }),
);

/** Steps ready to run. */
export interface OpenSteps {
  readonly document: readonly { readonly id: string; readonly clean: Clean }[];
  readonly corpus: readonly {
    readonly id: string;
    readonly fingerprint: (document: string) => Fingerprint;
    /** A new one, that has seen nothing. */
    readonly open: () => CorpusJudge;
  }[];
}

/**
 * The steps of a run that are not off, in the order of the list. One that is off may be of another version of Ocaq.
 * @throws OcaqError `cleaning-step-unknown`, `cleaning-step-option`: the list is of another version of Ocaq, or wrong;
 *   `cleaning-step-order`: a document step comes after one that compares documents
 */
export function openSteps(choices: readonly StepChoice[], context: CleaningContext): OpenSteps {
  const document: OpenSteps['document'][number][] = [];
  const corpus: OpenSteps['corpus'][number][] = [];
  for (const choice of choices) {
    const kind = kindOf(choice.id);
    if (kind) checkOptions(kind, choice.options);
    if (choice.off) continue;
    if (!kind) throw unknownStep(choice.id);
    const options = { ...kind.defaults, ...choice.options };
    if (kind.level === 'corpus') {
      corpus.push({ id: kind.id, fingerprint: kind.fingerprint(options), open: () => kind.open(options) });
      continue;
    }
    if (corpus.length > 0) throw wrongOrder(kind.id, corpus.at(-1)?.id ?? '');
    document.push({ id: kind.id, clean: kind.create(options, context) });
  }
  return { document, corpus };
}

/** What the result of a run depends on besides the documents: equal for runs that give the same. Steps may be unknown here. */
export const keyOfSteps = (choices: readonly StepChoice[]): string =>
  JSON.stringify(
    choices
      .filter(({ off }) => !off)
      .map(({ id, options }) => {
        const { version = null, defaults = {} } = kindOf(id) ?? {};
        return [id, version, Object.entries({ ...defaults, ...options }).sort(([a], [b]) => (a < b ? -1 : 1))];
      }),
  );

/** What the steps that are not off need chosen texts for, each once. */
export const neededUses = (choices: readonly StepChoice[]): ReferenceUse[] => [
  ...new Set(choices.flatMap(({ id, off }) => (off ? [] : (kindOf(id)?.needs ?? [])))),
];

/** Those of a list that compare documents. */
export const corpusSteps = (choices: readonly StepChoice[]): StepChoice[] =>
  choices.filter(({ id }) => kindOf(id)?.level === 'corpus');

/** Undefined: another version of Ocaq has it. */
const kindOf = (id: string): StepKind | undefined => CLEANING_STEPS.find((step) => step.id === id);

function unknownStep(id: string): OcaqError {
  const known = CLEANING_STEPS.map((step) => step.id).join(', ');
  return new OcaqError(
    'cleaning-step-unknown',
    `This version of Ocaq has no cleaning step "${id}", only ${known}. Update Ocaq, or switch the step off.`,
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

const wrongOrder = (step: string, after: string): OcaqError =>
  new OcaqError(
    'cleaning-step-order',
    `The cleaning step "${step}" changes single documents, and cannot come after "${after}", which compares them. Move it before that one.`,
    { step, after },
  );
