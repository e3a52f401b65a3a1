/** To which script a letter belongs, for the scripts of the languages around the Caspian and their neighbours. */

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

/** Number of a script in `SCRIPTS` plus one by UTF-16 unit; 0: no letter of these. [0x2000] */
export const SCRIPT_NUMBERS = new Uint8Array(0x2000);
for (const [i, script] of SCRIPTS.entries())
  for (const [first, last] of BLOCKS[script]) SCRIPT_NUMBERS.fill(i + 1, first, last + 1);

/** Whether the letters of a text are of one script at most; what is no letter of these scripts does not count. */
export function isOfOneScript(text: string): boolean {
  let only = 0;
  for (let i = 0; i < text.length; i++) {
    const script = SCRIPT_NUMBERS[text.charCodeAt(i)] ?? 0;
    if (script === 0 || script === only) continue;
    if (only !== 0) return false;
    only = script;
  }
  return true;
}
