/**
 * How much of an evaluation set stands in other texts, such as the corpus that a model learned from. An item is found by any thirteen
 * words in a row of it, as GPT-3's evaluation sets were checked (Brown et al. 2020, appendix C), and an item of fewer words by all
 * of them in a row. There, sets of items of fewer than eight words were given up for matches by chance; what is asked of small models
 * is often as short, so that here items of four words on are looked for, and whoever reads the result sees where each was found. Words
 * are compared without case and punctuation, İ, I, i and ı as one letter (cleaning/words.ts), however accents are written.
 *
 * Memory is in proportion to the items, some 60 bytes a word, whatever the texts; these are gone through once.
 */
import { RunTable } from '../cleaning/run-table.ts';
import { WordRuns } from '../cleaning/word-runs.ts';
import { Words } from '../cleaning/words.ts';

const RUN_WORDS = 13;
const FEWEST_WORDS = 4;
/** Kept of each item. */
const MOST_PLACES = 3;

export interface LeakPlace {
  /** The text's file, or what else it is called. */
  readonly source: string;
  /** Which document of it, from 1. */
  readonly document: number;
  /** What the first run in common is in the document. */
  readonly excerpt: string;
}

/** An item that was found. */
export interface Leak {
  /** From 0, in the order in which items were given. */
  readonly item: number;
  /** Of the item. */
  readonly words: number;
  /** As many of them as stand in runs that were found, in whatever documents. */
  readonly sharedWords: number;
  /** In which it was found. */
  readonly documents: number;
  /** The first three. */
  readonly places: readonly LeakPlace[];
}

export interface LeakReport {
  readonly items: number;
  /** Items of fewer than four words, which are not looked for. */
  readonly tooShort: number;
  /** In the order of the items. */
  readonly leaks: readonly Leak[];
  /** Items that were found, of all. */
  readonly share: number;
  /** That were gone through. */
  readonly documents: number;
}

interface Item {
  readonly words: number;
  /** Of its runs: as long as the item where that is shorter than a run. */
  readonly runWords: number;
  /** Its runs are entries from here on, one for each word that a run begins with. */
  readonly firstEntry: number;
  documents: number;
  readonly places: LeakPlace[];
  /** The last in which it was found, as `documents` of the guard counts. */
  foundIn: number;
}

export class LeakGuard {
  readonly #items: Item[] = [];
  readonly #table = new RunTable();
  /** Lengths of runs that there are, in words. */
  readonly #lengths: number[] = [];
  /** By number of a run: the last entry that it is. */
  readonly #lastEntry: number[] = [];
  /** By entry: the one before it that is the same run, −1: there is none; of which item it is; whether it was found. */
  readonly #sameBefore: number[] = [];
  readonly #itemOf: number[] = [];
  readonly #isFound: boolean[] = [];
  #documents = 0;

  /** @param items of each the text by which it is known: what is asked or said, without what is the same in every item */
  constructor(items: Iterable<string>) {
    for (const text of items) this.#add(folded(text));
  }

  /** Looks for the items in one document. */
  look(document: string, place: Omit<LeakPlace, 'excerpt'>): void {
    this.#documents++;
    const text = folded(document);
    const runs = new WordRuns(text, RUN_WORDS);
    while (runs.next())
      for (const length of this.#lengths) {
        if (!runs.take(length)) continue;
        const run = this.#table.find(runs.low, runs.high);
        if (run < 0) continue;
        const found = { ...place, excerpt: text.slice(runs.start, runs.end) };
        for (let entry = this.#lastEntry[run]!; entry >= 0; entry = this.#sameBefore[entry]!) this.#note(entry, found);
      }
  }

  report(): LeakReport {
    const leaks = this.#items.flatMap((item, i): Leak[] => {
      if (item.documents === 0) return [];
      const { words, documents, places } = item;
      return [{ item: i, words, sharedWords: this.#sharedWords(item), documents, places }];
    });
    return {
      items: this.#items.length,
      tooShort: this.#items.filter(({ words }) => words < FEWEST_WORDS).length,
      leaks,
      share: this.#items.length === 0 ? 0 : leaks.length / this.#items.length,
      documents: this.#documents,
    };
  }

  #add(text: string): void {
    const count = wordsIn(text);
    const runWords = Math.min(RUN_WORDS, count);
    const firstEntry = this.#itemOf.length;
    this.#items.push({ words: count, runWords, firstEntry, documents: 0, places: [], foundIn: 0 });
    if (count < FEWEST_WORDS) return;
    if (!this.#lengths.includes(runWords)) this.#lengths.push(runWords);
    const runs = new WordRuns(text, runWords);
    while (runs.next()) {
      if (!runs.take(runWords)) continue;
      const run = this.#table.enter(runs.low, runs.high);
      this.#sameBefore.push(this.#lastEntry[run] ?? -1);
      this.#lastEntry[run] = this.#itemOf.length;
      this.#itemOf.push(this.#items.length - 1);
      this.#isFound.push(false);
    }
  }

  #note(entry: number, place: LeakPlace): void {
    this.#isFound[entry] = true;
    const item = this.#items[this.#itemOf[entry]!]!;
    if (item.foundIn === this.#documents) return;
    item.foundIn = this.#documents;
    item.documents++;
    if (item.places.length < MOST_PLACES) item.places.push(place);
  }

  #sharedWords({ words, runWords, firstEntry }: Item): number {
    let shared = 0;
    let covered = 0;
    for (let begin = 0; begin + runWords <= words; begin++) {
      if (!this.#isFound[firstEntry + begin]) continue;
      shared += begin + runWords - Math.max(begin, covered);
      covered = begin + runWords;
    }
    return shared;
  }
}

function wordsIn(text: string): number {
  const words = new Words(text);
  let count = 0;
  while (words.next()) count++;
  return count;
}

/** What small letters of other languages make of İ is two characters, which are read as one. */
const folded = (text: string): string => text.normalize('NFC').replaceAll('i\u0307', 'i');
