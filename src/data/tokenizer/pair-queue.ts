/**
 * The pairs of a tokenizer training by count, largest first, ties broken by a given rule: a binary heap whose entries
 * are not moved when counts fall. An entry keeps the count it was filed under; when it comes to the top with a count
 * that is out of date it is filed again. Right only because a pair's count never rises once it is filed.
 * Pairs that died out are dropped at the top, or all at once when they are the larger part of the heap.
 */
import type { PairChains } from './pair-chains.ts';

const NONE = -1;
const SWEEP_ABOVE = 4096;

export class PairQueue {
  readonly #chains: PairChains;
  /** Whether the first pair goes before the second when both occur equally often. */
  readonly #winsTie: (pair: number, other: number) => boolean;
  #size = 0;
  /** [capacity] heap order: the pair, and the count it is filed under */
  #pairs = new Int32Array(1024);
  #filed = new Float64Array(1024);

  constructor(chains: PairChains, winsTie: (pair: number, other: number) => boolean) {
    this.#chains = chains;
    this.#winsTie = winsTie;
  }

  push(pair: number): void {
    if (this.#size === this.#pairs.length) this.#grow();
    this.#pairs[this.#size] = pair;
    this.#filed[this.#size] = this.#chains.countOf(pair);
    this.#up(this.#size++);
    if (this.#size > SWEEP_ABOVE && this.#size > 2 * this.#chains.livePairs) this.#sweep();
  }

  /** Takes out the pair that occurs most often, or returns -1 when no pair occurs any more. */
  pop(): number {
    while (this.#size > 0) {
      const pair = this.#pairs[0]!;
      const count = this.#chains.countOf(pair);
      const current = count === this.#filed[0];
      if (!current && count > 0) {
        this.#filed[0] = count;
        this.#down(0);
        continue;
      }
      this.#size--;
      this.#pairs[0] = this.#pairs[this.#size]!;
      this.#filed[0] = this.#filed[this.#size]!;
      this.#down(0);
      if (current) return pair;
      this.#chains.release(pair);
    }
    return NONE;
  }

  #sweep(): void {
    let kept = 0;
    for (let i = 0; i < this.#size; i++) {
      const pair = this.#pairs[i]!;
      const count = this.#chains.countOf(pair);
      if (count === 0) {
        this.#chains.release(pair);
        continue;
      }
      this.#pairs[kept] = pair;
      this.#filed[kept++] = count;
    }
    this.#size = kept;
    for (let i = (kept >> 1) - 1; i >= 0; i--) this.#down(i);
  }

  #isBefore(i: number, j: number): boolean {
    const difference = this.#filed[i]! - this.#filed[j]!;
    return difference === 0 ? this.#winsTie(this.#pairs[i]!, this.#pairs[j]!) : difference > 0;
  }

  #up(from: number): void {
    for (let i = from; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!this.#isBefore(i, parent)) return;
      this.#swap(i, parent);
      i = parent;
    }
  }

  #down(from: number): void {
    for (let i = from; ; ) {
      const left = 2 * i + 1;
      if (left >= this.#size) return;
      const right = left + 1;
      const first = right < this.#size && this.#isBefore(right, left) ? right : left;
      if (!this.#isBefore(first, i)) return;
      this.#swap(i, first);
      i = first;
    }
  }

  #swap(i: number, j: number): void {
    const [pair, filed] = [this.#pairs[i]!, this.#filed[i]!];
    this.#pairs[i] = this.#pairs[j]!;
    this.#filed[i] = this.#filed[j]!;
    this.#pairs[j] = pair;
    this.#filed[j] = filed;
  }

  #grow(): void {
    const [pairs, filed] = [this.#pairs, this.#filed];
    this.#pairs = new Int32Array(pairs.length * 2);
    this.#filed = new Float64Array(filed.length * 2);
    this.#pairs.set(pairs);
    this.#filed.set(filed);
  }
}
