/**
 * Mojibake: UTF-8 whose bytes were read as Windows-1252, Windows-1254, Latin-1 or MacRoman, once or several times ("Ã¶" or
 * "√∂" for "ö", "É™" for "ə"). It is undone run by run, so a document may be partly right. A run is undone only when what
 * comes out is sensible where it stands and what goes in is not: "gÉ™l" is "gəl", but "CAFÉ™" may be a trademark, and is
 * undone only where the rest of the document leaves no doubt. Bytes that were lost on the way (U+FFFD) stay lost.
 * Tables: the Encoding Standard's windows-1252 and windows-1254 (whose unassigned bytes are C1 controls, so that they
 * include Latin-1) and macintosh.
 */
import { hasLookAlike, isOfOneScript } from './letters.ts';

interface CodePage {
  /** UTF-16 unit → byte, 0x80 … 0xFF. */
  readonly bytes: ReadonlyMap<number, number>;
  readonly firstBytes: ReadonlySet<number>;
  /** One or more characters of UTF-8, all of more than one byte. */
  readonly run: RegExp;
  /** How sure it is that a run was not written so: 1 certain, 0.5 likely, 0 it may have been. */
  weigh(run: Run): number;
  /** Doubtful runs are rare in text that is right, so that they deserve a remark. */
  readonly doubtsAreRare: boolean;
}

/** A run where it stands. */
interface Run {
  readonly text: string;
  /** Characters that it decodes to. */
  readonly characters: number;
  /** The UTF-16 unit before and after it, or ''. */
  readonly before: string;
  readonly after: string;
}

interface Found {
  readonly page: CodePage;
  readonly at: number;
  readonly text: string;
  readonly decoded: string;
  readonly characters: number;
  readonly weight: number;
}

const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, i) => first + i);

/** 0x80 … 0x9F of Windows-1252; what is unassigned is the control character of that number. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** What Windows-1254 has elsewhere. */
const WINDOWS_1254: readonly (readonly [string, number])[] = [
  ['Ğ', 0xd0],
  ['İ', 0xdd],
  ['Ş', 0xde],
  ['ğ', 0xf0],
  ['ı', 0xfd],
  ['ş', 0xfe],
];
/** 0x80 … 0xFF */
const MAC_ROMAN =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ';

/** Signs that may well follow a word in capitals, which can end in the letter that looks like a first byte. */
const MAY_FOLLOW_WORD = /[…›‘’“”•–—™\u00a0§©«»®·¹²³]/;
const LETTER = /\p{L}/u;
const LOWER_CASE = /\p{Ll}/u;

function weighWindows({ text, characters, before, after }: Run): number {
  if (characters > 1) return 1;
  const [lead = '', ...rest] = text;
  if (!rest.every((sign) => MAY_FOLLOW_WORD.test(sign))) return 1;
  // "gÉ™l": no word has a capital inside. "Ã–z": nor does a dash stand after a word's first letter; an apostrophe may.
  if (LOWER_CASE.test(before) && !LOWER_CASE.test(lead)) return 1;
  return !LETTER.test(before) && LOWER_CASE.test(after) && !/[‘’]/.test(text) ? 1 : 0;
}

function weighMacRoman({ text, characters, before, after }: Run): number {
  if (characters > 1 || text.startsWith('‚Ä')) return 1;
  const touchesLetter = LETTER.test(before) || LETTER.test(after);
  if (/^[√ƒ≈∆][^π]/.test(text)) return touchesLetter ? 1 : 0;
  // "g…ôl": a word broken off would go on so too.
  return LOWER_CASE.test(before) && LOWER_CASE.test(after) ? 0.5 : 0;
}

/** First bytes of three and four: Georgian, Vietnamese; punctuation, symbols; byte order mark, ligatures; emoji. */
const OF_THREE = [0xe1, 0xe2, 0xef];
const OF_FOUR = [0xf0];

