/** Chooses one checkpoint, newest first, named by what it was trained for, its step and its held-out loss; the best of a run is marked. */
import { newestFirst } from '../../state/preferred-checkpoint.ts';
import { stageOfCheckpoint } from '../../state/stage.ts';
import type { CheckpointRecord } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { SelectField } from './fields.tsx';

export function CheckpointField(props: {
  label: string;
  checkpoints: readonly CheckpointRecord[];
  value: string | null;
  onChange: (id: string) => void;
  disabled?: boolean;
}) {
  const { label, checkpoints, value, onChange, disabled = false } = props;
  const m = useMessages();
  const language = useLanguage();
  const lossOf = ({ heldOut, isBest }: CheckpointRecord): string => {
    const { checkpointLoss, checkpointBestLoss, checkpointBest } = m.instruct;
    if (!heldOut) return isBest ? checkpointBest : '';
    return (isBest ? checkpointBestLoss : checkpointLoss)(formatNumber(heldOut.loss, language, 3));
  };
  const options = newestFirst(checkpoints).map((one) => ({
    value: one.id,
    label: m.instruct.checkpointName(
      m.train.kinds[stageOfCheckpoint(one)],
      formatNumber(one.step, language),
      lossOf(one),
    ),
  }));
  return (
    <SelectField
      label={label}
      term="checkpoint"
      value={value ?? ''}
      placeholder="–"
      options={options}
      disabled={disabled}
      onChange={onChange}
    />
  );
}
