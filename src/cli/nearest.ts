/** Which of the known words was meant by an unknown one. */

/** The known word with the fewest edits; none where more than a third of it would be edited. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, edits: editDistance(word, candidate) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, candidate.length / 3))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0]?.candidate;
}

/** Letters added, left out, replaced, or swapped with their neighbour (Damerau–Levenshtein, no letter edited twice). */
export function editDistance(from: string, to: string): number {
  const distances = new Map<string, number>();
  const at = (i: number, j: number): number => distances.get(`${i} ${j}`) ?? Math.max(i, j);
  for (let i = 1; i <= from.length; i++)
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swapped = isSwapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      distances.set(`${i} ${j}`, Math.min(replaced, at(i - 1, j) + 1, at(i, j - 1) + 1, swapped));
    }
  return at(from.length, to.length);
}
