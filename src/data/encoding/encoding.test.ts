import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileOf, previewOf, readFile } from '../../testing/read-file.ts';
import { newReadCounts } from '../readers/reader.ts';
import { FileHead, HEAD_BYTES } from '../readers/reader-file.ts';
import { SNIFF_BYTES } from '../utf8.ts';
import { encodingOf } from './declared.ts';
import { decodeText } from './decode-text.ts';
import { decoderOf } from './decoder.ts';
import { detectEncoding } from './detect.ts';
import { ENCODINGS, type Encoding } from './encodings.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

/** The inverse of what the platform decodes; characters that an encoding does not have are left out. */
function encode(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
    return Uint8Array.from(
      units.flatMap((unit) => (encoding === 'utf-16le' ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff])),
    );
  }
  // Node takes windows-1252 for Latin-1.
  const table = decoderOf(encoding).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
  return Uint8Array.from([...text].map((character) => table.indexOf(character)).filter((byte) => byte >= 0));
}

const TEXTS = {
  az: `Bakı Xəzər dənizinin sahilində yerləşir. Şəhərin köhnə məhəlləsinə İçərişəhər deyilir, onun dar küçələrində indi də
    insanlar yaşayır. Yazda külək güclənir, dəniz dalğalanır, axşamlar isə sahildə gəzənlərin sayı çoxalır. Uşaqlar bağda
    oynayır, yaşlılar çayxanada söhbət edir.`,
  tr: `İstanbul iki kıtanın üzerinde kurulmuş bir şehirdir. Boğazın kıyısındaki evlerde yaşayanlar sabahları vapurla işe
    gider, akşamları aynı yoldan döner. Çarşıda baharatçılar, kuyumcular ve halıcılar yan yana durur; müşteriler ağır
    ağır dolaşır, çay içer, pazarlık eder.`,
  ru: `Город стоит на берегу моря. Весной дует сильный ветер, и по вечерам на набережной гуляют люди. Дети играют в саду,
    старики пьют чай и разговаривают о прошлом. «Хорошо здесь жить», — говорит дедушка и смотрит на волны. Ещё одна
    лодка вернулась в порт.`,
} as const;

const WRITTEN_IN = [
  ['az', 'utf-8'],
  ['az', 'utf-16le'],
  ['az', 'utf-16be'],
  ['az', 'windows-1254'],
  ['tr', 'utf-8'],
  ['tr', 'utf-16le'],
  ['tr', 'windows-1254'],
  ['ru', 'utf-8'],
  ['ru', 'utf-16le'],
  ['ru', 'utf-16be'],
  ['ru', 'windows-1251'],
] as const;

