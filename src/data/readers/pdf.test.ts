import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OcaqError } from '../../errors.ts';
import { makePdf, type PlacedLine } from '../../testing/pdf.ts';
import { fileOf, previewOf, readFile } from '../../testing/read-file.ts';
import { LineJoiner } from './pdf/hyphens.ts';
import { isOfPageAhead } from './pdf/pages.ts';
import { readDocuments } from './read.ts';
import { newReadCounts } from './reader.ts';

const WORDS = 'Dağ dərə çay göl ev bağ yol daş qum kol ot gül su od külək bulud qar yağış duman günəş'.split(' ');

/** Lines of a paragraph from a height downwards, the first one indented. */
const paragraph = (y: number, ...texts: string[]): PlacedLine[] =>
  texts.map((text, i) => ({ text, x: i === 0 ? 60 : 40, y: y - 12 * i }));

const PAGE: PlacedLine[] = [
  { text: 'Dəniz sahilində', x: 40, y: 560, size: 16 },
  ...paragraph(
    520,
    'Səhər tezdən balıqçılar sahilə yığışdı və torlarını',
    'qayıqlara yüklədilər. Hava hələ soyuq idi, amma də-',
    'niz sakit görünürdü.',
  ),
  ...paragraph(
    484,
    'Axşam hamı geri qayıtdı. Tutulan balıq sosial-iqtisadi',
    'vəziyyəti bir gündə dəyişməsə də, hamı razı qaldı.',
  ),
];
const TEXT = `Dəniz sahilində

Səhər tezdən balıqçılar sahilə yığışdı və torlarını qayıqlara yüklədilər. Hava hələ soyuq idi, amma dəniz sakit görünürdü.

Axşam hamı geri qayıtdı. Tutulan balıq sosial-iqtisadi vəziyyəti bir gündə dəyişməsə də, hamı razı qaldı.`;

