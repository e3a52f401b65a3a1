/** Training from scratch: settings and start, then the run itself, live; earlier runs below. */

import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { stageOfRun } from '../../state/stage.ts';
import { liveRun } from '../../state/studio.ts';
import type { RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ClosingLine } from '../parts/closing-line.tsx';
import { Missing, Screen } from '../parts/layout.tsx';
import { bringHeadIntoView, bringStartedIntoView } from '../run/head-in-view.ts';
import { Interrupted } from '../run/interrupted.tsx';
import { RunList } from '../run/run-list.tsx';
import { RunPanel } from '../run/run-panel.tsx';
import { OfferedSettings, settingsPath } from '../run/settings-sharing.tsx';
import { TrainSetup } from './train-setup.tsx';

const noRuns: RunRecord[] = [];

export function TrainScreen() {
  const m = useMessages();
  const { training, sharing } = useStores();
  const [path, navigate] = useLocation();
  const allRuns = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const hasModel = useStudio((state) => state.snapshot?.model != null);
  const live = useStudio(liveRun);
  const shownId = useStore(training.store, (state) => state.shown);
  const [setup, setSetup] = useState(false);

  useEffect(() => {
    if (!path.startsWith(settingsPath)) return;
    sharing.offerCode(path.slice(settingsPath.length));
    navigate('/train', { replace: true });
  }, [sharing, path, navigate]);

  const runs = allRuns.filter((run) => stageOfRun(run) === 'pretrain').sort((a, b) => b.startedAt - a.startedAt);
  const shown = runs.find((run) => run.id === shownId) ?? runs[0] ?? null;
  const showSetup = setup || shown === null;

  function showStarted(): void {
    setSetup(false);
    bringStartedIntoView();
  }

  return (
    <Screen
      id="train"
      action={
        shown !== null &&
        (showSetup ? (
          <Button look="quiet" onClick={() => setSetup(false)}>
            {m.train.backToRun}
          </Button>
        ) : (
          hasModel && (
            <Button look="quiet" unavailable={live ? m.train.otherRunning : null} onClick={() => setSetup(true)}>
              <Plus className="size-4" aria-hidden="true" />
              {m.train.newRun}
            </Button>
          )
        ))
      }
    >
      <OfferedSettings onTaken={() => setSetup(true)} />
      <Interrupted stage="pretrain" />
      {!hasModel && shown === null && (
        <Missing text={m.train.needsModel}>
          <ButtonLink to="/model" look="primary">
            {m.train.toModel}
          </ButtonLink>
        </Missing>
      )}
      {showSetup && hasModel && <TrainSetup onStarted={showStarted} />}
      {!showSetup && live === null && <ClosingLine step="train" />}
      {!showSetup && shown && <RunPanel key={shown.id} run={shown} />}
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
