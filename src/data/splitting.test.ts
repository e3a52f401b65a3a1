import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CertainSplit,
  DocumentBuffer,
  detectSplit,
  LineBreaks,
  type SplitCounts,
  TextSplitter,
} from './splitting.ts';
import { utf8Length } from './utf8.ts';

const newCounts = (): SplitCounts => ({ documents: 0, cutDocuments: 0, emptyDocuments: 0 });

/** Cuts a text before the given places (taken modulo the length), never inside a surrogate pair, as the decoder does. */
function pieces(text: string, places: readonly number[]): string[] {
  const characters = [...text];
  const cuts = [...new Set(places.map((place) => place % (characters.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((from, i) => characters.slice(from, cuts[i] ?? characters.length).join(''));
}

function split(how: CertainSplit, parts: readonly string[], maxBytes = 1000) {
  const counts = newCounts();
  const splitter = new TextSplitter(how, maxBytes, counts);
  const documents = [...parts.flatMap((part) => splitter.push(part)), ...splitter.end()];
  return { documents, counts };
}

const anyText = fc.string({
  unit: fc.constantFrom('a', 'ə', '😀', ' ', ' ', '\t', '\n', '\n', '\r', '\r\n', '\n\n'),
  maxLength: 60,
});
const anySplit = fc.constantFrom<CertainSplit>('file', 'blank-line', 'line');
const withoutSpace = (text: string) => text.replace(/\s/g, '');

describe('TextSplitter', () => {
  it('gives the same documents and counts for any pieces, loses only white space, and keeps to the longest size', () => {
    fc.assert(
      fc.property(
        anyText,
        anySplit,
        fc.integer({ min: 4, max: 40 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        (text, how, maxBytes, places) => {
          const whole = split(how, [text], maxBytes);
          expect(split(how, pieces(text, places), maxBytes)).toEqual(whole);
          expect(withoutSpace(whole.documents.join(''))).toBe(withoutSpace(text));
          expect(whole.counts.documents).toBe(whole.documents.length);
          for (const document of whole.documents) {
            expect(document.trim()).not.toBe('');
            expect(utf8Length(document)).toBeLessThanOrEqual(maxBytes);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('splits as the plain definition does when nothing is too long', () => {
    const definition = (text: string, how: CertainSplit) => {
      const clean = text.replace(/\r\n?/g, '\n');
      const parts = how === 'file' ? [clean] : clean.split(how === 'line' ? '\n' : /\n(?:[^\S\n]*\n)+/);
      return parts.map((part) => part.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd()).filter((part) => part !== '');
    };
    fc.assert(
      fc.property(anyText, anySplit, (text, how) => {
        expect(split(how, [text]).documents).toEqual(definition(text, how));
      }),
      { numRuns: 2000 },
    );
  });

  it('counts empty lines and files, and keeps indentation', () => {
    expect(split('line', ['bir\n\n  iki\n \nüç'])).toEqual({
      documents: ['bir', '  iki', 'üç'],
      counts: { documents: 3, cutDocuments: 0, emptyDocuments: 2 },
    });
    expect(split('file', [' \n\t\n']).counts).toEqual({ documents: 0, cutDocuments: 0, emptyDocuments: 1 });
    expect(split('file', ['\n\n  bir\n\n iki \n'])).toEqual({
      documents: ['  bir\n\n iki'],
      counts: { documents: 1, cutDocuments: 0, emptyDocuments: 0 },
    });
    expect(split('blank-line', ['\n\nbir\niki\n \t\n\n\nüç'])).toEqual({
      documents: ['bir\niki', 'üç'],
      counts: { documents: 2, cutDocuments: 0, emptyDocuments: 0 },
    });
  });

  it.each([
    ['at a paragraph first', 'aaaa bbb\ncc\n\nd e\nff', 18, ['aaaa bbb\ncc', 'd e\nff']],
    ['else at a line', 'aaaa bbb\nccc dd', 14, ['aaaa bbb', 'ccc dd']],
    ['else at a space', 'aaaa bbb cccc', 12, ['aaaa bbb', 'cccc']],
    ['else anywhere, but not inside a character', 'ab😀😀😀', 8, ['ab😀', '😀😀']],
    ['not at a break in the first half', 'a bbbbbbbbbb', 8, ['a bbbbbb', 'bbbb']],
    ['not where it just fits', 'aaaa bbbb', 9, ['aaaa bbbb']],
  ])('cuts what is too long %s', (_name, text, maxBytes, documents) => {
    const result = split('file', [text], maxBytes);
    expect(result.documents).toEqual(documents);
    expect(result.counts.cutDocuments).toBe(documents.length > 1 ? 1 : 0);
  });

  it('holds a bounded part of an endless line', () => {
    const counts = newCounts();
    const splitter = new TextSplitter('blank-line', 1000, counts);
    let longest = 0;
    for (let i = 0; i < 2000; i++)
      for (const part of splitter.push('söz '.repeat(50))) longest = Math.max(longest, part.length);
    expect(longest).toBeLessThanOrEqual(1000);
    // 500 kB in parts of up to 1000 bytes, the last of them still open
    expect(counts.documents).toBeGreaterThanOrEqual(499);
    for (let i = 0; i < 100; i++) expect(splitter.push(`\n\n${' '.repeat(100_000)}`).length).toBeLessThanOrEqual(1);
  });

  it('refuses a limit that one character can exceed', () => {
    expect(() => new DocumentBuffer(3, newCounts())).toThrow(RangeError);
  });
});

describe('LineBreaks', () => {
  it('does in pieces what a replacement does at once', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\r', '\n'), maxLength: 4 })), (parts) => {
        const breaks = new LineBreaks();
        expect(parts.map((part) => breaks.push(part)).join('')).toBe(parts.join('').replace(/\r\n?/g, '\n'));
      }),
    );
  });
});

describe('detectSplit', () => {
  const line = 'x'.repeat(81);
  it.each([
    ['blank lines between blocks', 'bir\n\niki', 'blank-line'],
    ['Windows and old Mac line ends', 'bir\r\n\r\niki', 'blank-line'],
    ['a blank line that only ends the file', `${line}\n\n`, 'line'],
    ['long lines', `${line}\n${line}`, 'line'],
    ['lines of exactly 80', 'x'.repeat(80), 'file'],
    ['short lines', 'bir\niki\nüç', 'file'],
    ['a rare blank line among many long ones', `${`${line}\n`.repeat(500)}\n${`${line}\n`.repeat(500)}`, 'line'],
    ['nothing but white space', ' \n \n', 'file'],
  ])('%s', (_name, head, expected) => {
    expect(detectSplit(head)).toBe(expected);
  });
});
