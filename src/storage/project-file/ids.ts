/** Ids of what is stored: UUIDs that stand alone, or among other words of what a record was made of. */

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const UUID_LENGTH = 36;
const ONE_UUID = new RegExp(`^${UUID.source}$`);

export const isId = (value: unknown): value is string => typeof value === 'string' && ONE_UUID.test(value);

export const idsIn = (text: string): string[] => text.match(UUID) ?? [];

/**
 * New ids for these, which ascend: they ascend in the same order, so that whatever is sorted by ids stays as it is.
 * @returns the new ones by the old
 */
export function newIds(ids: readonly string[]): ReadonlyMap<string, string> {
  const fresh = ids.map((): string => crypto.randomUUID()).sort(inOrder);
  return new Map(ids.map((id, i) => [id, fresh[i]!]));
}

/** Of ids, which are ASCII: the order that the database keeps them in. */
export const inOrder = (a: string, b: string): number => (a < b ? -1 : a === b ? 0 : 1);

/** The text with every id that has another name by it. */
export const renamed = (text: string, names: ReadonlyMap<string, string>): string =>
  text.length < UUID_LENGTH ? text : text.replace(UUID, (id) => names.get(id) ?? id);
