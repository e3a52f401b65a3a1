/**
 * Which language a text is in, of a restricted set: naive Bayes over words, each told as in letter-model.ts, twenty at a time.
 * The score of a language is the mean of its probabilities over these runs: of a long text the share that is in it, of a short
 * one how sure that is.
 */
import { hashOf, LetterModel, type Symbols } from './letter-model.ts';
import { LANGUAGE_LABELS, type LanguageLabel, type Script, VARIETIES } from './varieties.ts';

export interface LanguageFound {
  /** The language with the highest score; 'other' where there are no words. */
  readonly label: LanguageLabel;
  readonly score: number;
  /** In the order of LANGUAGE_LABELS: 0 … 1 each, 1 together where there are words. */
  readonly scores: Float64Array;
  /** How many words were looked at. */
  readonly words: number;
}

/** Words that are told together. */
const RUN = 20;
/** Most that one word can tell between two languages, in nats: names and loans are in every language. */
const MOST_EVIDENCE = 6;
/** Words of a text do not come independently of each other: how much of their evidence counts. */
const INDEPENDENCE = 0.7;
/** How probable a language is beforehand, of those that are only known so that they are not taken for another. */
const PRIOR_OF_OTHERS = 0.1;

const SCRIPTS: readonly Script[] = ['Latin', 'Cyrillic', 'Arabic'];
const NO_LETTER = 0;
const OTHER_SCRIPT = SCRIPTS.length + 1;
const APOSTROPHES = "'’ʻʼ‘`´";
const OKINA = 'ʻ';

interface Discriminator {
  /** Of each UTF-16 unit: its script (1 …), and the symbol of its small letter in the model of the script. */
  readonly scripts: Uint8Array;
  readonly symbols: Uint8Array;
  readonly cache: EvidenceCache;
  /** Of each variety, those of the first script first: its label as a place in LANGUAGE_LABELS. The last is of no script. */
  readonly labels: readonly number[];
  readonly priors: Float64Array;
}

let made: Discriminator | undefined;

/** @param text its composed form (NFC) */
export function identifyLanguage(text: string): LanguageFound {
  made ??= makeDiscriminator();
  const evidence = new Evidence(made);
  forEachWord(text, made, (script, word, length) => evidence.add(script, word, length));
  return evidence.result();
}

/** How many words are remembered; then it begins anew. */
const CACHED_WORDS = 1 << 16;
/** What words tell is kept in bytes, of so many nats each. */
const UNIT = (INDEPENDENCE * MOST_EVIDENCE) / 255;

/** What words tell, remembered: how far each variety is behind the likeliest. */
class EvidenceCache {
  readonly width: number;
  readonly behind: Uint8Array;
  readonly #models: readonly LetterModel[];
  readonly #rows = new Map<number, number>();
  readonly #sums: Float64Array;

  constructor(models: readonly LetterModel[]) {
    this.#models = models;
    this.width = models.reduce((sum, { count }) => sum + count, 1);
    this.behind = new Uint8Array(CACHED_WORDS * this.width);
    this.#sums = new Float64Array(this.width);
  }

  /** Where the row of a word begins in `behind`. */
  row(script: number, word: Uint8Array, length: number): number {
    const key = hashOf(word, length) ^ Math.imul(script, 0x9e3779b1);
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    if (this.#rows.size === CACHED_WORDS) this.#rows.clear();
    const row = this.#rows.size * this.width;
    this.#rows.set(key, row);
    this.#measure(script, word, length, row);
    return row;
  }

  #measure(script: number, word: Uint8Array, length: number, row: number): void {
    let at = 0;
    for (let i = 0; i < script - 1; i++) at += this.#models[i]?.count ?? 0;
    const model = this.#models[script - 1];
    const end = at + (model?.count ?? 1);
    const sums = this.#sums;
    if (model) model.measure(word, length, sums, at);
    else sums[at] = 0;
    let best = Number.NEGATIVE_INFINITY;
    for (let k = at; k < end; k++) if (sums[k]! > best) best = sums[k]!;
    for (let k = 0; k < this.width; k++) {
      const behind = k >= at && k < end ? Math.min(best - sums[k]!, MOST_EVIDENCE) : MOST_EVIDENCE;
      this.behind[row + k] = (INDEPENDENCE * behind) / UNIT;
    }
  }
}

/** What the words so far tell. */
class Evidence {
  readonly #made: Discriminator;
  /** Of this run, by variety, in UNITs. */
  readonly #behind: Float64Array;
  readonly #scores = new Float64Array(LANGUAGE_LABELS.length);
  #words = 0;
  #inRun = 0;

  constructor(made: Discriminator) {
    this.#made = made;
    this.#behind = new Float64Array(made.labels.length);
  }

