/** The words for cleaning steps. Rules and options that have none yet, and steps of other versions, are shown by their names in the code. */
import { useMessages } from '../messages/messages.ts';

type Words<T> = Readonly<Record<string, T>>;

export interface StepWords {
  name(step: string): string;
  what(step: string): string;
  rule(step: string, rule: string): string;
  remark(step: string, remark: string): string;
  option(step: string, option: string): readonly [label: string, hint?: string];
}

export function useStepWords(): StepWords {
  const { corpus, cleaning } = useMessages();
  const steps: Words<readonly [name: string, what: string]> = corpus.steps;
  const rules: Words<Words<string>> = corpus.rules;
  const remarks: Words<Words<string>> = corpus.remarks;
  return {
    name: (step) => steps[step]?.[0] ?? step,
    what: (step) => steps[step]?.[1] ?? cleaning.unknownStep,
    rule: (step, rule) => rules[step]?.[rule] ?? rule,
    remark: (step, remark) => remarks[step]?.[remark] ?? remark,
    option: (step, option) => cleaning.options[step]?.[option] ?? [option],
  };
}
