/**
 * Clusters of duplicates, from the verdicts of the steps that compare documents: which document stands for which others.
 * To look at, and to give a document that many pages repeat more weight in training than one that stands alone.
 * Memory: 8 bytes a dropped document, 4 more while clusters are asked for.
 */

export interface DuplicateCluster {
  /** Place of the document that was kept. */
  readonly kept: number;
  /** Places of those that were dropped for it, ascending. */
  readonly dropped: readonly number[];
}

const FIRST_ROWS = 1024;

export class DuplicateClusters {
  /** Of dropped document i, in the order of the corpus: its place, and the place of the one that was kept for it. */
  #places = new Uint32Array(FIRST_ROWS);
  #kept = new Uint32Array(FIRST_ROWS);
  #count = 0;
  /** The numbers i, sorted by `#kept`; null: not made since the last verdict. */
  #byKept: Uint32Array | null = null;

  /** Documents that were dropped. */
  get dropped(): number {
    return this.#count;
  }

  /**
   * @param place of a dropped document, greater than in every call before
   * @param like place of the document it was dropped for. That one may have been dropped by a later step; then both belong
   *   to the one that was kept
   */
  add(place: number, like: number): void {
    if (this.#count > 0 && place <= this.#places[this.#count - 1]!)
      throw new RangeError(`place ${place} does not come after ${this.#places[this.#count - 1]}`);
    if (this.#count === this.#places.length) {
      this.#places = doubled(this.#places);
      this.#kept = doubled(this.#kept);
    }
    const earlier = lowerBound(this.#count, (i) => this.#places[i]! >= like);
    const wasDropped = earlier < this.#count && this.#places[earlier] === like;
    this.#places[this.#count] = place;
    this.#kept[this.#count++] = wasDropped ? this.#kept[earlier]! : like;
    this.#byKept = null;
  }

  /** How many documents the kept one at `place` stands for, with itself: 1 where it has no duplicates. */
  size(place: number): number {
    const order = this.#sorted();
    const from = lowerBound(order.length, (i) => this.#kept[order[i]!]! >= place);
    const to = lowerBound(order.length, (i) => this.#kept[order[i]!]! > place);
    return 1 + to - from;
  }

  /** Places of the documents that were dropped for the kept one at `place`, ascending. */
  droppedFor(place: number): number[] {
    const order = this.#sorted();
    const from = lowerBound(order.length, (i) => this.#kept[order[i]!]! >= place);
    const to = lowerBound(order.length, (i) => this.#kept[order[i]!]! > place);
    return Array.from(order.subarray(from, to), (i) => this.#places[i]!);
  }

  /** Clusters of more than one document, by ascending place of the kept one. */
  *each(): Generator<{ readonly kept: number; readonly size: number }> {
    const order = this.#sorted();
    for (const [from, to] of this.#ranges()) yield { kept: this.#kept[order[from]!]!, size: 1 + to - from };
  }

  /** How many clusters there are of each size from 2 on, by ascending size. */
  sizes(): { readonly size: number; readonly clusters: number }[] {
    const counts = new Map<number, number>();
    for (const [from, to] of this.#ranges()) counts.set(1 + to - from, (counts.get(1 + to - from) ?? 0) + 1);
    return [...counts].map(([size, clusters]) => ({ size, clusters })).sort((a, b) => a.size - b.size);
  }

  /** The clusters of most documents, largest first. */
  largest(count: number): DuplicateCluster[] {
    const order = this.#sorted();
    let ranges: (readonly [from: number, to: number])[] = [];
    const cut = () => (ranges = ranges.sort((a, b) => b[1] - b[0] - (a[1] - a[0]) || a[0] - b[0]).slice(0, count));
    for (const range of this.#ranges()) if (ranges.push(range) > 2 * count + 1000) cut();
    return cut().map(([from, to]) => ({
      kept: this.#kept[order[from]!]!,
      dropped: Array.from(order.subarray(from, to), (i) => this.#places[i]!),
    }));
  }

  /** Where each cluster lies in the sorted order. */
  *#ranges(): Generator<readonly [from: number, to: number]> {
    const order = this.#sorted();
    let from = 0;
    for (let to = 1; to <= order.length; to++) {
      if (to < order.length && this.#kept[order[to]!] === this.#kept[order[from]!]) continue;
      yield [from, to];
      from = to;
    }
  }

  #sorted(): Uint32Array {
    this.#byKept ??= Uint32Array.from({ length: this.#count }, (_, i) => i).sort(
      (a, b) => this.#kept[a]! - this.#kept[b]! || a - b,
    );
    return this.#byKept;
  }
}

/** The most that `timesByClusterSize` gives. */
export const MOST_TIMES = 8;

/**
 * How often a document that stands for a cluster of this size is put into the training text: moderately repeated pages are
 * the good ones, very often repeated ones are boilerplate (FineWeb-2's "rehydration": Penedo et al. 2025; the default weights
 * of huggingface/fineweb-2, misc/rehydration).
 */
export function timesByClusterSize(size: number): number {
  if (size >= 1000) return 1;
  if (size >= 100) return MOST_TIMES;
  if (size >= 5) return 5;
  return Math.min(size, 3);
}

function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const grown = new Uint32Array(2 * array.length);
  grown.set(array);
  return grown;
}

/** The first of 0 … count − 1 that passes a test that all later ones pass too; `count` if none does. */
function lowerBound(count: number, passes: (i: number) => boolean): number {
  let from = 0;
  let to = count;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
