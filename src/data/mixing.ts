/**
 * Mixing sources by weights: what share of the tokens each gives, how often each is gone through for it, and an order of
 * documents in which the shares hold all along. Tokens may be any unit of size (bytes, where there is no tokenizer yet). A
 * source's weight is its part of the tokens that are trained on, not of its documents and not a factor on its size: weights
 * 3 and 1 give three quarters and one quarter however large the sources are.
 */
import { OcaqError } from '../errors.ts';
import { mixSeed, permutation } from './random.ts';

export interface MixtureSource {
  readonly name: string;
  /** 0 leaves the source out. */
  readonly weight: number;
  /** Tokens that it has. */
  readonly tokens: number;
}

/** What a source gives. */
export interface MixtureShare {
  /** 0 … 1; those of all sources add up to 1. */
  readonly share: number;
  /** Tokens of the budget, not rounded. */
  readonly tokens: number;
  /** How often its text is gone through for them: 0.5 is half of it once. */
  readonly epochs: number;
}

/**
 * The shares of all sources, in their order.
 * @param budget tokens of the whole mixture, more than 0
 * @throws OcaqError `mixture-weights`: no weight above 0, or one that is no number from 0 on; `mixture-source-empty`: a
 *   source with a weight has no tokens
 */
export function mixtureShares(sources: readonly MixtureSource[], budget: number): MixtureShare[] {
  if (!(budget > 0 && budget < Infinity)) throw new RangeError(`a mixture of ${budget} tokens`);
  const sum = checkedSum(sources);
  return sources.map(({ weight, tokens }) => {
    const share = weight / sum;
    const given = share * budget;
    return { share, tokens: given, epochs: weight === 0 ? 0 : given / tokens };
  });
}

/** A source is learned so many times at the most: more of the same text teaches nothing. */
export const MOST_WEIGHT = 20;

/** A source that is learned so many times, however much text it has. */
export interface TimesSource {
  readonly name: string;
  /** 0 leaves it out, 1 takes it once, 0.5 half of it. */
  readonly times: number;
  readonly tokens: number;
}

/**
 * The shares of sources by how often each is gone through: those of a mixture whose weights and budget lead to as many epochs.
 * @throws as `mixtureShares`
 */
export function timesShares(sources: readonly TimesSource[]): MixtureShare[] {
  const weighed = sources.map(({ name, times, tokens }) => ({ name, weight: times * tokens, tokens }));
  return mixtureShares(weighed, checkedSum(weighed));
}

/**
 * How often a document is taken where its source is learned `times` times: a fraction takes that share of the documents once
 * more, the same ones wherever the document lies.
 * @param hash of the document (heldout.ts)
 */
export function timesTaken(hash: string, times: number): number {
  const whole = Math.floor(times);
  // Other digits than those that say whether it is held out.
  const fraction = Number.parseInt(hash.slice(12, 24), 16) / 2 ** 48;
  return fraction < times - whole ? whole + 1 : whole;
}

/** A source whose documents are known one by one. */
export interface MixtureDocuments {
  readonly name: string;
  readonly weight: number;
  /** Tokens of each of its documents. */
  readonly lengths: Uint32Array;
}

export interface MixedDocument {
  /** Which source, and which of its documents. */
  readonly source: number;
  readonly document: number;
  /** How often the source had been gone through before. */
  readonly epoch: number;
}

/**
 * Documents of all sources in turn, until they hold at least `budget` tokens. The next is always of the source that has
 * given least for its weight (stride scheduling: Waldspurger and Weihl 1995), so at every moment the tokens that two sources
 * have given, each divided by its weight, differ by no more than one document of either. Within a source every document comes
 * once before any comes again, in an order of its own for each epoch. All follows from the seed.
 * Memory: 4 bytes a document of the sources that are mixed.
 * @throws as `mixtureShares`
 */
export function* mixedDocuments(
  sources: readonly MixtureDocuments[],
  budget: number,
  seed: number,
): Generator<MixedDocument> {
  checkedSum(
    sources.map(({ name, weight, lengths }) => ({
      name,
      weight,
      tokens: lengths.reduce((sum, length) => sum + length, 0),
    })),
  );
  const turns = sources.flatMap(({ weight, lengths }, source) =>
    weight > 0 ? [new Turns(source, weight, lengths, seed)] : [],
  );
  for (let given = 0; given < budget; ) {
    const next = turns.reduce((least, other) => (other.givenForWeight < least.givenForWeight ? other : least));
    const { document, tokens } = next.take();
    given += tokens;
    yield document;
  }
}

/** The documents of one source, epoch after epoch. */
class Turns {
  readonly #source: number;
  readonly #weight: number;
  readonly #lengths: Uint32Array;
  readonly #seed: number;
  #order: Uint32Array;
  #epoch = 0;
  #at = 0;
  #given = 0;

  constructor(source: number, weight: number, lengths: Uint32Array, seed: number) {
    this.#source = source;
    this.#weight = weight;
    this.#lengths = lengths;
    this.#seed = seed;
    this.#order = this.#newOrder();
  }

  get givenForWeight(): number {
    return this.#given / this.#weight;
  }

  take(): { document: MixedDocument; tokens: number } {
    if (this.#at === this.#order.length) {
      this.#epoch++;
      this.#at = 0;
      this.#order = this.#newOrder();
    }
    const document = this.#order[this.#at++]!;
    const tokens = this.#lengths[document]!;
    this.#given += tokens;
    return { document: { source: this.#source, document, epoch: this.#epoch }, tokens };
  }

  #newOrder(): Uint32Array {
    return permutation(this.#lengths.length, mixSeed(this.#seed, 'mixture', this.#source, this.#epoch));
  }
}

/** The sum of the weights, of sources that can be mixed by them. */
function checkedSum(sources: readonly MixtureSource[]): number {
  for (const { name, weight, tokens } of sources) {
    if (!(weight >= 0 && weight < Infinity))
      throw new OcaqError(
        'mixture-weights',
        `The weight of "${name}" is ${weight}. Give every source a weight of 0 (left out) or more.`,
        { source: name, weight },
      );
    if (weight > 0 && !(tokens > 0))
      throw new OcaqError(
        'mixture-source-empty',
        `"${name}" has a weight of ${weight} but no text. Add text to it, or give it the weight 0.`,
        { source: name },
      );
  }
  const sum = sources.reduce((total, { weight }) => total + weight, 0);
  if (sum > 0 && sum < Infinity) return sum;
  throw new OcaqError('mixture-weights', 'No source has a weight above 0. Give at least one source a weight.');
}
