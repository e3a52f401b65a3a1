/** What the person has chosen on Instruct, or what is taken when they have not: newest set, preferred base. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { templateWith, withoutLoneWeight } from '../../state/instruct.ts';
import { preferredForTuning } from '../../state/preferred-checkpoint.ts';
import type {
  CheckpointRecord,
  ChosenSet,
  InstructionQuery,
  InstructionSetRecord,
  TemplateId,
} from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';

/** Tokens of a row for a base that was not trained here. */
const LONGEST_ROW = 512;

export interface Chosen {
  sets: readonly { record: InstructionSetRecord; weight: number }[];
  base: CheckpointRecord | null;
  template: TemplateId;
  /** Tokens per row: the person's choice, else what the base was trained with. */
  seq: number | null;
}

export function useChosen(): Chosen {
  const { instruct } = useStores();
  const chosenSets = useStore(instruct.store, (state) => state.sets);
  const chosenSeq = useStore(instruct.store, (state) => state.seq);
  const chosenBase = useStore(instruct.store, (state) => state.base);
  const chosenTemplate = useStore(instruct.store, (state) => state.template);
  const snapshot = useStudio((state) => state.snapshot);
  const sets = snapshot?.instructionSets ?? [];
  const checkpoints = snapshot?.checkpoints ?? [];
  const base = checkpoints.find((one) => one.id === chosenBase) ?? preferredForTuning(checkpoints);
  const run = snapshot?.runs.find((one) => one.id === base?.runId);
  const chosen = (chosenSets ?? []).flatMap(({ set, weight }) => {
    const record = sets.find(({ id }) => id === set);
    return record ? [{ record, weight }] : [];
  });
  const newest = [...sets].sort((a, b) => b.addedAt - a.addedAt)[0];
  return {
    sets: chosen.length === 0 && newest ? [{ record: newest, weight: 1 }] : withoutLoneWeight(chosen),
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

export const chosenSets = ({ sets }: Pick<Chosen, 'sets'>): ChosenSet[] =>
  sets.map(({ record, weight }) => ({ set: record.id, weight }));

/**
 * How the chosen sets are looked at, another object where that is another or a set is read another way; null without a set, and
 * without the chat template that is to be asked by.
 */
export function useQuery(): InstructionQuery | null {
  const { instruct } = useStores();
  const tooLong = useStore(instruct.store, (state) => state.tooLong);
  const jinja = useStore(instruct.store, (state) => state.jinja);
  const { sets, base, template, seq } = useChosen();
  const baseCheckpoint = base?.id ?? null;
  const key = JSON.stringify([
    chosenSets({ sets }),
    sets.map(({ record: { shape, mapping, joinLists } }) => [shape, mapping, joinLists]),
  ]);
  const chatTemplate = template === 'chat' ? jinja : null;
  const isMissing = template === 'chat' && !base?.hasChatTemplate && jinja === null;
  return useMemo(() => {
    const [chosen] = JSON.parse(key) as [ChosenSet[], unknown];
    if (seq === null || chosen.length === 0 || isMissing) return null;
    return { sets: chosen, baseCheckpoint, template, chatTemplate, seq, tooLong };
  }, [key, baseCheckpoint, template, chatTemplate, isMissing, seq, tooLong]);
}
