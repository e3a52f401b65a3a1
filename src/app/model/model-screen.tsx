/** The model being drawn up: presets, every number, the exact memory plan against the budget, cost and speed. */
import { Check } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { choiceKey, presetChoice } from '../../state/model.ts';
import type { ModelChoice } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ClosingLine } from '../parts/closing-line.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Missing, Screen } from '../parts/layout.tsx';
import { AdviceWarnings, useAdvice } from './advice-view.tsx';
import { CoachView } from './coach-view.tsx';
import { DeviceReportView } from './device-report-view.tsx';
import { ImportView } from './import-view.tsx';
import { ModelFields } from './model-fields.tsx';
import { PlanView } from './plan-view.tsx';
import { Presets } from './presets.tsx';
import { ProfileView } from './profile-view.tsx';

/** Which of the screen's actions leads on while no model is chosen: a draft that the person has begun is theirs to choose. */
function useLeading(draft: ModelChoice | null): 'propose' | 'take' | 'choose' {
  const { coach, model } = useStores();
  const proposal = useStore(coach.store, (state) => state.proposal);
  const first = useStore(model.store, (state) => state.presets[0]);
  const vocabSize = useStudio((state) => state.snapshot?.tokenizer?.vocabSize ?? null);
  const isUntouched = first !== undefined && sameChoice(draft, presetChoice(first, vocabSize));
  if (!isUntouched) return 'choose';
  return proposal ? 'take' : 'propose';
}

function sameChoice(a: ModelChoice | null, b: ModelChoice | null): boolean {
  return a !== null && b !== null && choiceKey(a) === choiceKey(b);
}

export function ModelScreen() {
  const m = useMessages();
  const { model } = useStores();
  const { draft, plan, error, choosing } = useStore(model.store);
  const tokenizerId = useStudio((state) => state.snapshot?.tokenizer?.id ?? null);
  const basis = useStudio(({ snapshot }) => (snapshot ? `${snapshot.project.id} ${snapshot.tokenizer?.id ?? ''}` : ''));
  const chosen = useStudio((state) => state.snapshot?.model ?? null);
  // Where a model can be tuned or talked with already, drawing up another one is no longer what leads on.
  const isUsable = useStudio((state) => (state.snapshot?.checkpoints.length ?? 0) > 0);

  useEffect(() => {
    // A new tokenizer or another project starts the draft again.
    if (basis !== '') void model.load();
  }, [model, basis]);

  useAdvice(draft);

  const isChosen = sameChoice(draft, chosen);
  const leading = useLeading(draft);
  const primary = tokenizerId === null || isChosen || isUsable ? null : leading;
  const unavailable = isChosen
    ? m.model.chosen
    : tokenizerId === null
      ? m.model.needsTokenizer
      : plan
        ? null
        : m.model.noPlan;
  return (
    <Screen
      id="model"
      action={
        <>
          {isChosen ? (
            <span className="inline-flex items-center gap-1.5 text-sm" role="status">
              <Check className="size-4" aria-hidden="true" /> {m.model.chosen}
            </span>
          ) : (
            <span className="text-sm text-soft">{m.model.changed}</span>
          )}
          <Button
            look={primary === 'choose' ? 'primary' : 'plain'}
            data-testid="model-choose"
            disabled={!draft || choosing}
            unavailable={unavailable}
            onClick={() => void model.choose()}
          >
            {m.model.choose}
          </Button>
        </>
      }
    >
      {tokenizerId === null && (
        <Missing text={m.model.needsTokenizer}>
          <ButtonLink to="/tokenizer" look={isUsable ? 'plain' : 'primary'}>
            {m.model.toTokenizer}
          </ButtonLink>
        </Missing>
      )}
      {isChosen && <ClosingLine step="model" />}
      {error && <ErrorNote error={error} />}
      {draft && (
        <>
          <CoachView leading={primary} />
          <Presets draft={draft} />
          <ImportView />
          <AdviceWarnings draft={draft} />
          <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
            <ModelFields draft={draft} vocabFixed={tokenizerId !== null} />
            <PlanView draft={draft} />
          </div>
          <ProfileView draft={draft} />
        </>
      )}
      <DeviceReportView />
    </Screen>
  );
}
