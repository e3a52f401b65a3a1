/** Sets of UTF-16 units, for a first look at texts of which most need nothing done: about a nanosecond a unit. */

/** [0x10000] 1: in the set */
export type UnitSet = Uint8Array;

export function unitSet(characters: Iterable<string>): UnitSet {
  const set = new Uint8Array(0x10000);
  for (const character of characters) set[character.charCodeAt(0)] = 1;
  return set;
}

export function hasUnitOf(set: UnitSet, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (set[text.charCodeAt(i)] === 1) return true;
  return false;
}

/** Characters by their numbers (U+XXXX), each once: for those that do not show, or look like others. */
export const namesOf = (characters: Iterable<string>): string =>
  [...new Set(characters)]
    .map((character) => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ');
