/** The name of a set's file without what says how it is stored. */
export const plainName = (name: string): string =>
  name.replace(/\.gz$/i, '').replace(/\.(jsonl?|ndjson|csv|tsv|parquet)$/i, '');
