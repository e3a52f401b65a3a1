import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CleaningStep,
  createPipeline,
  defaultSteps,
  exactDuplicates,
  shortLines,
  unicodeNfc,
  whitespace,
} from './cleaning.ts';
import { utf8Length } from './utf8.ts';

const cleaned = (step: CleaningStep, document: string) => step.apply(document)?.text ?? null;

describe('unicode-nfc', () => {
  it.each([
    ['composes', 'go\u0308zəl', 'gözəl'],
    ['leaves Azerbaijani letters alone', 'Əə Iı İi Ğğ Şş Çç Öö Üü', 'Əə Iı İi Ğğ Şş Çç Öö Üü'],
    ['makes no-break spaces spaces', 'a\u00a0b\u202fc\u2007d', 'a b c d'],
    ['takes out zero-width characters and marks', 'a\u200bb\ufeffc\u2060d\u00ade\u200ef\u2066g\u2069', 'abcdefg'],
    ['takes out control characters but tab and line break', 'a\u0000\u0008\tb\nc\u001b\u007f\u0090', 'a\tb\nc'],
    ['makes other line separators line breaks', 'a\r\nb\rc\u2028d\u2029e\u0085f\fg\vh', 'a\nb\nc\nd\ne\nf\ng\nh'],
    ['takes out joiners between Latin letters', 'a\u200cb\u200dc', 'abc'],
    ['keeps the joiners that Arabic script needs', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['keeps the joiners of Indic scripts', 'क्\u200dष', 'क्\u200dष'],
    ['keeps emoji families whole', '👨‍👩‍👧 ❤️‍🔥 👩🏽‍🚀', '👨‍👩‍👧 ❤️‍🔥 👩🏽‍🚀'],
    ['replaces lone surrogates', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_name, before, after) => {
    expect(cleaned(unicodeNfc(), before)).toBe(after);
  });

  it('names what does not show', () => {
    expect(unicodeNfc().apply('a\u200bb\u00a0c\u200bd')).toEqual({ text: 'ab cd', removed: 'U+00A0 U+200B' });
  });
});

describe('whitespace', () => {
  it.each([
    ['runs inside and at the beginning of lines', 'a  b\t\tc\n   d', 'a b c\n d'],
    ['line ends', 'a \nb\t\n', 'a\nb'],
    ['line breaks', 'a\n\n\n\nb\n\nc', 'a\n\nb\n\nc'],
    ['lines of spaces', 'a\n  \n \n\t\nb', 'a\n\nb'],
    ['nothing else', 'a\tb\nc', 'a\tb\nc'],
    ['only white space', ' \n\t ', ''],
  ])('%s', (_name, before, after) => {
    expect(cleaned(whitespace(), before)).toBe(after);
  });
});

describe('short-lines', () => {
  const long = 'Bu kifayət qədər uzun bir cümlədir.';
  it.each([
    ['drops a document under 20 characters', 'x'.repeat(19), null],
    ['keeps one of 20', 'x'.repeat(20), 'x'.repeat(20)],
    ['counts characters, not UTF-16 units', '😀'.repeat(19), null],
    ['keeps 20 characters outside the BMP', `${'x'.repeat(17)}𐐷𐐷𐐷`, `${'x'.repeat(17)}𐐷𐐷𐐷`],
    ['takes out stray lines', `${long}\n\n* * *\n\n${long}\n\n12\n\n`, `${long}\n\n${long}`],
    ['at the beginning', `IV\n\n${long}`, long],
    ['one after another', `${long}\n\n1\n\n2\n\n${long}`, `${long}\n\n${long}`],
    ['but not three letters', `Son\n\n${long}`, `Son\n\n${long}`],
    ['and not in a paragraph', `${long}\n12\n13\n${long}`, `${long}\n12\n13\n${long}`],
    ['nor at the end of one', `${long}\n12\n\n- 3\n${long}`, `${long}\n12\n\n- 3\n${long}`],
    ['drops what is left when nothing but stray lines was there', '- 1 2 3 4 5 6 7 8 9 10 11 12 -', null],
  ])('%s', (_name, before, after) => {
    expect(cleaned(shortLines(), before)).toBe(after);
  });

  it('takes other limits', () => {
    expect(cleaned(shortLines({ minDocumentCharacters: 0, minLineLetters: 0 }), '12')).toBe('12');
    expect(cleaned(shortLines({ minDocumentCharacters: 3 }), 'abc')).toBe('abc');
    expect(shortLines().apply(`12\n\n${long}\n\n--`)).toEqual({ text: long, removed: '12\n--' });
  });
});

describe('exact-duplicates', () => {
  it('finds them across sources and whatever their composition and white space', () => {
    const seen = new Set<string>();
    const first = exactDuplicates(seen);
    const second = exactDuplicates(seen);
    expect(cleaned(first, 'Gözəl gün')).toBe('Gözəl gün');
    expect(cleaned(second, 'Go\u0308zəl\n gün')).toBeNull();
    expect(cleaned(second, 'GÖZƏL GÜN')).toBe('GÖZƏL GÜN');
    expect(seen.size).toBe(2);
  });
});

describe('createPipeline', () => {
  const long = 'Bu kifayət qədər uzun bir cümlədir.';

  it('reports what every step did, with examples', () => {
    const pipeline = createPipeline(defaultSteps({ seen: new Set() }));
    expect(pipeline.process(`${long}\u200b`)).toBe(long);
    expect(pipeline.process(` ${long}`)).toBeNull();
    expect(pipeline.process('qısa')).toBeNull();
    expect(pipeline.process('\u200b')).toBeNull();
    const bytes = utf8Length(long);
    expect(pipeline.report()).toEqual([
      {
        id: 'unicode-nfc',
        documentsIn: 4,
        documentsOut: 3,
        bytesIn: bytes + 3 + bytes + 1 + 5 + 3,
        bytesOut: 2 * bytes + 1 + 5,
        changed: 1,
        removed: 1,
        examples: [
          { before: `${long}\u200b`, after: long, removed: 'U+200B' },
          { before: '\u200b', after: null, removed: 'U+200B' },
        ],
      },
      {
        id: 'whitespace',
        documentsIn: 3,
        documentsOut: 3,
        bytesIn: 2 * bytes + 1 + 5,
        bytesOut: 2 * bytes + 5,
        changed: 1,
        removed: 0,
        examples: [{ before: ` ${long}`, after: long }],
      },
      {
        id: 'short-lines',
        documentsIn: 3,
        documentsOut: 2,
        bytesIn: 2 * bytes + 5,
        bytesOut: 2 * bytes,
        changed: 0,
        removed: 1,
        examples: [{ before: 'qısa', after: null }],
      },
      {
        id: 'exact-duplicates',
        documentsIn: 2,
        documentsOut: 1,
        bytesIn: 2 * bytes,
        bytesOut: bytes,
        changed: 0,
        removed: 1,
        examples: [{ before: long, after: null }],
      },
    ]);
  });

  it('keeps five short examples, shown where the texts differ', () => {
    const shout: CleaningStep = { id: 'mark', apply: (text) => ({ text: text.replace('!', '.') }) };
    const pipeline = createPipeline([shout]);
    for (let i = 0; i < 9; i++) pipeline.process(`${'a'.repeat(1000)}!${i}`);
    const [report] = pipeline.report();
    expect(report!.changed).toBe(9);
    expect(report!.examples).toHaveLength(5);
    expect(report!.examples[3]).toEqual({ before: `…${'a'.repeat(50)}!3`, after: `…${'a'.repeat(50)}.3` });
  });

  it('gives out copies of its report', () => {
    const pipeline = createPipeline([whitespace()]);
    pipeline.report()[0]!.documentsIn = 99;
    expect(pipeline.report()[0]!.documentsIn).toBe(0);
  });

  it('cleans once and for all, and its books balance', () => {
    const unit = fc.constantFrom(
      'a',
      'söz',
      'o\u0308',
      ' ',
      '\n',
      '\t',
      '\u00a0',
      '\u200b',
      '\u200d',
      '👩',
      '\r',
      '12',
      '\ud800',
      '.',
    );
    fc.assert(
      fc.property(fc.array(fc.string({ unit, maxLength: 60 }), { maxLength: 6 }), (documents) => {
        const pipeline = createPipeline(defaultSteps({ seen: new Set() }));
        const kept = documents.map((document) => pipeline.process(document)).filter((text) => text !== null);
        const again = createPipeline(defaultSteps({ seen: new Set() }));
        expect(kept.map((text) => again.process(text))).toEqual(kept);
        const reports = pipeline.report();
        expect(reports[0]!.documentsIn).toBe(documents.length);
        expect(reports.at(-1)!.documentsOut).toBe(kept.length);
        expect(reports.at(-1)!.bytesOut).toBe(kept.reduce((sum, text) => sum + utf8Length(text), 0));
        for (const [i, report] of reports.entries()) {
          expect(report.documentsIn - report.removed).toBe(report.documentsOut);
          expect(report.documentsOut).toBe(reports[i + 1]?.documentsIn ?? kept.length);
          expect(report.bytesOut).toBe(reports[i + 1]?.bytesIn ?? report.bytesOut);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('takes time in proportion to the text, also for hostile ones', () => {
    const pipeline = createPipeline(defaultSteps({ seen: new Set() }));
    const started = performance.now();
    for (const piece of [' ', '\n', ' \n', '\t\n\n', '\u200d', '1\n\n', 'a \u200b', '\u0308'])
      pipeline.process(piece.repeat(300_000));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the test of cleaning on a real corpus is SKIPPED');

describe.skipIf(!testData)('az_demo_corpus.txt by lines', () => {
  it('loses duplicates and crumbs, and nothing of the rest', () => {
    const lines = readFileSync(`${testData}/corpus/az_demo_corpus.txt`, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const pipeline = createPipeline(defaultSteps({ seen: new Set() }));
    const kept = lines.flatMap((line) => pipeline.process(line) ?? []);
    const plain = new Set(
      lines.map((line) => line.replace(/\s+/g, ' ').trim()).filter((line) => [...line].length >= 20),
    );
    console.info(
      pipeline
        .report()
        .map(
          ({ id, documentsIn, documentsOut, changed }) => `${id} ${documentsIn} → ${documentsOut}, ${changed} changed`,
        )
        .join('; '),
    );
    expect(kept.length).toBeGreaterThan(0.98 * plain.size);
    expect(kept.length).toBeLessThanOrEqual(plain.size);
  });
});
