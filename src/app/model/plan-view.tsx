/** The memory plan as one bar against the budget, the key numbers of the model, and its speed: measured, or said not to be. */
import { Gauge } from 'lucide-react';
import { useStore } from 'zustand';
import { adviceKey } from '../../state/coach.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { measuredKey } from '../../state/model.ts';
import { budgetRange } from '../../state/preferences.ts';
import type { MemoryChoice, ModelChoice, PlanReport, SizedChoice } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatCount, formatDuration, formatMilliseconds, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { NumberField } from '../parts/fields.tsx';
import { Readout, Readouts, Section } from '../parts/layout.tsx';
import { MemoryBar, memoryCategories } from '../parts/memory-bar.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { useAdvisedDraft } from './advice-view.tsx';

export function PlanView({ draft }: { draft: ModelChoice }) {
  const m = useMessages();
  const { model } = useStores();
  const { plan, planned, planError } = useStore(model.store);
  const fresh = planned === draft;
  return (
    <div className="flex flex-col gap-8 lg:sticky lg:top-6" aria-busy={!fresh}>
      <Section title={<Term id="vram">{m.model.plan}</Term>} aside={m.model.planNote}>
        <Budget />
        {planError && <ErrorNote error={planError} />}
        {!plan && !planError && <p className="text-soft">{m.model.planning}</p>}
        {plan && (
          <div className={fresh ? '' : 'italic'}>
            <Memory plan={plan} fresh={fresh} />
          </div>
        )}
      </Section>
      {plan && <KeyNumbers plan={plan} fresh={fresh} />}
      <Speed draft={draft} plan={plan} />
    </div>
  );
}

/** What the plan must be within. Kept for the machine; a run that has begun keeps its plan. */
function Budget() {
  const m = useMessages();
  const { model, preferences } = useStores();
  const budgetGiB = useStore(preferences, (state) => state.budgetGiB);
  const disabled = useStore(model.store, (state) => state.measuring || state.choosing);
  return (
    <div className="w-44">
      <NumberField
        label={m.model.budgetField}
        term="budget"
        value={budgetGiB}
        {...budgetRange}
        step={0.25}
        disabled={disabled}
        testId="plan-budget"
        onChange={(changed) => preferences.setState({ budgetGiB: changed })}
      />
    </div>
  );
}

