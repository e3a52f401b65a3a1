/** The cleaning steps that are shown: those that a person is choosing, else those of the project. */
import { useStore } from 'zustand';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { shownSteps } from '../../state/cleaning.ts';
import { useStores, useStudio } from '../context.ts';

export function useSteps(): readonly StepChoice[] {
  const { cleaning } = useStores();
  const draft = useStore(cleaning.store, (state) => state.draft);
  return shownSteps(
    draft,
    useStudio((state) => state.snapshot?.corpus),
  );
}
