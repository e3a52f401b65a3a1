/** Pairs of generated documents of a known similarity, which is counted here from the words themselves, without hashes. */
import { Random } from '../data/random.ts';

const SYLLABLES = ['al', 'bər', 'ça', 'dı', 'el', 'gör', 'xan', 'in', 'qo', 'lər', 'mı', 'nə', 'sa', 'şü', 'tu', 'yaz'];

export interface SimilarPair {
  readonly first: string;
  readonly second: string;
  /** Of the sets of runs of five words: those in both, by those in either. */
  readonly jaccard: number;
}

/** Its documents' words are drawn evenly, so two documents that were not made from each other share no run. */
export class SimilarDocuments {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  document(words: number): string {
    return Array.from({ length: words }, () => this.#word()).join(' ');
  }

  /** A pair whose similarity lies in [from, to): the second is the first with a passage or single words changed. */
  pair(words: number, from: number, to: number): SimilarPair {
    for (;;) {
      const first = Array.from({ length: words }, () => this.#word());
      const similarity = from + (to - from) * this.#random.next();
      const runs = ((words - 4) * (1 - similarity)) / (1 + similarity);
      const second = this.#random.next() < 0.5 ? this.#passage(first, runs) : this.#scattered(first, runs);
      const jaccard = jaccardOfWords(first, second);
      if (jaccard >= from && jaccard < to) return { first: first.join(' '), second: second.join(' '), jaccard };
    }
  }

  /** Another passage in place of one that takes part in so many runs. */
  #passage(words: readonly string[], runs: number): string[] {
    const length = Math.max(1, Math.round(runs) - 4);
    const start = this.#random.integer(words.length - length + 1);
    const passage = Array.from({ length }, () => this.#word());
    return [...words.slice(0, start), ...passage, ...words.slice(start + length)];
  }

  /** Single words replaced, left out or added until about so many runs are others. */
  #scattered(words: readonly string[], runs: number): string[] {
    const changed = [...words];
    for (let left = runs; left > 2; left -= 5) {
      const at = this.#random.integer(changed.length);
      const kind = this.#random.integer(3);
      if (kind === 0) changed.splice(at, 1);
      else changed.splice(at, kind === 1 ? 1 : 0, this.#word());
    }
    return changed;
  }

  #word(): string {
    const parts = Array.from({ length: 3 }, () => SYLLABLES[this.#random.integer(SYLLABLES.length)]!);
    return parts.join('');
  }
}

function jaccardOfWords(first: readonly string[], second: readonly string[]): number {
  const a = new Set(first.slice(4).map((_, i) => first.slice(i, i + 5).join(' ')));
  const b = new Set(second.slice(4).map((_, i) => second.slice(i, i + 5).join(' ')));
  const both = [...a].filter((run) => b.has(run)).length;
  return both / (a.size + b.size - both);
}
