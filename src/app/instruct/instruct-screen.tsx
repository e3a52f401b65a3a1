/** Instruction tuning: a set, how it is worded, where to start from; then the run, with the same live panel as Train. */

import { Plus } from 'lucide-react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { stageOfRun } from '../../state/stage.ts';
import { liveRun } from '../../state/studio.ts';
import type { RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ClosingLine } from '../parts/closing-line.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { ImportHint } from '../parts/import-hint.tsx';
import { Missing, Screen } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { bringHeadIntoView, bringStartedIntoView } from '../run/head-in-view.ts';
import { Interrupted } from '../run/interrupted.tsx';
import { RunList } from '../run/run-list.tsx';
import { RunPanel } from '../run/run-panel.tsx';
import { SelfInstructSection } from '../self-instruct/self-instruct-section.tsx';
import { TranslationSection } from '../translate/translation-section.tsx';
import { InstructSetup } from './instruct-setup.tsx';
import { SetList } from './set-list.tsx';

const noRuns: RunRecord[] = [];

export function InstructScreen() {
  const m = useMessages();
  const { instruct, training, jobs } = useStores();
  const { errors, setup } = useStore(instruct.store);
  const shownId = useStore(training.store, (state) => state.shown);
  const importing = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'import'));
  const live = useStudio(liveRun);
  const allRuns = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const hasCheckpoint = useStudio((state) => (state.snapshot?.checkpoints.length ?? 0) > 0);
  const hasSet = useStudio((state) => (state.snapshot?.instructionSets.length ?? 0) > 0);

  const runs = allRuns.filter((run) => stageOfRun(run) === 'instruct').sort((a, b) => b.startedAt - a.startedAt);
  const shown = runs.find((run) => run.id === shownId) ?? runs[0] ?? null;
  const setSetup = (next: boolean) => instruct.change({ setup: next });
  const showSetup = setup || shown === null;

  function showStarted(): void {
    setSetup(false);
    bringStartedIntoView();
  }

  return (
    <Screen
      id="instruct"
      action={
        shown !== null && (
          <Button
            look="quiet"
            unavailable={!showSetup && live ? m.train.otherRunning : null}
            onClick={() => setSetup(!showSetup)}
          >
            {showSetup ? (
              m.train.backToRun
            ) : (
              <>
                <Plus className="size-4" aria-hidden="true" />
                {m.instruct.newRun}
              </>
            )}
          </Button>
        )
      }
    >
      <Interrupted stage="instruct" />
      {errors.map((error) => (
        <ErrorNote key={error.message} error={error} />
      ))}
      {!showSetup && live === null && <ClosingLine step="instruct" />}
      {!showSetup && shown ? (
        <RunPanel key={shown.id} run={shown} />
      ) : (
        <>
          <SetList />
          <TranslationSection />
          <SelfInstructSection />
          {importing && <JobProgress job={importing} />}
          {!hasCheckpoint && (
            <Missing text={m.instruct.needsCheckpoint}>
              <ButtonLink to="/train" look={hasSet ? 'primary' : 'plain'}>
                {m.instruct.toTrain}
              </ButtonLink>
              <ImportHint />
            </Missing>
          )}
          {hasSet && <InstructSetup canStart={hasCheckpoint} onStarted={showStarted} />}
        </>
      )}
      {runs.length > 0 && (
        <RunList
          runs={runs}
          shown={showSetup ? null : (shown?.id ?? null)}
          onShow={(id) => {
            training.show(id);
            setSetup(false);
            bringHeadIntoView();
          }}
        />
      )}
    </Screen>
  );
}
