/**
 * ROUGE-L (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries"): how much of two texts is common, as the F1
 * of the longest common subsequence of their words. Words are runs of letters, marks and digits of any script, in lower
 * case, without stemming; for ASCII texts that is what Google's `rouge-score` counts.
 */

/** Words as numbers, so that comparing two is cheap. */
export class Words {
  private readonly numbers = new Map<string, number>();

  of(text: string): Uint32Array {
    const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    return Uint32Array.from(words, (word) => {
      const known = this.numbers.get(word);
      if (known !== undefined) return known;
      this.numbers.set(word, this.numbers.size);
      return this.numbers.size - 1;
    });
  }
}

/** F1, 0…1; 0 where either has no words. O(a · b). */
export function rougeL(a: Uint32Array, b: Uint32Array): number {
  const common = commonLength(a, b);
  return common === 0 ? 0 : (2 * common) / (a.length + b.length);
}

export function rougeLOf(a: string, b: string): number {
  const words = new Words();
  return rougeL(words.of(a), words.of(b));
}

/** Whether `rougeL` reaches a limit, without counting where lengths alone rule it out. */
export function reachesRougeL(a: Uint32Array, b: Uint32Array, limit: number): boolean {
  if ((2 * Math.min(a.length, b.length)) / (a.length + b.length) < limit) return false;
  return rougeL(a, b) >= limit;
}

/** Of the longest common subsequence, one row of the table at a time. */
function commonLength(a: Uint32Array, b: Uint32Array): number {
  let above = new Uint32Array(b.length + 1);
  let row = new Uint32Array(b.length + 1);
  for (const word of a) {
    for (const [j, other] of b.entries()) {
      row[j + 1] = word === other ? above[j]! + 1 : Math.max(above[j + 1]!, row[j]!);
    }
    [above, row] = [row, above];
  }
  return above[b.length] ?? 0;
}
