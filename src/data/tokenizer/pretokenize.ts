/**
 * Cuts text into the pieces ("words") that byte-pair merges never cross. The patterns are kept as tokenizer.json has
 * them (Oniguruma syntax); the known ones have a scanner, the others are translated for JavaScript. Pieces are those of
 * Hugging Face's `Split` with behaviour `Isolated`: every match, and whatever lies between matches, so that the pieces
 * joined are the text again.
 * Limit: which characters are letters or digits depends on the Unicode version of the JavaScript engine.
 */
import { OcaqError } from '../../errors.ts';
import { BoundedRegExp } from './bounded-regexp.ts';
import { scannerOf } from './scanner.ts';
import { translateSplitPattern } from './split-pattern.ts';

/** Calls `visit` with each piece of a text in order. */
export type Splitter = (text: string, visit: (piece: string) => void) => void;

/**
 * @param pattern as in tokenizer.json
 * @throws OcaqError `split-pattern-unsupported`; the splitter itself `split-pattern-slow` and `run-too-long`, where the pattern has
 *   no scanner
 */
export function splitterOf(pattern: string): Splitter {
  const scanner = scannerOf(pattern);
  if (scanner !== undefined) return scanner;
  const regexp = compileSplitPattern(pattern);
  return (text, visit) => forEachPiece(text, regexp, visit);
}

/**
 * @param pattern as in tokenizer.json, in Oniguruma's syntax
 * @returns a `gu` regular expression that matches the same, and ends on every text
 * @throws OcaqError `split-pattern-unsupported` for what JavaScript cannot express or Oniguruma means otherwise
 */
function compileSplitPattern(pattern: string): RegExp {
  const source = translateSplitPattern(pattern);
  try {
    return new BoundedRegExp(source, 'gu');
  } catch (cause) {
    if (cause instanceof OcaqError) throw cause;
    throw new OcaqError(
      'split-pattern-unsupported',
      `The split pattern ${JSON.stringify(pattern)} is not a regular expression that this browser can run. Check the pattern, or use another tokenizer.`,
      { pattern },
      { cause },
    );
  }
}

/** Calls `visit` with each piece in order. `regexp` must have the `g` flag; empty text has no pieces. */
function forEachPiece(text: string, regexp: RegExp, visit: (piece: string) => void): void {
  let done = 0;
  regexp.lastIndex = 0;
  for (let match = regexp.exec(text); match !== null; match = regexp.exec(text)) {
    const piece = match[0];
    if (match.index > done) visit(text.slice(done, match.index));
    if (piece !== '') visit(piece);
    done = match.index + piece.length;
    // An empty match still ends the piece before it, as in Hugging Face's splitter; then the search has to move on.
    if (piece === '') regexp.lastIndex = done + ((text.codePointAt(done) ?? 0) > 0xffff ? 2 : 1);
  }
  if (done < text.length) visit(text.slice(done));
}

/** A copy of a piece to keep: in V8 the piece itself, when longer than 12 units, keeps the whole text in memory. */
export const detached = (piece: string): string =>
  piece.length > 12 ? [piece.slice(0, 1), piece.slice(1)].join('') : piece;
