/**
 * The labelled set: documents and what each cleaning step should make of them. Damage that programs do (a wrong encoding,
 * wrong lower-casing, letters of another keyboard) is made here from clean texts; the rest was written by hand.
 */
import type { StepOptions } from '../step.ts';
import type { StepId } from '../table.ts';
import { LEFTOVER_MARKUP, LINES_OF_PAGES } from './boilerplate-lines.ts';
import { ARABIC_TEXTS, CYRILLIC_PAIRS } from './cyrillic-pairs.ts';
import { CYRILLIC_FOR_LATIN, LATIN_FOR_CYRILLIC, withLookAlikes } from './look-alike-letters.ts';
import { KINDS_OF_MOJIBAKE, misread } from './misread.ts';
import { CLEAN_TEXTS, type TextLanguage } from './texts.ts';

export interface LabelledCase {
  readonly step: StepId;
  /** Other than the defaults. */
  readonly options?: StepOptions;
  readonly kind: string;
  readonly language: TextLanguage;
  readonly before: string;
  readonly after: string;
  /** What should be said of the document, which stays. */
  readonly remark?: string;
}

const firstOf = (language: TextLanguage, count: number): readonly string[] => CLEAN_TEXTS[language].slice(0, count);

/** Some texts of a language, several to a document. */
const documentsOf = (language: TextLanguage, textsEach: number): readonly string[] => {
  const texts = CLEAN_TEXTS[language];
  return texts.flatMap((_, i) => (i % textsEach === 0 ? [texts.slice(i, i + textsEach).join('\n')] : []));
};

const MOJIBAKE_TEXTS: readonly (readonly [TextLanguage, number])[] = [
  ['az', 14],
  ['tr', 6],
  ['uz', 3],
  ['kk', 4],
  ['ru', 4],
  ['fr', 3],
  ['de', 2],
];

const mojibake: LabelledCase[] = KINDS_OF_MOJIBAKE.flatMap(([kind, encoding, times]) =>
  MOJIBAKE_TEXTS.flatMap(([language, count]) =>
    firstOf(language, count)
      .filter((text) => /[^\0-\x7f]/.test(text))
      .map((after) => ({
        step: 'repair-encoding' as const,
        kind,
        language,
        before: misread(after, encoding, times),
        after,
      })),
  ),
);

const LOOK_ALIKES: readonly (readonly [string, TextLanguage, number, Readonly<Record<string, string>>])[] = [
  ['Cyrillic letters in Latin words', 'az', 14, CYRILLIC_FOR_LATIN],
  ['Cyrillic letters in Latin words', 'tr', 5, CYRILLIC_FOR_LATIN],
  ['Cyrillic letters in Latin words', 'uz', 4, CYRILLIC_FOR_LATIN],
  ['Cyrillic letters in Latin words', 'en', 4, CYRILLIC_FOR_LATIN],
  ['Cyrillic schwa', 'az', 8, { ə: 'ә', Ə: 'Ә' }],
  ['turned e', 'az', 8, { ə: 'ǝ', Ə: 'Ǝ' }],
  ['Latin letters in Cyrillic words', 'ru', 5, LATIN_FOR_CYRILLIC],
  ['Latin letters in Cyrillic words', 'kk', 5, LATIN_FOR_CYRILLIC],
];

const lookAlikes: LabelledCase[] = LOOK_ALIKES.flatMap(([kind, language, count, table]) =>
  firstOf(language, count).map((after) => ({
    step: 'look-alikes',
    kind,
    language,
    before: withLookAlikes(after, table, kind === 'turned e' || kind === 'Cyrillic schwa' ? 1 : 4),
    after,
  })),
);

const combiningDots: LabelledCase[] = [...firstOf('az', 6), ...firstOf('tr', 4)].flatMap((text, i) => {
  const after = text.toLocaleLowerCase('az');
  const before = text.toLocaleUpperCase('az').replaceAll('I', 'ı').toLowerCase();
  return before === after
    ? []
    : [{ step: 'look-alikes', kind: 'i with a combining dot', language: i < 6 ? 'az' : 'tr', before, after }];
});

const dottedI: LabelledCase[] = (
  [
    ['i became ı', 'az', 3, 'i', 'ı', 'dotless-for-dotted'],
    ['i became ı', 'tr', 3, 'i', 'ı', 'dotless-for-dotted'],
    ['i became ı', 'en', 5, 'i', 'ı', 'dotless-for-dotted'],
    ['ı became i', 'az', 8, 'ı', 'i', 'dotted-for-dotless'],
    ['ı became i', 'tr', 6, 'ı', 'i', 'dotted-for-dotless'],
  ] as const
).flatMap(([kind, language, textsEach, from, to, remark]) =>
  documentsOf(language, textsEach).map((text) => {
    const before = text.replaceAll(from, to);
    return { step: 'dotted-i', kind, language, before, after: before, remark };
  }),
);

