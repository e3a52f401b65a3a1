/**
 * The split patterns that most tokenizers have, as a hand-written scanner: the pieces are those of the regular expression,
 * several times as fast, and a run of letters may be as long as the text (a regular expression of V8 keeps a place for
 * every letter of a run, and has room for some four million).
 */
import { characterKinds, DIGIT, LETTER, LINE_END, OTHER, SPACE } from './character-kinds.ts';
import { GPT2_SPLIT_PATTERN, LLAMA3_SPLIT_PATTERN, QWEN2_SPLIT_PATTERN, TURKIC_SPLIT_PATTERN } from './split-rules.ts';

/** What tells the patterns of this kind apart. */
interface Style {
  /** `'s|'t|'re|'ve|'m|'ll|'d` */
  readonly contractions: 'none' | 'lower-case' | 'any-case';
  /** What a word of letters may begin with: any character that is no letter, digit or line end, or a space alone. */
  readonly wordPrefix: 'any' | 'space';
  /** How many digits make a piece at most. */
  readonly digits: number;
  /** Whether a piece of digits may begin with a space. */
  readonly spacedDigits: boolean;
  /** Whether line ends stay with the symbols before them, and with the white space before them. */
  readonly lineEnds: boolean;
}

const LLAMA3: Style = {
  contractions: 'any-case',
  wordPrefix: 'any',
  digits: 3,
  spacedDigits: false,
  lineEnds: true,
};

const STYLES: ReadonlyMap<string, Style> = new Map([
  [LLAMA3_SPLIT_PATTERN, LLAMA3],
  [TURKIC_SPLIT_PATTERN, { ...LLAMA3, contractions: 'none', digits: 1 }],
  [QWEN2_SPLIT_PATTERN, { ...LLAMA3, digits: 1 }],
  [
    GPT2_SPLIT_PATTERN,
    {
      contractions: 'lower-case',
      wordPrefix: 'space',
      digits: Number.POSITIVE_INFINITY,
      spacedDigits: true,
      lineEnds: false,
    },
  ],
]);

const APOSTROPHE = 0x27;
const BLANK = 0x20;
const [S, T, R, E, V, M, L, D] = Array.from('strevmld', (letter) => letter.charCodeAt(0));

/** Calls `visit` with each piece of a text; undefined where no scanner is written for the pattern. */
export function scannerOf(pattern: string): ((text: string, visit: (piece: string) => void) => void) | undefined {
  const style = STYLES.get(pattern);
  if (style === undefined) return undefined;
  const kinds = characterKinds();
  return (text, visit) => {
    for (let start = 0; start < text.length; ) {
      const end = endOfPiece(text, start, style, kinds);
      visit(text.slice(start, end));
      start = end;
    }
  };
}

function endOfPiece(text: string, start: number, style: Style, kinds: Uint8Array): number {
  const unit = text.charCodeAt(start);
  if (unit === APOSTROPHE && style.contractions !== 'none') {
    const end = endOfContraction(text, start + 1, style.contractions === 'any-case');
    if (end !== -1) return end;
  }
  const kind = kindAt(text, start, kinds);
  if (kind === LETTER) return endOfRun(LETTER, text, start, kinds);
  if (kind === DIGIT) return endOfRun(DIGIT, text, start, kinds, style.digits);

  const next = start + widthAt(text, start);
  const following = next < text.length ? kindAt(text, next, kinds) : LINE_END;
  if (following === LETTER && kind !== LINE_END && (unit === BLANK || style.wordPrefix === 'any'))
    return endOfRun(LETTER, text, next, kinds);
  if (following === DIGIT && unit === BLANK && style.spacedDigits)
    return endOfRun(DIGIT, text, next, kinds, style.digits);
  if (kind === OTHER || (unit === BLANK && following === OTHER)) {
    const end = endOfRun(OTHER, text, next, kinds);
    return style.lineEnds ? endOfRun(LINE_END, text, end, kinds) : end;
  }
  return endOfSpace(text, start, style, kinds);
}

/** White space up to its last line end; else all of it, but for the last where something follows that may take it along. */
function endOfSpace(text: string, start: number, style: Style, kinds: Uint8Array): number {
  let end = start;
  let lineEnd = -1;
  for (; end < text.length; end++) {
    const kind = kinds[text.charCodeAt(end)];
    if (kind === LINE_END) lineEnd = end;
    else if (kind !== SPACE) break;
  }
  if (style.lineEnds && lineEnd !== -1) return lineEnd + 1;
  return end < text.length && end > start + 1 ? end - 1 : end;
}

/** Where the run of one kind that goes on at `start` ends, after `most` characters at the latest. */
function endOfRun(
  kind: number,
  text: string,
  start: number,
  kinds: Uint8Array,
  most = Number.POSITIVE_INFINITY,
): number {
  let at = start;
  for (let taken = 0; at < text.length && taken < most && kindAt(text, at, kinds) === kind; taken++)
    at += widthAt(text, at);
  return at;
}

/** Of the letters after an apostrophe: where the contraction ends, or -1. */
function endOfContraction(text: string, at: number, anyCase: boolean): number {
  const first = folded(text.charCodeAt(at), anyCase);
  if (first === S || first === T || first === M || first === D) return at + 1;
  const second = folded(text.charCodeAt(at + 1), anyCase);
  if (second === E && (first === R || first === V)) return at + 2;
  return first === L && second === L ? at + 2 : -1;
}

/** In lower case, where case is ignored; ſ is an s then. */
function folded(unit: number, anyCase: boolean): number {
  if (!anyCase) return unit;
  return unit === 0x17f ? 0x73 : unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
}

const isSurrogate = (unit: number): boolean => (unit & 0xf800) === 0xd800;

function kindAt(text: string, at: number, kinds: Uint8Array): number {
  const unit = text.charCodeAt(at);
  return (isSurrogate(unit) ? kinds[text.codePointAt(at) ?? 0] : kinds[unit]) ?? OTHER;
}

const widthAt = (text: string, at: number): number =>
  isSurrogate(text.charCodeAt(at)) && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
