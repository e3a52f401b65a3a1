/**
 * What two documents share, as the step that compares them sees it: runs of five words. How large a share of their runs is
 * common (the Jaccard similarity that 'near-duplicates' estimates), and which parts of the texts the common runs cover.
 */
import { Words } from './words.ts';

const RUN_WORDS = 5;
const RUN_FACTOR = 0x9e3779b1;

export interface TextPart {
  readonly text: string;
  readonly isShared: boolean;
}

export interface SharedRuns {
  /** 0 … 1. Of texts of fewer than five words: 1 where they have the same words. */
  readonly similarity: number;
  /** Each text whole, cut where what is shared begins or ends. */
  readonly a: readonly TextPart[];
  readonly b: readonly TextPart[];
}

export function sharedRuns(a: string, b: string): SharedRuns {
  const ofA = new Runs(a);
  const ofB = new Runs(b);
  const inA = new Set(ofA.runs);
  const inB = new Set(ofB.runs);
  const common = [...inA].filter((run) => inB.has(run)).length;
  const similarity = common / (inA.size + inB.size - common);
  return { similarity: Number.isNaN(similarity) ? 1 : similarity, a: ofA.parts(inB), b: ofB.parts(inA) };
}

/** The runs of a text; one that has fewer words than a run is a run. */
class Runs {
  readonly #text: string;
  readonly #words: { readonly start: number }[] = [];
  readonly #length: number;
  /** Of the run that begins with word i. */
  readonly runs: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const hashes: number[] = [];
    for (const words = new Words(text); words.next(); hashes.push(words.hash)) this.#words.push({ start: words.start });
    this.#length = Math.min(RUN_WORDS, hashes.length);
    const runs = hashes.length === 0 ? 0 : hashes.length - this.#length + 1;
    this.runs = Array.from({ length: runs }, (_, i) =>
      hashes.slice(i, i + this.#length).reduce((run, hash) => (Math.imul(run, RUN_FACTOR) + hash) | 0, this.#length),
    );
  }

  parts(others: ReadonlySet<number>): TextPart[] {
    const isShared = this.#words.map(() => false);
    for (const [i, run] of this.runs.entries()) if (others.has(run)) isShared.fill(true, i, i + this.#length);
    const parts: { text: string; isShared: boolean }[] = [];
    for (const [i, { start }] of this.#words.entries()) {
      // What stands between two words belongs to the first of them.
      const to = this.#words[i + 1]?.start ?? this.#text.length;
      const text = this.#text.slice(i === 0 ? 0 : start, to);
      const last = parts.at(-1);
      if (last && last.isShared === isShared[i]) last.text += text;
      else parts.push({ text, isShared: isShared[i] ?? false });
    }
    return this.#words.length > 0 ? parts : [{ text: this.#text, isShared: false }];
  }
}
