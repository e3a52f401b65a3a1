/**
 * How much of an evaluation set stands in other texts, such as the corpus that a model learned from. An item is found by any thirteen
 * words in a row of one of its texts, as GPT-3's evaluation sets were checked (Brown et al. 2020, appendix C), and by all words of a
 * shorter text in a row. There, items of fewer than eight words were not looked for, because chance finds them; what is asked of small
 * models is often as short, so that here texts of four words on are, and whoever reads the result sees where each was found. Words are
 * compared without case and punctuation, İ, I, i and ı as one letter (cleaning/words.ts), however accents are written.
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
  /** Of all its texts. */
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
  /** Items whose texts all have fewer than four words, which are not looked for. */
  readonly tooShort: number;
  /** In the order of the items. */
  readonly leaks: readonly Leak[];
  /** Items that were found, of all. */
  readonly share: number;
  /** That were gone through. */
  readonly documents: number;
}

/** A text of an item. */
interface Part {
  readonly words: number;
  /** Words of its runs: all of them where it is shorter than a run. */
  readonly runWords: number;
  /** Its runs are entries from here on, one for each word that a run begins with. */
  readonly firstEntry: number;
}

interface Item {
  readonly parts: readonly Part[];
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

  /** @param items of each the texts by which it is known: what is asked or said, without what is the same in every item */
  constructor(items: Iterable<readonly string[]>) {
    for (const texts of items) {
      const parts = texts.map((text) => this.#part(folded(text)));
      this.#items.push({ parts, documents: 0, places: [], foundIn: 0 });
    }
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
    const leaks = this.#items.flatMap(({ parts, documents, places }, item): Leak[] => {
      if (documents === 0) return [];
      return [{ item, words: sumOf(parts, wordsOf), sharedWords: sumOf(parts, this.#sharedWords), documents, places }];
    });
    return {
      items: this.#items.length,
      tooShort: this.#items.filter(({ parts }) => parts.every(({ words }) => words < FEWEST_WORDS)).length,
      leaks,
      share: this.#items.length === 0 ? 0 : leaks.length / this.#items.length,
      documents: this.#documents,
    };
  }

  /** Enters the runs of a text of the item that comes next. */
  #part(text: string): Part {
    const words = countWords(text);
    const part = { words, runWords: Math.min(RUN_WORDS, words), firstEntry: this.#itemOf.length };
    if (words < FEWEST_WORDS) return part;
    if (!this.#lengths.includes(part.runWords)) this.#lengths.push(part.runWords);
    const runs = new WordRuns(text, part.runWords);
    while (runs.next()) {
      if (!runs.take(part.runWords)) continue;
      const run = this.#table.enter(runs.low, runs.high);
      this.#sameBefore.push(this.#lastEntry[run] ?? -1);
      this.#lastEntry[run] = this.#itemOf.length;
      this.#itemOf.push(this.#items.length);
      this.#isFound.push(false);
    }
    return part;
  }

  #note(entry: number, place: LeakPlace): void {
    this.#isFound[entry] = true;
    const item = this.#items[this.#itemOf[entry]!]!;
    if (item.foundIn === this.#documents) return;
    item.foundIn = this.#documents;
    item.documents++;
    if (item.places.length < MOST_PLACES) item.places.push(place);
  }

  readonly #sharedWords = ({ words, runWords, firstEntry }: Part): number => {
    if (words < FEWEST_WORDS) return 0;
    let shared = 0;
    let covered = 0;
    for (let begin = 0; begin + runWords <= words; begin++) {
      if (!this.#isFound[firstEntry + begin]) continue;
      shared += begin + runWords - Math.max(begin, covered);
      covered = begin + runWords;
    }
    return shared;
  };
}

const wordsOf = ({ words }: Part): number => words;

const sumOf = (parts: readonly Part[], of: (part: Part) => number): number =>
  parts.reduce((sum, part) => sum + of(part), 0);

function countWords(text: string): number {
  const words = new Words(text);
  let count = 0;
  while (words.next()) count++;
  return count;
}

/** What small letters of other languages make of İ is two characters, which are read as one. */
const folded = (text: string): string => text.normalize('NFC').replaceAll('i\u0307', 'i');
