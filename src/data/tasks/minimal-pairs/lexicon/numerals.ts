/** Numerals from two on, and "a few": the noun after them stays in the singular. */
export const NUMERALS = [
  'iki',
  'üç',
  'dörd',
  'beş',
  'altı',
  'yeddi',
  'səkkiz',
  'doqquz',
  'on',
  'on iki',
  'bir neçə',
] as const;
