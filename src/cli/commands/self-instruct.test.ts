/** `self-instruct` against a chat service of this machine. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { type Behaviour, startTranslationServer, type TranslationServer } from '../../testing/translation-server.ts';
import { runCommand } from '../parse-options.ts';
import { selfInstruct } from './self-instruct.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-self-instruct-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(at('seeds.jsonl'), '{"instruction":"Çay necə dəmlənir, izah et","output":"Qaynar su tökülür."}\n');

let server: TranslationServer;
afterEach(() => server.close());

const line = (instruction: string, output = 'Bu, üçün gözəl və düzgün cavabdır.') =>
  JSON.stringify({ instruction, input: '', output });

async function run(answers: readonly string[], ...more: string[]) {
  server = await startTranslationServer(({ number }): Behaviour => ({ text: answers[number - 1] ?? '' }));
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const words = [
    '--endpoint',
    server.address,
    '--model',
    'm',
    '--seeds',
    at('seeds.jsonl'),
    '--out',
    at('tasks.jsonl'),
  ];
  return runCommand(selfInstruct, [...words, ...more]).finally(() => vi.restoreAllMocks());
}

it('keeps what is new, resumes with what is there, and gives up where nothing new comes', async () => {
  const first = await run(
    [
      [line('Çay necə dəmlənir, izah et!'), line('Payız haqqında qısa şeir yaz'), line('Yaz')].join('\n'),
      [
        line('Write a short story about the sea and the wind', 'It was a day like any other for them.'),
        line('Üç ədədin cəmini hesabla'),
      ].join('\n'),
    ],
    ...['--count', '3', '--price-output', '1'],
  );
  expect(first).toMatchObject({ tasks: 3, requests: 2, rejected: { 'near-duplicate': 1, length: 1 }, cost: 20 / 1e6 });
  expect(first.to_look_at).toEqual([{ row: 2, why: ['in en'] }]);
  await server.close();

  appendFileSync(at('tasks.jsonl'), '{"instruction":"Gecə'); // as a crash leaves it
  const second = await run([line('Payız haqqında qısa bir şeir yaz')], '--count', '5');
  expect(second).toMatchObject({ tasks: 3, requests: 5, rejected: { 'near-duplicate': 1 } });
  expect(readFileSync(at('tasks.jsonl'), 'utf8').trim().split('\n')).toHaveLength(4);
  await server.close();
  const third = await run([line('Dəniz səviyyəsi niyə dəyişir?')], '--count', '4');
  expect(third.tasks).toBe(4);
  expect(JSON.parse(readFileSync(at('tasks.jsonl'), 'utf8').trim().split('\n')[4] ?? '')).toMatchObject({
    instruction: 'Dəniz səviyyəsi niyə dəyişir?',
  });
});

it.each([
  ['[\n{"instruction":"a","input":"","output":"b"}\n]\n', 'one record a line'],
  ['{\n  "instruction": "a"\n}\n', 'one record a line'],
  ['instruction,output\na,b\n', 'one record a line'],
])('appends to nothing but JSON Lines: %j', async (content, sentence) => {
  writeFileSync(at('set.json'), content);
  await expect(run([], '--count', '9', '--out', at('set.json'))).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(sentence),
  });
  expect(readFileSync(at('set.json'), 'utf8')).toBe(content);
  expect(server.requests).toEqual([]);
});

it('does not append to its seeds', async () => {
  await expect(run([], '--count', '9', '--out', at('seeds.jsonl'))).rejects.toThrow('read from');
});