const scripts: LabelledCase[] = [
  ...CYRILLIC_PAIRS.map(([before, after]) => ({
    step: 'script' as const,
    options: { transliterate: true },
    kind: 'Cyrillic to Latin',
    language: 'az' as const,
    before,
    after,
  })),
  ...CYRILLIC_PAIRS.map(([text]) => ({
    step: 'script' as const,
    kind: 'Azerbaijani in Cyrillic',
    language: 'az' as const,
    before: text,
    after: text,
    remark: 'azerbaijani-cyrillic',
  })),
  ...ARABIC_TEXTS.map((text) => ({
    step: 'script' as const,
    kind: 'Azerbaijani in Arabic letters',
    language: 'az' as const,
    before: text,
    after: text,
    remark: 'azerbaijani-arabic',
  })),
];

/** As [kind, text, what it should be]. */
const UNICODE: readonly (readonly [string, string, string])[] = [
  ['decomposed letters', 'Go\u0308zu\u0308m, c\u0327ic\u0327əyim, ag\u0306ac\u0327', 'Gözüm, çiçəyim, ağaç'],
  ['decomposed letters', 'I\u0307stanbul s\u0327ehri', 'İstanbul şehri'],
  ['decomposed letters', 'и\u0306од, е\u0308лка', 'йод, ёлка'],
  ['invisible characters', 'kita\u00adbın sə\u200bhifəsi', 'kitabın səhifəsi'],
  ['invisible characters', '\ufeffBirinci sətir', 'Birinci sətir'],
  ['invisible characters', 'söz\u2060lük \u202asoldan sağa\u202c', 'sözlük soldan sağa'],
  ['other spaces', '12\u00a0500\u202fmanat', '12 500 manat'],
  ['line separators', 'birinci\r\nikinci\u2028üçüncü', 'birinci\nikinci\nüçüncü'],
  ['control characters', 'mətn\u0000 burada\u0007', 'mətn burada'],
];

const unicode: LabelledCase[] = UNICODE.map(([kind, before, after]) => ({
  step: 'unicode-nfc',
  kind,
  language: kind === 'decomposed letters' && /[а-я]/.test(after) ? 'ru' : 'az',
  before,
  after,
}));

const around = (line: string, i: number): { before: string; after: string } => {
  const first = CLEAN_TEXTS.az[i % CLEAN_TEXTS.az.length] ?? '';
  const second = CLEAN_TEXTS.az[(i + 7) % CLEAN_TEXTS.az.length] ?? '';
  return { before: `${first}\n${line}\n${second}`, after: `${first}\n${second}` };
};

const boilerplate: LabelledCase[] = [
  ...LINES_OF_PAGES.map((line, i) => ({
    step: 'boilerplate' as const,
    kind: 'lines of pages',
    language: 'az' as const,
    ...around(line, i),
  })),
  ...LEFTOVER_MARKUP.map(([before, after]) => ({
    step: 'boilerplate' as const,
    kind: 'leftover markup',
    language: 'az' as const,
    before,
    after,
  })),
];

export const LABELLED_CASES: readonly LabelledCase[] = [
  ...mojibake,
  ...unicode,
  ...lookAlikes,
  ...combiningDots,
  ...scripts,
  ...dottedI,
  ...boilerplate,
];

/** As [kind, a document, another, whether they are nearly the same]. */
export const LABELLED_PAIRS: readonly (readonly [string, string, string, boolean])[] = (
  ['az', 'tr', 'uz', 'ru'] as const
).flatMap((language) => {
  const texts = CLEAN_TEXTS[language];
  const whole = texts.slice(0, 8).join('\n');
  const words = whole.split(' ');
  const changedAt = (every: number) => words.map((word, i) => (i % every === every - 1 ? `${word}x` : word)).join(' ');
  return [
    ['a sentence more', whole, `${whole}\n${texts.at(-1)}`, true],
    ['a sentence less', whole, texts.slice(1, 8).join('\n'), true],
    ['one word in 40 changed', whole, changedAt(40), true],
    ['capitals and signs', whole, whole.toUpperCase().replaceAll(',', ''), true],
    ['another line before it', whole, `12.05.2024, 10:30\n${whole}`, true],
    ['one word in 4 changed', whole, changedAt(4), false],
    ['half of it the same', whole, [...texts.slice(0, 4), ...CLEAN_TEXTS.en.slice(0, 4)].join('\n'), false],
    ['other sentences', texts.slice(0, 4).join('\n'), texts.slice(4, 8).join('\n'), false],
  ] as const;
});
