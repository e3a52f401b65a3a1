/**
 * The words of a text by the rules of NIST's mteval-v13a.pl, by which WMT counts BLEU: four entities are read, ASCII punctuation
 * stands alone, full stop and comma where no digit is beside them, and a hyphen after a digit. What is not ASCII is a letter.
 */
import { splitAtSpaces } from './ngrams.ts';

const ENTITIES = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
] as const;

/** Without ' , - . and digits. */
const ALWAYS_ALONE = /[!-&(-+/:-@[-`{-~]/g;

export function tokenise13a(text: string): string[] {
  let line = text.trimEnd().replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, character] of ENTITIES) line = line.replaceAll(entity, character);
  const apart = ` ${line} `
    .replace(ALWAYS_ALONE, ' $& ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])-/g, '$1 - ');
  return splitAtSpaces(apart);
}
