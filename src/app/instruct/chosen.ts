/** What the person has chosen on Instruct, or what is taken when they have not: newest set, preferred base. */
import { useStore } from 'zustand';
import { templateWith } from '../../state/instruct.ts';
import { preferredForTuning } from '../../state/preferred-checkpoint.ts';
import type { CheckpointRecord, InstructionSetRecord, TemplateId } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';

/** Tokens of a row for a base that was not trained here. */
const LONGEST_ROW = 512;

export interface Chosen {
  set: InstructionSetRecord | null;
  base: CheckpointRecord | null;
  template: TemplateId;
  /** Tokens per row: the person's choice, else what the base was trained with. */
  seq: number | null;
}

/** Changes where the records of a set are read another way. */
export const readingKey = (set: InstructionSetRecord | null): string | null =>
  set && JSON.stringify([set.shape, set.mapping]);

export function useChosen(): Chosen {
  const { instruct } = useStores();
  const chosenSet = useStore(instruct.store, (state) => state.set);
  const chosenSeq = useStore(instruct.store, (state) => state.seq);
  const chosenBase = useStore(instruct.store, (state) => state.base);
  const chosenTemplate = useStore(instruct.store, (state) => state.template);
  const snapshot = useStudio((state) => state.snapshot);
  const sets = snapshot?.instructionSets ?? [];
  const checkpoints = snapshot?.checkpoints ?? [];
  const base = checkpoints.find((one) => one.id === chosenBase) ?? preferredForTuning(checkpoints);
  const run = snapshot?.runs.find((one) => one.id === base?.runId);
  return {
    set: sets.find((one) => one.id === chosenSet) ?? [...sets].sort((a, b) => b.addedAt - a.addedAt)[0] ?? null,
    base,
    template: templateWith(chosenTemplate, base),
    seq:
      chosenSeq ??
      run?.choice.seq ??
      (base ? Math.min(base.config.contextLength, LONGEST_ROW) : null) ??
      snapshot?.model?.seq ??
      null,
  };
}
