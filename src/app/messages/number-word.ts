/**
 * The last word of a whole number as Turkic languages say it, whose endings follow its vowels: 236 ends in "six", 230 in
 * "thirty", 200 in "hundred", 20 000 in "thousand".
 */
const units = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const tens = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90] as const;
/** By the number of zeros: from 10² on. */
const powers = [100, 1000, 1000, 1000, 1e6, 1e6, 1e6, 1e9] as const;

/** A word by the number that it stands for. */
export type NumberWord = (typeof units)[number] | (typeof tens)[number] | (typeof powers)[number];

/** @param text a whole number as `formatNumber` writes it */
export function lastWord(text: string): NumberWord {
  const digits = text.replace(/\D/g, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return 0;
  const zeros = digits.length - significant.length;
  if (zeros >= 2) return powers[Math.min(zeros - 2, powers.length - 1)] ?? 1e9;
  return (zeros === 0 ? units : tens)[Number(significant.at(-1))] ?? 0;
}
