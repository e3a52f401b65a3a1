/** A cleaning step opened: its options, how many documents each of its rules removed, what it noticed, a few examples. */
import { useStore } from 'zustand';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { needsOf } from '../../state/references.ts';
import { defaultsOf, isKnownStep, optionsOf, setOptions } from '../../state/step-list.ts';
import type { CleaningStepReport, SourceRecord, StageQuery } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { withPlaces } from '../parts/places.ts';
import { Difference } from './difference.tsx';
import { OptionField } from './option-field.tsx';
import { ReferenceTexts } from './reference-texts.tsx';
import { showStages } from './show-stages.ts';
import { useStepWords } from './step-words.ts';
import { SurpriseFigures } from './surprise-figures.tsx';
import { useReasonText } from './use-reason-text.ts';
import { visible } from './visible.ts';

interface StepDetailsProps {
  step: StepChoice;
  steps: readonly StepChoice[];
  effect: CleaningStepReport | null;
  isTrial: boolean;
  disabled: boolean;
}

export function StepDetails({ step, steps, effect, isTrial, disabled }: StepDetailsProps) {
  const needs = needsOf(step.id);
  return (
    <div className="flex flex-col gap-5">
      {needs !== null && <ReferenceTexts use={needs} disabled={disabled} />}
      {needs === 'trusted' && <SurpriseFigures step={step} steps={steps} disabled={disabled} />}
      <Options step={step} steps={steps} disabled={disabled} />
      {!step.off && effect && <Results effect={effect} isTrial={isTrial} />}
    </div>
  );
}

function Options({ step, steps, disabled }: Pick<StepDetailsProps, 'step' | 'steps' | 'disabled'>) {
  const m = useMessages();
  const { cleaning } = useStores();
  const defaults = Object.entries(defaultsOf(step.id));
  const values = optionsOf(step);
  if (defaults.length === 0 && needsOf(step.id) !== null) return null;
  if (defaults.length === 0)
    return <p className="text-sm text-soft">{isKnownStep(step.id) ? m.cleaning.noOptions : m.cleaning.unknownStep}</p>;
  return (
    <div className="flex flex-col items-start gap-3">
      <div className="grid w-full items-start gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        {defaults.map(([name, initial]) => (
          <OptionField
            key={name}
            step={step.id}
            name={name}
            initial={initial}
            value={values[name] ?? initial}
            disabled={disabled}
            onChange={(value) => cleaning.choose(setOptions(steps, step.id, { [name]: value }))}
          />
        ))}
      </div>
      {defaults.some(([name, initial]) => values[name] !== initial) && (
        <Button
          size="small"
          look="quiet"
          disabled={disabled}
          onClick={() => cleaning.choose(setOptions(steps, step.id, defaultsOf(step.id)))}
        >
          {m.cleaning.defaults}
        </Button>
      )}
    </div>
  );
}

function Results({ effect, isTrial }: { effect: CleaningStepReport; isTrial: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const words = useStepWords();
  const remarks = Object.entries(effect.remarks);
  return (
    <>
      {remarks.length > 0 && (
        <ul className="flex flex-col gap-1 text-sm">
          {remarks.map(([remark, count]) => (
            <li key={remark}>{m.cleaning.remarked(words.remark(effect.id, remark), formatNumber(count, language))}</li>
          ))}
        </ul>
      )}
      <Rules effect={effect} isTrial={isTrial} />
      {!isTrial && <Onward effect={effect} />}
      {effect.examples.length > 0 && (
        <div className="flex flex-col gap-3">
          <h4 className="text-sm text-soft">{isTrial ? m.cleaning.examplesOfTrial : m.cleaning.examples}</h4>
          <ul className="flex flex-col gap-3">
            {withPlaces(effect.examples).map(({ place, item }) => (
              <li key={place}>
                <Difference before={item.before} after={item.after} />
                <Why step={effect.id} example={item} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Why a document was removed: by which rule, what was measured of it, and what was found in it. */
function Why({ step, example }: { step: string; example: CleaningStepReport['examples'][number] }) {
  const m = useMessages();
  const reasonText = useReasonText();
  const { after, removed } = example;
  if (after !== null) return null;
  const found = removed === undefined ? null : m.cleaning.found(visible(removed));
  const said = [reasonText(step, example), found].filter((text) => text !== null);
  if (said.length === 0) return null;
  return <p className="pl-3 text-soft text-xs">{said.join(' · ')}</p>;
}

/** Most frequent first; each leads to the documents that it removed. */
function Rules({ effect, isTrial }: { effect: CleaningStepReport; isTrial: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const words = useStepWords();
  const look = useLook(effect.id);
  const rules = Object.entries(effect.rules).sort(([, a], [, b]) => b - a);
  if (rules.length === 0) return null;
  return (
    <div>
      <h4 className="mb-1 text-sm text-soft">{m.cleaning.rules}</h4>
      <ul className="flex flex-col">
        {rules.map(([rule, count]) => {
          const name = words.rule(effect.id, rule);
          return (
            <li key={rule} className="flex gap-3 py-0.5 text-sm">
              <span className="w-14 shrink-0 text-right">{formatNumber(count, language)}</span>
              {isTrial ? (
                <span>{name}</span>
              ) : (
                <button
                  type="button"
                  className="text-left underline decoration-line underline-offset-2 hover:decoration-ink"
                  title={m.cleaning.showRule(name)}
                  onClick={() => look('removed', rule)}
                >
                  {name}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Onward({ effect }: { effect: CleaningStepReport }) {
  const m = useMessages();
  const language = useLanguage();
  const look = useLook(effect.id);
  if (effect.removed === 0 && effect.changed === 0) return null;
  return (
    <div className="flex flex-wrap gap-2">
      {effect.removed > 0 && (
        <Button size="small" onClick={() => look('removed', null)}>
          {m.cleaning.lookAtRemoved(formatNumber(effect.removed, language))}
        </Button>
      )}
      {effect.changed > 0 && (
        <Button size="small" onClick={() => look('changed', null)}>
          {m.cleaning.lookAtChanged(formatNumber(effect.changed, language))}
        </Button>
      )}
    </div>
  );
}

/** Opens the stages around a step, in the source where it has the most to show. */
function useLook(step: string): (what: StageQuery['what'], rule: string | null) => void {
  const { stages } = useStores();
  const sources = useStudio((state) => state.snapshot?.corpus.sources) ?? [];
  const open = useStore(stages.store, (state) => state.comparison?.source);
  return (what, rule) => {
    const report = (source: SourceRecord) => source.steps.find(({ id }) => id === step);
    const count = (source: SourceRecord) =>
      (rule === null ? report(source)?.[what === 'changed' ? 'changed' : 'removed'] : report(source)?.rules[rule]) ?? 0;
    const best = [...sources].sort((a, b) => count(b) - count(a) || Number(b.id === open) - Number(a.id === open))[0];
    const place = best?.steps.findIndex(({ id }) => id === step) ?? -1;
    if (best && place >= 0) showStages(stages, { source: best.id, stages: [place, place + 1], what, rule });
  };
}
