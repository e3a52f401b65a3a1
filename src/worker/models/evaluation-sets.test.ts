import { expect, test } from 'vitest';
import type { ScoringTokenizer } from '../../evaluation/continuation.ts';
import { openSet, recogniseSet } from './evaluation-sets.ts';

const file = (name: string, text: string) => new File([text], name);
const lines = (...records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');

const crlf = (text: string) => text.replaceAll('\n', '\r\n');

const SENTENCES = 'Yağış səhərə qədər yağdı.\nQonşular həyətdə çay içirlər.\n';
const PAIRS = lines({ good: 'Uşaqlar gəldi.', bad: 'Uşaqlər gəldi.', phenomenon: 'p' }, { good: 'Su axır.' });
const PROMPTS = [
  { prompt: 'Salam ver.', reference: ['Salam!', 'Salam olsun!'] },
  { prompt: '', reference: 'Boş.' },
  { prompt: 'Rəngi nədir?', reference: 'Ağ.' },
];
const letters = { question: 'Qar nə rəngdədir?', choices: ['ağ', 'qara'], answer: 'A' };
const indexed = { question: 'Qar nə rəngdədir?', choices: ['yaşıl', 'ağ', 'qara'], answer: 1 };

test.each([
  ['sentences, one a line', file('a.txt', SENTENCES), { kind: 'flores', items: 2 }],
  ['a text with an empty line', file('a.txt', `Birinci.\n\n${SENTENCES}`), { kind: 'text', items: 1 }],
  ['a text of one line', file('a.txt', 'Bir gün yağış yağdı.'), { kind: 'text', items: 1 }],
  ['a line that is longer than a sentence', file('a.txt', `Bir.\n${'ab '.repeat(300)}`), { kind: 'text', items: 1 }],
  ['a file of FLORES by its name', file('azj_Latn.devtest', 'Bir gün yağış yağdı.'), { kind: 'flores', items: 1 }],
  ['pairs', file('a.jsonl', PAIRS), { kind: 'pairs', items: 1 }],
  ['questions', file('a.jsonl', lines(letters)), { kind: 'exam', items: 1, form: 'plain', asksBase: false }],
  ['an index that may count from 0 or 1', file('a.jsonl', lines(indexed)), { kind: 'exam', items: 1, asksBase: true }],
  ['prompts with answers', file('a.jsonl', lines(...PROMPTS)), { kind: 'prompts', items: 2 }],
  ['pairs as a table', file('a.csv', 'good,bad\nSu axır.,Su axırlar.\n'), { kind: 'pairs', items: 1 }],
  ['prompts as a table', file('a.csv', 'sual,cavab\n"Niyə, axı?",Çünki\n'), { kind: 'prompts', items: 1 }],
  ['pairs in a file with another ending', file('a.txt', PAIRS), { kind: 'pairs', items: 1 }],
  [
    'sentences with a byte order mark and CRLF',
    file('a.txt', `\uFEFF${crlf(SENTENCES)}`),
    { kind: 'flores', items: 2 },
  ],
  ['pairs with them', file('a.jsonl', `\uFEFF${crlf(PAIRS)}\r\n`), { kind: 'pairs', items: 1 }],
  ['prompts with them', file('a.jsonl', `\uFEFF${crlf(lines(...PROMPTS))}`), { kind: 'prompts', items: 2 }],
  [
    'an exam with them, as a table',
    file('a.csv', '\uFEFFsual;a;b;cavab\r\nQar nə rəngdədir?;ağ;qara;A\r\n'),
    { kind: 'exam', items: 1, form: 'plain', asksBase: false },
  ],
  ['an exam with one choice', file('a.jsonl', lines({ ...letters, choices: ['ağ'] })), { kind: 'text', items: 1 }],
  ['records with a text alone', file('a.jsonl', lines({ text: 'Bir.' }, { text: 'İki.' })), { kind: 'text', items: 2 }],
])('%s', async (_, given, expected) => {
  expect(await recogniseSet(given, null)).toMatchObject(expected);
});

test('a person may say what a file is, and is told where it is not that', async () => {
  expect(await recogniseSet(file('a.txt', SENTENCES), 'text')).toMatchObject({ kind: 'text', items: 1 });
  await expect(recogniseSet(file('a.txt', SENTENCES), 'pairs')).rejects.toMatchObject({ code: 'pairs-none' });
  await expect(recogniseSet(file('a.jsonl', PAIRS), 'exam')).rejects.toMatchObject({ code: 'exam-unknown' });
  await expect(recogniseSet(file('a.jsonl', lines({ text: 'Bir.' })), 'prompts')).rejects.toMatchObject({
    code: 'instructions-none',
  });
  await expect(recogniseSet(file('a.txt', ' \n'), 'flores')).rejects.toMatchObject({ code: 'file-empty' });
});

test.each(['a.txt', 'a.jsonl', 'azj_Latn.devtest'])('a file that is gone by then is named: %s', async (name) => {
  const gone = async (): Promise<never> => {
    throw new DOMException('changed', 'NotReadableError');
  };
  const stream = () => new ReadableStream<Uint8Array>({ pull: gone });
  const lost = Object.assign(file(name, SENTENCES), { slice: () => ({ arrayBuffer: gone }), stream });
  for (const as of [null, 'text', 'flores', 'pairs', 'exam', 'prompts'] as const)
    await expect(recogniseSet(lost as unknown as File, as)).rejects.toMatchObject({
      code: 'file-unreadable',
      details: { file: name },
    });
});

const tokenizer: ScoringTokenizer = {
  encode: (text) => Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0),
  beginIds: [],
  bosId: undefined,
  eosId: 0,
};

test('of the pairs that Ocaq comes with, so many of each phenomenon are taken, or all', async () => {
  const [few, all] = [
    await openSet({ kind: 'azblimp', each: 2 }, tokenizer),
    await openSet({ kind: 'azblimp', each: null }, tokenizer),
  ];
  const phenomena = new Set(all.pairs.map(({ phenomenon }) => phenomenon)).size;
  expect(few.pairs).toHaveLength(2 * phenomena);
  expect(all.pairs.length).toBeGreaterThanOrEqual(100 * phenomena);
  expect(few.measure.sequences).toHaveLength(4 * phenomena);
});

test('an exam whose indices were said to count from 1 is read so', async () => {
  const { measure } = await openSet(
    { kind: 'exam', file: file('a.jsonl', lines(indexed)), indexBase: 'one' },
    tokenizer,
  );
  // The likeliest is the first choice, which is then the right one.
  expect(measure.result([1, 2, 2], 0)).toMatchObject({ kind: 'exam', set: 'a.jsonl', raw: { correct: 1, count: 1 } });
});
