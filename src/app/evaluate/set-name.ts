/** What sets and figures are called on the page. */
import { FEW_PAIRS } from '../../state/evaluating.ts';
import type { MeasuredFigure } from '../../state/measured-table.ts';
import type { CheckpointRecord, Id, ImportedModel, Measurement, RunRecord } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import type { Language, Messages } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { checkpointName } from '../parts/checkpoint-name.ts';

export function setName({ source, result }: Measurement, m: Messages): string {
  if (source === 'held-out') return m.evaluating.sets['held-out'];
  if (source === 'file') return result.set;
  const isFew = result.kind === 'pairs' && result.all.count + result.tooLong <= FEW_PAIRS * result.phenomena.length;
  return m.evaluating.sets[isFew ? 'azblimp-few' : 'azblimp'];
}

/** Items of a set, whatever became of them; of a text its bytes are no items. */
export function setItems({ result }: Measurement, m: Messages, language: Language): string {
  const { items } = m.evaluating;
  const number = (count: number) => formatNumber(count, language);
  const counted = (words: (text: string, count: number) => string, count: number) => words(number(count), count);
  switch (result.kind) {
    case 'text':
      return `${number(result.tokens)} ${m.units.tokens}`;
    case 'flores':
      return counted(items.flores, result.bits.count + result.tooLong);
    case 'pairs':
      return counted(items.pairs, result.all.count + result.tooLong);
    case 'exam':
      return counted(items.exam, result.raw.count + result.tooLong);
    case 'answers':
      return counted(items.prompts, result.answers.length + result.leftOut.length);
    default:
      return result satisfies never;
  }
}

export function figureText(name: MeasuredFigure['name'], value: number, language: Language): string {
  switch (name) {
    case 'accuracy':
    case 'accuracy_normalised':
    case 'loops':
    case 'distinct_2':
      return formatShare(value, language, 1);
    case 'bits_per_byte':
      return formatNumber(value, language, 3);
    case 'perplexity':
    case 'flores_bits':
    case 'bleu':
    case 'chrf':
    case 'chrf++':
      return formatNumber(value, language, 2);
    default:
      return name satisfies never;
  }
}

const noCheckpoints: CheckpointRecord[] = [];
const noImports: ImportedModel[] = [];
const noRuns: RunRecord[] = [];

/** Also of a checkpoint that is gone: by its step. */
export function useColumnName(measurements: readonly Measurement[]): (id: Id) => string {
  const m = useMessages();
  const language = useLanguage();
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const imports = useStudio((state) => state.snapshot?.imports ?? noImports);
  const runs = useStudio((state) => state.snapshot?.runs ?? noRuns);
  return (id) => {
    const checkpoint = checkpoints.find((one) => one.id === id);
    const step = measurements.find((one) => one.checkpoint === id)?.step ?? 0;
    if (!checkpoint) return m.evaluating.gone(formatNumber(step, language));
    const run = (runs.length > 1 && runs.find((one) => one.id === checkpoint.runId)) || null;
    return checkpointName(checkpoint, imports, m, language, run);
  };
}