function Memory({ plan, fresh }: { plan: PlanReport; fresh: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const bytes = (value: number) => formatBytes(value, language);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-semibold text-2xl tracking-tight" data-testid="plan-total" data-value={plan.totalBytes}>
          {bytes(plan.totalBytes)}
        </span>
        <span className="text-soft">{m.model.ofBudget(formatShare(plan.totalBytes / plan.budgetBytes, language))}</span>
      </div>
      <MemoryBar bytes={plan.bytes} budgetBytes={plan.budgetBytes} label={m.model.breakdown} />
      <table className="w-full text-sm">
        <caption className="sr-only">{m.model.breakdown}</caption>
        <tbody>
          {memoryCategories.map(({ category, colour }) => (
            <tr key={category} className="border-b last:border-b-0">
              <th scope="row" className="py-1.5 text-left font-normal">
                <span className="mr-2 inline-block size-2.5 rounded-xs" style={{ background: colour }} />
                <Term id={category}>{m.model.categories[category]}</Term>
              </th>
              <td className="py-1.5 text-right">{bytes(plan.bytes[category])}</td>
              <td className="w-16 py-1.5 text-right text-soft">
                {formatShare(plan.totalBytes > 0 ? plan.bytes[category] / plan.totalBytes : 0, language)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Choice plan={plan} />
      {!plan.fits && <OverBudget plan={plan} fresh={fresh} />}
      <SmallerBatches plan={plan} fresh={fresh} />
      <OneBatch plan={plan} fresh={fresh} />
    </div>
  );
}

/** How the plan holds moments and what it keeps, what comes next, and what it would have preferred. */
function Choice({ plan }: { plan: PlanReport }) {
  const m = useMessages();
  const language = useLanguage();
  const words = useChoiceWords();
  return (
    <div className="flex flex-col gap-2 text-sm" data-testid="plan-choice">
      <p>{words(plan.choice)}.</p>
      <p className="text-soft">{m.model.meanCost(formatBytes(plan.meanBytes, language))}</p>
      <p className="text-soft">
        {m.model.muonCost(formatBytes(plan.muon.savedBytes, language), formatShare(plan.muon.share, language))}
      </p>
      {plan.runnerUp && <Choices title={m.model.fitsToo} choices={[plan.runnerUp]} />}
      {plan.tooLarge.length > 0 && <Choices title={m.model.tooLarge} choices={plan.tooLarge} />}
    </div>
  );
}

/** The same step in smaller batches, where that spares recomputing layers. */
function SmallerBatches({ plan, fresh }: { plan: PlanReport; fresh: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const words = useChoiceWords();
  const { model } = useStores();
  if (!plan.smallerBatches) return null;
  const { batch, accumulate, totalBytes, ...choice } = plan.smallerBatches;
  const rows = m.model.rows(formatNumber(batch, language));
  const size = formatBytes(totalBytes, language);
  return (
    <div className="flex flex-col items-start gap-2 text-sm" data-testid="plan-smaller-batches">
      <p>{m.model.smallerBatches(formatNumber(accumulate, language), rows, size, words(choice))}</p>
      <Button size="small" disabled={!fresh} onClick={() => model.change({ batch, accumulate })}>
        {m.model.takeShape}
      </Button>
    </div>
  );
}

/** What steps of one batch would be planned as, where that helps. */
function OneBatch({ plan, fresh }: { plan: PlanReport; fresh: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const words = useChoiceWords();
  const { model } = useStores();
  if (!plan.oneBatch) return null;
  return (
    <div className="flex flex-col items-start gap-2 text-sm" data-testid="plan-one-batch">
      <p>{m.model.oneBatch(formatBytes(plan.oneBatch.totalBytes, language), words(plan.oneBatch))}</p>
      <Button size="small" disabled={!fresh} onClick={() => model.change({ accumulate: 1 })}>
        {m.model.takeOneBatch}
      </Button>
    </div>
  );
}

function Choices({ title, choices }: { title: string; choices: readonly SizedChoice[] }) {
  const language = useLanguage();
  const words = useChoiceWords();
  return (
    <table className="w-full text-soft">
      <caption className="text-left">{title}</caption>
      <tbody>
        {choices.map((choice) => (
          <tr key={words(choice)} className="border-t align-top">
            <th scope="row" className="py-1 text-left font-normal">
              {words(choice)}
            </th>
            <td className="whitespace-nowrap py-1 pl-4 text-right">{formatBytes(choice.totalBytes, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useChoiceWords(): (choice: MemoryChoice) => string {
  const m = useMessages();
  return ({ moments, recompute }) => `${m.model.moments[moments]}; ${m.model.recompute[recompute]}`;
}

/** What the smallest plan needs where nothing is within the budget, and which batch shape would fit. */
function OverBudget({ plan, fresh }: { plan: PlanReport; fresh: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { model } = useStores();
  const shape = plan.wouldFit;
  const count = (value: number) => formatNumber(value, language);
  const bytes = (value: number) => formatBytes(value, language);
  return (
    <div
      className="flex flex-col items-start gap-2 border-ink border-l-[3px] bg-sunken px-3 py-2.5"
      data-testid="plan-over-budget"
    >
      <div role="alert">
        <p>{m.model.overBudget(bytes(plan.totalBytes), bytes(plan.budgetBytes))}</p>
        <p>
          {shape
            ? m.model.wouldFit(m.model.rows(count(shape.rows)), count(shape.seq), bytes(shape.totalBytes))
            : m.model.noneFits}
        </p>
      </div>
      {shape && (
        // While another draft is being planned this shape is the former one's.
        <Button size="small" disabled={!fresh} onClick={() => model.change({ batch: shape.rows, seq: shape.seq })}>
          {m.model.takeShape}
        </Button>
      )}
    </div>
  );
}

function KeyNumbers({ plan, fresh }: { plan: PlanReport; fresh: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <div className={fresh ? '' : 'italic'}>
      <div className="grid grid-cols-2 gap-x-6 gap-y-5">
        <Readout
          label={<Term id="parameter">{m.model.parameters}</Term>}
          value={formatCount(plan.parameters, language)}
          note={formatNumber(plan.parameters, language)}
        />
        <Readout
          label={<Term id="flops">{m.model.flops}</Term>}
          value={formatCount(plan.flopsPerToken, language)}
          unit="FLOP"
        />
        <Readout
          label={<Term id="step">{m.model.tokensPerStep}</Term>}
          value={formatNumber(plan.tokensPerStep, language)}
          unit={m.units.tokens}
        />
        <Readout label={m.model.largest} value={formatBytes(plan.largestBufferBytes, language)} />
      </div>
    </div>
  );
}

/** As it was measured before, or estimated from other shapes. */
function useAdvisedSpeed(draft: ModelChoice) {
  const m = useMessages();
  const { coach } = useStores();
  const key = adviceKey(useAdvisedDraft(draft));
  const time = useStore(coach.store, (state) => state.advice[key]?.time ?? null);
  if (!time) return null;
  const { tokensPerSecond, isMeasured } = time;
  return {
    tokensPerSecond,
    millisecondsPerStep: (1000 * draft.seq * draft.batch * draft.accumulate) / tokensPerSecond,
    source: isMeasured ? m.coach.measuredBefore : m.coach.estimated,
  };
}

function Speed({ draft, plan }: { draft: ModelChoice; plan: PlanReport | null }) {
  const m = useMessages();
  const language = useLanguage();
  const { model, profile, preferences, jobs } = useStores();
  const { speeds, measuring } = useStore(model.store);
  const isProfiling = useStore(profile.store, (state) => state.measuring);
  const budgetGiB = useStore(preferences, (state) => state.budgetGiB);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'measure'));
  const measured = speeds[measuredKey(draft, budgetGiB)] ?? null;
  const advised = useAdvisedSpeed(draft);
  const speed = measured ?? advised;
  const wanted = 100_000_000;
  const source = measured ? m.model.measured(formatNumber(measured.measuredSteps, language)) : advised?.source;
  return (
    <Section title={m.model.speed} aside={source ?? m.model.notMeasured}>
      {speed && (
        <Readouts>
          <Readout
            label={m.model.speed}
            value={formatNumber(speed.tokensPerSecond, language)}
            unit={m.model.tokensPerSecond}
          />
          <Readout label={m.model.perStep} value={formatMilliseconds(speed.millisecondsPerStep, language)} />
          <Readout
            label={m.model.forTokens(formatCount(wanted, language))}
            value={formatDuration(wanted / speed.tokensPerSecond, language)}
            note={m.model.estimate}
          />
        </Readouts>
      )}
      {job ? (
        <JobProgress job={job} />
      ) : (
        <div>
          <Button disabled={measuring || isProfiling || !plan} onClick={() => void model.measure()}>
            <Gauge className="size-4" aria-hidden="true" />
            {measured ? m.model.measureAgain : m.model.measure}
          </Button>
        </div>
      )}
    </Section>
  );
}
