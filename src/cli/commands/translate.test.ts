/** `translate` against a service of this machine that fails, limits and cuts, and that is interrupted in the middle. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import {
  type Asked,
  type Behaviour,
  nonsense,
  startTranslationServer,
  type TranslationServer,
} from '../../testing/translation-server.ts';
import { runCommand } from '../parse-options.ts';
import { translate } from './translate.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-translate-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));
vi.stubEnv('OCAQ_TEST_KEY', 'sk-very-secret');

const ROWS = [
  ...Array.from({ length: 9 }, (_, i) => ({
    instruction: `Describe thing number ${i}.`,
    input: '',
    output: `It is ${i}, see \`f(${i})\`.`,
  })),
  { instruction: 'Correct it.', input: 'She go to a school.', output: 'She goes to a school.' },
];
writeFileSync(at('set.json'), JSON.stringify(ROWS));

let server: TranslationServer;
afterEach(() => server.close());

async function run(out: string, behave: (asked: Asked) => Behaviour, ...more: string[]) {
  server = await startTranslationServer(behave);
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const words = ['--endpoint', server.address, '--model', 'm', '--data', at('set.json'), '--out', at(out)];
  return runCommand(translate, [
    ...words,
    '--key-env',
    'OCAQ_TEST_KEY',
    '--batch',
    '2',
    '--lanes',
    '1',
    ...more,
  ]).finally(() => vi.restoreAllMocks());
}

it('stops where the money ends, resumes with what is missing, and names the rows to look at', async () => {
  await expect(
    run('az.json', ({ number }) =>
      number < 3 ? 'answer' : { status: 429, body: { error: { code: 'insufficient_quota' } } },
    ),
  ).rejects.toMatchObject({ code: 'endpoint-quota' });
  expect([...server.answered.keys()]).toEqual([1, 2, 3, 4]);
  await server.close();
  appendFileSync(at('az.json.journal'), '{"id":5,"texts":{"instr'); // as a crash leaves it

  const result = await run('az.json', ({ ids }) => {
    if (ids.includes(6)) return { text: 'I cannot.' };
    return ids[0] === 7
      ? { text: ids.map((id) => JSON.stringify({ id, instruction: 'söz', output: 'Bu, 99 və ⟦0⟧.' })).join('\n') }
      : 'answer';
  });
  expect(server.requests.map(({ ids }) => ids)).toEqual([[5, 6], [5], [6], [7, 8], [9, 10]]);
  expect(result).toMatchObject({ records: 10, translated: 9, requests: 7, input_tokens: 700, output_tokens: 70 });
  expect(result.to_look_at).toEqual([
    { row: 6, why: ['no answer that could be used'] },
    { row: 7, why: ['instruction: lost 6', 'output: lost 6, added 99'] },
    { row: 8, why: ['instruction: lost 7', 'output: lost 7, added 99'] },
    { row: 10, why: ['an exercise about wording: is its mistake still there?'] },
  ]);
  const written = JSON.parse(readFileSync(at('az.json'), 'utf8'));
  expect(written).toHaveLength(9);
  expect(written[0]).toEqual({
    instruction: nonsense('Describe thing number 0.'),
    input: '',
    output: nonsense('It is 0, see ⟦0⟧.').replace('⟦0⟧', '`f(0)`'),
  });
  expect(readFileSync(at('az.json.journal'), 'utf8') + JSON.stringify(result)).not.toContain('sk-very');
  await server.close();

  const again = await run('az.json', () => 'answer');
  expect([server.requests.length, again.translated]).toEqual([0, 9]);
  await server.close();
  const retried = await run('az.json', () => 'answer', '--retry-failed', '--price-input', '2', '--price-output', '10');
  expect(server.requests.map(({ ids }) => ids)).toEqual([[6]]);
  expect(retried).toMatchObject({ translated: 10, requests: 8 });
  expect(retried.cost).toBeCloseTo((800 * 2 + 80 * 10) / 1e6, 12);
  await server.close();
  await expect(run('az.json', () => 'answer', '--to', 'tr')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining('journal of another translation'),
  });
});

it('asks nothing while another process writes the same set', async () => {
  writeFileSync(at('z.json.lock'), String(process.ppid));
  await expect(run('z.json', () => 'answer')).rejects.toMatchObject({ code: 'file-in-use' });
  expect(server.requests).toEqual([]);
});

it('estimates without asking', async () => {
  const result = await run('x.json', () => 'answer', '--estimate', '--price-input', '1');
  expect(server.requests).toEqual([]);
  expect(result).toMatchObject({
    records: 10,
    requests: 5,
    cost: expect.closeTo(Number(result.input_tokens) / 1e6, 12),
  });
});

it('writes lines, and speaks to LibreTranslate', async () => {
  const result = await run('az.jsonl', () => 'answer', '--kind', 'libretranslate');
  expect(result).toMatchObject({ translated: 10, requests: 5, characters: expect.any(Number) });
  expect(readFileSync(at('az.jsonl'), 'utf8').trim().split('\n')).toHaveLength(10);
});

it.each([
  [['--to', 'not a tag'], 'language tag'],
  [['--key-env', 'OCAQ_NO_SUCH_KEY'], 'OCAQ_NO_SUCH_KEY'],
  [['--out', at('set.json')], 'read from'],
])('refuses %s', async (words, sentence) => {
  await expect(run('y.json', () => 'answer', ...words)).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringContaining(sentence),
  });
});
