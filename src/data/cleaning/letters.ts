/**
 * To which script a letter belongs, for the scripts of the languages around the Caspian and their neighbours, and which
 * letters of two scripts look alike.
 */

export type Script = 'latin' | 'greek' | 'cyrillic' | 'armenian' | 'hebrew' | 'arabic' | 'georgian';

/** Blocks of the Unicode standard, as [first, last]; in Latin, multiplication and division sign stand between letters. */
const BLOCKS: Readonly<Record<Script, readonly (readonly [number, number])[]>> = {
  latin: [
    [0x41, 0x5a],
    [0x61, 0x7a],
    [0xc0, 0xd6],
    [0xd8, 0xf6],
    [0xf8, 0x2af],
    [0x1e00, 0x1eff],
  ],
  greek: [
    [0x370, 0x373],
    [0x386, 0x386],
    [0x388, 0x3ff],
  ],
  cyrillic: [
    [0x400, 0x481],
    [0x48a, 0x52f],
  ],
  armenian: [
    [0x531, 0x556],
    [0x561, 0x587],
  ],
  hebrew: [[0x5d0, 0x5ea]],
  arabic: [
    [0x620, 0x64a],
    [0x66e, 0x6d3],
    [0x6d5, 0x6d5],
    [0x6fa, 0x6ff],
  ],
  georgian: [[0x10d0, 0x10ff]],
};

export const SCRIPTS = Object.keys(BLOCKS) as readonly Script[];

/** Number of a script in `SCRIPTS` plus one by UTF-16 unit; 0: no letter of these. [0x10000] */
export const SCRIPT_NUMBERS = new Uint8Array(0x10000);
for (const [i, script] of SCRIPTS.entries())
  for (const [first, last] of BLOCKS[script]) SCRIPT_NUMBERS.fill(i + 1, first, last + 1);

/** Whether the letters of a text are of one script at most; what is no letter of these scripts does not count. */
export function isOfOneScript(text: string): boolean {
  let only = 0;
  for (let i = 0; i < text.length; i++) {
    const script = SCRIPT_NUMBERS[text.charCodeAt(i)] as number;
    if (script === 0 || script === only) continue;
    if (only !== 0) return false;
    only = script;
  }
  return true;
}

/** Pairs of a Latin letter and the one of the other script, as fonts draw them alike. */
const CYRILLIC_PAIRS = 'aа cс eе hһ iі jј kк mм oо pр tт xх yу əә AА BВ CС EЕ HН IІ JЈ KК MМ OО PР TТ XХ YУ ƏӘ';
/** Letters of other scripts that are made Latin, but not the other way: the Latin ones are too frequent in names. */
const ONLY_TO_LATIN = 'sѕ SЅ qԛ wԝ';
/** Small Greek letters stand in formulas, so of them only omicron counts. */
const GREEK_PAIRS = 'oο AΑ BΒ EΕ ZΖ HΗ IΙ KΚ MΜ NΝ OΟ PΡ TΤ XΧ YΥ';

/** A script that shares the shapes of letters with Latin. */
interface LookAlikes {
  /** Of the script, as in `SCRIPT_NUMBERS`. */
  readonly number: number;
  readonly toLatin: ReadonlyMap<string, string>;
  readonly fromLatin: ReadonlyMap<string, string>;
}

const splitPairs = (pairs: string) => pairs.split(' ').map(([latin = '', other = '']) => [latin, other] as const);
const lookAlikesOf = (script: Script, pairs: string, onlyToLatin = ''): LookAlikes => ({
  number: SCRIPTS.indexOf(script) + 1,
  toLatin: new Map(splitPairs(`${pairs} ${onlyToLatin}`.trim()).map(([latin, other]) => [other, latin])),
  fromLatin: new Map(splitPairs(pairs)),
});
export const LOOK_ALIKES: readonly LookAlikes[] = [
  lookAlikesOf('cyrillic', CYRILLIC_PAIRS, ONLY_TO_LATIN),
  lookAlikesOf('greek', GREEK_PAIRS),
];

/** Whether a letter may stand for one of another script. */
export const hasLookAlike = (letter: string): boolean =>
  LOOK_ALIKES.some(({ toLatin, fromLatin }) => toLatin.has(letter) || fromLatin.has(letter));
