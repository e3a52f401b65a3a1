/**
 * Makes a clean corpus messy on purpose, as crawls of the web are: each kind of mess meets a stated share of the documents,
 * chosen by the seed alone, so that the same documents and seed give the same text. Kinds come one after the other in the
 * order of the table, so a copy may be damaged where its original is not, and a document may be met by several. Of what is
 * written here, languages and lines of pages come from the labelled set; there are few of either, and they return often.
 */
import { mixSeed, permutation, Random } from '../../random.ts';
import { LINES_OF_PAGES } from './boilerplate-lines.ts';
import { CYRILLIC_FOR_LATIN, withLookAlikes } from './look-alike-letters.ts';
import { KINDS_OF_MOJIBAKE, misread } from './misread.ts';
import { CLEAN_TEXTS } from './texts.ts';

export interface Mess {
  readonly id: string;
  /** Of the documents that there are when its turn comes. */
  readonly share: number;
  /** What becomes of a document that it meets. */
  readonly does: string;
  /** What stands in the document's place. */
  readonly make: (text: string, random: Random) => readonly string[];
}

export const MESS: readonly Mess[] = [
  {
    id: 'copies',
    share: 0.2,
    does: 'stands there two to five times',
    make: (text, random) => Array<string>(2 + random.integer(4)).fill(text),
  },
  {
    id: 'near-copies',
    share: 0.15,
    does: 'gets one beside it with a date before it and every 50th word missing',
    make: (text, random) => [text, nearCopy(text, random)],
  },
  {
    id: 'languages',
    share: 0.1,
    does: 'gets one of six to ten Turkish, Uzbek, Kazakh, Russian or English sentences beside it',
    make: (text, random) => [text, inAnotherLanguage(random)],
  },
  {
    id: 'noise',
    share: 0.05,
    does: 'gets one beside it of its words with their letters shuffled, or of rows of figures',
    make: (text, random) => [text, random.integer(2) === 0 ? shuffledLetters(text, random) : rowsOfFigures(random)],
  },
  {
    id: 'boilerplate',
    share: 0.4,
    does: 'gets three to six lines of menus, buttons and notices before, in and after it',
    make: (text, random) => [betweenLinesOfPages(text, random)],
  },
  {
    id: 'markup',
    share: 0.1,
    does: 'has its line breaks, quotation marks, every 8th space and every 4th ə as HTML writes them',
    make: (text) => [
      everyNth(everyNth(text, /ə/g, 4, '&#601;'), / /g, 8, '&nbsp;')
        .replaceAll('"', '&quot;')
        .replaceAll('\n', '<br>\n'),
    ],
  },
  {
    id: 'white-space',
    share: 0.1,
    does: 'has every 5th space four times, tabs before lines and three line breaks for one',
    make: (text) => [everyNth(text, / /g, 5, '    ').replaceAll('\n', ' \t\n\n\n\t')],
  },
  {
    id: 'invisible',
    share: 0.1,
    does: 'is decomposed (NFD) and has soft hyphens inside long words, a space of no width after every 10th comma and no-break spaces',
    make: (text) => [
      everyNth(
        everyNth(everyNth(text, /(?<=\p{L}{4})(?=\p{L}{4})/gu, 6, '\u00ad'), / /g, 7, '\u00a0'),
        /,/g,
        10,
        ',\u200b',
      ).normalize('NFD'),
    ],
  },
  {
    id: 'look-alikes',
    share: 0.1,
    does: 'has a Cyrillic letter for every 4th that has a look-alike, or another sign for every ə',
    make: (text, random) => [withOtherLetters(text, random)],
  },
  {
    id: 'lost-dots',
    share: 0.05,
    does: 'has ı for every i',
    make: (text) => [text.replaceAll('i', 'ı')],
  },
  {
    id: 'mojibake',
    share: 0.1,
    does: 'is UTF-8 read as Windows-1252, Windows-1254, Latin-1 or MacRoman, or as Windows-1252 twice',
    make(text, random) {
      const [, encoding, times] = oneOf(KINDS_OF_MOJIBAKE, random);
      return [misread(text, encoding, times)];
    },
  },
];

export interface MessyText {
  /** In an order of its own. */
  readonly documents: string[];
  /** How many documents each kind met, in the order of the table. */
  readonly met: readonly { readonly id: string; readonly documents: number }[];
}

/** @param kinds those of the table that are wanted */
export function messyText(clean: readonly string[], kinds: readonly Mess[], seed: number): MessyText {
  let documents: readonly string[] = clean;
  const met = kinds.map(({ id, share, make }) => {
    const count = Math.round(share * documents.length);
    const chosen = new Set(permutation(documents.length, mixSeed(seed, id)).subarray(0, count));
    documents = documents.flatMap((text, place) =>
      chosen.has(place) ? make(text, new Random(mixSeed(seed, id, place))) : [text],
    );
    return { id, documents: count };
  });
  const order = permutation(documents.length, mixSeed(seed, 'order'));
  return { documents: [...order].map((place) => documents[place] as string), met };
}

function oneOf<Item>(items: readonly Item[], random: Random): Item {
  return items[random.integer(items.length)] as Item;
}

function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const order = permutation(items.length, random.integer(2 ** 32));
  return [...order].map((place) => items[place] as Item);
}

function everyNth(text: string, pattern: RegExp, n: number, replacement: string): string {
  let found = 0;
  return text.replace(pattern, (match) => (++found % n === 0 ? replacement : match));
}

function nearCopy(text: string, random: Random): string {
  const first = random.integer(50);
  const words = text.split(' ').filter((_, place) => place % 50 !== first);
  return `${1 + random.integer(28)}.${1 + random.integer(12)}.2024, ${10 + random.integer(14)}:30\n${words.join(' ')}`;
}

function inAnotherLanguage(random: Random): string {
  const sentences = CLEAN_TEXTS[oneOf(['tr', 'uz', 'kk', 'ru', 'en'] as const, random)];
  return shuffled<string>(sentences, random)
    .slice(0, 6 + random.integer(5))
    .join('\n');
}

const shuffledLetters = (text: string, random: Random): string =>
  text.replace(/\p{L}{2,}/gu, (word) => shuffled([...word], random).join(''));

function rowsOfFigures(random: Random): string {
  const row = () => Array.from({ length: 8 }, () => (random.integer(1e6) / 100).toFixed(2)).join('\t');
  return Array.from({ length: 10 + random.integer(30) }, row).join('\n');
}

function betweenLinesOfPages(text: string, random: Random): string {
  const found = shuffled(LINES_OF_PAGES, random).slice(0, 3 + random.integer(4));
  const lines = text.split('\n');
  const middle = Math.ceil(lines.length / 2);
  const [first = '', second = '', ...after] = found;
  return [first, ...lines.slice(0, middle), second, ...lines.slice(middle), ...after].join('\n');
}

function withOtherLetters(text: string, random: Random): string {
  const kind = random.integer(3);
  if (kind === 0) return withLookAlikes(text, CYRILLIC_FOR_LATIN, 4);
  return kind === 1 ? withLookAlikes(text, { ə: 'ә', Ə: 'Ә' }, 1) : withLookAlikes(text, { ə: 'ǝ', Ə: 'Ǝ' }, 1);
}
