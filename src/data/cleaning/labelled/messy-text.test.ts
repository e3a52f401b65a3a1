import { describe, expect, it } from 'vitest';
import { documentHash } from '../../heldout.ts';
import { Random } from '../../random.ts';
import { Pipeline } from '../pipeline.ts';
import { DEFAULT_STEPS, openSteps } from '../table.ts';
import { MESS, type Mess, messyText } from './messy-text.ts';
import { CLEAN_TEXTS } from './texts.ts';

const WORDS = CLEAN_TEXTS.az.flatMap((text) => text.split(' '));

/** Ten lines of ten words each, drawn anew for each document, so that none is near another. */
const DOCUMENTS = Array.from({ length: 100 }, (_, n) => {
  const random = new Random(n);
  const line = () => Array.from({ length: 10 }, () => WORDS[random.integer(WORDS.length)]).join(' ');
  return Array.from({ length: 10 }, line).join('\n');
});

const kind = (id: string): Mess => {
  const found = MESS.find((one) => one.id === id);
  if (!found) throw new RangeError(id);
  return found;
};

describe('messyText', () => {
  it('gives the same text for the same seed, and another for another', () => {
    const first = messyText(DOCUMENTS, MESS, 1);
    expect(messyText(DOCUMENTS, MESS, 1)).toEqual(first);
    expect(messyText(DOCUMENTS, MESS, 2).documents).not.toEqual(first.documents);
  });

  it.each(MESS.map(({ id }) => id))('%s meets its share of the documents and leaves the rest as they are', (id) => {
    const { documents, met } = messyText(DOCUMENTS, [kind(id)], 3);
    const expected = Math.round(kind(id).share * DOCUMENTS.length);
    expect(met).toEqual([{ id, documents: expected }]);
    const clean = new Set(DOCUMENTS);
    const untouched = new Set(documents.filter((text) => clean.has(text)));
    const added = documents.length - DOCUMENTS.length;
    if (id === 'copies') {
      expect(untouched.size).toBe(DOCUMENTS.length);
      expect(documents.length).toBe(documents.filter((text) => clean.has(text)).length);
      const times = [...untouched].map((text) => documents.filter((one) => one === text).length);
      expect(times.filter((count) => count > 1).length).toBe(expected);
      expect(Math.max(...times)).toBeLessThanOrEqual(5);
    } else if (added > 0) {
      expect([added, untouched.size]).toEqual([expected, DOCUMENTS.length]);
    } else {
      expect(untouched.size).toBe(DOCUMENTS.length - expected);
    }
  });

  it('without kinds only changes the order', () => {
    const { documents, met } = messyText(DOCUMENTS, [], 4);
    expect(met).toEqual([]);
    expect(documents).not.toEqual(DOCUMENTS);
    expect(new Set(documents)).toEqual(new Set(DOCUMENTS));
  });

  it.each(['copies', 'near-copies', 'white-space', 'invisible', 'mojibake'])(
    '%s is undone by the default steps',
    (id) => {
      const pipeline = new Pipeline(openSteps(DEFAULT_STEPS, {}));
      const { documents } = messyText(DOCUMENTS, [kind(id)], 5);
      const cleaned = documents.flatMap((text) => pipeline.process({ text }) ?? []);
      const clean = new Set(DOCUMENTS.map(documentHash));
      const others = cleaned.filter((text) => !clean.has(documentHash(text)));
      expect(cleaned.length).toBe(DOCUMENTS.length);
      // Of a document and its near copy, the one that comes first stays.
      expect(others.length).toBeLessThanOrEqual(id === 'near-copies' ? 15 : 0);
    },
  );
});
