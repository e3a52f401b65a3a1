/**
 * The text of an answer as its tokens come. It ends where a stop text begins, which is no part of it; what may still become
 * one is held back. How the text is cut into tokens does not matter: of several stop texts the one that is complete first
 * counts.
 */
import type { StreamDecoder } from '../data/tokenizer/text-tokenizer.ts';

export class AnswerText {
  private readonly stream: StreamDecoder;
  private readonly stops: readonly string[];
  private held = '';
  private found: Found | null = null;

  /** @param stops empty ones are none */
  constructor(stream: StreamDecoder, stops: readonly string[]) {
    this.stream = stream;
    this.stops = stops.filter((stop) => stop !== '');
  }

  /** Whether a stop text has come. */
  get isOver(): boolean {
    return this.found !== null;
  }

  /** What a token adds to the text, and how much more of the text is certain with it. */
  push(token: number): { added: string; certain: string } {
    const added = this.stream.push(token);
    return { added, certain: this.take(added) };
  }

  /** What was held back. */
  end(): string {
    const rest = this.take(this.stream.flush()) + this.held;
    this.held = '';
    return rest;
  }

  private take(added: string): string {
    if (this.found) return '';
    this.held += added;
    this.found = firstComplete(this.held, this.stops);
    const certain = this.found?.begin ?? this.held.length - longestBeginning(this.held, this.stops);
    const text = this.held.slice(0, certain);
    this.held = this.found ? '' : this.held.slice(certain);
    return text;
  }
}

/** A stop text in a text. */
interface Found {
  readonly begin: number;
  readonly end: number;
}

/** The one that ends first; of those that end together the longest. */
function firstComplete(text: string, stops: readonly string[]): Found | null {
  const found = stops
    .map((stop) => ({ begin: text.indexOf(stop), end: text.indexOf(stop) + stop.length }))
    .filter(({ begin }) => begin >= 0)
    .sort((a, b) => a.end - b.end || a.begin - b.begin);
  return found[0] ?? null;
}

/** Characters at the end of a text with which a stop text may have begun. */
function longestBeginning(text: string, stops: readonly string[]): number {
  const beginnings = stops.map((stop) => {
    let length = Math.min(stop.length - 1, text.length);
    while (!stop.startsWith(text.slice(text.length - length))) length--;
    return length;
  });
  return Math.max(0, ...beginnings);
}
