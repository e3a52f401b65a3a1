/** Puts letters of another script in the place of those that look like them, as keyboards and scanners do. */

/** Every `nth` letter that has a look-alike is replaced. */
export function withLookAlikes(text: string, table: Readonly<Record<string, string>>, nth: number): string {
  let count = 0;
  return text.replace(/./gu, (letter) => {
    const other = table[letter];
    return other !== undefined && count++ % nth === 0 ? other : letter;
  });
}

export const CYRILLIC_FOR_LATIN = {
  a: 'а',
  e: 'е',
  o: 'о',
  c: 'с',
  x: 'х',
  y: 'у',
  p: 'р',
  ə: 'ә',
  A: 'А',
  B: 'В',
  K: 'К',
  M: 'М',
  O: 'О',
  T: 'Т',
};
export const LATIN_FOR_CYRILLIC = {
  а: 'a',
  е: 'e',
  о: 'o',
  с: 'c',
  х: 'x',
  у: 'y',
  р: 'p',
  і: 'i',
  К: 'K',
  М: 'M',
  О: 'O',
};
