/** Items of a text in order, each with its place: such items (tokens, turns, documents) have no identity but that. */
export function withPlaces<T>(items: readonly T[]): { place: number; item: T }[] {
  return items.map((item, place) => ({ place, item }));
}
