/** The checkpoints that answer: the person's choice, else the preferred one; and the second, where one is compared. */
import { useStore } from 'zustand';
import { preferredForUse } from '../../state/preferred-checkpoint.ts';
import type { CheckpointRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';

const noCheckpoints: CheckpointRecord[] = [];

export function useAnswering(): { first: CheckpointRecord | null; second: CheckpointRecord | null } {
  const { chat } = useStores();
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const chosen = useStore(chat.store, (state) => state.checkpoint);
  const compared = useStore(chat.store, (state) => state.compared);
  const first = checkpoints.find((one) => one.id === chosen) ?? preferredForUse(checkpoints);
  return { first, second: checkpoints.find((one) => one.id === compared && one.id !== first?.id) ?? null };
}

export const asList = ({ first, second }: ReturnType<typeof useAnswering>): CheckpointRecord[] =>
  [first, second].filter((one) => one !== null);