describe('PDF', () => {
  it('gives the paragraphs of a page', async () => {
    const bytes = makePdf([PAGE]);
    const { documents, counts } = await readFile(bytes, { format: 'pdf' });
    expect(documents).toEqual([TEXT]);
    expect(counts).toEqual({ ...newReadCounts(), bytes: bytes.length, documents: 1 });
  });

  it('is recognised by its first bytes, and previewed by its first pages', async () => {
    expect(await previewOf('a.txt', makePdf([PAGE]))).toMatchObject({ format: 'pdf', sample: [TEXT] });
    const many = makePdf(WORDS.map((_, i) => paragraph(300, `Bu, ${WORDS[i]} səhifəsidir.`)));
    expect((await previewOf('a.pdf', many)).sample[0]).toMatch(/ ev səhifəsidir\.$/);
  });

  it('leaves out what repeats at the edges of three pages or more', async () => {
    const pages = (count: number) =>
      Array.from({ length: count }, (_, i) => [
        { text: `Jurnal 2020, ${i + 1}`, x: 40, y: 580 },
        ...paragraph(500, `${WORDS[i]} sözü ilə başlayır.`),
        { text: String(i + 1), x: 200, y: 20 },
      ]);
    const { documents, counts } = await readFile(makePdf(pages(WORDS.length)), { format: 'pdf' });
    const own = WORDS.map((_, i) => `${WORDS[i]} sözü ilə başlayır.`);
    expect(documents).toEqual([own.join('\n\n')]);
    expect(counts.leftOut).toEqual([{ kind: 'page-line', name: '', amount: 2 * WORDS.length }]);
    expect((await readFile(makePdf(pages(2)), { format: 'pdf' })).documents[0]).toContain('Jurnal 2020, 2');
  });

  it('continues a paragraph on the next page', async () => {
    const pdf = makePdf([
      paragraph(300, 'Bu cümlə bir səhifədə başlayır, o biri-'),
      paragraph(560, 'sində bitir.', 'Sonra yenisi gəlir.'),
    ]);
    expect((await readFile(pdf, { format: 'pdf' })).documents).toEqual([
      'Bu cümlə bir səhifədə başlayır, o birisində bitir. Sonra yenisi gəlir.',
    ]);
  });

  it('goes down one column, then the other', async () => {
    const column = (x: number, ...texts: string[]) => texts.map((text, i) => ({ text, x, y: 500 - 12 * i }));
    const pdf = makePdf([
      [...column(40, 'sol sütun burada', 'davam edir və keçir'), ...column(220, 'sağ sütuna, orada', 'sona çatır.')],
    ]);
    expect((await readFile(pdf, { format: 'pdf' })).documents).toEqual([
      'sol sütun burada davam edir və keçir sağ sütuna, orada sona çatır.',
    ]);
  });

  it.each([
    ['without any text', makePdf([[], []]), 'file-scanned'],
    [
      'that asks for a password',
      makePdf(
        [PAGE],
        `/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> >>`,
      ),
      'file-locked',
    ],
    ['that is only a beginning', new TextEncoder().encode('%PDF-1.7\n'), 'file-damaged'],
    ['without anything', new Uint8Array(), 'file-damaged'],
  ])('names a file %s', async (_name, bytes, code) => {
    await expect(
      readDocuments(fileOf('a.pdf', bytes), { format: 'pdf' }, newReadCounts()).next(),
    ).rejects.toMatchObject({
      code,
      message: expect.stringContaining('a.pdf'),
    });
  });

  it('reads what is left where a file was cut', async () => {
    const whole = makePdf([PAGE, PAGE]);
    const { documents } = await readFile(whole.subarray(0, whole.length - 20), { format: 'pdf' });
    expect(documents[0]).toContain('balıqçılar');
  });

  it('reads the page before damaged ones, and lets whoever runs it know what of these nobody takes', async () => {
    const whole = Buffer.from(makePdf([PAGE, PAGE, PAGE]));
    for (const page of ['7 0 obj', '9 0 obj']) {
      const entries = whole.indexOf('/MediaBox', whole.indexOf(page));
      whole.fill('x', entries, entries + 140);
    }
    const lost: unknown[] = [];
    const onLost = (error: unknown) => lost.push(error);
    process.on('unhandledRejection', onLost);
    const { documents, counts } = await readFile(whole, { format: 'pdf' });
    process.off('unhandledRejection', onLost);
    expect(documents[0]).toContain('balıqçılar');
    expect(counts.badRowReasons).toEqual({ damaged: 1 });
    expect(lost.map(isOfPageAhead)).toEqual([true]);
    expect(isOfPageAhead(new Error('of ours'))).toBe(false);
  });

  it('ends where it is told to', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(readFile(makePdf([PAGE]), { format: 'pdf', signal: stop.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('meets damage with an error of its own', { timeout: 20_000 }, async () => {
    const whole = makePdf([PAGE]);
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 8, max: whole.length }), async (all, length) => {
        const damaged = whole.slice(0, length);
        for (const [at, byte] of all) if (at > 4) damaged[at % length] = byte;
        await readFile(damaged, { format: 'pdf' }).catch((error) => expect(error).toBeInstanceOf(OcaqError));
      }),
      { numRuns: 60 },
    );
  });
});

describe('lines of a paragraph', () => {
  it.each([
    ['kita-', 'bın', 'kitabın'],
    ['sa-', 'atda', 'saatda'],
    ['məktəb-', 'lilər', 'məktəblilər'],
    ['sosial-', 'iqtisadi', 'sosial-iqtisadi'],
    ['a-', 'na', 'a-na'],
    ['Bakı-', 'Tiflis', 'Bakı-Tiflis'],
    ['elmi-', 'texniki', 'elmi-texniki'],
    ['tram-', 'plin', 'tramplin'],
    ['1990-', 'cı illər', '1990-cı illər'],
    ['çay\u00ad', 'xana', 'çayxana'],
    ['bir', 'iki', 'bir iki'],
  ])('%s + %s', (first, second, joined) => {
    const joiner = new LineJoiner();
    joiner.learn('Burada elmi-texniki tərəqqi və tramplin var.');
    expect(joiner.join(first, second)).toBe(joined);
  });
});
