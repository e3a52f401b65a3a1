/**
 * Finds lines that many documents of a source have, as pages of a site have its menu: counted by their hashes, in bounded
 * memory. When the table is full, hashes counted least are forgotten, so counts may be too low, never too high: a line that
 * most documents have stays in it (as in lossy counting, Manku and Motwani 2002). Two lines of one hash among the few
 * repeated ones are a chance of about one in a million.
 */

const SHORTEST_LINE = 8;
const LONGEST_LINE = 400;
const MOST_HASHES = 200_000;
const LEAST_DOCUMENTS = 10;
const LEAST_SHARE = 0.01;

/** 32 bits (FNV-1a over UTF-16 units) of a line without the white space around it. */
export function lineHash(line: string): number {
  const text = line.trim();
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export class RepeatedLines {
  readonly #counts = new Map<number, number>();
  #documents = 0;

  /** Counts each line of a document once. */
  add(document: string): void {
    this.#documents++;
    const hashes = new Set<number>();
    for (const line of document.split('\n')) {
      const { length } = line.trim();
      if (length >= SHORTEST_LINE && length <= LONGEST_LINE) hashes.add(lineHash(line));
    }
    for (const hash of hashes) this.#counts.set(hash, (this.#counts.get(hash) ?? 0) + 1);
    for (let least = 1; this.#counts.size > MOST_HASHES; least++)
      for (const [hash, count] of this.#counts) if (count <= least) this.#counts.delete(hash);
  }

  /** Hashes of the lines that at least ten documents and one in a hundred have. */
  lines(): ReadonlySet<number> {
    const least = Math.max(LEAST_DOCUMENTS, LEAST_SHARE * this.#documents);
    return new Set([...this.#counts].filter(([, count]) => count >= least).map(([hash]) => hash));
  }
}