  add(script: number, word: Uint8Array, length: number): void {
    const { behind, width } = this.#made.cache;
    const row = this.#made.cache.row(script, word, length);
    const sums = this.#behind;
    for (let k = 0; k < width; k++) sums[k]! += behind[row + k]!;
    this.#words++;
    if (++this.#inRun === RUN) this.#endRun();
  }

  result(): LanguageFound {
    if (this.#inRun > 0) this.#endRun();
    const scores = this.#scores.map((sum) => (sum === 0 ? 0 : sum / this.#words));
    const score = Math.max(...scores);
    const label = score === 0 ? 'other' : LANGUAGE_LABELS[scores.indexOf(score)]!;
    return { label, score, scores, words: this.#words };
  }

  #endRun(): void {
    const { labels, priors } = this.#made;
    const sums = this.#behind;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < sums.length; k++) if (sums[k]! < least) least = sums[k]!;
    let total = 0;
    for (let k = 0; k < sums.length; k++) {
      sums[k] = priors[k]! * Math.exp(UNIT * (least - sums[k]!));
      total += sums[k]!;
    }
    for (let k = 0; k < sums.length; k++) this.#scores[labels[k]!]! += (this.#inRun * sums[k]!) / total;
    sums.fill(0);
    this.#inRun = 0;
  }
}

const word = new Uint8Array(64);

/** Calls back with each run of letters of one script, the beginning of longer ones. */
function forEachWord(
  text: string,
  { scripts, symbols }: Pick<Discriminator, 'scripts' | 'symbols'>,
  take: (script: number, word: Uint8Array, length: number) => void,
): void {
  let script = NO_LETTER;
  let length = 0;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 0;
    let next = scripts[unit]!;
    let symbol = symbols[unit]!;
    if (script === 1 && isOkina(text, i, unit, scripts)) {
      next = script;
      symbol = symbols[OKINA.charCodeAt(0)]!;
    }
    if (next !== script) {
      if (script !== NO_LETTER) take(script, word, length);
      script = next;
      length = 0;
    }
    if (next !== NO_LETTER && length < word.length) word[length++] = symbol;
  }
}

/** The apostrophe of Uzbek's oʻ and gʻ, whichever sign it is written with. */
function isOkina(text: string, at: number, unit: number, scripts: Uint8Array): boolean {
  if ((unit < 0x80 && unit !== 0x27 && unit !== 0x60) || !APOSTROPHES.includes(text.charAt(at))) return false;
  return at > 0 && /[og]/i.test(text.charAt(at - 1)) && scripts[text.charCodeAt(at + 1)] === 1;
}

function makeDiscriminator(): Discriminator {
  const scripts = scriptsOfUnits();
  const symbols = new Uint8Array(0x10000);
  const models: LetterModel[] = [];
  const labels: number[] = [];
  for (const [i, script] of SCRIPTS.entries()) {
    const varieties = VARIETIES.filter((one) => one.script === script);
    const letters = [...new Set(varieties.flatMap(({ words }) => [...words]))].filter((letter) => /\S/.test(letter));
    const places = new Map(letters.map((letter, place) => [letter, place + 1]));
    const unknown = letters.length + 1;
    for (let unit = 0; unit < 0x10000; unit++)
      if (scripts[unit] === i + 1) symbols[unit] = places.get(smallLetter(String.fromCharCode(unit))) ?? unknown;
    if (i === 0) symbols[OKINA.charCodeAt(0)] = places.get(OKINA) ?? unknown;
    const lists = varieties.map(({ words }) => wordsIn(words, scripts, symbols));
    models.push(new LetterModel(lists, unknown + 1));
    labels.push(...varieties.map(({ label }) => LANGUAGE_LABELS.indexOf(label)));
  }
  labels.push(LANGUAGE_LABELS.indexOf('other'));
  const other = labels.at(-1);
  const priors = Float64Array.from(labels, (label) => (label === other ? PRIOR_OF_OTHERS : 1));
  return { scripts, symbols, cache: new EvidenceCache(models), labels, priors };
}

const smallLetter = (letter: string): string => (letter === 'İ' ? 'i' : letter.toLowerCase());

function wordsIn(text: string, scripts: Uint8Array, symbols: Uint8Array): Symbols[] {
  const words: Symbols[] = [];
  forEachWord(text, { scripts, symbols }, (_, found, length) => words.push([...found.subarray(0, length)]));
  return words;
}

function scriptsOfUnits(): Uint8Array {
  const scripts = new Uint8Array(0x10000);
  const units = Array.from({ length: 0xd800 }, (_, unit) => String.fromCharCode(unit)).join('');
  const kinds = [/\p{Lo}/gu, /\p{Script=Latin}/gu, /\p{Script=Cyrillic}/gu, /\p{Script=Arabic}/gu];
  for (const [kind, pattern] of kinds.entries())
    for (const [letter] of units.matchAll(pattern))
      if (/\p{L}/u.test(letter)) scripts[letter.charCodeAt(0)] = kind || OTHER_SCRIPT;
  for (const [letter] of units.matchAll(/\p{Script=Greek}|\p{Script=Armenian}|\p{Script=Georgian}/gu))
    if (/\p{L}/u.test(letter)) scripts[letter.charCodeAt(0)] = OTHER_SCRIPT;
  return scripts;
}