function codePage(
  pairs: Iterable<readonly [string, number]>,
  /** First bytes of two, of letters that text is likely to have. */
  ofTwo: readonly number[],
  { weigh, doubtsAreRare }: Pick<CodePage, 'weigh' | 'doubtsAreRare'>,
): CodePage {
  const bytes = new Map([...pairs].map(([sign, byte]) => [sign.charCodeAt(0), byte]));
  const oneOf = (wanted: readonly number[]) => {
    const units = [...bytes].filter(([, byte]) => wanted.includes(byte)).map(([unit]) => unit);
    return `[${units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')}]`;
  };
  const later = oneOf(range(0x80, 0xbf));
  const sequences = [`${oneOf(ofTwo)}${later}`, `${oneOf(OF_THREE)}${later}{2}`, `${oneOf(OF_FOUR)}${later}{3}`];
  return {
    bytes,
    firstBytes: new Set([...ofTwo, ...OF_THREE, ...OF_FOUR]),
    run: new RegExp(`(?:${sequences.join('|')})+`, 'g'),
    weigh,
    doubtsAreRare,
  };
}

const CODE_PAGES: readonly CodePage[] = [
  codePage(
    [
      ...range(0x80, 0xff).map((byte) => [String.fromCharCode(byte), byte] as const),
      ...[...WINDOWS_1252].map((sign, i) => [sign, 0x80 + i] as const),
      ...WINDOWS_1254,
    ],
    range(0xc2, 0xdf),
    { weigh: weighWindows, doubtsAreRare: true },
  ),
  codePage(
    [...MAC_ROMAN].map((sign, i) => [sign, 0x80 + i] as const),
    // Not 0xC7 and 0xC8, which are « and ».
    [...range(0xc2, 0xc6), 0xc9, 0xce, 0xcf, ...range(0xd0, 0xd3), ...range(0xd7, 0xdb)],
    { weigh: weighMacRoman, doubtsAreRare: false },
  ),
];

/**
 * Characters that texts have: letters of European languages and their neighbours, punctuation, symbols, emoji. C1 controls
 * stand for bytes where something was read wrongly twice, as Apple's logo does in MacRoman.
 */
const SENSIBLE =
  /^(?:[\u0080-\u017fƒƏəƠơƯưȘ-țˆ˜\u1e00-\u1eff]|[\u0300-\u030c\u0327\u0328]|[\u0370-\u0481\u048a-\u052f\u0531-\u0589\u05d0-\u05ea\u060c\u061b\u061f\u0620-\u064a\u0660-\u06d5\u06f0-\u06f9\u10d0-\u10ff]|[\u064b-\u0652]|[\u200b-\u200e\u2010-\u2044\u20a0-\u20bf\u2100-\u22ff\u2500-\u27bf\uf8ff\ufb00-\ufb06\ufeff\u{1f1e6}-\u{1faff}]|\ufe0f)+$/u;
const CONTROL = /[\u0080-\u009f]/;

/** @returns null: it decodes to nothing that a text would have there */
function decodeRun(
  page: CodePage,
  text: string,
  before: string,
  after: string,
): { text: string; characters: number } | null {
  const bytes = Array.from(text, (_, i) => page.bytes.get(text.charCodeAt(i)) ?? 0);
  let decoded = '';
  let characters = 0;
  for (let i = 0; i < bytes.length; characters++) {
    const lead = bytes[i] ?? 0;
    const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const codePoint = bytes
      .slice(i + 1, i + length)
      .reduce((bits, byte) => (bits << 6) | (byte & 0x3f), lead & (0x7f >> length));
    decoded += String.fromCodePoint(codePoint);
    i += length;
  }
  // A neighbour that looks like a letter of another script may be meant for it; Ω and π stand for bytes in MacRoman.
  const neighbours = [before, after].filter((letter) => !hasLookAlike(letter) && !/[Ωπ]/.test(letter));
  const letters = neighbours.join('') + decoded.replace(/[Ωπ]/g, '');
  if (!SENSIBLE.test(decoded) || !isOfOneScript(letters)) return null;
  if (characters === 1 && CONTROL.test(decoded) && !CONTROL.test(text)) return null;
  return { text: decoded, characters };
}

