/**
 * Chooses one checkpoint, newest first, named by its run and method where there are several runs, else by what it was trained
 * for, and by its step, whether it is its run's best, and its loss.
 */
import { newestFirst } from '../../state/preferred-checkpoint.ts';
import type { CheckpointRecord, ImportedModel, RunRecord } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { checkpointName } from './checkpoint-name.ts';
import { SelectField } from './fields.tsx';

const noRuns: RunRecord[] = [];
const noImports: ImportedModel[] = [];

export function CheckpointField(props: {
  label: string;
  checkpoints: readonly CheckpointRecord[];
  value: string | null;
  onChange: (id: string) => void;
  disabled?: boolean;
  /** What an option is called that chooses none, whose id is ''. */
  none?: string;
  testId?: string;
}) {
  const { label, checkpoints, value, onChange, disabled = false, none, testId } = props;
  const m = useMessages();
  const language = useLanguage();
  const runs = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const imports = useStudio((state) => state.snapshot?.imports ?? noImports);
  const isOfSeveralRuns = new Set(checkpoints.map(({ runId }) => runId)).size > 1;
  const runOf = ({ runId }: CheckpointRecord): RunRecord | null =>
    (isOfSeveralRuns && runs.find(({ id }) => id === runId)) || null;
  const markOf = ({ heldOut, isBest }: CheckpointRecord): string => {
    const loss = heldOut ? m.instruct.checkpointLoss(formatNumber(heldOut.loss, language, 3)) : '';
    return isBest ? m.instruct.checkpointBest + loss : loss;
  };
  const named = newestFirst(checkpoints).map((one) => ({
    value: one.id,
    label: checkpointName(one, imports, m, language, runOf(one), markOf(one)),
  }));
  const options = none === undefined ? named : [{ value: '', label: none }, ...named];
  const isBest = checkpoints.some((one) => one.id === value && one.isBest);
  return (
    <SelectField
      label={label}
      term="checkpoint"
      value={value ?? ''}
      {...(none === undefined ? { placeholder: '–' } : {})}
      options={options}
      {...(isBest ? { hint: m.instruct.checkpointBestHint } : {})}
      disabled={disabled}
      testId={testId}
      onChange={onChange}
    />
  );
}
