/** The columns of a Parquet file: what stands in its records without fields of its own, by the path that leads to it. */
import type { ColumnChunk, RowGroup, SchemaTree } from 'hyparquet';

/** A column in one row group. */
export interface ColumnSource {
  readonly chunk: ColumnChunk;
  /** From the root to the column. */
  readonly path: SchemaTree[];
}

/** Of all columns. */
export const pathsIn = (node: SchemaTree, before: readonly SchemaTree[] = []): SchemaTree[][] => {
  const path = [...before, node];
  return node.children.length === 0 ? [path] : node.children.flatMap((child) => pathsIn(child, path));
};

/** Without the root, which has none that counts. */
export const namesOf = (path: readonly SchemaTree[]): string[] => path.slice(1).map(({ element }) => element.name);

/** @throws Error where the group does not have the column */
export function sourceOf(group: RowGroup | undefined, path: SchemaTree[]): ColumnSource {
  const wanted = namesOf(path).join('\0');
  const chunk = group?.columns.find(({ meta_data }) => meta_data?.path_in_schema.join('\0') === wanted);
  if (!chunk) throw new Error(`the column ${namesOf(path).join('.')} is not in all of its parts`);
  return { chunk, path };
}
