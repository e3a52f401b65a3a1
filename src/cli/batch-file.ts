/** `{"tokens": [B][T], "targets": [B][T]}`, −100 = not counted: the form of the golden fixtures. */
import { type Batch, IGNORE } from '../data/batches.ts';
import { OcaqError } from '../errors.ts';
import { readJson } from './files.ts';
import type { OptionTable } from './options.ts';

export const BATCH_OPTION = {
  batch: {
    kind: 'text',
    value: 'FILE',
    required: true,
    help: 'The batch, as JSON: {"tokens": [B][T], "targets": [B][T]}, where a target of -100 is not counted.',
  },
} as const satisfies OptionTable;

export interface BatchFile extends Batch {
  readonly rows: number;
  readonly seq: number;
}

export async function readBatch(file: string): Promise<BatchFile> {
  const json = await readJson(file);
  const { tokens, targets } = json !== null && typeof json === 'object' ? (json as Record<string, unknown>) : {};
  const [inputs, labels] = [matrix(file, 'tokens', tokens), matrix(file, 'targets', targets)];
  const [rows, seq] = [inputs.length, inputs[0]?.length ?? 0];
  if (labels.length !== rows || labels[0]?.length !== seq)
    refuse(file, `"targets" is [${labels.length}][${labels[0]?.length ?? 0}], but "tokens" is [${rows}][${seq}]`);
  const flat = Int32Array.from(labels.flat());
  return {
    tokens: Int32Array.from(inputs.flat()),
    targets: flat,
    counted: flat.reduce((n, target) => n + (target === IGNORE ? 0 : 1), 0),
    rows,
    seq,
  };
}

function matrix(file: string, name: string, value: unknown): number[][] {
  if (!Array.isArray(value) || value.length === 0 || !Array.isArray(value[0]) || value[0].length === 0)
    refuse(file, `"${name}" is not a list of rows`);
  const rows = value as unknown[][];
  const width = rows[0]?.length;
  for (const row of rows)
    if (!Array.isArray(row) || row.length !== width || !row.every((x) => Number.isInteger(x)))
      refuse(file, `the rows of "${name}" are not whole numbers of one length`);
  return rows as number[][];
}

function refuse(file: string, why: string): never {
  throw new OcaqError(
    'batch-file-invalid',
    `"${file}" is not a batch: ${why}. Expected {"tokens": [B][T], "targets": [B][T]}.`,
    { file },
  );
}
