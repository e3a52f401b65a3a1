/** Which shape the records of a set have, and which of their fields hold what: by all records, not by the first ones. */
import { type Field, fieldsOf } from '../rows/fields.ts';
import { type JsonRecord, valueAt } from '../rows/row.ts';
import type { Exchange, Held, InstructionProblem, RoleId, Shape } from './shapes/shape.ts';
import { SHAPES, type ShapeId, shapeOf } from './shapes/table.ts';
import { holdsTurns } from './shapes/turns.ts';

/** Roles and the fields that hold them, nested fields with dots; a role that is left out is not used. */
export type FieldMapping = Readonly<Partial<Record<RoleId, string>>>;

/** How the records of a set are read. */
export interface Reading {
  shape: ShapeId;
  mapping: FieldMapping;
  /** Whether a list of texts in the place of a text is joined, an item a line; such a row is listed unless it is so. */
  joinLists?: boolean;
}

/** A field of a set, and which roles it could have. */
export interface SetField extends Field {
  holds: Held[];
  /** Records in which it holds turns. */
  turns: number;
  /** Records in which it holds a list of texts, which can be joined to one. */
  textLists: number;
}

export function setFields(records: readonly JsonRecord[]): SetField[] {
  return fieldsOf(records).map((field): SetField => {
    const { text, number, boolean, list } = field.counts;
    const mayHoldTurns = list > 0 || /^\s*\[/.test(field.example);
    const inRecords = (isSo: (value: unknown) => boolean) =>
      records.filter((record) => isSo(valueAt(record, field.name))).length;
    const turns = mayHoldTurns ? inRecords(holdsTurns) : 0;
    const textLists = list > 0 ? inRecords(isListOfTexts) : 0;
    const holds: Held[] = [];
    if (text + number + boolean + textLists > 0) holds.push('text');
    if (turns > 0) holds.push('turns');
    return { ...field, holds, turns, textLists };
  });
}

/** The reading by which most records can be used; undefined if they are no instruction records. */
export function recognise(records: readonly JsonRecord[], fields = setFields(records)): Reading | undefined {
  let best: { reading: Reading; usable: number } | undefined;
  for (const shape of SHAPES) {
    const mapping = guessMapping(shape, fields);
    if (!mapping) continue;
    const reading: Reading = { shape: shape.id, mapping };
    const usable = records.filter((record) => typeof readExchange(record, reading) !== 'string').length;
    if (!best || usable > best.usable) best = { reading, usable };
  }
  return best?.reading;
}

/**
 * The fields of the highest counts among those with the names of each role; undefined where a required one is missing. For
 * a required text where no field holds one, a field of lists of texts is taken.
 */
export function guessMapping(shape: Shape, fields: readonly SetField[]): FieldMapping | undefined {
  const mapping: Partial<Record<RoleId, string>> = {};
  const bestOf = (names: readonly string[], countOf: (field: SetField) => number): string | undefined => {
    const taken = Object.values(mapping);
    let found: string | undefined;
    let most = 0;
    for (const wanted of names) {
      for (const field of fields) {
        const count = countOf(field);
        if (asciiLower(field.name) !== wanted || count <= most || taken.includes(field.name)) continue;
        found = field.name;
        most = count;
      }
    }
    return found;
  };
  for (const role of shape.roles) {
    const counts = role.holds === 'turns' ? [turnsIn] : role.isRequired ? [textsIn, textListsIn] : [textsIn];
    const field = counts
      .flatMap((countOf) => [role.names, role.otherwise ?? []].map((names) => bestOf(names, countOf)))
      .find((name) => name !== undefined);
    if (field !== undefined) mapping[role.id] = field;
    else if (role.isRequired) return undefined;
  }
  return mapping;
}

const turnsIn = ({ turns }: SetField): number => turns;
const textsIn = ({ counts }: SetField): number => counts.text + counts.number + counts.boolean;
const textListsIn = ({ textLists }: SetField): number => textLists;

/** Lower case for A–Z only: field names must not change with a language's rules for I. */
const asciiLower = (name: string): string => name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What a record gives by a reading, or why it gives nothing. */
export function readExchange(
  record: JsonRecord,
  { shape, mapping, joinLists = false }: Reading,
): Exchange | InstructionProblem {
  const { roles, read } = shapeOf(shape);
  const values = new Map<RoleId, unknown>();
  let hasLists = false;
  for (const { id, holds } of roles) {
    const field = mapping[id];
    const value = field === undefined ? undefined : valueAt(record, field);
    const isList = holds === 'text' && isListOfTexts(value);
    if (isList && !joinLists) return 'text-is-list';
    hasLists ||= isList;
    values.set(id, isList ? value.join('\n') : value);
  }
  const exchange = read((role) => values.get(role));
  if (typeof exchange !== 'string' && hasLists) exchange.treatments.push('list-joined');
  return exchange;
}

export const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
