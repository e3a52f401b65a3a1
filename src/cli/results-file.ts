/** Files of results: what `eval` measured of a model, kept to be put together with that of other seeds. */
import type { MeasureResult } from '../evaluation/results.ts';
import { isMeasureResult } from '../evaluation/whole-result.ts';
import { readJson, writeWhole } from './files.ts';
import { usageError } from './options.ts';

const FORMAT = 'ocaq-results';
const VERSION = 1;

export const writeResults = (file: string, model: string, results: readonly MeasureResult[]): Promise<void> =>
  writeWhole(file, `${JSON.stringify({ format: FORMAT, version: VERSION, model, results }, null, 2)}\n`);

/** @throws OcaqError `usage` where the file is no such file, or one of a later version */
export async function readResults(file: string): Promise<readonly MeasureResult[]> {
  const found = (await readJson(file)) as { format?: unknown; version?: unknown; results?: unknown } | null;
  if (found?.format !== FORMAT || !Array.isArray(found.results))
    throw usageError(`"${file}" holds no results. Give files that eval --results wrote.`);
  if (found.version !== VERSION)
    throw usageError(`"${file}" is of a later version of Ocaq. Take that version, or measure again.`);
  if (found.results.every(isMeasureResult)) return found.results;
  throw usageError(`"${file}" is damaged: a result in it lacks its figures. Measure again.`);
}
