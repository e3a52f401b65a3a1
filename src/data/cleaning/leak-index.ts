/**
 * The texts that a model will be tested on, as hashes of their runs of thirteen words, to find training documents that
 * hold a piece of them: the overlap by which GPT-3's evaluation sets were checked (Brown et al. 2020, appendix C). Words are
 * compared without case and punctuation (words.ts). Memory: 16 to 32 bytes a run; no text is kept.
 */
import { RunTable } from './run-table.ts';
import { WordRuns } from './word-runs.ts';

const RUN_WORDS = 13;

export class LeakIndex {
  readonly #table = new RunTable();
  #texts = 0;
  #shortTexts = 0;

  /** Different runs of all texts. */
  get runs(): number {
    return this.#table.size;
  }

  get texts(): number {
    return this.#texts;
  }

  /** Texts of fewer than thirteen words: nothing can be told about them. */
  get shortTexts(): number {
    return this.#shortTexts;
  }

  add(text: string): void {
    const runs = new WordRuns(text, RUN_WORDS);
    while (runs.next()) if (runs.take(RUN_WORDS)) this.#table.enter(runs.low, runs.high);
    this.#texts++;
    if (runs.count < RUN_WORDS) this.#shortTexts++;
  }

  /** The runs alone, to be handed to another thread: pairs of 32 bits. */
  toRuns(): Uint32Array<ArrayBuffer> {
    return this.#table.hashes();
  }

  /** An index that finds what the one finds that gave the runs; how many texts they are of it does not know. */
  static fromRuns(runs: Uint32Array): LeakIndex {
    const index = new LeakIndex();
    for (let i = 0; i < runs.length; i += 2) index.#table.enter(runs[i]!, runs[i + 1]!);
    return index;
  }

  /** The first run of the document that an evaluation text has too, as it is written in the document; null: there is none. */
  firstIn(document: string): string | null {
    if (this.runs === 0) return null;
    const runs = new WordRuns(document, RUN_WORDS);
    while (runs.next())
      if (runs.take(RUN_WORDS) && this.#table.find(runs.low, runs.high) >= 0)
        return document.slice(runs.start, runs.end);
    return null;
  }
}
