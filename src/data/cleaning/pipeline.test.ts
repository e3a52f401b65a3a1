import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Length } from '../utf8.ts';
import { Pipeline } from './pipeline.ts';
import { DEFAULT_STEPS, type OpenSteps, openSteps } from './table.ts';

const newPipeline = () => new Pipeline(openSteps(DEFAULT_STEPS, {}));

describe('Pipeline', () => {
  const long = 'Bu kifayət qədər uzun bir cümlədir.';

  it('reports what every step did, with examples', () => {
    const ids = ['unicode-nfc', 'whitespace', 'short-lines', 'exact-duplicates'];
    const steps = ids.map((id) => ({ id, options: {} }));
    const pipeline = new Pipeline(openSteps(steps, {}));
    expect(pipeline.process({ text: `${long}\u200b` })).toBe(long);
    expect(pipeline.process({ text: ` ${long}` })).toBeNull();
    expect(pipeline.process({ text: 'qısa' })).toBeNull();
    expect(pipeline.process({ text: '\u200b' })).toBeNull();
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
        rules: {},
        remarks: {},
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
        rules: {},
        remarks: {},
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
        rules: {},
        remarks: {},
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
        rules: {},
        remarks: {},
        examples: [{ before: long, after: null, measured: 1 }],
      },
    ]);
  });

  it('keeps five short examples, shown where the texts differ', () => {
    const mark = { id: 'mark', clean: (text: string) => ({ text: text.replace('!', '.') }) };
    const steps: OpenSteps = { document: [mark], corpus: [] };
    const pipeline = new Pipeline(steps);
    for (let i = 0; i < 9; i++) pipeline.process({ text: `${'a'.repeat(1000)}!${i}` });
    const [report] = pipeline.report();
    expect(report!.changed).toBe(9);
    expect(report!.examples).toHaveLength(5);
    expect(report!.examples[3]).toEqual({ before: `…${'a'.repeat(50)}!3`, after: `…${'a'.repeat(50)}.3` });
  });

  it('gives out copies of its report', () => {
    const pipeline = newPipeline();
    pipeline.report()[0]!.documentsIn = 99;
    expect(pipeline.report()[0]!.documentsIn).toBe(0);
  });

  it('cleans once and for all, and its books balance', () => {
    const unit = fc.constantFrom(
      'a',
      'söz',
      'o\u0308',
      'Ã¶',
      'É™',
      'tо',
      'ǝ',
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
        const pipeline = newPipeline();
        const kept = documents.map((document) => pipeline.process({ text: document })).filter((text) => text !== null);
        const again = newPipeline();
        expect(kept.map((text) => again.process({ text }))).toEqual(kept);
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

  // Work that grows with the square of these would take minutes.
  it('takes time in proportion to the text, also for hostile ones', { timeout: 60_000 }, () => {
    const pipeline = newPipeline();
    for (const piece of [' ', '\n', ' \n', '\t\n\n', '\u200d', '1\n\n', 'a \u200b', '\u0308', 'É™', 'tоʹ', 'ı '])
      pipeline.process({ text: piece.repeat(100_000) });
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the test of cleaning on a real corpus is SKIPPED');

describe.skipIf(!testData)('az_demo_corpus.txt by lines', () => {
  it('loses duplicates and crumbs, and nothing of the rest', () => {
    const lines = readFileSync(`${testData}/corpus/az_demo_corpus.txt`, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    const pipeline = newPipeline();
    const kept = lines.flatMap((line) => pipeline.process({ text: line }) ?? []);
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
