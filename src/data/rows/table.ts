/** Every format of records, in the order in which they are asked whether a file is theirs. */
import { CONTAINER_EXTENSIONS } from '../containers/table.ts';
import { csv, tsv } from './delimited.ts';
import { json, python } from './json.ts';
import type { RowFormat } from './row.ts';

/** Tables by their names first: a cell may begin with a bracket. */
export const ROW_FORMATS: readonly RowFormat[] = [csv, python, json, tsv];

/** What is opened where no format knows the file: each of its lines is then told to be no record. */
export const FALLBACK_FORMAT: RowFormat = json;

/** What a file picker offers, as the `accept` of an input. */
export const ACCEPTED_ROW_FILES = [
  ...ROW_FORMATS.flatMap(({ extensions }) => extensions),
  ...CONTAINER_EXTENSIONS,
  '.parquet',
  'application/json',
].join(',');
