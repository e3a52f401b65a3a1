/** Chooses one checkpoint, newest first, named by what it was trained for, its step, whether it is its run's best, and its loss. */
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
  const markOf = ({ heldOut, isBest }: CheckpointRecord): string => {
    const loss = heldOut ? m.instruct.checkpointLoss(formatNumber(heldOut.loss, language, 3)) : '';
    return isBest ? m.instruct.checkpointBest + loss : loss;
  };
  const options = newestFirst(checkpoints).map((one) => ({
    value: one.id,
    label: m.instruct.checkpointName(
      m.train.kinds[stageOfCheckpoint(one)],
      formatNumber(one.step, language),
      markOf(one),
    ),
  }));
  const isBest = checkpoints.some((one) => one.id === value && one.isBest);
  return (
    <SelectField
      label={label}
      term="checkpoint"
      value={value ?? ''}
      placeholder="–"
      options={options}
      {...(isBest ? { hint: m.instruct.checkpointBestHint } : {})}
      disabled={disabled}
      onChange={onChange}
    />
  );
}
