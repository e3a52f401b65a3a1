/** Chooses one checkpoint, newest first, named by what it was trained for, its step and its held-out loss. */
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
  const options = [...checkpoints]
    .sort((a, b) => b.savedAt - a.savedAt)
    .map((one) => ({
      value: one.id,
      label: m.instruct.checkpointName(
        m.train.kinds[stageOfCheckpoint(one)],
        formatNumber(one.step, language),
        one.heldOut ? m.instruct.checkpointLoss(formatNumber(one.heldOut.loss, language, 3)) : '',
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