describe('detectEncoding', () => {
  it.each(WRITTEN_IN)('knows %s in %s, by all of a text and by any 200 bytes of it', (language, encoding) => {
    const whole = encode(TEXTS[language], encoding);
    expect(detectEncoding(whole)).toEqual({ name: encoding, isCertain: true });
    const unit = encoding.startsWith('utf-16') ? 2 : 1;
    for (let at = 0; at + 200 <= whole.length; at += 7 * unit) {
      expect(detectEncoding(whole.subarray(at, at + 200))?.name).toBe(encoding);
    }
  });

  it.each([
    ['ASCII', bytes(0x61, 0x62), { name: 'utf-8', isCertain: true }],
    ['UTF-8 with a mark', bytes(0xef, 0xbb, 0xbf, 0x61), { name: 'utf-8', isCertain: true }],
    ['UTF-16 with a mark', bytes(0xff, 0xfe, 0x61, 0), { name: 'utf-16le', isCertain: true }],
    ['UTF-16, the high byte first, with a mark', bytes(0xfe, 0xff, 0, 0x61), { name: 'utf-16be', isCertain: true }],
    ['UTF-16 of few letters', encode('salam', 'utf-16le'), { name: 'utf-16le', isCertain: false }],
    ['a letter beyond ASCII', encode('bu gün', 'windows-1254'), { name: 'windows-1254', isCertain: false }],
    ['quotes alone', encode('“yes”, he said', 'windows-1252'), { name: 'windows-1254', isCertain: false }],
    ['UTF-8 with some damage', bytes(...encode('ə'.repeat(30), 'utf-8'), 0xff), { name: 'utf-8', isCertain: true }],
    [
      'UTF-8 with much damage',
      bytes(...encode('salam, mən gəldim, dünən', 'utf-8'), 0xff),
      { name: 'utf-8', isCertain: false },
    ],
    [
      'ASCII with what fits nothing',
      bytes(...encode('a'.repeat(900), 'utf-8'), 0xff, 0xff),
      { name: 'utf-8', isCertain: false },
    ],
    ['UTF-32', bytes(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), null],
    ['NUL bytes', bytes(0x61, 0, 0x61), null],
    ['control characters', encode('\u0001'.repeat(11) + 'a'.repeat(89), 'utf-8'), null],
    ['Cyrillic of DOS', bytes(...Array.from({ length: 50 }, () => [0xaa, 0xad, 0xa8, 0xa3, 0xa0, 0x20]).flat()), null],
  ])('tells %s', (_name, input, expected) => {
    expect(detectEncoding(input)).toEqual(expected);
  });

  it('does not take Cyrillic of another code page for that of Windows', () => {
    const koi8 = new TextDecoder('koi8-r').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    const text = Uint8Array.from([...TEXTS.ru].map((letter) => Math.max(0x20, koi8.indexOf(letter))));
    expect(detectEncoding(text)).toBeNull();
  });

  it('looks at the first 64 KiB only, and forgives a character that their end cuts', () => {
    const late = new Uint8Array(SNIFF_BYTES + 1).fill(0x61);
    late[SNIFF_BYTES] = 0;
    late[SNIFF_BYTES - 1] = 0xc9;
    expect(detectEncoding(late)).toEqual({ name: 'utf-8', isCertain: true });
  });

  it('never fails, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (input) => {
        const known = detectEncoding(input);
        expect(known === null || ENCODINGS.some((name) => name === known.name)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('encodingOf', () => {
  const page = (meta: string, body: string) => `<!doctype html><html><head>${meta}</head><body>${body}</body></html>`;
  const cases: [string, string, Encoding, string, Encoding, boolean][] = [
    [
      'says what few letters leave open',
      '<meta charset="windows-1254">',
      'windows-1254',
      'Çay üçün',
      'windows-1254',
      true,
    ],
    ['has another name for it', "<meta charset='iso-8859-9'>", 'windows-1254', 'Çay üçün', 'windows-1254', true],
    [
      'says it in an older way',
      '<META http-equiv=Content-Type content="text/html; charset=windows-1251">',
      'windows-1251',
      'Щи',
      'windows-1251',
      true,
    ],
    ['tells 1252 from 1254', '<meta charset=latin1>', 'windows-1252', 'Façade, über', 'windows-1252', true],
    [
      'is contradicted by its bytes',
      '<meta charset="windows-1251">',
      'utf-8',
      'Ocaqda od yanır, tüstüsü göyə qalxır.',
      'utf-8',
      true,
    ],
    ['says UTF-8 and is not in it', '<meta charset="utf-8">', 'windows-1254', 'Çay üçün', 'windows-1254', false],
    ['names none that is known', '<meta charset="x-sac">', 'windows-1254', 'Çay üçün', 'windows-1254', false],
    ['says nothing', '', 'windows-1254', 'Çay üçün', 'windows-1254', false],
  ];
  it.each(cases)('of a page that %s', (_, meta, encoding, body, name, isCertain) => {
    expect(encodingOf(encode(page(meta, body), encoding))).toEqual({ name, isCertain });
  });

  it('reads an XML declaration, and looks at the beginning alone', () => {
    const declared = `<?xml version="1.0" encoding="windows-1251"?><html><body>Щи</body></html>`;
    expect(encodingOf(encode(declared, 'windows-1251'))).toEqual({ name: 'windows-1251', isCertain: true });
    const late = `${' '.repeat(1024)}<meta charset="windows-1252">Façade`;
    expect(encodingOf(encode(late, 'windows-1252'))?.name).toBe('windows-1254');
  });

  const bytesIn = (text: string, label: string) => {
    const table = new TextDecoder(label).decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    return Uint8Array.from([...text].map((character) => table.indexOf(character)).filter((byte) => byte >= 0));
  };

  it.each([
    ['KOI8-R', 'koi8-r'],
    ['ibm866', 'ibm866'],
    ['iso-8859-5', 'iso-8859-5'],
  ])('takes a page at its word that is in %s, which its bytes do not tell', async (label, name) => {
    const input = bytesIn(page(`<meta charset="${label}">`, `<p>${TEXTS.ru}</p>`), label);
    expect(encodingOf(input)).toEqual({ name, isCertain: true });
    const { documents, counts } = await readFile(input, { format: 'html' });
    expect(documents[0]).toContain('Весной дует сильный ветер, и по вечерам');
    expect(counts).toMatchObject({ badSequences: 0, encoding: { name } });
  });

  it('reads encodings of several bytes a letter, in any chunks, and counts what is cut', async () => {
    const head = encode('<meta charset=Shift_JIS>', 'utf-8');
    const letters = [0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea]; // 日本語
    const input = Uint8Array.from([...head, ...letters, ...letters, 0x93]);
    for (const chunk of [1, 2, 100]) {
      const counts = newReadCounts();
      let text = '';
      for await (const piece of decodeText(fileOf('a.html', input, chunk), counts)) text += piece;
      expect(text).toMatch(/日本語日本語\uFFFD$/);
      expect(counts).toMatchObject({ badSequences: 1, encoding: { name: 'shift_jis' } });
    }
  });

  it.each([
    ['that is not known', 'x-sac'],
    ['that it is not in', 'euc-kr'],
  ])('of a page in an encoding %s is refused, and named', async (_, label) => {
    const input = Uint8Array.from([
      ...encode(`<html><meta charset="${label}"><p>`, 'utf-8'),
      ...bytesIn(TEXTS.ru, 'koi8-r').map((byte) => (byte < 0x80 ? 0xff : byte)),
    ]);
    expect(encodingOf(input)).toBeNull();
    await expect(readFile(input, { format: 'html' })).rejects.toMatchObject({
      code: 'file-encoding',
      message: expect.stringContaining(`"${label}"`) as string,
      details: { file: 'file', encoding: label },
    });
  });

  it('does not make text of what is none', () => {
    const binary = Uint8Array.from([...encode('<meta charset="windows-1252">', 'utf-8'), 0, 1, 2, 0x81]);
    expect(encodingOf(binary)).toBeNull();
    const controls = Uint8Array.from([...encode('<meta charset="windows-1252">', 'utf-8'), ...Array(40).fill(1)]);
    expect(encodingOf(controls)).toEqual(detectEncoding(controls));
  });
});

describe('decoderOf', () => {
  it('decodes the same however the bytes are cut, what was encoded without a bad sequence', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'abı şğ çöüİ\nжяЁ “—”\uFFFD😀'), maxLength: 30 });
    fc.assert(
      fc.property(letters, fc.constantFrom(...ENCODINGS), fc.integer({ min: 1, max: 7 }), (text, encoding, size) => {
        const input = encode(text, encoding);
        const decoder = decoderOf(encoding);
        let decoded = '';
        for (let at = 0; at < input.length; at += size) decoded += decoder.decode(input.subarray(at, at + size));
        decoded += decoder.end();
        expect(encode(decoded, encoding)).toEqual(input);
        expect(decoder.badSequences).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['utf-16le', [0x61, 0, 0x00, 0xd8, 0x62, 0], 'a\uFFFDb', 1],
    ['utf-16le', [0xfd, 0xff, 0x61], '\uFFFD\uFFFD', 1],
    ['utf-16be', [0xff, 0xfd, 0xdc, 0, 0, 0x61], '\uFFFD\uFFFDa', 1],
    ['windows-1254', [0x61, 0x81, 0x62], 'a\u0081b', 1],
    ['windows-1251', [0x98], '\u0098', 1],
  ] as const)('counts in %s what stands for no character: %j', (encoding, input, text, bad) => {
    for (const size of [1, 9]) {
      const decoder = decoderOf(encoding);
      let decoded = '';
      for (let at = 0; at < input.length; at += size) decoded += decoder.decode(bytes(...input.slice(at, at + size)));
      expect([decoded + decoder.end(), decoder.badSequences]).toEqual([text, bad]);
    }
  });
});

describe('decodeText', () => {
  const textOf = async (input: Uint8Array, chunk = 65_536) => {
    const counts = newReadCounts();
    let text = '';
    for await (const piece of decodeText(fileOf('a.txt', input, chunk), counts)) text += piece;
    return { text, ...counts };
  };

  it('drops the byte order mark of any encoding, and says what it read', async () => {
    for (const encoding of ['utf-8', 'utf-16le', 'utf-16be'] as const) {
      const input = encode('\uFEFFSalam, dünya', encoding);
      for (const chunk of [1, 2, 3, 100]) {
        const { text, ...counts } = await textOf(input, chunk);
        expect(text).toBe('Salam, dünya');
        expect(counts).toMatchObject({
          bytes: input.length,
          badSequences: 0,
          encoding: { name: encoding, isCertain: true },
        });
      }
    }
  });

  it('decodes a chunk that is larger than what it decodes at a time', async () => {
    const text = 'ə😀a'.repeat(400_000);
    const input = encode(text, 'utf-8');
    expect(await textOf(input, input.length)).toMatchObject({ text, bytes: input.length, badSequences: 0 });
  });

  it('counts a sequence that the end of the file cuts', async () => {
    const input = bytes(...encode('uzun mətn burada, sonunda kəsilib', 'utf-8'), 0xc9);
    expect(await textOf(input)).toMatchObject({ text: expect.stringMatching(/kəsilib\uFFFD$/), badSequences: 1 });
  });

  it('takes the encoding that a person chose', async () => {
    const input = bytes(0x9e, 0xe9, 0xfd, 0x93, 0x81);
    const file = { ...fileOf('a.txt', input), head: new FileHead('a.txt', input, 'windows-1252') };
    const counts = newReadCounts();
    let text = '';
    for await (const piece of decodeText(file, counts)) text += piece;
    expect(text).toBe('žéý“\u0081');
    expect(counts.encoding).toEqual({ name: 'windows-1252', isCertain: true });
  });

  it.each([
    ['file-empty', bytes()],
    ['file-empty', bytes(0xef, 0xbb, 0xbf)],
    ['file-empty', bytes(0xff, 0xfe)],
    ['file-binary', bytes(0xef, 0xbb)],
    ['file-binary', bytes(0x61, 0, 0x61)],
    ['file-binary', Uint8Array.from({ length: 300 }, (_, i) => (i * 89) % 256)],
  ])('throws %s before any text (%#)', async (code, input) => {
    await expect(textOf(input)).rejects.toMatchObject({ code, details: { file: 'a.txt' } });
  });

  it('gives a head as text, cut where its characters end', () => {
    const input = encode('ə '.repeat(HEAD_BYTES), 'utf-16le');
    expect(new FileHead('a.txt', input).text).toBe('ə '.repeat(HEAD_BYTES / 4));
    expect(new FileHead('a.txt', encode('bir\r\niki şam, üç ağ quş, dörd qızıl alma', 'windows-1254')).text).toMatch(
      /^bir\niki şam/,
    );
  });
});

const testData = process.env.OCAQ_TEST_DATA;
if (!testData) console.warn('OCAQ_TEST_DATA is not set: the tests of encodings on real files are SKIPPED');
describe.skipIf(!testData)('files of OCAQ_TEST_DATA', () => {
  const file = (name: string) => new Uint8Array(readFileSync(`${testData}/cases/${name}`));

  it('in Windows-1254 is read, and its encoding told', async () => {
    const { documents, counts } = await readFile(file('03-silent-encoding/cp1254.txt'), { format: 'text' });
    expect(documents[0]).toContain('illeri arasındaki ticaret haqqında');
    expect(documents[0]).toContain('bağlanan müqavile. Sened nömresi 0');
    expect(counts).toMatchObject({ badSequences: 0, encoding: { name: 'windows-1254', isCertain: true } });
  });

  it('with a mark or in UTF-16 says the same as the plain one', async () => {
    const { documents } = await readFile(file('07-eval-reads-anything/plain.txt'), { format: 'text' });
    for (const name of ['bom', 'utf16']) {
      expect((await readFile(file(`07-eval-reads-anything/${name}.txt`), { format: 'text' })).documents).toEqual(
        documents,
      );
      expect((await previewOf('a.txt', file(`07-eval-reads-anything/${name}.txt`))).sample).toEqual(documents);
    }
  });
});
