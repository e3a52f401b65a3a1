const ordinalOfDigit = ['', 'ci', 'ci', 'cü', 'cü', 'ci', 'cı', 'ci', 'ci', 'cu'];
const ordinalOfTens = ['', 'cu', 'ci', 'cu', 'cı', 'ci', 'cı', 'ci', 'ci', 'cı'];
const ordinalOfPower = ['cı', 'cu', 'cü', 'ci', 'ci', 'ci', 'cu', 'cu', 'cu', 'cu'];

/**
 * An Azerbaijani ordinal, 6-cı, 200-cü: the ending follows the last vowel of the number as it is spoken (bir, iki, üç …
 * on, iyirmi … yüz, min, milyon, milyard).
 * @param text a whole number as `formatNumber` writes it
 */
export function ordinal(text: string): string {
  const digits = text.replace(/\D/g, '');
  const zeros = digits.length - digits.replace(/0+$/, '').length;
  const last = Number(digits[digits.length - 1 - zeros] ?? 0);
  const ending =
    last === 0
      ? ordinalOfPower[0]
      : zeros === 0
        ? ordinalOfDigit[last]
        : zeros === 1
          ? ordinalOfTens[last]
          : ordinalOfPower[Math.min(zeros, ordinalOfPower.length - 1)];
  return `${text}-${ending}`;
}
