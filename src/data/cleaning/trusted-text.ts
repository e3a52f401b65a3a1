/**
 * Text that a person trusts, as much of it as a model learns from: of more, pieces from everywhere in it by chance, the same
 * ones whenever it is read. Memory: twice that.
 */
import { OcaqError } from '../../errors.ts';
import { NgramModel } from '../ngram-model.ts';
import { finalise32 } from '../random.ts';

/** In UTF-16 units: more text makes no better model, because it has no room for more n-grams; learned in about a second. */
export const TRUSTED_LENGTH = 8 * 2 ** 20;
/** A longer document is cut into pieces, so that one book is not all that is taken. */
const PIECE_LENGTH = 2 ** 14;

interface Piece {
  readonly place: number;
  readonly text: string;
}

export class TextSample {
  readonly #most: number;
  #pieces: Piece[] = [];
  #length = 0;
  #seen = 0;

  /** @param most UTF-16 units that are kept */
  constructor(most: number = TRUSTED_LENGTH) {
    this.#most = most;
  }

  add(text: string): void {
    for (let at = 0; at < text.length; at += PIECE_LENGTH) {
      const piece = text.slice(at, at + PIECE_LENGTH);
      this.#pieces.push({ place: this.#seen++, text: piece });
      this.#length += piece.length;
      if (this.#length > 2 * this.#most) this.#draw();
    }
  }

  /** In the order in which they came. */
  texts(): string[] {
    this.#draw();
    return this.#pieces.map(({ text }) => text);
  }

  /** Keeps the pieces whose places have the lowest numbers in a fixed lottery. */
  #draw(): void {
    let length = 0;
    const drawn = this.#pieces
      .sort((a, b) => finalise32(a.place) - finalise32(b.place))
      .filter(({ text }) => {
        length += text.length;
        return length <= this.#most;
      });
    this.#pieces = drawn.sort((a, b) => a.place - b.place);
    this.#length = drawn.reduce((sum, { text }) => sum + text.length, 0);
  }
}

/** In UTF-16 units: of less, nearly every other text would surprise. */
const LEAST_LENGTH = 1000;

/** What `perplexity` judges by. @throws OcaqError `trusted-too-short` */
export function trustedModelOf(texts: readonly string[]): NgramModel {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  if (length >= LEAST_LENGTH) return modelOf(texts);
  throw new OcaqError(
    'trusted-too-short',
    `The trusted text has ${length} characters; what it tells of other texts needs at least ${LEAST_LENGTH}. Choose more of it, or switch the step off.`,
    { length, least: LEAST_LENGTH },
  );
}

export function modelOf(texts: Iterable<string>): NgramModel {
  const model = new NgramModel();
  for (const text of texts) model.train(text);
  return model;
}
