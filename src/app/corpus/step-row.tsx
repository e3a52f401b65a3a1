/** One cleaning step: its switch, what it does, how many documents it changed or would change, its place, its details. */
import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { chosenFor, needsOf } from '../../state/references.ts';
import { canMove, moveStep, switchStep } from '../../state/step-list.ts';
import type { CleaningStepReport, ReferenceUse } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { StepDetails } from './step-details.tsx';
import { useStepWords } from './step-words.ts';

interface StepRowProps {
  step: StepChoice;
  /** All of them, this one among them. */
  steps: readonly StepChoice[];
  /** null: nothing is known of what it does. */
  effect: CleaningStepReport | null;
  /** Whether that is what it would do, by a sample. */
  isTrial: boolean;
  /** Whether another trial is awaited. */
  isOld: boolean;
  disabled: boolean;
}

export function StepRow({ step, steps, effect, isTrial, isOld, disabled }: StepRowProps) {
  const m = useMessages();
  const words = useStepWords();
  const { cleaning } = useStores();
  const [open, setOpen] = useState(false);
  const details = useId();
  const name = words.name(step.id);
  const missing = useMissing(step.id);
  const move = (by: -1 | 1) => cleaning.choose(moveStep(steps, step.id, by));
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 py-2 md:grid-cols-[minmax(0,1fr)_176px_auto]">
        <div className="min-w-0">
          <Switch
            id={step.id}
            on={!step.off}
            disabled={disabled || (missing !== null && step.off === true)}
            note={missing && m.references[step.off ? 'first' : 'without'][missing]}
            onChange={(on) => cleaning.choose(switchStep(steps, step.id, on))}
          />
          {missing && (
            <Button
              size="small"
              className="mt-1 ml-6"
              aria-expanded={open}
              aria-controls={details}
              onClick={() => setOpen(!open)}
            >
              {m.references.choose[missing]}
            </Button>
          )}
        </div>
        <div
          className={`text-right text-sm max-md:col-span-full max-md:row-start-2 max-md:pl-6 max-md:text-left ${isOld ? 'italic' : ''}`}
          aria-busy={isOld}
          data-testid={`cleaning-effect-${step.id}`}
        >
          {!step.off && effect && <Effect effect={effect} isTrial={isTrial} />}
        </div>
        <div className="flex max-md:col-start-2 max-md:row-start-1">
          <IconButton
            label={m.cleaning.moveUp(name)}
            disabled={disabled || !canMove(steps, step.id, -1)}
            onClick={() => move(-1)}
          >
            <ArrowUp className="size-4" aria-hidden="true" />
          </IconButton>
          <IconButton
            label={m.cleaning.moveDown(name)}
            disabled={disabled || !canMove(steps, step.id, 1)}
            onClick={() => move(1)}
          >
            <ArrowDown className="size-4" aria-hidden="true" />
          </IconButton>
          <IconButton
            label={m.cleaning.details(name)}
            aria-expanded={open}
            aria-controls={details}
            onClick={() => setOpen(!open)}
          >
            <ChevronDown className={`size-4 transition-transform ${open ? 'rotate-180' : ''}`} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
      <div id={details} hidden={!open} className="pb-5 pl-6">
        {open && <StepDetails step={step} steps={steps} effect={effect} isTrial={isTrial} disabled={disabled} />}
      </div>
    </>
  );
}

/** The texts that it needs, where none are chosen; null: it can do its work. */
function useMissing(step: string): ReferenceUse | null {
  const needs = needsOf(step);
  const corpus = useStudio((state) => state.snapshot?.corpus);
  return needs !== null && chosenFor(needs, corpus).length === 0 ? needs : null;
}

function Switch(props: {
  id: string;
  on: boolean;
  disabled: boolean;
  /** What else is to be known of it. */
  note: string | null;
  onChange: (on: boolean) => void;
}) {
  const { id, on, disabled, note, onChange } = props;
  const words = useStepWords();
  const input = useId();
  return (
    <div className="grid min-w-0 grid-cols-[auto_1fr] items-center gap-x-2">
      <input
        id={input}
        type="checkbox"
        data-testid={`cleaning-${id}`}
        className="size-4 accent-ink"
        checked={on}
        disabled={disabled}
        aria-describedby={`${input}-what`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={input} className={on ? 'font-medium' : 'text-soft'}>
        {words.name(id)}
      </label>
      <p id={`${input}-what`} className="col-start-2 max-w-[100ch] text-sm text-soft">
        {words.what(id)}
        {note !== null && <span className="block text-ink">{note}</span>}
      </p>
    </div>
  );
}

function Effect({ effect, isTrial }: { effect: CleaningStepReport; isTrial: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const steps = useStepWords();
  const { removed, changed, documentsIn } = effect;
  const remarks = Object.entries(effect.remarks);
  const number = (value: number) => formatNumber(value, language);
  const words = isTrial
    ? { removed: m.cleaning.wouldRemove, changed: m.cleaning.wouldChange }
    : { removed: m.cleaning.removed, changed: m.cleaning.changed };
  if (removed === 0 && changed === 0 && remarks.length === 0)
    return <span className="text-soft">{m.cleaning.untouched}</span>;
  return (
    <>
      {removed > 0 && <div>{words.removed(number(removed))}</div>}
      {changed > 0 && <div>{words.changed(number(changed))}</div>}
      {removed + changed > 0 && (
        <div className="text-soft text-xs">
          {m.cleaning.ofDocuments(number(documentsIn), formatShare((removed + changed) / documentsIn, language, 1))}
        </div>
      )}
      {remarks.map(([remark, count]) => (
        <div key={remark} className="wrap-anywhere text-xs">
          {m.cleaning.remarked(steps.remark(effect.id, remark), number(count))}
        </div>
      ))}
    </>
  );
}
