/**
 * Which tokens would repeat a sequence of n tokens that stands in the text already, prompt included, as in transformers
 * (NoRepeatNGramLogitsProcessor; after Paulus et al. 2017, arXiv:1705.04304, section 2.5). At n = 1 no token comes twice.
 */
export class NoRepeatNgram {
  private readonly size: number;
  /** The last n − 1 tokens, fewer at the beginning. */
  private readonly recent: number[] = [];
  /** What has followed n − 1 tokens, by these. */
  private readonly followers = new Map<string, Set<number>>();

  /** @param size n, a whole number of at least 1 */
  constructor(size: number) {
    this.size = size;
  }

  push(token: number): void {
    this.recent.push(token);
    if (this.recent.length < this.size) return;
    const before = this.recent.slice(0, -1).join();
    this.followers.set(before, (this.followers.get(before) ?? new Set()).add(token));
    this.recent.shift();
  }

  banned(): ReadonlySet<number> {
    return this.followers.get(this.recent.join()) ?? NONE;
  }
}

const NONE: ReadonlySet<number> = new Set();
