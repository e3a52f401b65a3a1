/**
 * Cuts text into the pieces ("words") that byte-pair merges never cross. The patterns are kept as tokenizer.json has
 * them (Oniguruma syntax) and translated for JavaScript; pieces are those of Hugging Face's `Split` with behaviour
 * `Isolated`: every match, and whatever lies between matches, so that the pieces joined are the text again.
 * Limit: which characters are letters or digits depends on the Unicode version of the JavaScript engine.
 */
import { OcaqError } from '../../errors.ts';
import { translateSplitPattern } from './split-pattern.ts';

/** The split pattern of Llama 3, which GGUF knows as `llama-bpe`. Digits go in groups of three, line ends on their own. */
export const LLAMA3_SPLIT_PATTERN: string = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`;

/** The split pattern of GPT-2; `ByteLevel` with `use_regex: true` in a tokenizer.json means this one. */
export const GPT2_SPLIT_PATTERN: string = String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;

/**
 * @param pattern as in tokenizer.json, in Oniguruma's syntax
 * @returns a `gu` regular expression that matches the same
 * @throws OcaqError `split-pattern-unsupported` for what JavaScript cannot express or Oniguruma means otherwise
 */
export function compileSplitPattern(pattern: string): RegExp {
  const source = translateSplitPattern(pattern);
  try {
    return new RegExp(source, 'gu');
  } catch (cause) {
    throw new OcaqError(
      'split-pattern-unsupported',
      `The split pattern ${JSON.stringify(pattern)} is not a regular expression that this browser can run. Check the pattern, or use another tokenizer.`,
      { pattern },
      { cause },
    );
  }
}

/** Calls `visit` with each piece in order. `regexp` must have the `g` flag; empty text has no pieces. */
export function forEachPiece(text: string, regexp: RegExp, visit: (piece: string) => void): void {
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
export const detached = (piece: string): string => piece.split('').join('');

/** All pieces of `text`, in order; joined they are `text` again. */
export function splitText(text: string, regexp: RegExp): string[] {
  const pieces: string[] = [];
  forEachPiece(text, regexp, (piece) => pieces.push(piece));
  return pieces;
}
