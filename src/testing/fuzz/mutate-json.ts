/**
 * Changes the values of a JSON document, which stays JSON: changed bytes alone hardly get past a parser. Values go, are doubled,
 * change places or become what nobody expects there. The same random numbers give the same change.
 */
import type { Random } from '../../data/random.ts';
import { oneOf } from './mutate.ts';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const MOST_CHANGES = 4;
const NUMBERS = [-1, 0, 1, 0.5, 3, 255, 1e-9, 1e9, 2 ** 31, 2 ** 53, 1e308];
const ODD: readonly Json[] = [
  null,
  true,
  false,
  '',
  '__proto__',
  'constructor',
  [],
  {},
  [[]],
  '\ud800',
  'a'.repeat(5000),
];

/** @param words texts of the format */
export function mutateJson(document: Json, random: Random, words: readonly string[]): Json {
  const whole = [structuredClone(document)];
  for (let left = 1 + random.integer(MOST_CHANGES); left > 0; left--) {
    const places = placesIn(whole);
    if (places.length === 0) return null;
    const { holder, key } = oneOf(random, places);
    change(holder, key, random, words, () => {
      const other = oneOf(random, places);
      return structuredClone(other.holder[other.key] ?? null);
    });
  }
  return whole[0] ?? null;
}

type Holder = Json[] | { [name: string]: Json };
interface Place {
  readonly holder: Record<string | number, Json>;
  readonly key: string | number;
}

/** Every value, the whole among them. */
function placesIn(holder: Holder, found: Place[] = []): Place[] {
  for (const key of Object.keys(holder)) {
    const place = { holder: holder as Place['holder'], key };
    found.push(place);
    const value = place.holder[key];
    if (typeof value === 'object' && value !== null) placesIn(value, found);
  }
  return found;
}

function change(
  holder: Place['holder'],
  key: string | number,
  random: Random,
  words: readonly string[],
  other: () => Json,
): void {
  switch (random.integer(7)) {
    case 0:
      holder[key] = oneOf(random, ODD);
      return;
    case 1:
      holder[key] = oneOf(random, NUMBERS);
      return;
    case 2:
    case 3:
      holder[key] = oneOf(random, words);
      return;
    case 4:
      holder[key] = other();
      return;
    case 5:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    default:
      if (Array.isArray(holder)) holder.push(other());
      else holder[oneOf(random, words)] = other();
  }
}
