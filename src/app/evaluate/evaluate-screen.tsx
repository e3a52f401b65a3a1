/** What a checkpoint can do, in figures: a set is chosen and measured, and the results are kept and compared. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { preferredForUse } from '../../state/preferred-checkpoint.ts';
import type { CheckpointRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { ButtonLink } from '../parts/button.tsx';
import { Missing, Screen } from '../parts/layout.tsx';
import { MeasureForm } from './measure-form.tsx';
import { ResultsSection } from './results-section.tsx';

const noCheckpoints: CheckpointRecord[] = [];

export function EvaluateScreen() {
  const { evaluating: e } = useMessages();
  const { evaluating } = useStores();
  const chosen = useStore(evaluating.store, (state) => state.checkpoint);
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const checkpoint = checkpoints.find((one) => one.id === chosen) ?? preferredForUse(checkpoints);
  return (
    <Screen id="evaluate">
      {checkpoint ? (
        <MeasureForm checkpoint={checkpoint} checkpoints={checkpoints} />
      ) : (
        <Missing text={e.needsCheckpoint}>
          <ButtonLink to="/train" look="primary">
            {e.toTrain}
          </ButtonLink>
        </Missing>
      )}
      <KeptResults isEmptySaid={checkpoint !== undefined} />
    </Screen>
  );
}

/** What was measured before; needs no graphics card. @param isEmptySaid whether it is said that there is nothing yet */
export function KeptResults({ isEmptySaid }: { isEmptySaid: boolean }) {
  const { evaluating } = useStores();
  const { measurements, unknown } = useStore(evaluating.store);
  const project = useStudio((state) => state.snapshot?.project.id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when another project is opened
  useEffect(() => {
    void evaluating.load();
  }, [evaluating, project]);
  if (!measurements || (!isEmptySaid && measurements.length + unknown === 0)) return null;
  return <ResultsSection measurements={measurements} unknown={unknown} />;
}