/** In their order; of those that overlap, the longest. */
function findRuns(document: string): Found[] {
  const candidates = CODE_PAGES.flatMap((page) => {
    const found: Found[] = [];
    for (const { 0: text, index: at } of document.matchAll(page.run)) {
      const before = document.charAt(at - 1);
      const after = document.charAt(at + text.length);
      const decoded = decodeRun(page, text, before, after);
      if (!decoded) continue;
      const weight = page.weigh({ text, characters: decoded.characters, before, after });
      found.push({ page, at, text, decoded: decoded.text, weight, characters: decoded.characters });
    }
    return found;
  });
  candidates.sort((a, b) => a.at - b.at);
  const runs: Found[] = [];
  for (const run of candidates) {
    const last = runs.at(-1);
    if (!last || last.at + last.text.length <= run.at) runs.push(run);
    else if (last.text.length < run.text.length) runs[runs.length - 1] = run;
  }
  return runs;
}

/** For a first look: of which code pages (bits) a UTF-16 unit may be the first byte, or a later one. [0x10000] each */
const FIRST = new Uint8Array(0x10000);
const LATER = new Uint8Array(0x10000);
for (const [i, { bytes, firstBytes }] of CODE_PAGES.entries())
  for (const [unit, byte] of bytes) {
    if (byte < 0xc0) LATER[unit] = (LATER[unit] ?? 0) | (1 << i);
    else if (firstBytes.has(byte)) FIRST[unit] = (FIRST[unit] ?? 0) | (1 << i);
  }

function mayHaveRuns(text: string): boolean {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((before & (LATER[unit] as number)) !== 0) return true;
    before = FIRST[unit] as number;
  }
  return false;
}

/** A first byte whose next one was lost. */
const LOST = /[\u00c2-\u00df√ƒ≈∆]\ufffd/g;

export interface Repair {
  readonly text: string;
  /** Runs that were undone; those of something read wrongly twice count twice. */
  readonly repaired: number;
  /** Runs that may be mojibake, or are but cannot be undone. */
  readonly uncertain: number;
}

export function repairMojibake(document: string): Repair {
  if (!mayHaveRuns(document)) return { text: document, repaired: 0, uncertain: 0 };
  let text = document;
  let repaired = 0;
  let uncertain = 0;
  // A round undoes one reading. Each halves what it undoes at least, so there are few.
  for (let before = ''; before !== text; ) {
    before = text;
    const found = findRuns(text);
    const clear = CODE_PAGES.filter((page) => isClear(found.filter((run) => run.page === page)));
    const sure = found.filter(({ page, weight }) => weight === 1 || clear.includes(page));
    const doubtful = found.filter(({ page, weight }) => weight < 1 && !clear.includes(page));
    text = replaceAt(text, sure);
    repaired += sure.length;
    uncertain = doubtful.filter(({ page }) => page.doubtsAreRare).length;
  }
  if (repaired > 0) uncertain += text.match(LOST)?.length ?? 0;
  return { text, repaired, uncertain };
}

/** Whether what is certain outweighs what is doubtful, so that the whole document is likely to have been read so. */
function isClear(runs: readonly Found[]): boolean {
  const evidence = runs.reduce((sum, { weight, characters }) => sum + weight * characters, 0);
  return evidence >= Math.max(1, runs.filter(({ weight }) => weight === 0).length);
}

function replaceAt(text: string, found: readonly Found[]): string {
  let result = '';
  let end = 0;
  for (const { at, text: wrong, decoded } of found) {
    result += text.slice(end, at) + decoded;
    end = at + wrong.length;
  }
  return end === 0 ? text : result + text.slice(end);
}
