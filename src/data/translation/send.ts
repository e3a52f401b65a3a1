/** A record on its way to a translator and back. */
import { hasWords, type Marked, mark, unmark } from './kept.ts';
import { FIELDS, type Field, type Source, type Texts } from './record.ts';

/** What is sent of a record: fields with words in them, with marks for what must be kept. */
export interface Sent {
  readonly id: number;
  readonly fields: readonly (Marked & { readonly field: Field })[];
}

export function sentOf({ id, texts }: Source): Sent {
  const fields = FIELDS.flatMap((field) => {
    const text = texts[field];
    return text !== undefined && hasWords(text) ? [{ field, ...mark(text) }] : [];
  });
  return { id, fields };
}

/** The texts of a translated record: what came back, with what was kept, and fields that were not sent as they were. */
export function receivedOf(source: Source, sent: Sent, answer: Texts): Texts {
  const translated = sent.fields.flatMap(({ field, kept }) => {
    const text = answer[field];
    return text === undefined ? [] : [[field, unmark(text, kept)] as const];
  });
  return { ...source.texts, ...Object.fromEntries(translated) };
}

/** UTF-16 units that are sent. */
export const unitsOf = ({ fields }: Sent): number => fields.reduce((sum, { text }) => sum + text.length, 0);

/**
 * Groups the records with words in them into requests.
 * @param most records of a request
 * @param mostUnits UTF-16 units of a request; a record that is longer goes alone
 */
export function batchesOf(records: readonly Sent[], most: number, mostUnits: number): Sent[][] {
  const batches: Sent[][] = [];
  let units = 0;
  for (const record of records) {
    if (record.fields.length === 0) continue;
    const last = batches.at(-1);
    const more = unitsOf(record);
    if (last && last.length < most && units + more <= mostUnits) {
      last.push(record);
      units += more;
    } else {
      batches.push([record]);
      units = more;
    }
  }
  return batches;
}
