/** The checkpoints that answer: the person's choice, else the preferred one, and those beside it. */
import { useStore } from 'zustand';
import { preferredForUse } from '../../state/preferred-checkpoint.ts';
import type { CheckpointRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';

/** Answers beside each other that can still be read. */
export const MOST_ANSWERS = 4;

const noCheckpoints: CheckpointRecord[] = [];

/** In the order in which they answer; none where the project has none. */
export function useAnswering(): CheckpointRecord[] {
  const { chat } = useStores();
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const chosen = useStore(chat.store, (state) => state.checkpoint);
  const compared = useStore(chat.store, (state) => state.compared);
  const first = checkpoints.find((one) => one.id === chosen) ?? preferredForUse(checkpoints);
  if (!first) return [];
  const beside = compared.flatMap((id) => checkpoints.find((one) => one.id === id && id !== first.id) ?? []);
  return [first, ...beside].slice(0, MOST_ANSWERS);
}
