/** How the corpus is cleaned: the steps with what each does or would do, and the action that cleans it. */
import { useStore } from 'zustand';
import { PROFILES, type ProfileId } from '../../data/cleaning/profiles.ts';
import { isTried } from '../../state/cleaning.ts';
import { profileOf, withProfile } from '../../state/step-list.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatDuration, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ErrorNote } from '../parts/error-note.tsx';
import { CompactSelect } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { Explained } from '../parts/term.tsx';
import { CleanAction, useCleaningJob } from './clean-action.tsx';
import { HEADINGS } from './sections.ts';
import { StepList } from './step-list.tsx';
import { useSteps } from './use-steps.ts';

export function CleaningSection() {
  const m = useMessages();
  const { cleaning } = useStores();
  const error = useStore(cleaning.store, (state) => state.error);
  const job = useCleaningJob();
  return (
    <Section
      title={m.cleaning.title}
      aside={<ProfileChoice disabled={job !== null} />}
      testId="cleaning"
      heading={HEADINGS.cleaning}
    >
      <p className="text-sm text-soft">{m.cleaning.lead}</p>
      <StepList disabled={job !== null} />
      <TrialLine />
      {error && <ErrorNote error={error} />}
      <CleanAction job={job} />
    </Section>
  );
}

const CUSTOM = '';

export function ProfileChoice({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { cleaning } = useStores();
  const steps = useSteps();
  const current = profileOf(steps);
  const ids = Object.keys(PROFILES) as ProfileId[];
  return (
    <div className="flex items-center gap-2">
      <CompactSelect<ProfileId | typeof CUSTOM>
        label={m.cleaning.profile}
        value={current ?? CUSTOM}
        disabled={disabled}
        options={[
          ...(current === null ? [{ value: CUSTOM, label: m.cleaning.noProfile } as const] : []),
          ...ids.map((id) => ({ value: id, label: m.cleaning.profiles[id] })),
        ]}
        onChange={(profile) => profile !== CUSTOM && cleaning.choose(withProfile(steps, profile))}
        testId="cleaning-profile"
      />
      <Explained text={m.cleaning.profileHint}>
        <span aria-hidden="true" className="inline-flex size-6 items-center justify-center">
          ?
        </span>
        <span className="sr-only">{m.cleaning.profile}?</span>
      </Explained>
    </div>
  );
}

/** What the draft was tried on. Its line is there as long as there is a draft, so that nothing jumps. */
function TrialLine() {
  const m = useMessages();
  const language = useLanguage();
  const { cleaning } = useStores();
  const { draft, trial, trying } = useStore(cleaning.store);
  const corpus = useStudio((state) => state.snapshot?.corpus);
  if (!isTried(draft, corpus)) return null;
  return (
    <p role="status" className="min-h-5 text-sm text-soft" data-testid="cleaning-trial">
      {trying
        ? m.cleaning.trying
        : trial &&
          m.cleaning.tried(
            formatBytes(trial.bytes, language),
            formatShare(trial.bytesOfAll > 0 ? trial.bytes / trial.bytesOfAll : 1, language),
            formatDuration(trial.milliseconds / 1000, language),
          )}
    </p>
  );
}
