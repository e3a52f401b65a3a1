/** The coach: a time that the person names, the model that is proposed for it, why, and one button that takes it. */
import { Check, Compass } from 'lucide-react';
import { useStore } from 'zustand';
import { coachTimes, proposedChoice } from '../../state/coach.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { choiceKey } from '../../state/model.ts';
import type { ModelChoice, Proposal } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatCount, formatDuration, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { NumberField } from '../parts/fields.tsx';
import { Readout, Readouts, Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';

const times = ['minutes', 'hour', 'night', 'weekend'] as const satisfies readonly (keyof typeof coachTimes)[];

/** @param leading which of its actions leads on, if any */
export function CoachView({ leading }: { leading: 'propose' | 'take' | 'choose' | null }) {
  const m = useMessages();
  const { coach, jobs, model } = useStores();
  const { proposal, asking, error } = useStore(coach.store);
  const isBusy = useStore(model.store, (state) => state.measuring || state.choosing);
  const hasText = useStudio((state) => (state.snapshot?.corpus.bytes ?? 0) > 0);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'measure'));
  return (
    <Section title={m.coach.title} testId="coach">
      <p className="max-w-prose text-soft">{m.coach.lead}</p>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
        <TimeFields disabled={asking} />
        <Button
          look={leading === 'propose' ? 'primary' : 'plain'}
          data-testid="coach-propose"
          disabled={asking || isBusy}
          unavailable={hasText ? null : m.coach.needsCorpus}
          onClick={() => void coach.propose()}
        >
          <Compass className="size-4" aria-hidden="true" />
          {proposal ? m.coach.proposeAgain : m.coach.propose}
        </Button>
      </div>
      {asking && job && <JobProgress job={job} />}
      {error && <ErrorNote error={error} />}
      {proposal && <Proposed proposal={proposal} isLeading={leading === 'take'} />}
    </Section>
  );
}

function TimeFields({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { coach } = useStores();
  const seconds = useStore(coach.store, (state) => state.seconds);
  return (
    <>
      <ChoiceRow
        legend={m.coach.time}
        options={times.map((time) => ({ value: coachTimes[time], label: m.coach.times[time] }))}
        value={seconds}
        disabled={disabled}
        onChange={coach.setSeconds}
      />
      <div className="w-24">
        <NumberField
          label={m.coach.ownTime}
          value={Math.round(seconds / 60)}
          min={1}
          max={60_000}
          step={10}
          disabled={disabled}
          testId="coach-minutes"
          onChange={(minutes) => coach.setSeconds(minutes * 60)}
        />
      </div>
    </>
  );
}

function Proposed({ proposal, isLeading }: { proposal: Proposal; isLeading: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  const { config } = proposal;
  const passes = formatNumber(proposal.passes, language, proposal.passes < 10 ? 1 : 0);
  return (
    <div className="flex flex-col gap-4 rounded-lg bg-sunken px-5 py-4" data-testid="coach-proposal">
      <p className="max-w-prose">
        {m.coach.size[proposal.sizeLimit](formatCount(proposal.textTokens, language))}{' '}
        {m.coach.end[proposal.stepsLimit](passes)}
      </p>
      <Readouts>
        <Readout
          label={<Term id="parameter">{m.model.parameters}</Term>}
          value={formatCount(proposal.parameters, language)}
          note={m.coach.model(number(config.layers), number(config.hiddenSize))}
        />
        <Readout
          label={<Term id="vocabulary">{m.coach.vocabulary}</Term>}
          value={number(config.vocabSize)}
          unit={m.units.tokens}
        />
        <Readout
          label={<Term id="context">{m.coach.context}</Term>}
          value={number(proposal.seq)}
          unit={m.units.tokens}
        />
        <Readout
          label={<Term id="step">{m.coach.steps}</Term>}
          value={number(proposal.steps)}
          note={m.coach.stepTokens(number(proposal.seq * proposal.batch * proposal.accumulate))}
        />
        <Readout label={<Term id="epoch">{m.coach.passes}</Term>} value={passes} />
        <Readout label={<Term id="vram">{m.model.plan}</Term>} value={formatBytes(proposal.totalBytes, language)} />
        <Readout label={m.coach.finish} value={formatDuration(proposal.seconds, language)} note={m.model.estimate} />
      </Readouts>
      <Take proposal={proposal} isLeading={isLeading} />
    </div>
  );
}

function Take({ proposal, isLeading }: { proposal: Proposal; isLeading: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { coach, model } = useStores();
  const choosing = useStore(model.store, (state) => state.choosing);
  const tokenizer = useStudio((state) => state.snapshot?.tokenizer ?? null);
  const chosen = useStudio((state) => state.snapshot?.model ?? null);
  if (!tokenizer)
    return (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p>{m.coach.needsTokenizer(formatNumber(proposal.config.vocabSize, language))}</p>
        <ButtonLink to="/tokenizer">{m.model.toTokenizer}</ButtonLink>
      </div>
    );
  if (isTaken(chosen, proposal))
    return (
      <p className="inline-flex items-center gap-1.5 text-sm" role="status">
        <Check className="size-4" aria-hidden="true" /> {m.coach.taken}
      </p>
    );
  return (
    <div>
      <Button
        look={isLeading ? 'primary' : 'plain'}
        data-testid="coach-take"
        disabled={choosing}
        onClick={() => void coach.take()}
      >
        {m.coach.take}
      </Button>
    </div>
  );
}

const isTaken = (chosen: ModelChoice | null, proposal: Proposal): boolean =>
  chosen !== null && chosen.steps === proposal.steps && choiceKey(chosen) === choiceKey(proposedChoice(proposal));
